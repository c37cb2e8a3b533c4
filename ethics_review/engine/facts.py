"""Gather a case into a situation: a fixed number of queries for each stage, whatever the size of the database.

Groups of facts that cannot bear on the stage are left empty: nobody asks for a ballot before acceptance, nor for
reports before approval. `regather_ballot` reads again only what a vote changes. The rows are read by `case_file`, the
facts drawn from them by `drawn`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import regulations
from committees import joined, queries
from committees.models import Ballot, BallotSeat, Committee, Seat
from ethics_review.engine.case_file import (
    DECIDED,
    EXAMINED,
    FOLLOWED,
    HEARING,
    REVIEWING,
    WITH_PANEL,
    CaseFile,
    ballots_at,
)
from ethics_review.engine.drawn import (
    after_fact,
    ballot_fact,
    body_fact,
    case_fact,
    clock_fact,
    exemption_of,
    filing_fact,
    latest_fact,
    meeting_fact,
    panel_fact,
    reviewer_fact,
)
from ethics_review.engine.independence import APPROACHED, is_near
from ethics_review.engine.roles import people_of
from ethics_review.engine.situation import Rows, Situation
from ethics_review.models import Assignment, Case, ReExamination
from regulations.chairing import chair_of
from regulations.facts import AfterFact, Facts, FilingFact, IndependenceFact, InterestFact, MeetingFact, PanelFact
from regulations.pack import Resolved, Rules
from regulations.packs.writing import HOUSE
from regulations.refusal import Refusal, Refused
from regulations.vocabulary import Role, State

BALLOTED = REVIEWING | HEARING | {State.RE_EXAMINATION}
"""Where a ballot is asked for."""


def pack_of(case: Case) -> Resolved:
    """The pack that binds the case: until acceptance its committee's, then the one it was accepted under, for life.

    Raises `Refused` (`pack.gone`, `committee.pack_gone`) where it is not installed: nothing is done under another one.
    """
    if case.pinned_at is None:
        return adopted(case.committee)
    try:
        return regulations.pinned(case.pack_id, case.pack_version)
    except LookupError as gone:
        figures = {"pack": case.pack_id, "version": case.pack_version}
        raise Refused((Refusal("pack.gone", HOUSE, figures),)) from gone


def adopted(committee: Committee) -> Resolved:
    """The pack the body has adopted. Raises `Refused` (`committee.pack_gone`) where it is not installed."""
    try:
        return regulations.pack(committee.pack_id)
    except KeyError as gone:
        raise Refused((Refusal("committee.pack_gone", HOUSE, {"pack": committee.pack_id}),)) from gone


def rules_of(case: Case) -> Rules:
    """The case's pack under its committee's own settings."""
    return pack_of(case).rules_for(house=case.committee.house)


def rules_of_body(committee: Committee) -> Rules:
    """The pack the body has adopted, under its own settings."""
    return adopted(committee).rules_for(house=committee.house)


def gather(case: Case, now: datetime) -> Situation:
    """Everything the rules may look at, read once. The caller holds the case's lock when it is about to write."""
    return situation_in(CaseFile(case, now))


def situation_in(file: CaseFile) -> Situation:
    """The same from a file that is being read."""
    taking = TakingPart(file)
    situation = Situation(_facts(file, taking), taking.people, _rows(file, taking), overseen=taking.overseen)
    return regather_ballot(situation) if file.state in BALLOTED else situation


@dataclass(frozen=True)
class TakingPart:
    """Who takes part in the case, and who keeps out of it."""

    file: CaseFile

    @cached_property
    def rules(self) -> Rules:
        return rules_of(self.file.case)

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        return self.file.acting_on(self.file.case.committee_id)

    @cached_property
    def re_examination(self) -> ReExamination | None:
        """That of this round, where it bears on the stage."""
        return self.file.activity.re_examination if self.file.state in EXAMINED else None

    @property
    def panel(self) -> Committee | None:
        return self.re_examination.panel if self.re_examination is not None else None

    @cached_property
    def panel_seats(self) -> tuple[Seat, ...]:
        return self.file.acting_on(self.panel.pk) if self.panel is not None else ()

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """Who reviews in this round. Whose term has ended or who has been recused counts no longer."""
        if self.file.state not in REVIEWING:
            return ()
        able = {seat.person_id for seat in self.seats if seat.votes} - self.file.interests.recused
        return tuple(one for one in self.file.assignments if one.person_id in able)

    @property
    def overseen(self) -> bool:
        return bool(self.file.case.listed or self.file.heard)

    @property
    def out(self) -> frozenset[int]:
        """Who is not counted on the committee."""
        return self.file.interests.recused | self.file.heard | {self.file.case.applicant_id}

    @cached_property
    def independence(self) -> IndependenceFact:
        if self.file.state in APPROACHED:
            return is_near(self.file.activity, self.file.offices, self.file.every_seat)
        return IndependenceFact(re_examined_here=self.file.single.re_examined_here)

    @cached_property
    def people(self) -> Mapping[Role, frozenset[int]]:
        file = self.file
        return people_of(
            case=file.case,
            seats=self.seats,
            chairs=chair_of(queries.serving(self.seats), self.out).holders,
            recused=file.interests.recused,
            reviewers=frozenset(assignment.person_id for assignment in self.assignments),
            experts=frozenset(seat.person_id for seat in self.panel_seats),
            heard=file.heard,
            side=frozenset(self.independence.reviewing_side),
            offices=file.offices,
        )


def _facts(file: CaseFile, taking: TakingPart) -> Facts:
    asked = file.state in REVIEWING | WITH_PANEL
    opinion = taking.re_examination.opinion if taking.re_examination is not None else ""
    declared = file.interests.declarants if asked else frozenset[int]()
    filing = _filing(file, taking.rules.pack)
    return Facts(
        now=file.at,
        rules=taking.rules,
        case=case_fact(file.case, exemption_of(file.case, file.single.exemption, filing, opinion), file.at),
        filing=filing,
        body=body_fact(file.case, taking.seats, taking.out, taking.rules, file.at, mandated=file.single.mandated),
        interests=InterestFact(declared, file.interests.recused),
        reviewers=tuple(reviewer_fact(one.person_id, getattr(one, "worksheet", None)) for one in taking.assignments),
        meeting=_meeting(file, taking),
        panel=_panel(taking, opinion, declared),
        independence=taking.independence,
        holders={role: len(holders) for role, holders in taking.people.items()},
        clocks=tuple(clock_fact(deadline, file.at) for deadline in file.standing[1]),
        after=after_fact(file.reports, file.single.registration) if file.state in FOLLOWED else AfterFact(),
        latest=latest_fact(file.standing[0]),
    )


def _filing(file: CaseFile, pack: Resolved) -> FilingFact:
    decision = file.activity.decision if file.state in DECIDED else None
    decided = decision.filing_revision if decision is not None else 0
    return filing_fact(file.single.before, file.single.newest, file.single.submitted, decided, pack)


def _meeting(file: CaseFile, taking: TakingPart) -> MeetingFact | None:
    """The room in which the case is heard; who has declared there counts as at every stage that asks for it."""
    item, room = file.heard_now if file.state in HEARING else (None, [])
    if item is None:
        return None
    here = file.interests.declared_at(item)
    return meeting_fact(item.meeting, room, taking.seats, taking.out, taking.people[Role.UNIT], here)


def _panel(taking: TakingPart, opinion: str, declared: frozenset[int]) -> PanelFact | None:
    if taking.re_examination is None:
        return None
    return panel_fact(opinion, taking.panel_seats, taking.file.interests.recused, declared)


def _rows(file: CaseFile, taking: TakingPart) -> Rows:
    return Rows(
        case=file.case,
        filing=file.single.before,
        newest=file.single.newest,
        seats=taking.seats,
        assignments=taking.assignments,
        item=file.heard_now[0] if file.state in HEARING else None,
        re_examination=taking.re_examination,
        panel=taking.panel,
        panel_seats=taking.panel_seats,
        decision=file.activity.decision if file.state in DECIDED else None,
    )


def regather_ballot(situation: Situation) -> Situation:
    """The same situation with the latest ballot of this stage read afresh. One query.

    A result in which somebody took part who has been recused since, or who belongs to both bodies by now, counts for
    nothing: the body votes again.
    """
    rows, fallen = situation.rows, None
    ballot, roll = _ballot(rows) or (None, [])
    fact = ballot_fact(ballot, roll, situation.facts.meeting) if ballot is not None else None
    if ballot is not None and fact is not None and not fact.open and fact.roll & unfit(situation.facts):
        fallen = ballot if ballot.set_aside_by_id is None else None
        ballot = fact = None
    rows = replace(rows, ballot=ballot, fallen=fallen)
    return replace(situation, facts=replace(situation.facts, ballot=fact), rows=rows)


def _ballot(rows: Rows) -> tuple[Ballot, list[BallotSeat]] | None:
    """The latest ballot that counts at this stage: of the committee before or after the opinion, or of the panel."""
    case, on_panel = rows.case, rows.case.state == State.RE_EXAMINATION
    if on_panel and rows.panel is None:
        return None
    body = rows.panel.pk if on_panel and rows.panel is not None else case.committee_id
    opinion = rows.re_examination if case.state == State.OPINION_RETURNED else None
    since = opinion.returned_at if opinion is not None else None
    return joined.with_roll(ballots=ballots_at(case, body, since=since))


def unfit(facts: Facts) -> frozenset[int]:
    """Whose part in a vote undoes its result."""
    if facts.case.state is State.RE_EXAMINATION and facts.panel is not None:
        return facts.interests.recused | facts.independence.near.keys()
    return facts.interests.recused
