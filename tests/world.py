"""A small lawful world to act in: an authority, units, bodies, experts, applicants.

`World` is who exists; `Story` is one case and the clock that runs while people act on it. Its verbs are the steps of
the procedure, so that a test starts where it means to. Who exists, and in which office, are rows laid down beforehand;
whatever happens then is written by an operation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Self

from accounts.models import Institution, InstitutionRole, User
from committees import operations as bodies
from committees.models import AgendaItem, Ballot, Committee, Meeting, Seat
from ethics_review import operations
from ethics_review.models import Case
from ethics_review.operations import Draft
from ledger.models import Deadline, Entry
from regulations import pack
from regulations.clocks import SHANGHAI
from regulations.vocabulary import Category, CommitteeKind, Outcome, Position, Procedure, Role
from tests.filings import EXEMPTING, MINIMAL, URGENT, filing, risks
from tests.recollection import recalls_its_steps, set_up

__all__ = [
    "EXEMPTING", "MINIMAL", "MINUTE", "MORNING", "TERM", "URGENT", "Story", "World", "acceptance", "appoint", "build",
    "establish", "experts", "filing", "risks", "seat_members", "someone", "worksheet",
]  # fmt: skip

MORNING = datetime(2026, 6, 10, 9, 0, tzinfo=SHANGHAI)
"""Nine o'clock on a Wednesday in Shanghai, on which every story begins."""
TERM = (date(2024, 1, 1), date(2028, 12, 31))
FIELDS = (Category.AI_TECHNOLOGY, Category.AI_APPLICATION, Category.ETHICS, Category.LAW)
PANEL_FIELDS = (Category.FIELD, Category.ETHICS, Category.LAW)
MINUTE = timedelta(minutes=1)


@dataclass
class World:
    """Who exists. `body` is the unit's own committee of nine; `centre` has mandates from a unit and from a person."""

    authority: Institution
    unit: Institution
    bare_unit: Institution
    officer: User
    manager: User
    applicant: User
    body: Committee
    secretary: User
    members: list[User]
    """The nine who vote: the chair, the vice-chair, seven members."""
    centre: Committee
    centre_secretary: User
    centre_members: list[User]
    bare_manager: User
    bare_applicant: User
    loner: User
    """A person of no unit, who mandated the centre."""
    experts: list[User]
    adviser: User
    stranger: User

    @property
    def chair(self) -> User:
        return self.members[0]

    @property
    def vice(self) -> User:
        return self.members[1]

    def seat(self, person: User, committee: Committee | None = None) -> Seat:
        """The person's latest seat on the committee."""
        return Seat.objects.filter(committee=committee or self.body, person=person).latest("pk")

    def end_seat(self, person: User, *, on: date, at: datetime, committee: Committee | None = None) -> None:
        seat = self.seat(person, committee)
        bodies.end_seat(seat=seat, ended_on=on, reason="辞任", actor=self.manager, role="unit", at=at)


@set_up
def build(*, house: Mapping[str, object] | None = None) -> World:
    """Everybody and every body, set up on the first day of 2024."""
    authority = Institution.objects.create(kind="authority", name="蜀东省科技厅", region="51")
    unit = Institution.objects.create(kind="unit", name="川岭大学", region="5101")
    elsewhere = Institution.objects.create(kind="unit", name="锦江伦理审查服务有限公司", region="5101")
    bare_unit = Institution.objects.create(kind="unit", name="暖阳康养科技有限公司", region="5102")
    manager, officer = someone("主管", unit), someone("科技厅干事", authority)
    bare_manager = someone("暖阳主管", bare_unit)
    _office(manager, unit, "manager")
    _office(bare_manager, bare_unit, "manager")
    _office(officer, authority, "officer")
    body = establish(unit, CommitteeKind.ETHICS, "科技伦理审查委员会", manager, house)
    centre = establish(elsewhere, CommitteeKind.SERVICE_CENTRE, "锦江审查与服务中心", manager)
    loner = someone("独立开发者", None)
    bare_applicant = someone("贺知微", bare_unit)
    for giver in ({"institution": bare_unit}, {"person": loner}):
        _mandate(centre, manager, **giver)
    return World(
        authority=authority,
        unit=unit,
        bare_unit=bare_unit,
        officer=officer,
        manager=manager,
        applicant=someone("沈若水", unit),
        body=body,
        secretary=_secretary(body, "秘书", unit, manager),
        members=seat_members(body, unit, manager, 9),
        centre=centre,
        centre_secretary=_secretary(centre, "中心秘书", elsewhere, manager),
        centre_members=seat_members(centre, elsewhere, manager, 7, name="中心委员"),
        bare_manager=bare_manager,
        bare_applicant=bare_applicant,
        loner=loner,
        experts=[someone(f"专家{number}", None) for number in range(1, 8)],
        adviser=someone("顾问", None),
        stranger=someone("路人", bare_unit),
    )


def someone(name: str, institution: Institution | None) -> User:
    """One more person."""
    number = User.objects.count() + 1
    return User.objects.create(
        username=f"u{number}",
        name=name,
        institution=institution,
        email=f"u{number}@example.org",
        date_joined=MORNING - timedelta(days=30),
    )


def _office(person: User, institution: Institution, kind: str) -> None:
    InstitutionRole.objects.create(user=person, institution=institution, kind=kind, starts_on=TERM[0])


def establish(
    institution: Institution, kind: CommitteeKind, name: str, actor: User, house: Mapping[str, object] | None = None
) -> Committee:
    """Set up one body of the institution, under its own settings."""
    return bodies.establish(
        institution=institution,
        kind=kind,
        name=name,
        name_en="",
        pack_id="ai-2026",
        established_on=TERM[0],
        house=house or {},
        actor=actor,
        role=Role.UNIT,
        at=MORNING - timedelta(days=30),
    ).row


def _mandate(centre: Committee, actor: User, **giver: Any) -> None:
    bodies.give_mandate(
        centre=centre,
        scope="review",
        scope_note="人工智能科技活动伦理审查",
        signed_on=TERM[0],
        starts_on=TERM[0],
        ends_on=TERM[1],
        actor=actor,
        role=Role.UNIT,
        at=MORNING - timedelta(days=30),
        **giver,
    )


def appoint(committee: Committee, person: User, position: Position, actor: User, **changed: Any) -> Seat:
    """Seat one person; every word of the letter can be replaced."""
    letter = {
        "categories": (),
        "sex": "",
        "external": False,
        "starts_on": TERM[0],
        "ends_on": TERM[1],
        "rules": pack(committee.pack_id).rules_for(house=committee.house),
        "role": Role.UNIT,
        "at": MORNING - timedelta(days=30),
    }
    return bodies.appoint(committee=committee, person=person, position=position, actor=actor, **letter | changed).row


def seat_members(
    committee: Committee, institution: Institution, actor: User, count: int, name: str = "委员"
) -> list[User]:
    """A chair, a vice-chair and members: four fields in turn, both sexes, the third from outside."""
    people = []
    for number in range(count):
        person = someone(f"{name}{number + 1}", institution)
        position = {0: Position.CHAIR, 1: Position.VICE_CHAIR}.get(number, Position.MEMBER)
        appoint(
            committee,
            person,
            position,
            actor,
            categories=(FIELDS[number % 4],),
            sex="male" if number % 2 else "female",
            external=number == 2,
        )
        people.append(person)
    return people


def _secretary(committee: Committee, name: str, institution: Institution, actor: User) -> User:
    person = someone(name, institution)
    appoint(committee, person, Position.SECRETARY, actor)
    return person


@recalls_its_steps(all_but={"wait"})
@dataclass
class Story:
    """One case and its clock. Each act takes a minute; `wait` lets more time go by."""

    world: World
    now: datetime = MORNING
    number: str = ""
    applicant: User | None = None
    committee: Committee | None = None
    members: list[User] = field(default_factory=list)
    secretary: User | None = None

    def __post_init__(self) -> None:
        world = self.world
        self.applicant = self.applicant or world.applicant
        self.committee = self.committee or world.body
        own = self.committee == world.body
        self.members = self.members or (world.members if own else world.centre_members)
        self.secretary = self.secretary or (world.secretary if own else world.centre_secretary)

    @property
    def chair(self) -> User:
        return self.members[0]

    @property
    def manager(self) -> User:
        return self.world.bare_manager if self.applicant.institution == self.world.bare_unit else self.world.manager

    @property
    def case(self) -> Case:
        return Case.objects.get(number=self.number)

    @property
    def joined_case(self) -> Case:
        """The case as pages read it: with its body, its unit, its applicant and what it amends."""
        related = Case.objects.select_related("committee__institution", "institution", "applicant", "amends")
        return related.get(number=self.number)

    @property
    def stream(self) -> str:
        return f"case:{self.number}"

    def wait(self, **delta: float) -> Self:
        self.now += timedelta(**delta)
        return self

    def does(self, who: User, move: str, **data: Any) -> Case:
        """One move, a minute after the last thing that happened."""
        self.now += MINUTE
        return operations.make_move(number=self.number, move=move, user=who, data=data, now=self.now)

    def entries(self) -> list[tuple[str, str]]:
        """What was done and in which role, in order."""
        return list(Entry.objects.filter(stream=self.stream).order_by("seq").values_list("action", "role"))

    def running(self) -> dict[str, date]:
        """The clocks that run, with the day on which each is due."""
        rows = Deadline.objects.filter(stream=self.stream, settled_at__isnull=True)
        return {row.clock: row.due_on for row in rows}

    def clock(self, name: str) -> Deadline:
        return Deadline.objects.filter(stream=self.stream, clock=name).latest("pk")

    @property
    def last(self) -> Entry:
        return Entry.objects.filter(stream=self.stream).latest("seq")

    def started(self) -> dict[str, date]:
        """The clocks the last act started, with the day on which each is due."""
        return {row.clock: row.due_on for row in self.last.deadlines_started.all()}

    def settled(self) -> set[str]:
        """The clocks the last act ended."""
        return set(self.last.deadlines_settled.values_list("clock", flat=True))

    def told(self) -> dict[str, list[str]]:
        """Who was told what by the last act: the kind of notice, and the names in order."""
        heard: dict[str, list[str]] = {}
        for notice, name in self.last.messages.order_by("recipient__name").values_list("notice", "recipient__name"):
            heard.setdefault(notice, []).append(name)
        return heard

    # From the draft to acceptance

    def drafted(self, **changed: Any) -> Self:
        draft = Draft(committee=self.committee, filing=filing(**changed), title_zh="分诊助手", title_en="Triage")
        case = operations.create_case(draft=draft, user=self.applicant, now=self.now)
        self.number = case.number
        return self

    def revised(self, **changed: Any) -> Self:
        """The next revision of the filing; it always differs from the one before."""
        self.now += MINUTE
        body = filing(legal_qualifications=[f"修订于{self.now.isoformat()}"], **changed)
        operations.revise(number=self.number, filing=body, user=self.applicant, now=self.now)
        return self

    def submitted(self, **changed: Any) -> Self:
        self.drafted(**changed).does(self.applicant, "submit")
        return self

    def accepted(self, procedure: str = Procedure.GENERAL, **changed: Any) -> Self:
        """Accepted on the ground the filing shows: `MINIMAL` for the simplified, `URGENT` for the emergency one."""
        if not self.number:
            shown = {Procedure.SIMPLIFIED: MINIMAL, Procedure.EMERGENCY: URGENT}.get(Procedure(procedure), {})
            self.submitted(**shown | changed)
        self.does(self.secretary, "accept", **acceptance(procedure))
        return self

    # The review

    def listed(self, *items: int) -> Self:
        self.does(self.chair, "determine_list", items=list(items), reasons="对照清单判断")
        return self

    def declared(self, *people: User) -> Self:
        for person in people:
            self.does(person, "declare_interest", conflict=False)
        return self

    def assigned(self, *reviewers: User) -> Self:
        """Reviewers who have declared that they keep no interest; two unless others are named."""
        named = reviewers or (self.members[2], self.members[3])
        self.declared(*named)
        self.does(self.chair, "assign_reviewers", reviewers=[person.pk for person in named])
        return self

    def reviewed(self, *reviewers: User, recommendation: str = Outcome.APPROVE) -> Self:
        for person in reviewers or (self.members[2], self.members[3]):
            self.does(person, "submit_worksheet", **worksheet(recommendation))
        return self

    def in_review(self, procedure: str = Procedure.GENERAL, items: tuple[int, ...] = (), **changed: Any) -> Self:
        """Two reviewers are at work. The matter is on none of the list's items, unless some are given."""
        return self.accepted(procedure, **changed).listed(*items).assigned()

    # The meeting

    def convened(self, *, by: User | None = None, **changed: Any) -> Self:
        """On the agenda of a meeting that begins in an hour; then it has begun. By the secretary, unless by another."""
        when = self.now + timedelta(hours=1)
        self.does(by or self.secretary, "convene", **{"starts_at": when.isoformat()} | changed)
        self.now = max(self.now, when)
        return self

    @property
    def meeting(self) -> Meeting:
        return AgendaItem.objects.filter(subject=self.stream).latest("pk").meeting

    def arrives(self, *people: User, kind: str = "member", **changed: Any) -> Self:
        for person in people:
            bodies.arrive(
                meeting=self.meeting,
                person=person,
                kind=kind,
                rules=pack("ai-2026").rules_for(house=self.committee.house),
                actor=self.secretary,
                role=Role.SECRETARY,
                at=self.now,
                now=self.now,
                **changed,
            )
        return self

    def leaves(self, person: User) -> Self:
        bodies.leave(
            meeting=self.meeting,
            person=person,
            actor=self.secretary,
            role=Role.SECRETARY,
            at=self.now,
            now=self.now,
        )
        return self

    def in_meeting(self, present: int = 7) -> Self:
        """Convened; the first `present` members are in the room and have declared at the item."""
        people = self.members[:present]
        return self.convened().arrives(*people).declared(*people)

    def balloting(self, present: int = 7) -> Self:
        self.in_meeting(present)
        self.does(self.chair, "open_ballot")
        return self

    def votes(self, position: str, *people: User) -> Self:
        reason = {} if position in {"approve", "approve_after_modification", "agree"} else {"reason": "风险未受控"}
        for person in people:
            self.does(person, "cast_vote", position=position, **reason)
        return self

    @property
    def ballot(self) -> Ballot:
        return Ballot.objects.filter(subject=self.stream).latest("pk")

    def found(self, outcome: str = Outcome.APPROVE, present: int = 7) -> Self:
        """A meeting of `present` members that all vote for `outcome`; the last vote closes the ballot."""
        return self.balloting(present).votes(outcome, *self.members[:present])

    def issued(self, **data: Any) -> Self:
        words = {"reasons": "依据表决结果", "requirements": "补充偏差检验"}
        self.does(self.chair, "issue_decision", **words | data)
        return self

    def decided(self, outcome: str = Outcome.APPROVE, procedure: str = Procedure.GENERAL, **changed: Any) -> Self:
        """Filed, reviewed, voted and decided; an activity that is not on the list."""
        return self.in_review(procedure, **changed).reviewed().found(outcome).issued()

    def decided_with(self, conditions: list[dict[str, Any]], outcome: str = Outcome.APPROVE) -> Self:
        """Approved, on conditions."""
        return self.in_review().reviewed().found(outcome).issued(conditions=conditions)

    # Re-examination

    def preliminary(self, outcome: str = Outcome.APPROVE, procedure: str = Procedure.GENERAL) -> Self:
        """A listed activity has passed its preliminary review."""
        self.in_review(procedure, items=(1,)).reviewed()
        if procedure == Procedure.EMERGENCY:
            self.emergency_meeting()
        else:
            self.balloting()
        self.votes(outcome, *self.members[:7])
        self.does(self.chair, "pass_preliminary", opinion="初步审查意见：通过")
        return self

    def emergency_meeting(self) -> Self:
        """The ballot is open in a meeting that somebody from the field attends."""
        self.in_meeting().arrives(self.world.adviser, kind="adviser", categories=[Category.FIELD])
        self.does(self.chair, "open_ballot")
        return self

    def applied(self, **how: Any) -> Self:
        self.preliminary(**how).does(self.manager, "apply_re_examination")
        return self

    def panelled(self, size: int = 5) -> Self:
        """The authority accepts the application and seats the first `size` experts."""
        self.does(self.world.officer, "accept_re_examination")
        self.does(self.world.officer, "form_panel", experts=experts(self.world.experts[:size]))
        return self

    def panel_voting(self, size: int = 5) -> Self:
        self.panelled(size).declared(*self.world.experts[:size])
        self.does(self.world.officer, "open_ballot")
        return self

    def heard(self, opinion: str = "agree", size: int = 5) -> Self:
        """The panel votes as one and the authority returns its opinion."""
        self.panel_voting(size).votes(opinion, *self.world.experts[:size])
        self.does(self.world.officer, "give_opinion", compliance="符合", reasonableness="合理")
        return self

    def opined(self, opinion: str = "agree", **how: Any) -> Self:
        """Preliminarily passed, applied for and heard."""
        return self.applied(**how).heard(opinion)

    def re_examined(self, opinion: str = "agree", outcome: str = Outcome.APPROVE, **how: Any) -> Self:
        """The committee has decided according to the opinion."""
        return self.opined(opinion, **how).found(outcome).issued()


def acceptance(procedure: str = Procedure.GENERAL, **changed: Any) -> dict[str, Any]:
    """What the office says when it accepts."""
    ground = {"ground": "minimal_risk"} if procedure == Procedure.SIMPLIFIED else {}
    return {"procedure": str(procedure), "reason": "按风险程度确定", "scope": ["life_health"]} | ground | changed


def worksheet(recommendation: str = Outcome.APPROVE, **changed: Any) -> dict[str, Any]:
    """A worksheet that finds every focus in order."""
    keys = pack("ai-2026").rules_for(house={}).items("review.focuses")
    return {"focuses": {key: {"answer": "yes"} for key in keys}, "recommendation": str(recommendation)} | changed


def experts(people: list[User]) -> list[dict[str, Any]]:
    """The people as a panel is named: the field, ethics and law in turn."""
    return [
        {"person": person.pk, "categories": [PANEL_FIELDS[number % 3].value]} for number, person in enumerate(people)
    ]
