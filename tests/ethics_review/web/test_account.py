"""Signing in and out, the language, the account; and that nobody gets past the door without signing in."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import tokens
from accounts.models import Token, User

PASSWORD = "a long enough secret"
OPEN = {"login", "set_language", "calendar"}
FILLED = {
    "number": "2026-0001",
    "pk": 1,
    "item": 1,
    "delivery": 1,
    "letter": 1,
    "seat": 1,
    "move": "submit",
    "chart": "turnaround",
    "register": "decisions",
    "key": "plan",
    "name": "ai-2026",
    "version": 1,
    "seq": 1,
    "reference": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}


@pytest.fixture
def person(world):
    world.applicant.set_password(PASSWORD)
    world.applicant.save()
    return world.applicant


def sign_in(browser, **data):
    return browser.post(reverse("login"), {"username": "u8", "password": PASSWORD} | data)


def test_signing_in_leads_to_the_page_that_was_asked_for(browse, person):
    asked = browse().get(reverse("cases"))
    signed_in = sign_in(browse(), username=person.username, next=reverse("cases"))

    assert (asked.status_code, asked.url) == (302, f"{reverse('login')}?next={reverse('cases')}")
    assert (signed_in.status_code, signed_in.url) == (302, reverse("cases"))


@pytest.mark.parametrize("wrong", [{"password": "guessed"}, {"username": "nobody"}, {"password": ""}])
def test_a_failed_sign_in_says_so_and_lets_nobody_in(browse, person, read, wrong):
    browser = browse()

    answer = (
        sign_in(browser, username=person.username, **wrong) if "username" not in wrong else sign_in(browser, **wrong)
    )

    assert answer.status_code == 200
    assert "correct username and password" in read(answer) or "This field is required" in read(answer)
    assert browser.get(reverse("desk")).status_code == 302


def test_signing_in_never_leads_to_another_host(browse, person):
    answer = sign_in(browse(), username=person.username, next="https://elsewhere.example/")

    assert answer.url == "/"


def test_the_pages_speak_the_language_of_whoever_signs_in_unless_the_browser_chose_another(browse, person):
    person.language = "en"
    person.save()
    fresh, chosen = browse(), browse(language="zh-hans")
    del fresh.client.cookies[settings.LANGUAGE_COOKIE_NAME]

    first, second = (sign_in(browser, username=person.username) for browser in (fresh, chosen))

    assert first.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert settings.LANGUAGE_COOKIE_NAME not in second.cookies


def test_the_language_is_switched_and_the_reader_stays_on_the_page(browse, world, read):
    browser = browse(world.applicant, language="zh-hans")
    before = read(browser.get(reverse("cases")))

    switched = browser.post(reverse("set_language"), {"language": "en", "next": reverse("cases")})
    after = read(browser.get(reverse("cases")))

    assert switched.url == reverse("cases")
    assert "审查事项" in before
    assert "Cases" in after


def test_signing_out_closes_the_door(browse, world):
    browser = browse(world.applicant)

    browser.post(reverse("logout"))

    assert browser.get(reverse("desk")).status_code == 302


def test_signing_out_needs_a_form(browse, world):
    browser = browse(world.applicant)

    assert browser.get(reverse("logout")).status_code == 405
    assert browser.get(reverse("desk")).status_code == 200


def test_the_account_keeps_the_language_of_messages(browse, world):
    answer = browse(world.applicant).post(reverse("account"), {"language": "en"})

    assert answer.status_code == 302
    assert User.objects.get(pk=world.applicant.pk).language == "en"


def test_the_account_refuses_a_language_there_is_not(browse, world):
    answer = browse(world.applicant).post(reverse("account"), {"language": "la"})

    assert answer.status_code == 200
    assert User.objects.get(pk=world.applicant.pk).language == "zh-hans"


def test_the_account_says_what_one_is_and_where(browse, world, read, at, story):
    with at(story.now):
        secretary, manager, applicant = (
            read(browse(person).get(reverse("account"))) for person in (world.secretary, world.manager, world.applicant)
        )

    assert "科技伦理审查委员会 Secretary" in secretary
    assert "川岭大学 Acts for the unit" in manager
    assert "You sit on no body" in applicant


def test_a_token_is_listed_by_name_and_ended_by_its_owner_only(browse, world, read):
    token, secret = tokens.issue(
        user=world.applicant, name="项目系统", scope="read", lifetime=timedelta(days=1), now=timezone.now()
    )
    path = reverse("token-end", args=[token.reference])

    page = read(browse(world.applicant).get(reverse("account")))
    browse(world.manager).post(path)
    kept = Token.objects.count()
    browse(world.applicant).post(path)

    assert "项目系统 read" in page
    assert secret not in page
    assert (kept, Token.objects.count()) == (1, 0)


def made(read_page):
    """The secret on the answer, if there is one."""
    return read_page.partition('id="token-secret" value="')[2].partition('"')[0]


def test_a_token_is_made_with_the_password_and_shown_once(browse, person, read):
    browser, path = browse(person), reverse("token-make")

    answer = browser.post(path, {"name": "台账", "scope": "read", "password": PASSWORD})
    after = browser.get(reverse("account"))

    secret = made(answer.content.decode())
    token = tokens.find(secret=secret, now=timezone.now())
    assert (token.user, token.name, token.scope) == (person, "台账", "read")
    assert token.expiry - token.created == timedelta(days=30)
    assert "台账 read" in read(after)
    assert secret not in after.content.decode()
    assert answer.headers["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize(
    "wrong", [{"password": "guessed"}, {"password": ""}, {"scope": "everything"}, {"name": ""}, {"name": "长" * 101}]
)
def test_without_the_password_no_token_is_made(browse, person, read, wrong):
    sent = {"name": "台账", "scope": "write", "password": PASSWORD} | wrong

    answer = browse(person).post(reverse("token-make"), sent)

    assert (answer.status_code, made(answer.content.decode()), Token.objects.count()) == (422, "", 0)
    assert "guessed" not in answer.content.decode()
    assert "<details open><summary>Make a token" in answer.content.decode()


def test_passwords_cannot_be_guessed_by_making_tokens(browse, person, read):
    browser, path = browse(person), reverse("token-make")
    sent = {"name": "台账", "scope": "write", "password": "guessed"}
    for _ in range(10):
        browser.post(path, sent)

    right = browser.post(path, sent | {"password": PASSWORD})

    assert (right.status_code, Token.objects.count()) == (422, 0)
    assert "Too many wrong passwords" in read(right)


@pytest.mark.parametrize("name", ["account", "channels", "webhooks", "password"])
def test_every_part_of_the_settings_leads_to_the_others(browse, world, name):
    shown = browse(world.applicant).get(reverse(name)).content.decode()

    for other in ("account", "channels", "webhooks", "password"):
        assert f'href="{reverse(other)}"' in shown
    assert shown.count('nav-link active" aria-current="page"') == 1


def test_every_page_leads_to_the_settings(browse, world):
    for name in ("desk", "cases", "committees", "packs", "search"):
        assert f'href="{reverse("account")}"' in browse(world.applicant).get(reverse(name)).content.decode()


def test_the_password_is_changed_with_the_old_one_only(browse, person):
    browser, path = browse(person), reverse("password")
    new = {"new_password1": "another long secret", "new_password2": "another long secret"}

    refused = browser.post(path, {"old_password": "guessed", **new})
    changed = browser.post(path, {"old_password": PASSWORD, **new})

    assert (refused.status_code, changed.status_code) == (200, 302)
    assert User.objects.get(pk=person.pk).check_password("another long secret")


def paths():
    for pattern in get_resolver("ethics_review.web.urls").url_patterns:
        name = getattr(pattern, "name", None)
        if name and name not in OPEN:
            yield reverse(name, kwargs={key: FILLED[key] for key in pattern.pattern.converters})


def test_whoever_has_not_signed_in_is_asked_to(db, browse):
    asked = sorted(paths())

    assert len(asked) > 20
    for path in asked:
        asked_for, sent = browse().get(path), browse().post(path)
        assert asked_for.status_code == 405 or asked_for.url.startswith(reverse("login")), path
        assert sent.status_code == 405 or _asks_to_sign_in(sent), path


def _asks_to_sign_in(answer):
    """By leading there, or by a page that keeps what was sent."""
    if answer.status_code == 302:
        return answer.url.startswith(reverse("login"))
    return answer.status_code == 403 and f'action="{reverse("login")}"' in answer.content.decode()


def test_units_and_bodies_are_named_in_the_readers_language(browse, world, read, at, story):
    world.unit.name_en, world.body.name_en = "Chuanling University", "Ethics committee of the university"
    world.unit.save()
    world.body.save()

    with at(story.now):
        en, zh = (read(browse(world.secretary, tongue).get(reverse("account"))) for tongue in ("en", "zh-hans"))

    assert ("Chuanling University" in en, "Ethics committee of the university Secretary" in en) == (True, True)
    assert ("川岭大学" in zh, "科技伦理审查委员会" in zh) == (True, True)


def test_the_administration_is_offered_to_operators_alone(browse, world, read, at, story):
    operator = User.objects.create_superuser("operator", password="a long enough secret", name="系统运维")

    with at(story.now):
        shown = [read(browse(who).get(reverse("account"))) for who in (operator, world.secretary)]

    assert ["Administration" in words for words in shown] == [True, False]
