"""Two people at one application: accepted, withdrawn, corrected and opened at the same instant."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import transaction

from ethics_review import operations
from ethics_review.engine import Stale
from ethics_review.models import Case, CaseNumber, Review
from ethics_review.operations import Draft
from ledger.models import Deadline, Message
from tests.concurrency.racing import actions, assert_sound, at_once, codes, press, told, won
from tests.world import MINIMAL, MINUTE, Story, acceptance, filing

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
AGAIN = 4
NEW_YEAR = datetime(2027, 1, 1, 1, 0, tzinfo=UTC)


def test_accepting_pressed_twice_accepts_once(world):
    for _ in range(AGAIN):
        story = Story(world).submitted()
        outcomes = at_once(*[press(story, story.secretary, "accept", **acceptance())] * 3)

        losers = [outcome for place, outcome in enumerate(outcomes) if place not in won(outcomes)]
        assert [codes(loser) for loser in losers] == [["state.not_here"]] * 2
        assert {told(loser) for loser in losers} == {("accept", str(story.secretary), "secretary")}
        assert actions(story) == ["create", "submit", "accept"]
        assert_accepted_once(story)


def test_the_chair_and_the_secretary_accept_under_one_procedure(world):
    offers = {"general": "secretary", "simplified": "chair"}
    for _ in range(AGAIN):
        story = Story(world).submitted(**MINIMAL)
        people = {"general": story.secretary, "simplified": story.chair}
        outcomes = at_once(*[press(story, people[name], "accept", **acceptance(name)) for name in offers])

        (place,) = won(outcomes)
        chosen = list(offers)[place]
        assert told(outcomes[1 - place]) == ("accept", str(people[chosen]), offers[chosen])
        assert story.last.data["procedure"] == chosen == story.case.procedure
        assert Review.objects.get(case__number=story.number).procedure == chosen
        assert_accepted_once(story)


def test_of_two_who_accept_what_they_both_saw_the_second_sees_it_moved_on(world):
    for _ in range(AGAIN):
        story = Story(world).submitted()
        people = [story.secretary, story.chair]
        outcomes = at_once(*[press(story, who, "accept", version=2, **acceptance()) for who in people])

        (place,) = won(outcomes)
        stale = outcomes[1 - place]
        assert isinstance(stale, Stale)
        assert (stale.case.version, story.last.actor) == (3, people[place])
        assert_accepted_once(story)


def assert_accepted_once(story):
    """One round, one clock of the decision, and one message for each who must be told."""
    assert (story.case.state, story.case.version) == ("accepted", 3)
    assert Review.objects.filter(case__number=story.number).count() == 1
    clocks = Deadline.objects.filter(stream=story.stream, clock="decision")
    assert clocks.count() == 1
    recipients = list(Message.objects.filter(entry=story.last).values_list("notice", "recipient"))
    assert len(recipients) == len(set(recipients)) > 0
    assert_sound(story)


def test_a_withdrawal_outlives_an_acceptance_pressed_at_the_same_time(world):
    for _ in range(AGAIN):
        story = Story(world).submitted()
        outcomes = at_once(
            press(story, story.applicant, "withdraw", reasons="不再开展"),
            press(story, story.secretary, "accept", **acceptance()),
        )

        accepted = won(outcomes) == [0, 1]
        assert accepted or told(outcomes[1]) == ("withdraw", str(story.applicant), "applicant")
        assert actions(story)[2:] == (["accept", "withdraw"] if accepted else ["withdraw"])
        assert (story.case.state, story.running()) == ("withdrawn", {})
        assert Review.objects.filter(case__number=story.number).count() == int(accepted)
        assert_sound(story)


def test_a_withdrawal_and_an_acceptance_of_one_version_exclude_each_other(world):
    for _ in range(AGAIN):
        story = Story(world).submitted()
        outcomes = at_once(
            press(story, story.applicant, "withdraw", version=2, reasons="不再开展"),
            press(story, story.secretary, "accept", version=2, **acceptance()),
        )

        (place,) = won(outcomes)
        assert isinstance(outcomes[1 - place], Stale)
        assert story.case.state == ("withdrawn", "accepted")[place]
        assert_sound(story)


def revise(story, version=None):
    body, now = filing(legal_qualifications=["许可证"]), story.now + MINUTE
    return lambda: operations.revise(number=story.number, filing=body, user=story.applicant, now=now, version=version)


def test_what_lies_before_the_committee_is_what_the_submission_recorded(world):
    for _ in range(AGAIN):
        story = Story(world).drafted()
        outcomes = at_once(revise(story), press(story, story.applicant, "submit"))

        revised = won(outcomes) == [0, 1]
        assert revised or codes(outcomes[0]) == ["filing.closed"]
        assert actions(story) == ["create", *(["revise"] if revised else []), "submit"]
        before = Case.objects.get(number=story.number).filings.get(submitted_at__isnull=False)
        assert (story.last.data["revision"], story.last.data["filing_sha256"]) == (before.revision, before.sha256)
        assert story.case.filings.count() == before.revision == (2 if revised else 1)
        assert_sound(story)


def test_a_revision_and_a_submission_of_one_version_exclude_each_other(world):
    for _ in range(AGAIN):
        story = Story(world).drafted()
        outcomes = at_once(revise(story, version=1), press(story, story.applicant, "submit", version=1))

        (place,) = won(outcomes)
        assert isinstance(outcomes[1 - place], Stale)
        assert story.case.state == ("draft", "submitted")[place]
        assert story.case.filings.count() == (2, 1)[place]
        assert_sound(story)


def test_two_revisions_at_once_are_both_kept_in_order(world):
    for _ in range(AGAIN):
        story = Story(world).drafted()
        outcomes = at_once(revise(story), revise(story))

        assert won(outcomes) == [0, 1]
        assert list(story.case.filings.order_by("revision").values_list("revision", flat=True)) == [1, 2, 3]
        assert_sound(story)


class Abandoned(Exception):
    """The act around an application came to nothing after its number had been taken."""


def test_cases_opened_at_once_are_numbered_without_gap_even_at_new_year(world):
    def opened():
        draft = Draft(committee=world.body, filing=filing(), title_zh="分诊助手", title_en="Triage")
        return operations.create_case(draft=draft, user=world.applicant, now=NEW_YEAR).number

    def abandoned():
        with suppress(Abandoned), transaction.atomic():
            opened()
            raise Abandoned
        return opened()

    numbers = [number for _ in range(AGAIN) for number in at_once(opened, abandoned, opened)]

    expected = [f"2027-{number:04d}" for number in range(1, 3 * AGAIN + 1)]
    assert sorted(numbers) == expected == list(Case.objects.order_by("number").values_list("number", flat=True))
    assert CaseNumber.objects.get(year=2027).last == len(expected)
    for number in numbers:
        assert_sound(Story(world, number=number))
