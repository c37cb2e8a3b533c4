"""The facts before an entry, under any rules: what `engine.facts.gather` would have gathered at that moment.

As there, what cannot bear on the stage is left empty. What depends on the rules (what a filing lacks, what a
composition lacks, the result of a vote, the items of the list) is made anew for the rules that are asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from accounts.models import InstitutionRole
from committees.models import AgendaItem, Seat
from committees.queries import serving
from ethics_review.engine.case_file import (
    DECIDED,
    EXAMINED,
    FOLLOWED,
    HEARING,
    IN_FORCE,
    REVIEWING,
    WITH_PANEL,
    is_own,
)
from ethics_review.engine.drawn import body_fact, filing_fact, meeting_fact, panel_fact, reviewer_fact
from ethics_review.engine.facts import BALLOTED, unfit
from ethics_review.engine.independence import APPROACHED
from ethics_review.engine.past.folding import CLOSED, OPEN, Past, PastExemption, after
from ethics_review.engine.past.known import Known
from ethics_review.engine.past.reading import Shelf
from ethics_review.engine.roles import people_of
from ethics_review.models import Case, Filing, Worksheet
from regulations.chairing import chair_of
from regulations.clocks import local
from regulations.facts import (
    AfterFact,
    BallotFact,
    CaseFact,
    ClockFact,
    Facts,
    FilingFact,
    IndependenceFact,
    InterestFact,
    MeetingFact,
    PanelFact,
    ReviewerFact,
)
from regulations.pack import Resolved, Rules
from regulations.replay.counterparts import counterparts
from regulations.vocabulary import CommitteeKind, Procedure, Role, State


@dataclass(frozen=True)
class Before:
    """The case before one entry: `past` by its own record, `known` by what lies around it, `pack` that bound it then.

    `previous` is the entry before it in the same record: what the move itself writes elsewhere comes in between.
    """

    case: Case
    past: Past
    known: Known
    shelf: Shelf
    pack: Resolved
    previous: int

    def __call__(self, rules: Rules, clocks: tuple[ClockFact, ...], results: Mapping[int, str]) -> Facts:
        """The facts under `rules`; see `regulations.replay.FactsBefore`."""
        past, state = self.past, self.past.state
        filing = self._filing(rules.pack)
        facts = Facts(
            now=self.known.at,
            rules=rules,
            case=self._case(filing, rules.pack),
            filing=filing,
            body=body_fact(self.case, self.seats, self.out, rules, self.known.at, mandated=self._mandated()),
            interests=InterestFact(self.declared, past.recused),
            reviewers=self._reviewers() if state in REVIEWING else (),
            meeting=self._meeting(),
            panel=self._panel(),
            independence=self.independence,
            holders={role: len(holders) for role, holders in self.people.items()},
            clocks=clocks,
            after=self._after(),
        )
        return replace(facts, ballot=self._ballot(facts, results)) if state in BALLOTED else facts

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        return self.known.acting(self.case.committee_id)

    @cached_property
    def panel_seats(self) -> tuple[Seat, ...]:
        """The panel of this round, once it has been seated, where it bears on the stage."""
        if self.past.state not in EXAMINED or not self.past.round.panel:
            return ()
        panels = self.shelf.re_examinations.get(self.case.pk, [])
        panel = next((row.panel_id for row in panels if row.round == self.past.number), None)
        return self.known.acting(panel, self.previous + 1) if panel is not None else ()

    @cached_property
    def heard(self) -> frozenset[int]:
        """Everybody who had ever sat on a panel of the activity."""
        asked = self.past.state in EXAMINED or self.past.number > 1 or self.case.activity_id
        if not asked:
            return frozenset()
        panels = [row.panel_id for one in self._family() for row in self.shelf.re_examinations.get(one.pk, [])]
        seats = (seat for panel in panels if panel for seat in self.known.seats(panel, self.previous + 1))
        return frozenset(seat.person_id for seat in seats)

    @cached_property
    def out(self) -> frozenset[int]:
        return self.past.recused | self.heard | {self.case.applicant_id}

    @cached_property
    def offices(self) -> tuple[InstitutionRole, ...]:
        region = (self.case.institution or self.case.committee.institution).region
        return self.known.offices(unit=self.case.institution_id, region=region)

    @cached_property
    def people(self) -> Mapping[Role, frozenset[int]]:
        able = {seat.person_id for seat in self.seats if seat.votes} - self.past.recused
        reviewers = self.past.round.reviewers if self.past.state in REVIEWING else ()
        return people_of(
            case=self.case,
            seats=self.seats,
            chairs=chair_of(serving(self.seats), self.out).holders,
            recused=self.past.recused,
            reviewers=frozenset(reviewers) & able,
            experts=frozenset(seat.person_id for seat in self.panel_seats),
            heard=self.heard,
            side=frozenset(self.independence.reviewing_side),
            offices=self.offices,
        )

    @cached_property
    def item(self) -> AgendaItem | None:
        """The open agenda item, where it is heard at this stage."""
        item = self.shelf.items.get(self.past.item or 0) if self.past.state in HEARING else None
        return item if item is not None and not self.known.has_ended(item.meeting) else None

    @cached_property
    def declared(self) -> frozenset[int]:
        """Who has declared in this round, where it is asked at this stage."""
        asked = self.past.state in REVIEWING | WITH_PANEL
        return frozenset(person for person, _ in self.past.round.declared) if asked else frozenset()

    def _mandated(self) -> bool:
        case = self.case
        person = None if case.institution_id else case.applicant_id
        return not is_own(case) and self.known.mandated(
            centre=case.committee_id, institution=case.institution_id, person=person
        )

    def _filing(self, pack: Resolved) -> FilingFact:
        past = self.past
        before, newest = self._revision(past.submitted_revision or past.revision), self._revision(past.revision)
        decided = past.round.decided_revision if past.state in DECIDED else 0
        asked = (before.pk, newest.pk, past.submitted_revision, decided, self.pack, pack)
        if asked not in self.shelf.filed:
            found = filing_fact(before, newest, past.submitted_revision, decided, pack)
            listed = counterparts(found.listed_claim, self.pack, pack)
            self.shelf.filed[asked] = replace(found, listed_claim=listed)
        return self.shelf.filed[asked]

    def _revision(self, number: int) -> Filing:
        return self.shelf.filings[self.case.pk][number]

    def _case(self, filing: FilingFact, pack: Resolved) -> CaseFact:
        past = self.past
        exemption = self._exemption(filing, pack)
        lapsed = exemption is not None and exemption.until is not None and exemption.until < self.known.day
        original = self._original()
        return CaseFact(
            number=self.case.number,
            state=past.state,
            round=past.number,
            procedure=Procedure(past.procedure) if past.procedure else None,
            ground=past.ground,
            listed=counterparts(past.listed, self.pack, pack) if past.listed is not None else None,
            exempt_until=exemption.until if exemption is not None else None,
            exempt=exemption is not None and not lapsed,
            applicant=self.case.applicant_id,
            completion_notices=past.completion_notices,
            prior_state=State(past.prior_state) if past.prior_state else None,
            amendment=original is not None,
            original_listed=original is not None and bool(original.listed),
        )

    def _exemption(self, filing: FilingFact, pack: Resolved) -> PastExemption | None:
        """The filing that stands in for the experts, if the pack knows its regime and no experts have been heard."""
        past, granted = self.past, self.past.round.exemption
        if granted is None or not past.listed or (past.state in EXAMINED and past.round.opinion):
            return None
        known = pack is self.pack or granted.regime in pack.rules_for(house={}).items("exemption.regimes")
        return granted if known and (granted.regime, granted.number) in filing.exempting_references else None

    def _original(self) -> Past | None:
        """The activity this case changes, as its own record had it then; None unless it was in force."""
        if self.case.amends is None:
            return None
        past = Past()
        for entry in self.shelf.entries.get(self.case.amends.stream, []):
            if entry.pk >= self.known.before:
                break
            past = after(past, entry)
        return past if past.state in IN_FORCE else None

    def _reviewers(self) -> tuple[ReviewerFact, ...]:
        able = {seat.person_id for seat in self.seats if seat.votes} - self.past.recused
        return tuple(
            reviewer_fact(person, self._worksheet(person)) for person in self.past.round.reviewers if person in able
        )

    def _worksheet(self, person: int) -> Worksheet | None:
        if person not in self.past.round.worksheets:
            return None
        return worksheet_of(self.shelf, self.case, self.past.number, person)

    def _meeting(self) -> MeetingFact | None:
        if self.item is None:
            return None
        here = frozenset(person for person, item in self.past.round.declared if item == self.item.pk)
        room = self.known.room(self.item.meeting)
        return meeting_fact(self.item.meeting, room, self.seats, self.out, self.people[Role.UNIT], here)

    def _panel(self) -> PanelFact | None:
        round_ = self.past.round
        if self.past.state not in EXAMINED or not round_.applied:
            return None
        return panel_fact(round_.opinion, self.panel_seats, self.past.recused, self.declared)

    def _ballot(self, facts: Facts, results: Mapping[int, str]) -> BallotFact | None:
        """The latest ballot of the stage; none where somebody on its roll must keep out by now."""
        ballot = self.past.ballot()
        if ballot is None or (ballot.on_panel and not self.past.round.panel):
            return None
        row, roll = self.shelf.ballots[ballot.key], self.shelf.rolls[ballot.key]
        people = frozenset(seat.person_id for seat in roll)
        if ballot.status == CLOSED and people & unfit(facts):
            return None
        seats = facts.meeting.seats if facts.meeting is not None else ()
        return BallotFact(
            open=ballot.status == OPEN,
            roll=people,
            voted=ballot.voted,
            in_room=frozenset(seat.person for seat in seats if seat.present),
            options=tuple(row.options),
            tally=row.tally if ballot.status == CLOSED else {},
            result=results.get(ballot.key, "") if ballot.status == CLOSED else "",
            counted=len(roll),
        )

    def _after(self) -> AfterFact:
        past = self.past
        if past.state not in FOLLOWED:
            return AfterFact()
        return AfterFact(
            open_reports=len(past.reports),
            major_change_open=any(past.reports),
            registration_filed=past.round.registered,
            registration_confirmed=past.round.confirmed,
            evidenced=past.evidenced,
        )

    @cached_property
    def independence(self) -> IndependenceFact:
        """What stood between the review and the re-examination; see `engine.independence`."""
        if self.past.state in APPROACHED:
            return self._of_re_examination()
        if self.case.committee.kind == CommitteeKind.SERVICE_CENTRE:
            return IndependenceFact(re_examined_here=self._re_examined_here())
        return IndependenceFact()

    def _family(self) -> list[Case]:
        family = self.shelf.families[self.case.pk]
        return [one for one in family if one.pk == self.case.pk or one.created_at <= self.known.at]

    def _re_examined_here(self) -> bool:
        rows = (row for one in self._family() for row in self.shelf.re_examinations.get(one.pk, []))
        house = self.case.committee.institution_id
        accepted = (row for row in rows if row.accepted_at is not None and row.accepted_at < self.known.at)
        return any(row.centre is not None and row.centre.institution_id == house for row in accepted)

    def _of_re_examination(self) -> IndependenceFact:
        family = self._family()
        since = min(local(one.created_at).date() for one in family)
        side = {seat.person_id: str(seat.person) for one in family for seat in self._sat(one.committee_id, since)}
        side |= {one.applicant_id: str(one.applicant) for one in family}
        side |= {office.user_id: str(office.user) for office in self._held(InstitutionRole.Kind.MANAGER)}
        officers = {office.user_id: str(office.user) for office in self._held(InstitutionRole.Kind.OFFICER)}
        return IndependenceFact(reviewing_side=side, near=side | officers, centres=self._centres(family))

    def _sat(self, committee: int, since: date) -> list[Seat]:
        """Whoever has held any seat of the body since then."""
        seats = self.known.seats(committee)
        return [seat for seat in seats if seat.ends_on >= since and (seat.ended_on is None or seat.ended_on >= since)]

    def _held(self, kind: str) -> list[InstitutionRole]:
        return [office for office in self.offices if office.kind == kind]

    def _centres(self, family: list[Case]) -> frozenset[int]:
        """The centres of the institutions on the reviewing side, where one may be asked to organise."""
        if self.past.state is not State.RE_EXAMINATION_APPLIED:
            return frozenset()
        units = {one.institution_id for one in family} | {one.committee.institution_id for one in family}
        return frozenset(centre for unit in units if unit for centre in self.shelf.centres.get(unit, []))


def worksheet_of(shelf: Shelf, case: Case, number: int, person: int) -> Worksheet | None:
    """The worksheet of the person in one round."""
    rows = (row for row in shelf.worksheets.get(case.pk, []) if row.assignment.person_id == person)
    return next((row for row in rows if row.assignment.review.round == number), None)
