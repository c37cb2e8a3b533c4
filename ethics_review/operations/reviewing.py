"""Interests, reviewers, worksheets, and the turn from simplified into general."""

import secrets

from committees import operations as committees
from ethics_review.engine.act import Act, digest
from ethics_review.engine.facts import gather
from ethics_review.engine.missing import people_exist
from ethics_review.models import Assignment, Review, Worksheet
from ethics_review.operations.undoing import mark, named, undone_by
from regulations.procedures import conversion_trigger
from regulations.vocabulary import Procedure, Role, State

SALT_BYTES = 16


def declare_interest(act: Act) -> None:
    """A statement before assignment or, while the matter is on the table, at the item. A conflict recuses at once,
    and undoes a vote in which the person took part.
    """
    item = None if act.facts.case.state is State.RE_EXAMINATION else act.rows.item
    committees.declare(
        subject=act.case.stream,
        item=item,
        round=act.case.round,
        person=act.person,
        conflict=act.data["conflict"],
        details=act.text("details"),
        at=act.now,
    )
    if act.data["conflict"]:
        ballot = undone_by(situation=act.situation, person=act.person.pk)
        act.recorded |= named(ballot)
        act.with_entry.append(lambda entry: mark(ballot=ballot, entry=entry))
        committees.recuse(
            subject=act.case.stream, item=item, person=act.person, reason=act.text("details") or "declared", at=act.now
        )
    act.recorded["occasion"] = "item" if item is not None else "assignment"


def assign_reviewers(act: Act) -> None:
    """Name reviewers; whoever is not named again and has filed nothing is released."""
    named = act.data["reviewers"]
    people_exist("reviewers", named)
    review = Review.objects.get(case=act.case, round=act.case.round)
    current = {assignment.person_id: assignment for assignment in act.rows.assignments}
    released = [row.pk for person, row in current.items() if person not in named and not hasattr(row, "worksheet")]
    Assignment.objects.filter(pk__in=released).update(released_at=act.now)
    Assignment.objects.bulk_create(
        Assignment(review=review, person_id=person, assigned_at=act.now) for person in named if person not in current
    )
    act.people[Role.REVIEWER] = frozenset(named) - frozenset(current)


def submit_worksheet(act: Act) -> None:
    """File the worksheet; the ledger commits to it by a salted digest. A trigger turns simplified into general."""
    assignment = next(row for row in act.rows.assignments if row.person_id == act.person.pk)
    content = {
        "focuses": act.data["focuses"],
        "recommendation": act.data["recommendation"],
        "doubt": bool(act.data.get("doubt", False)),
        "asks_general": bool(act.data.get("asks_general", False)),
        "comment": act.text("comment"),
        "salt": secrets.token_hex(SALT_BYTES),
    }
    seal = digest(content)
    Worksheet.objects.create(assignment=assignment, sha256=seal, submitted_at=act.now, **content)
    act.recorded["worksheet_sha256"] = seal
    if act.facts.case.procedure is Procedure.SIMPLIFIED:
        _turn_general_if_due(act)


def _turn_general_if_due(act: Act) -> None:
    trigger = conversion_trigger(gather(act.case, act.now).facts.reviewers)
    if trigger:
        act.then("convert_to_general", trigger=trigger)


def convert_to_general(act: Act) -> None:
    """The worksheets stay; the matter goes to a meeting. The decision clock runs on from acceptance."""
    act.change(procedure=Procedure.GENERAL.value)
    Review.objects.filter(case=act.case, round=act.case.round).update(converted_at=act.now, trigger=act.data["trigger"])
