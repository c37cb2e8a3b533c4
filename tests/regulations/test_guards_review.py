"""Guards of the room: who counts, tried on random rooms and counted again another way."""

import random

import pytest

from regulations.guards import review
from regulations.vocabulary import Role
from tests.regulations.builder import BROUGHT, CHAIR, MEMBERS, VICE_CHAIR, actor_of, facts_of

ROOMS = 400
ACTOR = actor_of("chair")


def rooms():
    """Rooms with anybody absent, recused, out of term or without a vote."""
    draw = random.Random(20260320)  # noqa: S311 -- the same rooms every time
    for _ in range(ROOMS):
        yield {
            kind: draw.sample(MEMBERS, draw.randint(0, most))
            for kind, most in (("absent", 4), ("recused", 2), ("expired", 2), ("advisers", 2))
        }


def facts_in(room, **more):
    given = {kind: room[kind] for kind in ("recused", "expired", "advisers")}
    present = [person for person in MEMBERS if person not in room["absent"]]
    return facts_of(
        "ai-2026", state="in_review", meeting={"present": present, **given, **more}, recused=room["recused"]
    )


def test_quorum_counts_exactly_who_is_there_and_may_vote():
    outcomes = set()
    for room in rooms():
        out = {person for people in room.values() for person in people}
        have = len(set(MEMBERS) - out)

        refusal = review.quorum_met(facts_in(room), ACTOR)

        expected = None if have >= 5 else {"need": 5, "have": have}
        assert (dict(refusal.figures) if refusal else None) == expected
        outcomes.add(refusal is None)
    assert outcomes == {True, False}


def test_expertise_is_that_of_who_counts():
    outcomes = set()
    for room in rooms():
        out = {person for people in room.values() for person in people}
        brought = set().union(*(BROUGHT.get(person, set()) for person in set(MEMBERS) - out))
        missing = sorted({"ai_technology", "ai_application", "ethics", "law"} - brought)

        refusal = review.categories_present(facts_in(room), ACTOR)

        assert (refusal.figures["missing"] if refusal else []) == missing
        outcomes.add(refusal is None)
    assert outcomes == {True, False}


@pytest.mark.parametrize(
    ("presider", "recused", "absent", "awaited"),
    [
        (CHAIR, [], [], None),
        (CHAIR, [], [VICE_CHAIR], None),
        (CHAIR, [], [CHAIR], CHAIR),
        (VICE_CHAIR, [], [CHAIR], None),
        (VICE_CHAIR, [], [VICE_CHAIR], VICE_CHAIR),
        (VICE_CHAIR, [VICE_CHAIR], [], None),
        (VICE_CHAIR, [VICE_CHAIR], [CHAIR], CHAIR),
        (CHAIR, [CHAIR], [], None),
        (CHAIR, [CHAIR], [VICE_CHAIR], VICE_CHAIR),
        (CHAIR, [CHAIR, VICE_CHAIR], [], None),
        (CHAIR, [CHAIR, VICE_CHAIR], [3], 3),
    ],
)
def test_who_was_named_presides_or_who_holds_the_chair_where_they_must_leave(presider, recused, absent, awaited):
    room = {"absent": absent, "recused": recused, "expired": [], "advisers": []}

    refusal = review.presider_present(facts_in(room, presider=presider), ACTOR)

    assert (refusal is None) is (awaited is None)
    if refusal:
        assert (refusal.code, refusal.figures["names"]) == ("meeting.presider_absent", [f"member {awaited}"])


def test_applicant_never_presides_over_their_own_matter():
    facts = facts_of("ai-2026", state="in_review", applicant=VICE_CHAIR)

    refusal = review.presider_lawful(facts, ACTOR, {"presider": VICE_CHAIR})

    assert (refusal.code, refusal.figures["person"]) == ("meeting.presider", VICE_CHAIR)
    assert review.presider_available(facts, ACTOR) is None


@pytest.mark.parametrize(
    "guard",
    [
        review.presider_present,
        review.quorum_met,
        review.categories_present,
        review.room_declared,
        review.field_expert_heard,
        review.not_on_agenda,
    ],
)
def test_without_a_meeting_only_its_absence_is_told(guard):
    facts = facts_of("ai-2026", state="in_review", procedure="emergency")

    assert guard(facts, ACTOR) is None
    assert review.on_agenda(facts, ACTOR).code == "meeting.not_convened"


def test_meeting_has_begun_at_its_instant():
    at_nine = {"starts_at": "2026-06-10T09:00:00+08:00"}

    assert review.on_agenda(facts_of("ai-2026", state="in_review", meeting=at_nine), ACTOR) is None


@pytest.mark.parametrize(
    ("declared", "recused", "applicant", "have"),
    [([3, 4], [], 20, 2), ([3, 4], [4], 20, 1), ([3, 4], [], 4, 1), ([3, 4], [3], 4, 0), ([3, 9], [], 20, 1)],
)
def test_only_who_may_be_named_is_available(declared, recused, applicant, have):
    facts = facts_of(
        "ai-2026",
        state="accepted",
        procedure="simplified",
        listed=[],
        declared=declared,
        recused=recused,
        applicant=applicant,
    )

    refusal = review.reviewers_available(facts, ACTOR)

    assert (dict(refusal.figures) if refusal else None) == (None if have == 2 else {"need": 2, "have": have})


def test_reviewer_without_an_assignment_files_nothing_twice():
    facts = facts_of(
        "ai-2026", state="in_review", reviewers=[{"person": 4, "submitted": True, "recommendation": "approve"}]
    )

    assert review.worksheet_open(facts, actor_of(Role.REVIEWER, who=3)) is None
    assert review.worksheet_open(facts, actor_of(Role.REVIEWER, who=4)).code == "worksheet.submitted"


def test_once_balloted_the_number_of_reviewers_is_past():
    open_now = facts_of("ai-2026", state="in_review", ballot={"tally": {"approve": 7}})

    assert review.enough_reviewers(open_now, ACTOR) == ()
    (refusal,) = review.enough_reviewers(facts_of("ai-2026", state="in_review"), ACTOR)
    assert (refusal.code, dict(refusal.figures)) == ("reviewers.too_few", {"need": 1, "have": 0})


def test_people_without_a_seat_are_told_by_number():
    facts = facts_of("ai-2026", state="accepted", listed=[])

    found = review.reviewers_eligible(facts, ACTOR, {"reviewers": [3, 77]})

    assert [(refusal.code, refusal.figures["names"]) for refusal in found] == [
        ("reviewers.not_voting", ["77"]),
        ("interest.undeclared", ["77"]),
    ]
