"""Everything a rule may look at: a frozen snapshot of one case at one instant, grouped by noun.

A guard sees facts and an actor, nothing else. Nothing here may be loaded lazily: the door gathers it in full
before the first guard is asked, so the same facts explain a button, fill a refusal and decide a move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from regulations.chairing import Chair, Serving, chair_of
from regulations.vocabulary import ChairGround, CommitteeKind, Opinion, Outcome, Procedure, Role, State

if TYPE_CHECKING:
    from regulations.pack import Rules
    from regulations.quorum import SeatFact
    from regulations.refusal import Refusal


@dataclass(frozen=True)
class Actor:
    """Who acts, and what they are to this case now. The system acts without a person."""

    person: int | None
    name: str
    roles: frozenset[Role]

    @classmethod
    def system(cls) -> Actor:
        return cls(person=None, name="system", roles=frozenset({Role.SYSTEM}))


@dataclass(frozen=True)
class CaseFact:
    """The case's own record. `listed` is None until the committee has determined it; empty means not listed."""

    number: str
    state: State
    round: int
    procedure: Procedure | None
    ground: str
    listed: tuple[int, ...] | None
    exempt_until: date | None
    exempt: bool
    applicant: int
    completion_notices: int
    prior_state: State | None
    amendment: bool
    """A change of an activity that is in force: the ground of a simplified review may lie in that."""
    original_listed: bool = False
    """Whether the activity it changes is listed, so that this is not the first review of a listed activity."""


@dataclass(frozen=True)
class FilingFact:
    """What the applicant filed (申请材料), as far as rules ask.

    `revision` is the latest, `submitted_revision` the one before the committee. What the filing lacks and claims is
    read from the one before the committee; `draft_missing` is what the latest lacks.
    """

    revision: int
    submitted_revision: int
    decided_revision: int
    missing: tuple[str, ...]
    minimal_risk_claimed: bool
    listed_claim: tuple[int, ...]
    leaves_risk_unchanged: bool
    urgent: bool
    exempting_references: tuple[tuple[str, str], ...]
    draft_missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class BodyFact:
    """The committee before which the case lies. `defects` are what its composition lacks today.

    `serving` sit on it today; `out` keep out of the matter: the recused, the applicant, whoever was heard as an expert.
    """

    committee: int
    kind: CommitteeKind
    own: bool
    mandated: bool
    defects: tuple[Refusal, ...]
    voting: frozenset[int]
    names: Mapping[int, str]
    serving: tuple[Serving, ...] = ()
    out: frozenset[int] = frozenset()

    @property
    def chair(self) -> Chair:
        """Who holds the chair for this matter now."""
        return chair_of(self.serving, self.out)


@dataclass(frozen=True)
class ReviewerFact:
    """One assigned reviewer and, once filed, the worksheet (审查工作表)."""

    person: int
    submitted: bool
    recommendation: Outcome | None = None
    negative: bool = False
    doubt: bool = False
    asks_general: bool = False


@dataclass(frozen=True)
class InterestFact:
    """Who has declared an interest or none in this round, and who keeps out (回避)."""

    declared: frozenset[int]
    recused: frozenset[int]


@dataclass(frozen=True)
class MeetingFact:
    """The open agenda item and who is in the room for it. `seats` covers every voting seat of the body."""

    meeting: int
    starts_at: datetime
    presider: int
    seats: tuple[SeatFact, ...]
    field_expert: bool
    undeclared: tuple[int, ...]
    ground: ChairGround = ChairGround.CHAIR
    """On what ground the presider was convened to preside."""
    field_adviser: bool = False
    """Whether an adviser from the field is in the room; `field_expert` is that, or a member who brings it."""
    room: frozenset[int] = frozenset()
    """The members in the room who count in its quorum."""


@dataclass(frozen=True)
class BallotFact:
    """The latest ballot of this round and stage. `result` is the option that reached the share, if any."""

    open: bool
    roll: frozenset[int]
    voted: frozenset[int]
    in_room: frozenset[int]
    options: tuple[str, ...]
    tally: Mapping[str, int]
    result: str
    counted: int


@dataclass(frozen=True)
class PanelFact:
    """The re-examination panel (复核专家组) and what it has come to."""

    experts: tuple[SeatFact, ...]
    opinion: str


@dataclass(frozen=True)
class IndependenceFact:
    """What stands between the review of an activity and its re-examination, over all its cases and rounds.

    `reviewing_side` reviewed, led or manages it, `near` adds the officers who oversee it: people by id, with their
    names. `centres` are the service centres of an institution on that side. `re_examined_here` is true where an
    institution that is about to review has organised a re-examination of the same activity.
    """

    reviewing_side: Mapping[int, str] = field(default_factory=dict)
    near: Mapping[int, str] = field(default_factory=dict)
    centres: frozenset[int] = frozenset()
    re_examined_here: bool = False


@dataclass(frozen=True)
class ClockFact:
    """A time limit that is running, paused or missed but not yet settled."""

    name: str
    due_at: datetime
    due_on: date
    missed: bool
    paused: bool
    extendable: bool
    pausable: bool
    item: int = 0
    """Which of several obligations under one clock, from 0 on."""


CONDITION = "condition"
"""The clock of a condition of an approval; each condition has one of its own."""


@dataclass(frozen=True)
class AfterFact:
    """What happened after approval: reports still to be assessed, and the registration of a listed activity.

    `evidenced` are the conditions of the approval of which evidence was reported and is still to be assessed.
    """

    open_reports: int = 0
    major_change_open: bool = False
    registration_filed: bool = False
    registration_confirmed: bool = False
    evidenced: frozenset[int] = frozenset()


@dataclass(frozen=True)
class LatestFact:
    """The last entry of the case's record: who did what, for the one who came second."""

    action: str
    actor: str
    role: str
    at: str


@dataclass(frozen=True)
class Facts:
    """One case, at one instant, with the rules that bind it."""

    now: datetime
    rules: Rules
    case: CaseFact
    filing: FilingFact
    body: BodyFact
    interests: InterestFact
    reviewers: tuple[ReviewerFact, ...] = ()
    meeting: MeetingFact | None = None
    ballot: BallotFact | None = None
    panel: PanelFact | None = None
    independence: IndependenceFact = field(default_factory=IndependenceFact)
    holders: Mapping[Role, int] = field(default_factory=dict)
    """How many people could act in each role now."""
    clocks: tuple[ClockFact, ...] = ()
    after: AfterFact = field(default_factory=AfterFact)
    latest: LatestFact | None = None

    def clock(self, name: str) -> ClockFact | None:
        """The running clock of that name, if any."""
        return next((clock for clock in self.clocks if clock.name == name), None)

    @property
    def open_conditions(self) -> frozenset[int]:
        """The conditions of the approval still to be met, by their numbers from 1 on."""
        return frozenset(clock.item + 1 for clock in self.clocks if clock.name == CONDITION)

    @property
    def presiding(self) -> frozenset[int]:
        """Who presides over the matter in its meeting; while a vote is open, who may close it. Nobody without one."""
        if self.meeting is None:
            return frozenset()
        if self.ballot is not None and self.ballot.open:
            return self.body.chair.closing(self.convened, self.meeting.room)
        return self.convened

    @property
    def convened(self) -> frozenset[int]:
        """Who presides over the matter by the convocation of its meeting, in the room or not."""
        if self.meeting is None:
            return frozenset()
        return self.body.chair.presiding(self.meeting.presider, self.meeting.ground, self.meeting.room)

    def ground_of(self, person: int | None) -> ChairGround | None:
        """On what ground the person acts as the chair; None for who only closes a vote in the presider's absence."""
        chair = self.body.chair
        if person in chair.holders or (chair.ground is ChairGround.STAND_IN and person in self.convened):
            return chair.ground
        return ChairGround.NAMED if person in self.convened else None

    def acting(self, actor: Actor, *, presides: bool) -> Actor:
        """The actor in a move: in one that is the presider's (`presides`), they act as the chair."""
        if not presides or actor.person not in self.presiding:
            return actor
        return replace(actor, roles=actor.roles | {Role.CHAIR})

    @property
    def needs_re_examination(self) -> bool:
        """True for a listed activity that no filing exempts at this moment."""
        return bool(self.case.listed) and not self.case.exempt

    @property
    def experts_agreed(self) -> bool:
        """True where the re-examination of this round has come to an agreeing opinion."""
        return self.panel is not None and self.panel.opinion == Opinion.AGREE

    @property
    def rests_on_exemption(self) -> bool:
        """True where an exemption, lapsed or not, stands in for the experts, who have not agreed in this round."""
        granted = self.case.exempt or self.case.exempt_until is not None
        return bool(self.case.listed) and granted and not self.experts_agreed
