"""A session that ends in a long form loses nothing that was typed, and opens no door to other sites."""

import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ethics_review.models import Filing
from tests.ethics_review.web.test_stepping import path, sent
from tests.world import Story, filing

PASSWORD = "a long enough secret"
TYPED = '一段写了很久的<目的> & "引号" 😀\n第二行'


@pytest.fixture
def applicant(world):
    world.applicant.set_password(PASSWORD)
    world.applicant.save()
    return world.applicant


@pytest.fixture
def client():
    """A browser whose tokens are examined, as they are in life."""
    made = Client(enforce_csrf_checks=True)
    made.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return made


def fields(answer):
    """The hidden fields of a page's last form, as a browser would send them."""
    form = re.findall(r"<form method=.*?</form>", answer.content.decode(), flags=re.DOTALL)[-1]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form, flags=re.DOTALL)
    return {unescape(name): unescape(value) for name, value in found}


def token(client, page):
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(page).content.decode())
    return found.group(1)


def typed(story, **more):
    return dict(sent(story, plan__purpose=TYPED).items()) | {"go": "save"} | more


@pytest.fixture
def opened(client, applicant, story, at):
    """The page of a step lies open; then the session ends."""
    story.drafted()
    with at(story.now):
        client.force_login(applicant)
        held = token(client, path(story))
        client.cookies.pop(settings.SESSION_COOKIE_NAME)
        yield held


def test_what_was_typed_comes_through_the_sign_in_and_is_saved(client, applicant, story, opened):
    ended = client.post(path(story), typed(story, csrfmiddlewaretoken=opened))
    held = fields(ended)
    signed_in = client.post(reverse("login"), held | {"username": applicant.username, "password": PASSWORD})
    again = fields(signed_in)
    target = re.search(r'<form method="post" action="([^"]+)"', signed_in.content.decode().split("<main")[1]).group(1)
    saved = client.post(target, again)

    assert (ended.status_code, signed_in.status_code, saved.status_code) == (403, 200, 302)
    assert again["plan.purpose"] == TYPED
    assert Filing.objects.latest("revision").body["plan"]["purpose"] == TYPED


def test_a_wrong_password_loses_nothing_either(client, applicant, story, opened):
    ended = client.post(path(story), typed(story, csrfmiddlewaretoken=opened))
    wrong = client.post(reverse("login"), fields(ended) | {"username": applicant.username, "password": "guessed"})

    assert wrong.status_code == 200
    assert dict(json.loads(fields(wrong)["typed"]))["plan.purpose"] == TYPED


def test_whoever_signs_in_in_another_window_sends_it_again_with_one_press(client, applicant, story, opened):
    client.post(reverse("login"), {
        "username": applicant.username, "password": PASSWORD, "csrfmiddlewaretoken": token(client, reverse("login")),
    })  # fmt: skip
    origin = {"origin": "http://testserver"}
    refused = client.post(path(story), typed(story, csrfmiddlewaretoken=opened), headers=origin)
    again = fields(refused)
    saved = client.post(path(story), again, headers=origin)

    assert (refused.status_code, again["plan.purpose"], saved.status_code) == (403, TYPED, 302)
    assert Filing.objects.count() == 2


@pytest.mark.parametrize("origin", [None, "null", "https://elsewhere.example", "http://testserver.elsewhere.example"])
def test_another_site_is_offered_nothing_to_send_again(client, applicant, story, at, origin):
    """What a stranger's page sends in the person's name is refused, and comes back on no page of ours."""
    story.drafted()
    headers = {"origin": origin} if origin else {}
    with at(story.now):
        client.force_login(applicant)
        client.get(path(story))
        refused = client.post(path(story), typed(story, csrfmiddlewaretoken="x" * 64), headers=headers)

    assert refused.status_code == 403
    assert "目的" not in refused.content.decode()
    assert Filing.objects.count() == 1


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:x", "/nowhere/", ""],
)
def test_what_was_typed_is_sent_nowhere_else(client, applicant, target):
    held = token(client, reverse("login"))
    data = {"username": applicant.username, "password": PASSWORD, "csrfmiddlewaretoken": held}
    answer = client.post(reverse("login"), data | {"next": target, "typed": json.dumps([["a", "b"]])})

    assert answer.status_code == 302
    assert answer.url in {"/", "/nowhere/"}


@pytest.mark.parametrize("text", ["", "{", "5", "[1]", '[["a"]]', '[["a", 5]]', "[" * 100_000])
def test_what_cannot_be_read_is_left(client, applicant, text):
    held = token(client, reverse("login"))
    data = {"username": applicant.username, "password": PASSWORD, "csrfmiddlewaretoken": held}
    answer = client.post(reverse("login"), data | {"next": reverse("cases"), "typed": text})

    assert (answer.status_code, answer.url) == (302, reverse("cases"))


def test_passwords_are_never_carried(client, applicant):
    client.force_login(applicant)
    held = token(client, reverse("password"))
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    answer = client.post(
        reverse("account"), {"csrfmiddlewaretoken": held, "language": "en", "old_password": "geheim", "password": "g2"}
    )

    assert json.loads(fields(answer)["typed"]) == [["language", "en"]]


def test_what_saves_itself_is_told_that_nobody_is_signed_in(client, applicant, story, opened, read):
    headers = {"hx-request": "true"}
    ended = client.post(path(story), typed(story, csrfmiddlewaretoken=opened), headers=headers)
    client.force_login(applicant)
    outdated = client.post(
        path(story), typed(story, csrfmiddlewaretoken="x" * 64), headers=headers | {"origin": "http://testserver"}
    )

    assert (ended.status_code, outdated.status_code) == (200, 200)
    assert "Not saved: you have been signed out." in read(ended)
    assert "Not saved: you have signed in again" in read(outdated)
    assert Filing.objects.count() == 1


def test_a_new_application_comes_through_too(browse, at, world, applicant):
    """The first save of all is the one that has most to lose."""
    with at(Story(world).now):
        ended = browse().post(reverse("case-new"), {"committee": world.body.pk, "title.zh": filing()["title"]["zh"]})

    assert dict(json.loads(fields(ended)["typed"]))["title.zh"] == filing()["title"]["zh"]
    assert fields(ended)["next"] == reverse("case-new")
