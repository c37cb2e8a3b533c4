"""The eight invariants of the regulation, held against the rows of the database.

Written from the text and not from the engine: nothing of `regulations.guards`, `regulations.quorum` or
`ethics_review.engine` is used here, and the numbers are those of the text. Each function raises AssertionError.
"""

import json
from datetime import date, datetime, timedelta

from accounts.models import InstitutionRole
from committees.models import Attendance, Ballot, Recusal, Seat, Vote
from ethics_review.models import Case, Decision, Exemption, ReExamination, Review, Worksheet
from ledger.chain import verify
from ledger.models import Deadline, Entry
from regulations.clocks import SHANGHAI

ENDED = {"rejected", "declined", "withdrawn", "terminated", "completed"}
IN_FORCE = {"active", "suspended"}
FOR = {"approve", "approve_after_modification"}
VOTING = {"chair", "vice_chair", "member", "expert"}
FIELDS = {"ai_technology", "ai_application", "ethics", "law"}
PANEL_FIELDS = {"field", "ethics", "law"}
PARTY = {
    "draft": "applicant",
    "submitted": "office",
    "completion_requested": "applicant",
    "accepted": "chair",
    "in_review": "chair",
    "preliminary_passed": "unit",
    "re_examination_applied": "authority",
    "re_examination": "authority",
    "opinion_returned": "chair",
    "modification_required": "applicant",
    "revision_required": "applicant",
    "active": "chair",
    "suspended": "chair",
    "under_appeal": "chair",
}


def day(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()


def in_term(seat: Seat, on: date) -> bool:
    return seat.starts_on <= on <= seat.ends_on and (seat.ended_on is None or seat.ended_on > on)


def active_only_by_approval(case: Case) -> None:
    """1. No activity is active without an approval; no listed, non-exempt one without an agreeing re-examination."""
    if case.state not in IN_FORCE:
        return
    decision = Decision.objects.get(case=case, round=case.round, kind="final")
    assert decision.outcome in FOR
    if decision.outcome == "approve_after_modification":
        done = Entry.objects.filter(stream=case.stream, action="confirm_modifications", seq__gt=_issued(case, decision))
        assert done.exists()


def _issued(case: Case, decision: Decision) -> int:
    """The place in the record of the entry that issued the decision."""
    entries = Entry.objects.filter(stream=case.stream, action="issue_decision").order_by("seq")
    return next(entry.seq for entry in entries if json.loads(entry.body)["round"] == decision.round)


def decision_is_lawful(case: Case, decision: Decision) -> None:
    """1 and 4. Whatever was decided, urgent or not, was found by those who had to find it."""
    review = Review.objects.get(case=case, round=decision.round)
    if review.procedure == "simplified" and review.converted_at is None and decision.ballot is None:
        _found_by_members(case, decision)
    else:
        _found_by_ballot(case, decision, review)
    if decision.kind == "final" and decision.outcome in FOR:
        _re_examined_or_exempt(case, decision)
    _signed_by_the_chair(case, decision)


def _found_by_members(case: Case, decision: Decision) -> None:
    """At least two members of one mind, none of whom keeps an interest."""
    sheets = Worksheet.objects.filter(
        assignment__review__case=case, assignment__review__round=decision.round, assignment__released_at=None
    )
    out = _recused(case, decision.issued_at)
    found = {sheet.assignment.person_id: sheet for sheet in sheets if sheet.assignment.person_id not in out}
    assert len(found) >= 2
    assert {sheet.recommendation for sheet in found.values()} == {decision.outcome}
    assert case.applicant_id not in found
    for sheet in found.values():
        assert not sheet.doubt
        assert not sheet.asks_general
        assert all(answer["answer"] != "no" for answer in sheet.focuses.values())
    members = Seat.objects.filter(committee=case.committee, person__in=found)
    for person, sheet in found.items():
        seats = [seat for seat in members if seat.person_id == person and seat.position in VOTING]
        assert any(in_term(seat, day(sheet.submitted_at)) for seat in seats)


def _found_by_ballot(case: Case, decision: Decision, review: Review) -> None:
    """Two thirds of at least five members, lawfully present, of the fields required."""
    ballot = decision.ballot
    assert (ballot.status, ballot.committee_id, ballot.round) == ("closed", case.committee_id, decision.round)
    assert ballot.subject == case.stream
    assert ballot.result == decision.outcome
    assert ballot.set_aside_by is None
    roll = list(ballot.roll.select_related("seat"))
    people = {line.person_id for line in roll}
    assert len(people) == len(roll) >= 5
    assert {field for line in roll for field in line.seat.categories} >= FIELDS
    assert case.applicant_id not in people
    assert not people & _recused(case, decision.issued_at)
    for line in roll:
        assert line.seat.committee_id == case.committee_id
        assert line.seat.position in VOTING
        assert in_term(line.seat, day(ballot.opened_at))
        assert _in_room(ballot, line.person_id, ballot.opened_at)
    votes = Vote.objects.filter(seat__ballot=ballot).select_related("seat__seat")
    assert all(_in_room(ballot, vote.seat.person_id, vote.cast_at) for vote in votes)
    assert all(in_term(vote.seat.seat, day(vote.cast_at)) for vote in votes)
    in_favour = sum(vote.position == decision.outcome for vote in votes)
    assert 3 * in_favour >= 2 * len(roll)
    assert ballot.opened_at >= ballot.item.meeting.starts_at
    if review.procedure == "emergency":
        assert _field_heard(case, ballot)


def _recused(case: Case, by: datetime) -> set[int]:
    return set(Recusal.objects.filter(subject=case.stream, recused_at__lte=by).values_list("person_id", flat=True))


def _stays(ballot: Ballot, at: datetime) -> list[Attendance]:
    stays = Attendance.objects.filter(meeting=ballot.item.meeting_id, arrived_at__lte=at)
    return [stay for stay in stays if stay.left_at is None or stay.left_at > at]


def _in_room(ballot: Ballot, person: int, at: datetime) -> bool:
    return any(stay.person_id == person and stay.kind == "member" for stay in _stays(ballot, at))


def _field_heard(case: Case, ballot: Ballot) -> bool:
    """Somebody from the field was in the room at the opening, and keeps no interest."""
    out = _recused(case, ballot.opened_at) | {case.applicant_id}
    return any("field" in stay.categories for stay in _stays(ballot, ballot.opened_at) if stay.person_id not in out)


def _re_examined_or_exempt(case: Case, decision: Decision) -> None:
    listed = _listed_at(case, decision)
    if not listed:
        return
    heard = ReExamination.objects.filter(case=case, round=decision.round, opinion="agree").first()
    if heard is not None and heard.returned_at <= decision.issued_at:
        panel_is_lawful(case, heard)
        return
    granted = Exemption.objects.filter(case=case, round=decision.round, granted_at__lte=decision.issued_at)
    today = day(decision.issued_at)
    standing = [one for one in granted if one.lifted_at is None or one.lifted_at > decision.issued_at]
    assert any(one.valid_until is None or one.valid_until >= today for one in standing)


def _listed_at(case: Case, decision: Decision) -> list[int]:
    """What the committee had determined in that round."""
    issued = _issued(case, decision)
    entries = Entry.objects.filter(stream=case.stream, action="determine_list", seq__lt=issued).order_by("-seq")
    return next(
        json.loads(entry.body)["items"] for entry in entries if json.loads(entry.body)["round"] == decision.round
    )


def panel_is_lawful(case: Case, heard: ReExamination) -> None:
    """1 and 3. Two thirds of all of at least five experts, none of whom sat on the committee since the case began."""
    ballots = Ballot.objects.filter(subject=case.stream, committee=heard.panel_id, status="closed", round=heard.round)
    out = _recused(case, heard.returned_at)
    ballot = next(one for one in ballots.order_by("-pk") if not set(one.roll.values_list("person_id", flat=True)) & out)
    assert ballot.result == heard.opinion
    roll = list(ballot.roll.select_related("seat"))
    people = {line.person_id for line in roll}
    assert len(people) == len(roll) >= 5
    assert {field for line in roll for field in line.seat.categories} >= PANEL_FIELDS
    in_favour = Vote.objects.filter(seat__ballot=ballot, position=heard.opinion).count()
    assert 3 * in_favour >= 2 * len(roll)
    assert case.applicant_id not in people
    assert all(line.seat.committee_id == heard.panel_id for line in roll)
    began = day(case.created_at)
    sat = Seat.objects.filter(committee=case.committee, person__in=people, ends_on__gte=began)
    assert not [seat for seat in sat if seat.ended_on is None or seat.ended_on > began]
    assert heard.centre_id != case.committee_id


def _signed_by_the_chair(case: Case, decision: Decision) -> None:
    """By the chair or a vice-chair; where none of them may, by a member than whom nobody free has served longer."""
    out = _recused(case, decision.issued_at) | {case.applicant_id}
    assert decision.signed_by_id not in out
    every = [seat for seat in Seat.objects.filter(committee=case.committee) if seat.position in VOTING]
    free = [seat for seat in every if in_term(seat, day(decision.issued_at)) and seat.person_id not in out]
    heads = {seat.person_id for seat in free if seat.position in {"chair", "vice_chair"}}
    if heads:
        assert decision.signed_by_id in heads
        return
    counted = [seat for seat in every if seat.ended_on is None or seat.ended_on > seat.starts_on]
    able = {seat.person_id for seat in free}
    first = {person: min(seat.starts_on for seat in counted if seat.person_id == person) for person in able}
    assert first[decision.signed_by_id] == min(first.values())


def nobody_counts_twice(case: Case) -> None:
    """2. Nobody votes twice or conflicted; the figures of a closed ballot are those of its votes."""
    ballots = list(Ballot.objects.filter(subject=case.stream))
    votes = Vote.objects.filter(seat__ballot__in=ballots).values_list(
        "seat__ballot_id", "seat__person_id", "position", "cast_at"
    )
    cast = [(ballot, person) for ballot, person, _, _ in votes]
    assert len(cast) == len(set(cast))
    recusals = dict(Recusal.objects.filter(subject=case.stream).values_list("person_id", "recused_at"))
    for _, person, _, cast_at in votes:
        assert person != case.applicant_id
        assert person not in recusals or cast_at <= recusals[person]
    for ballot in ballots:
        _counted_right(ballot, [position for one, _, position, _ in votes if one == ballot.pk])
    assert sum(ballot.status == "open" for ballot in ballots) <= 1


def _counted_right(ballot: Ballot, positions: list[str]) -> None:
    if ballot.status != "closed":
        return
    assert ballot.tally == {option: positions.count(option) for option in ballot.options}
    size = ballot.roll.count()
    reached = [option for option in ballot.options if 3 * positions.count(option) >= 2 * size]
    assert ballot.result in ("", *reached)
    assert len(reached) <= 1


def nobody_on_both_sides(case: Case) -> None:
    """3. Nobody is applicant and reviewer, or member of the committee and expert of the panel."""
    assert not case.reviews.filter(assignments__person=case.applicant_id).exists()
    for heard in case.re_examinations.exclude(panel=None):
        experts = set(Seat.objects.filter(committee=heard.panel_id).values_list("person_id", flat=True))
        members = Seat.objects.filter(committee=case.committee, position__in=VOTING, person__in=experts)
        at = day(heard.accepted_at)
        assert not [seat for seat in members if in_term(seat, at)]
        assert case.applicant_id not in experts
        assert not experts & _managing(case, at)
        if heard.centre is not None:
            assert heard.centre.institution_id not in {case.committee.institution_id, case.institution_id}
    _authority_stands_apart(case)


def _managing(case: Case, on: date) -> set[int]:
    offices = InstitutionRole.objects.filter(institution=case.institution_id, kind="manager", starts_on__lte=on)
    return {office.user_id for office in offices if office.ends_on is None or office.ends_on >= on}


def _authority_stands_apart(case: Case) -> None:
    """Whoever acted as the authority held no seat on the reviewing body on that day, and did not manage the unit."""
    for entry in Entry.objects.filter(stream=case.stream, role="authority"):
        on = day(datetime.fromisoformat(entry.at))
        seats = Seat.objects.filter(committee=case.committee, person=entry.actor_id)
        assert not [seat for seat in seats if in_term(seat, on)]
        assert entry.actor_id not in _managing(case, on)
        assert entry.actor_id != case.applicant_id


def somebody_must_act(case: Case, now: datetime, holders: dict[str, set[int]]) -> None:
    """5. Every open case has a named party with at least one person, and a clock that watches it.

    Where the chair and every vice-chair keep out, the unit has to see to it that somebody may preside.
    """
    if case.state in ENDED:
        return
    party = PARTY[case.state]
    assert holders[party] or (party == "chair" and holders["unit"]), f"nobody is {party}"
    watched = Deadline.objects.filter(stream=case.stream, settled_at=None).exclude(clock="appeal_window")
    assert case.state == "draft" or watched.exists(), "no clock watches the case"


def record_is_true(case: Case) -> None:
    """6. Every act has an actor, an instant and a rule; the chain holds; nothing was left out."""
    names = ("stream", "seq", "action", "body", "actor_id", "role", "at", "prev", "hash")
    rows = list(Entry.objects.filter(stream=case.stream).order_by("seq").values_list(*names))
    assert verify(rows) is None
    assert [row[1] for row in rows] == list(range(len(rows)))
    moments = [datetime.fromisoformat(row[6]) for row in rows]
    assert moments == sorted(moments)
    state = "draft"
    for _, _, action, text, actor, role, *_ in rows:
        assert (actor is None) == (role == "system")
        body = json.loads(text)
        if action in {"create", "revise", "deadline_missed", "window_closed", "deadline_recomputed"}:
            continue
        assert body["rule"]
        assert body["from"] == state
        state = body["to"]
    assert state == case.state


def clocks_are_consistent(case: Case, now: datetime) -> None:
    """7. A clock that has run out stays until somebody acts; once a case has ended, only the appeal window runs."""
    running = Deadline.objects.filter(stream=case.stream, settled_at=None)
    names = [row.clock for row in running]
    assert len(names) == len(set(names)), f"twice the same clock: {names}"
    if case.state in ENDED:
        assert set(names) <= {"appeal_window"}
    for row in running:
        assert row.missed_at is None or row.missed_at <= now
        assert row.due_at - row.started_at >= timedelta(hours=1)
