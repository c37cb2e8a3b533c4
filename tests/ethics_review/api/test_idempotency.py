"""Writes that name themselves: made once, answered alike, and one of two at once."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections

from accounts import tokens
from ethics_review.api.idempotency import LIFETIME, forget_expired
from ethics_review.models import Case, IdempotencyKey
from ledger.models import Entry
from tests.ethics_review.api.conftest import Caller
from tests.world import MORNING, Story, acceptance, build, filing

KEY = "7f3c-0001"
SAME = ("ETag", "Location", "Content-Type", "Content-Language")


@pytest.fixture
def office(story, calls, at):
    """The secretary's program; the case lies before the committee."""
    story.submitted()
    with at(story.now):
        return calls(story.secretary)


@pytest.fixture
def accept(story, office, at):
    """The secretary accepts the case, naming the write."""

    def make(key=KEY, later=timedelta(0), **changed):
        with at(story.now + later):
            data = acceptance() | changed
            return office.post(f"cases/{story.number}/moves/accept/", data, idempotency_key=key)

    return make


def alike(first, second):
    return (
        first.status_code == second.status_code
        and first.content == second.content
        and all(first.headers.get(name) == second.headers.get(name) for name in SAME)
    )


def test_repeat_is_given_the_first_answer_and_writes_nothing(accept, unchanged):
    first = accept()
    with unchanged():
        second = accept(later=timedelta(hours=23))

    assert first.status_code == 200
    assert first.headers["ETag"] == '"2026-0001-3"'
    assert alike(first, second)
    assert (first.headers.get("Idempotent-Replayed"), second.headers["Idempotent-Replayed"]) == (None, "true")


def test_repeat_is_known_by_its_content_not_by_its_spelling(story, office, at, accept):
    first = accept()
    with at(story.now):
        spelled = json.dumps(dict(reversed(acceptance().items())), indent=1).encode()
        second = office.ask("POST", f"cases/{story.number}/moves/accept/", spelled, idempotency_key=KEY)

    assert alike(first, second)


def test_repeat_of_a_creation_makes_no_second_case(world, calls, at):
    with at(MORNING):
        mine = calls(world.applicant)
        data = {"title": {"zh": "题目"}, "committee": world.body.pk, "filing": filing()}
        first, second = (mine.post("cases/", data, idempotency_key=KEY) for _ in range(2))

    assert first.status_code == 201
    assert alike(first, second)
    assert Case.objects.count() == 1


def test_key_of_another_request_is_refused(accept, unchanged):
    accept()
    with unchanged():
        answer = accept(reason="另一理由")

    assert answer.status_code == 422
    assert [(error["path"], error["code"]) for error in answer.json()["errors"]] == [
        ("Idempotency-Key", "request.key_reused")
    ]


def test_key_at_another_address_is_refused(story, office, at, accept):
    accept()
    with at(story.now):
        answer = office.post(f"cases/{story.number}/moves/decline/", acceptance(), idempotency_key=KEY)

    assert [error["code"] for error in answer.json()["errors"]] == ["request.key_reused"]


def test_refusal_is_an_answer_like_any_other(story, office, at, accept):
    with at(story.now):
        path = f"cases/{story.number}/moves/open_ballot/"
        first = office.post(path, idempotency_key="a")
        again = office.post(path, idempotency_key="a")
        wrong = [office.post(f"cases/{story.number}/moves/accept/", {}, idempotency_key="b") for _ in range(2)]

    assert first.status_code == 409
    assert alike(first, again)
    assert wrong[0].status_code == 422
    assert alike(*wrong)
    assert Entry.objects.filter(stream=story.stream).count() == 2


def test_first_answer_stays_although_the_case_went_on(story, accept, calls, at):
    first = accept()
    story.listed()

    assert alike(first, accept(later=timedelta(minutes=5)))
    assert first.json()["listed"] is None


def test_request_that_was_not_understood_leaves_the_key_free(story, office, at, accept):
    with at(story.now):
        path = f"cases/{story.number}/moves/accept/"
        assert office.ask("POST", path, b"{", idempotency_key=KEY).status_code == 400
        assert office.post("cases/2026-0999/moves/accept/", acceptance(), idempotency_key=KEY).status_code == 404

    assert not IdempotencyKey.objects.exists()
    assert accept().status_code == 200


def test_fault_leaves_the_key_free_and_nothing_behind(accept, office, monkeypatch, unchanged):
    office.client.raise_request_exception = False
    with monkeypatch.context() as patch, unchanged():
        patch.setattr("ethics_review.api.views.cases.case_json", None)
        assert accept().status_code == 500

    assert accept().status_code == 200


def test_keys_of_two_people_are_two_keys(story, calls, at, accept):
    accept()
    with at(story.now):
        other = calls(story.applicant).post(
            "cases/",
            {"title": {"zh": "题目"}, "committee": story.committee.pk, "filing": {}},
            idempotency_key=KEY,
        )

    assert other.status_code == 201
    assert IdempotencyKey.objects.count() == 2


def test_key_is_forgotten_after_a_day(accept):
    first = accept()
    before, after = accept(later=LIFETIME - timedelta(seconds=1)), accept(later=LIFETIME)

    assert alike(first, before)
    assert after.status_code == 409  # made anew, and no longer to be made


def test_expired_keys_are_removed(accept, story):
    accept()

    assert forget_expired(now=story.now + LIFETIME - timedelta(seconds=1)) == 0
    assert forget_expired(now=story.now + LIFETIME) == 1
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("key", ["", "a b", "键", "x" * 256, "a\x00"])
def test_key_of_another_form_is_refused(accept, unchanged, key):
    with unchanged():
        answer = accept(key)

    assert [error["code"] for error in answer.json()["errors"]] == ["request.key_malformed"]


def test_longest_key_is_taken(accept):
    assert accept("x" * 255).status_code == 200


def test_reading_takes_no_key(story, office, at):
    with at(story.now):
        office.get(f"cases/{story.number}/", idempotency_key=KEY)

    assert not IdempotencyKey.objects.exists()


# Two at once


class Two:
    """The same request twice at once, each on a connection of its own, after both have got past signing in."""

    def __init__(self, path, data, secret, keys):
        self.path, self.data, self.secret, self.keys = path, data, secret, keys
        self.barrier = threading.Barrier(len(keys))
        self.answers = [None] * len(keys)

    def _call(self, number):
        caller = Caller(self.secret)
        caller.get("me/")
        self.barrier.wait(timeout=30)
        try:
            self.answers[number] = caller.post(self.path, self.data, idempotency_key=self.keys[number])
        finally:
            connections.close_all()

    def run(self):
        Caller(self.secret).get("me/")  # what is read once for a process is read before several ask for it
        threads = [threading.Thread(target=self._call, args=[number]) for number in range(len(self.keys))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return self.answers


@pytest.fixture
def secret(transactional_db):
    """A token of the secretary of a new world in which a case lies before the committee."""
    world = build()
    story = Story(world).submitted()
    issued = tokens.issue(user=world.secretary, name="t", scope="write", lifetime=timedelta(days=3650), now=MORNING)
    return story, issued[1]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_with_one_key_exactly_one_is_made_and_both_are_answered_alike(secret):
    story, token = secret
    path = f"cases/{story.number}/moves/accept/"

    answers = Two(path, acceptance(), token, [KEY] * 4).run()

    assert {answer.status_code for answer in answers} == {200}
    assert all(alike(answers[0], answer) for answer in answers)
    assert sorted(answer.headers.get("Idempotent-Replayed", "") for answer in answers) == ["", "true", "true", "true"]
    assert [action for action, _ in story.entries()] == ["create", "submit", "accept"]
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_with_two_keys_the_second_is_told_who_was_first(secret):
    story, token = secret

    answers = Two(f"cases/{story.number}/moves/accept/", acceptance(), token, ["a", "b"]).run()

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409).json()
    assert refused["refusals"][0]["code"] == "state.not_here"
    assert refused["refusals"][0]["figures"]["latest"]["actor"] == "秘书"
    assert [action for action, _ in story.entries()] == ["create", "submit", "accept"]
