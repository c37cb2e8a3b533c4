"""A case in the hands of everybody at once: random people try random moves at random times, lawfully and not.

After every step the eight invariants of the regulation are held against the database (`invariants.py`); once for the
same rows on the same day. Each run is a savepoint that is rolled back, so that runs are quick and independent.
"""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.models import User
from committees import operations as bodies
from committees.models import Attendance, Seat, Vote
from ethics_review import operations
from ethics_review.engine import InputInvalid, explain
from ethics_review.models import Case, Decision
from ethics_review.operations.sweeping import sweep
from ethics_review.wording import sentence
from ledger.models import Entry
from regulations import pack
from regulations.clocks import SHANGHAI
from regulations.refusal import Refused
from regulations.vocabulary import Category, Position, Role, State
from tests.ethics_review.positions import STATES
from tests.machine import invariants
from tests.machine.answers import answer, in_term, recused
from tests.machine.forward import Hands, forward, open_item
from tests.recollection import recollection
from tests.world import EXEMPTING, MINIMAL, MINUTE, URGENT, Story, World, appoint, filing, risks

LINES = pack("ai-2026").moves
MOVES = tuple(LINES)
FILINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "minimal": MINIMAL,
    "urgent": URGENT,
    "listed": {"risk_assessment": risks(listed_claim=[1])},
    "exempting": {"cross_references": [EXEMPTING]},
    "incomplete": {"funding": None},
}
JUMPS = [
    timedelta(minutes=1), timedelta(hours=1), timedelta(hours=30), timedelta(hours=73), timedelta(days=2),
    timedelta(days=8), timedelta(days=31), timedelta(days=62), timedelta(days=190), timedelta(days=370),
]  # fmt: skip
TABLES = (
    "ethics_review_case", "ethics_review_filing", "ethics_review_review", "ethics_review_assignment",
    "ethics_review_worksheet", "ethics_review_decision", "ethics_review_reexamination", "ethics_review_registration",
    "ethics_review_report", "ethics_review_followup", "ethics_review_appeal", "ethics_review_exemption",
    "ethics_review_completionnotice", "ethics_review_statement", "ledger_entry", "ledger_deadline", "ledger_message",
    "committees_committee", "committees_seat", "committees_meeting", "committees_agendaitem", "committees_attendance",
    "committees_declaration", "committees_recusal", "committees_ballot", "committees_ballotseat", "committees_vote",
)  # fmt: skip
COUNT = (
    f"SELECT {', '.join(f'(SELECT count(*) FROM {table})' for table in TABLES)},"  # noqa: S608 -- names of this module
    " (SELECT sum(version) FROM ethics_review_case)"
)


class ReviewMachine(RuleBasedStateMachine):
    """One case after another. `world` is set by the test; `starts` are the states from which a run may begin."""

    world: World
    starts: tuple[str, ...] = ("draft",)
    reached: Counter[str] = Counter()
    made: Counter[str] = Counter()
    met: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.story = Story(self.world)
        self.examined: set[int] = set()
        self.past: dict[str, list[Any]] = {}
        self.held: object = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    # How a run begins

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        choose = self._choice(data)
        start = choose(self.starts)
        if start == State.DRAFT:
            self._apply(choose)
        else:
            STATES[start](self.story)
        self.reached[self.story.case.state] += 1

    def _apply(self, choose: Any) -> None:
        """Somebody applies: of the unit, or a member of the committee, or to the centre under a mandate."""
        world, now = self.world, self.story.now
        applicant = choose([world.applicant] * 4 + [world.members[8], world.chair, world.loner, world.bare_applicant])
        at_centre = applicant in {world.loner, world.bare_applicant}
        committee = world.centre if at_centre else world.body
        self.story = Story(world, now=now, applicant=applicant, committee=committee)
        self.story.drafted(**FILINGS[choose(sorted(FILINGS))])
        self.past.clear()

    # What may happen

    def _forward(self, data: st.DataObject, steps: int) -> None:
        """So many sensible steps; where a case has come to its end somebody applies anew."""
        choose = self._choice(data)

        def act(who: User | None, move: str, given: dict[str, Any] | None = None) -> bool:
            if who is None:
                return False
            return self.act(who, move, answer(self.story, move, who, choose) if given is None else given)

        hands = Hands(self.story, act, self.arrive, self.revise, choose)
        for _ in range(steps):
            if not forward(hands):
                self._apply(choose)
                return

    @rule(data=st.data())
    def it_goes_on(self, data: st.DataObject) -> None:
        self._forward(data, 1)

    @rule(data=st.data())
    def it_goes_further(self, data: st.DataObject) -> None:
        self._forward(data, 3)

    @rule(data=st.data())
    def it_goes_far(self, data: st.DataObject) -> None:
        self._forward(data, 6)

    @rule(data=st.data())
    def somebody_tries(self, data: st.DataObject) -> None:
        """Anybody, any move, with data that makes sense; more often a move of this state, and somebody whose it is."""
        choose = self._choice(data)
        who, move = self._somebody(choose)
        self.act(who, move, answer(self.story, move, who, choose))

    def _somebody(self, choose: Any) -> tuple[User, str]:
        state = State(self.story.case.state)
        here = [name for name, line in LINES.items() if state in line.sources]
        move = choose(here) if here and choose([True, True, True, False]) else choose(MOVES)
        holders = [person for role in LINES[move].roles_in(state) for person in self._holding(role)]
        return (choose(holders) if holders and choose([True, True, False]) else choose(self.everybody())), move

    def _holding(self, role: Role) -> list[User]:
        world, story = self.world, self.story
        seated = [person for person in story.members if person.pk not in recused(story)]
        return {
            Role.APPLICANT: [story.applicant],
            Role.UNIT: [story.manager],
            Role.SECRETARY: [story.secretary],
            Role.CHAIR: seated[:2],
            Role.MEMBER: seated,
            Role.REVIEWER: seated[2:4],
            Role.AUTHORITY: [world.officer],
            Role.EXPERT: world.experts,
        }.get(role, [])

    @rule(data=st.data())
    def somebody_errs(self, data: st.DataObject) -> None:
        """Anybody, any move, with data that makes no sense, or belongs to another move."""
        choose = self._choice(data)
        who, move = self._somebody(choose)
        given = answer(self.story, choose(MOVES), who, choose)
        if choose([True, False]) and (given := answer(self.story, move, who, choose)):
            name = choose(sorted(given))
            given = {**given, name: choose([None, "", " ", 7, -1, 10**30, [], {}, "x" * 400, "2020-01-01", "\x00"])}
        self.act(who, move, given)

    @rule(jump=st.sampled_from(JUMPS))
    def time_passes(self, jump: timedelta) -> None:
        """Time alone changes nothing."""
        self.story.now += jump

    @rule()
    def the_sweeper_passes(self) -> None:
        """7. Overdue never decides anything: what the sweeper writes is a record and messages."""
        before = self._decided()
        sweep(now=self.story.now)
        assert self._decided() == before

    def _decided(self) -> list[Any]:
        columns = ("number", "state", "version", "round", "procedure", "listed", "decided_at", "completion_notices")
        votes = list(Vote.objects.values_list("pk", flat=True))
        return [*Case.objects.order_by("pk").values_list(*columns), Decision.objects.count(), votes]

    @rule(data=st.data())
    def somebody_comes_or_goes(self, data: st.DataObject) -> None:
        item = open_item(self.story)
        if item is None:
            return
        person = data.draw(st.sampled_from([*self.story.members[1:], self.world.adviser]))
        staying = Attendance.objects.filter(meeting=item.meeting, person=person, left_at=None).exists()
        try:
            with transaction.atomic():
                if staying:
                    self.story.leaves(person)
                else:
                    self.arrive(person)
        except Refused as refused:
            self._worded(refused)

    @rule(data=st.data())
    def somebody_finds_a_conflict(self, data: st.DataObject) -> None:
        """Sometimes; never so many that the committee could not go on."""
        if len(recused(self.story)) >= 3:
            return
        person = data.draw(st.sampled_from([*self.story.members[1:], *self.world.experts]))
        self.act(person, "declare_interest", {"conflict": True, "details": "持股"})

    @rule(data=st.data())
    def a_seat_changes_hands(self, data: st.DataObject) -> None:
        """A member's term ends today or tomorrow, and somebody else is appointed."""
        seats = [seat for seat in in_term(self.story, self.story.committee.pk) if seat.ended_on is None]
        ordinary = [seat for seat in seats if seat.position == "member"]
        if len(ordinary) < 2 or Seat.objects.filter(person__username__startswith="new").count() >= 3:
            return
        seat = data.draw(st.sampled_from(ordinary))
        today = self.today()
        ended_on = min(today + timedelta(days=data.draw(st.sampled_from([0, 1]))), seat.ends_on)
        words = {"reason": "辞任", "actor": self.world.manager, "role": "unit", "at": self.story.now}
        try:
            bodies.end_seat(seat=seat, ended_on=ended_on, **words)
        except Refused as refused:
            self._worded(refused)
            return
        number = User.objects.filter(username__startswith="new").count()
        person = User.objects.create(username=f"new{number}", name=f"新委员{number}")
        appoint(
            self.story.committee,
            person,
            Position.MEMBER,
            self.world.manager,
            categories=[Category(one) for one in seat.categories],
            sex=seat.sex,
            external=seat.external,
            starts_on=today,
            ends_on=date(today.year + 2, 12, 31),
            at=self.story.now,
        )

    @rule(data=st.data())
    def what_is_said_to_be_allowed_is(self, data: st.DataObject) -> None:
        """`allowed` is true exactly when the move with valid input would succeed at this instant."""
        who = data.draw(st.sampled_from(self.everybody()))
        options = {one.line.name: one for one in explain(case=self.story.case, user=who, now=self.story.now).options}
        allowed = [name for name, one in options.items() if one.allowed]
        name = data.draw(st.sampled_from(allowed or list(MOVES)))
        words = {"number": self.story.number, "user": who, "now": self.story.now}
        refusals: tuple[Any, ...] = ()
        with transaction.atomic():
            try:
                operations.make_move(move=name, data=answer(self.story, name, who), **words)
            except Refused as refused:
                refusals = refused.refusals
            finally:
                transaction.set_rollback(True)
        assert (not refusals) is options[name].allowed, (name, refusals)

    # The hands that do it

    def act(self, who: User, move: str, given: dict[str, Any]) -> bool:
        """Try a move; if it is refused or its data is wrong, nothing was written and every reason is worded."""
        self.story.now += MINUTE
        before = self._count()
        case = self._made(who, move, given)
        if case is None:
            assert self._count() == before
            return False
        self.made[move] += 1
        self.reached[case.state] += 1
        event(f"move {move}")
        return True

    def _made(self, who: User, move: str, data: dict[str, Any]) -> Case | None:
        """The case as it is then; None where it was refused."""
        try:
            return operations.make_move(number=self.story.number, move=move, user=who, data=data, now=self.story.now)
        except Refused as refused:
            self._worded(refused)
        except InputInvalid as invalid:
            self.met.update(problem.code for problem in invalid.problems)
        return None

    def _worded(self, refused: Refused) -> None:
        """8. Every refusal has a code, the rule it stands on, and words for both kinds of readers."""
        assert refused.refusals
        for refusal in refused.refusals:
            self.met[refusal.code] += 1
            assert refusal.code
            assert str(refusal.source.cite)
            assert sentence(refusal, "zh-hans")
            assert sentence(refusal, "en")

    def _count(self) -> tuple[int, ...]:
        """How many rows every table has, and how often the case was written."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT)
            return cursor.fetchone()

    def arrive(self, person: User) -> None:
        kind = "adviser" if person == self.world.adviser else "member"
        fields = {"categories": [Category.FIELD]} if kind == "adviser" else {}
        try:
            with transaction.atomic():
                self.story.arrives(person, kind=kind, **fields)
        except Refused as refused:
            self._worded(refused)

    def revise(self) -> None:
        """The next revision says at least what the one before did."""
        self.story.now += MINUTE
        body = filing() | self.story.case.filings.latest("revision").body
        body["legal_qualifications"] = [self.story.now.isoformat()]
        applicant = self.story.applicant
        operations.revise(number=self.story.number, filing=body, user=applicant, now=self.story.now)

    def everybody(self) -> list[User]:
        world, story = self.world, self.story
        return [
            story.applicant, story.manager, story.secretary, *story.members, world.officer, *world.experts,
            world.adviser, world.stranger, world.loner, world.centre_secretary,
        ]  # fmt: skip

    def today(self) -> date:
        return self.story.now.astimezone(SHANGHAI).date()

    @staticmethod
    def _choice(data: st.DataObject) -> Any:
        return lambda options: data.draw(st.sampled_from(list(options)))

    # What must hold after every step

    @invariant()
    def what_must_hold_holds(self) -> None:
        """Of what was held already, only clocks that ran out and terms that ended could have changed by themselves.

        The former are rows as well, written by the sweeper; the latter change with the day.
        """
        written = recollection.mark()
        at = (written, self.story.number, self.today())
        if not self.story.number or (written is not None and at == self.held):
            return
        self.the_law_holds()
        self.the_past_stays()
        self.held = at

    def the_law_holds(self) -> None:
        case, now = self.story.case, self.story.now
        invariants.active_only_by_approval(case)
        invariants.nobody_counts_twice(case)
        invariants.nobody_on_both_sides(case)
        invariants.somebody_must_act(case, now, self._holders(case))
        invariants.record_is_true(case)
        invariants.clocks_are_consistent(case, now)
        for decision in Decision.objects.filter(case=case).exclude(pk__in=self.examined):
            invariants.decision_is_lawful(case, decision)
            self.examined.add(decision.pk)

    def the_past_stays(self) -> None:
        """6. Nothing that was written is deleted or overwritten."""
        now = {
            "entries": list(
                Entry.objects.filter(stream=self.story.stream).order_by("seq").values_list("hash", flat=True)
            ),
            "votes": list(Vote.objects.order_by("pk").values_list("seat_id", "position", "reason", "cast_at")),
            "decisions": list(Decision.objects.order_by("pk").values_list("outcome", "reasons", "tally", "issued_at")),
        }
        for name, rows in self.past.items():
            assert now[name][: len(rows)] == rows
        self.past = now

    def _holders(self, case: Case) -> dict[str, set[int]]:
        """Who could act for each party today, from seats and offices."""
        out = recused(self.story) | {case.applicant_id}
        seated = [seat for seat in in_term(self.story, case.committee_id) if seat.person_id not in out]
        chair = {seat.person_id for seat in seated if seat.position in invariants.VOTING}
        unit = {self.story.manager.pk} if case.institution_id else {case.applicant_id}
        return {
            "applicant": {case.applicant_id},
            "office": chair | {self.story.secretary.pk},
            "chair": chair,
            "unit": unit,
            "authority": {self.world.officer.pk},
        }


def account(machine: type[ReviewMachine]) -> str:
    """What the runs reached, for the reader of the output."""
    lines = [f"{kind}: {json.dumps(dict(sorted(count.items())))}" for kind, count in (
        ("states", machine.reached), ("moves", machine.made), ("refusals", machine.met),
    )]  # fmt: skip
    return "\n".join(lines)
