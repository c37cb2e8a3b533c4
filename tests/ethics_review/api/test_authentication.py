"""Signing in: tokens that are named, limited, listed and revoked; sessions; and how often one may try."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Token

PASSWORD = "correct horse battery staple"


@pytest.fixture
def person(world):
    world.applicant.set_password(PASSWORD)
    world.applicant.save()
    return world.applicant


def test_password_gives_a_token_that_is_good_for_a_month(person, nobody, at, story):
    with at(story.now):
        answer = nobody.post("auth/token/", {"username": person.username, "password": PASSWORD}).json()
        nobody.headers["authorization"] = f"Bearer {answer['token']}"

        assert answer["expires_at"] == (story.now + timedelta(days=30)).isoformat()
        assert nobody.get("me/").json()["user"]["username"] == person.username
    with at(story.now + timedelta(days=30)):
        assert nobody.get("me/").status_code == 401


def test_token_is_kept_as_a_digest_only(person, nobody):
    answer = nobody.post("auth/token/", {"username": person.username, "password": PASSWORD, "name": "审查系统"}).json()

    kept = Token.objects.get()

    assert kept.name == "审查系统"
    assert answer["token"] not in {kept.digest, kept.token_key}


@pytest.mark.parametrize("username", ["u1", "nobody at all"])
def test_wrong_password_and_unknown_name_are_told_alike(person, nobody, username):
    answer = nobody.post("auth/token/", {"username": username, "password": "wrong"})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["type"] == "urn:ethics-review:problem:wrong_credentials"
    assert not Token.objects.exists()


def test_inactive_person_gets_no_token(person, nobody):
    person.is_active = False
    person.save()

    assert nobody.post("auth/token/", {"username": person.username, "password": PASSWORD}).status_code == 401


def test_token_of_a_person_who_became_inactive_is_refused(world, calls):
    mine = calls(world.applicant)
    world.applicant.is_active = False
    world.applicant.save()

    assert mine.get("me/").status_code == 401


def test_ten_failures_close_the_door_to_that_name_from_that_address(person, nobody, world, at, story):
    wrong = {"username": person.username, "password": "wrong"}
    with at(story.now):
        failures = [nobody.post("auth/token/", wrong).status_code for _ in range(11)]
        answer = nobody.post("auth/token/", wrong | {"password": PASSWORD})
        other = nobody.post("auth/token/", wrong | {"username": "u1"})
    with at(story.now + timedelta(seconds=61)):
        later = nobody.post("auth/token/", wrong | {"password": PASSWORD})

    assert failures == [401] * 10 + [429]
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.json()["type"] == "urn:ethics-review:problem:too_many_requests"
    assert other.status_code == 401
    assert later.status_code == 200


def test_success_is_no_failure(person, nobody, at, story):
    right = {"username": person.username, "password": PASSWORD}
    with at(story.now):
        assert {nobody.post("auth/token/", right).status_code for _ in range(12)} == {200}


def test_forwarded_address_is_not_believed(person, nobody, at, story):
    wrong = {"username": person.username, "password": "wrong"}
    with at(story.now):
        seen = [nobody.post("auth/token/", wrong, x_forwarded_for=f"10.0.0.{one}").status_code for one in range(11)]

    assert seen[-1] == 429


def test_tokens_are_listed_without_secrets_and_revoked(world, calls):
    one, other = calls(world.applicant), calls(world.applicant)
    calls(world.manager)

    listed = one.get("auth/token/").json()["results"]
    current = next(token for token in listed if token["current"])
    answer = other.ask("DELETE", f"auth/token/{current['id']}/")

    assert len(listed) == 2
    assert set(listed[0]) == {"id", "name", "scope", "created_at", "expires_at", "last_used_at", "current"}
    assert answer.status_code == 204
    assert one.get("me/").status_code == 401
    assert other.get("me/").status_code == 200


def test_another_persons_token_is_not_found(world, calls):
    mine, theirs = calls(world.applicant), calls(world.manager)
    reference = Token.objects.get(user=world.manager).reference

    assert mine.ask("DELETE", f"auth/token/{reference}/").status_code == 404
    assert theirs.get("me/").status_code == 200


def test_last_use_is_kept_to_the_minute(world, calls, at, story):
    with at(story.now):
        mine = calls(world.applicant)
        mine.get("me/")
    with at(story.now + timedelta(seconds=59)):
        mine.get("me/")
    first = Token.objects.get().last_used_at
    with at(story.now + timedelta(seconds=60)):
        mine.get("me/")

    assert first == story.now
    assert Token.objects.get().last_used_at == story.now + timedelta(seconds=60)


def test_reading_token_reads_and_checks_but_writes_nothing(story, calls, at, unchanged):
    story.drafted()
    with at(story.now):
        mine = calls(story.applicant, scope="read")
        with unchanged():
            refused = mine.post(f"cases/{story.number}/moves/submit/")

            assert refused.status_code == 403
            assert refused.json()["type"] == "urn:ethics-review:problem:forbidden"
            assert mine.get(f"cases/{story.number}/").status_code == 200
            assert mine.post(f"cases/{story.number}/check/").status_code == 200


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer a b", "Bearer 0", "Bearer ÿþ", f"Bearer {'0' * 64}", "Basic dTE6cA=="]
)
def test_unusable_credentials_are_no_credentials(db, nobody, header):
    answer = nobody.get("cases/", authorization=header)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_session_reads_and_writes_with_its_own_protection(story, at):
    story.drafted()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(story.applicant)
    move = f"/api/v1/cases/{story.number}/moves/submit/"
    with at(story.now):
        assert browser.get("/api/v1/me/").status_code == 200

        refused = browser.post(move, b"{}", content_type="application/json")
        browser.cookies["csrftoken"] = secret = "a" * 32
        made = browser.post(move, b"{}", content_type="application/json", headers={"x-csrftoken": secret})

    assert refused.status_code == 403
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert made.status_code == 200


def test_me_tells_the_roles_held_now_and_where(world, calls, at, story):
    with at(story.now):
        chair, officer = calls(world.chair).get("me/").json(), calls(world.officer).get("me/").json()

    assert [(held["role"], held["committee"]["id"]) for held in chair["roles"]] == [("chair", world.body.pk)]
    assert chair["institution"]["name"]["zh"] == "川岭大学"
    assert [(held["role"], held["institution"]["region"]) for held in officer["roles"]] == [("authority", "51")]
