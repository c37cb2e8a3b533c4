"""The real facts of a world of the model: what the door would gather, so that the real guards can be asked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from regulations.chairing import Serving
from regulations.clocks import Clock, end_of
from regulations.facts import (
    AfterFact,
    BallotFact,
    BodyFact,
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
from regulations.pack import Rules
from regulations.procedures import NEGATIVE
from regulations.proof.cast import ABSENT, APPLICANT, AUTHORITY, CHAIR, NEAR, Cast, cast_of
from regulations.proof.figures import MAJORITY
from regulations.proof.world import POSITIVE, Ballot, Draft, Exempt, Panel, Registered, Room, Shows, World
from regulations.quorum import needed
from regulations.vocabulary import CommitteeKind, Opinion, Outcome, Procedure, Role, State

NOW = datetime(2026, 6, 10, 1, 0, tzinfo=UTC)
TERM = timedelta(days=30)
SINCE = (NOW - 12 * TERM).date()
"""Since when everybody has served on the committee."""
NUMBER = "0042"
CENTRE = 101
"""A service centre of the institution that reviews."""
LACKED = ("plan.background",)


def portray(world: World, rules: Rules) -> Facts:
    """The facts of the world under these rules."""
    cast = cast_of(rules)
    return Facts(
        now=NOW,
        rules=rules,
        case=_case(world),
        filing=_filing(world, rules.items("exemption.regimes")),
        body=_body(cast),
        interests=_interests(cast, world.declared, world.panel),
        reviewers=_reviewers(world, rules, cast),
        meeting=_meeting(cast, world.room),
        ballot=_ballot(world, rules),
        panel=_panel(cast, world),
        independence=_independence(cast, world.panel),
        holders=_HOLDERS,
        clocks=tuple(
            _clock(rules.pack.clocks[name], late=world.late, paused=name in world.paused)
            for name in sorted(world.clocks)
        ),
        after=_after(world),
    )


_HOLDERS = {Role.SECRETARY: 1, Role.CHAIR: 1, Role.AUTHORITY: 1, Role.UNIT: 1}


def _case(world: World) -> CaseFact:
    return CaseFact(
        number=NUMBER,
        state=world.state,
        round=1,
        procedure=world.procedure,
        ground="",
        listed=None if world.listed is None else (1,) if world.listed else (),
        exempt_until=NOW.date() if world.exempt in {Exempt.STANDS, Exempt.LAPSED} else None,
        exempt=world.exempt is Exempt.STANDS,
        applicant=APPLICANT,
        completion_notices=int(world.notified),
        prior_state=world.prior,
        amendment=world.amends,
        original_listed=world.amends,
    )


def _filing(world: World, regimes: tuple[str, ...]) -> FilingFact:
    return FilingFact(
        revision=2 + bool(world.draft),
        submitted_revision=2,
        decided_revision=1 if world.filed else 2,
        missing=LACKED if world.missing else (),
        minimal_risk_claimed=True,
        listed_claim=(1,) if world.shows is Shows.LISTED else (),
        leaves_risk_unchanged=True,
        urgent=world.shows is Shows.URGENT,
        exempting_references=() if world.exempt is Exempt.GONE else tuple((regime, NUMBER) for regime in regimes),
        draft_missing=LACKED if world.draft is Draft.GAPS else (),
    )


@cache
def _body(cast: Cast) -> BodyFact:
    return BodyFact(
        committee=100,
        kind=CommitteeKind.ETHICS,
        own=True,
        mandated=False,
        defects=(),
        voting=cast.members,
        names={person: str(person) for person in cast.members},
        serving=tuple(Serving(person, cast.position_of(person), SINCE) for person in sorted(cast.members)),
        out=frozenset({APPLICANT}),
    )


@cache
def _interests(cast: Cast, declared: bool, panel: Panel) -> InterestFact:  # noqa: FBT001 -- cached by position
    experts = frozenset(cast.named[Panel.FIT]) if panel not in {Panel.NONE, Panel.SILENT} else frozenset()
    return InterestFact(declared=experts | cast.members if declared else experts, recused=frozenset())


def _reviewers(world: World, rules: Rules, cast: Cast) -> tuple[ReviewerFact, ...]:
    """Where a meeting decides as many as the house names, alike: it is told only whether all have reported."""
    filed = world.reviewers
    if world.procedure is not Procedure.SIMPLIFIED:
        filed *= rules.number("review.reviewers")
    return tuple(_reviewer(cast.peers[number], one) for number, one in enumerate(filed))


@cache
def _reviewer(person: int, filed: str) -> ReviewerFact:
    if not filed:
        return ReviewerFact(person, submitted=False)
    recommendation = Outcome.APPROVE if filed in {"filed", "doubt"} else Outcome(filed)
    negative = recommendation in NEGATIVE
    return ReviewerFact(
        person, submitted=True, recommendation=recommendation, negative=negative, doubt=filed == "doubt"
    )


@cache
def _meeting(cast: Cast, room: Room) -> MeetingFact | None:
    if room is Room.NONE:
        return None
    return MeetingFact(
        meeting=7,
        starts_at=NOW + TERM if room is Room.CALLED else NOW,
        presider=CHAIR,
        seats=cast.seats_in(room),
        field_expert=room is not Room.FIELDLESS,
        undeclared=(ABSENT,) if room is Room.SILENT else (),
        room=cast.present[room],
    )


def options_before(world: World) -> tuple[str, ...]:
    """What is put to the vote: against a disagreeing opinion, nothing that approves."""
    if world.state is State.RE_EXAMINATION:
        return tuple(Opinion)
    disagreed = world.state is State.OPINION_RETURNED and world.opinion == Opinion.DISAGREE
    return tuple(outcome for outcome in Outcome if not disagreed or outcome not in POSITIVE)


def roll_of(ballot: Ballot, cast: Cast) -> frozenset[int]:
    """Who may vote in it: who was in the room when it was opened, or every expert of the panel."""
    if isinstance(ballot.body, Panel):
        return frozenset(cast.named[ballot.body])
    return cast.present[Room(ballot.body)]


def _ballot(world: World, rules: Rules) -> BallotFact | None:
    if world.ballot is None:
        return None
    return _ballot_of(world.ballot, cast_of(rules), tallied(world.ballot, rules), options_before(world))


def _ballot_of(ballot: Ballot, cast: Cast, tally: Mapping[str, int], options: tuple[str, ...]) -> BallotFact:
    roll = roll_of(ballot, cast)
    present = roll - _out(ballot)
    return BallotFact(
        open=ballot.open,
        roll=roll,
        voted=present if ballot.votes else frozenset(),
        in_room=frozenset() if isinstance(ballot.body, Panel) else present,
        options=options,
        tally=tally,
        result=ballot.result,
        counted=len(roll),
    )


def _out(ballot: Ballot) -> frozenset[int]:
    return frozenset({ABSENT}) if ballot.left else frozenset()


def tallied(ballot: Ballot, rules: Rules) -> dict[str, int]:
    """How many voted for what: as many as law and pack ask for, or one fewer than the law, and the rest otherwise."""
    if not ballot.votes:
        return {}
    roll = roll_of(ballot, cast_of(rules))
    voting = len(roll - _out(ballot))
    lawful = needed(MAJORITY, of=len(roll))
    share = rules.share("panel.majority" if isinstance(ballot.body, Panel) else "decision.majority")
    favour = min(max(lawful, needed(share, of=len(roll))), voting) if ballot.carried else lawful - 1
    return {ballot.votes: favour, OTHERWISE.get(ballot.votes, "reject"): voting - favour}


OTHERWISE = {"reject": "revise_and_re_review", "agree": "disagree", "disagree": "agree"}
"""What the others vote for."""


def _panel(cast: Cast, world: World) -> PanelFact | None:
    if world.panel is Panel.NONE and not world.opinion:
        return None
    return _panel_of(cast, world.panel, world.opinion)


@cache
def _panel_of(cast: Cast, panel: Panel, opinion: str) -> PanelFact:
    return PanelFact(experts=cast.seats_of(panel), opinion=opinion)


@cache
def _independence(cast: Cast, panel: Panel) -> IndependenceFact:
    side = {person: str(person) for person in (*sorted(cast.members), APPLICANT)}
    near = side | {AUTHORITY: str(AUTHORITY)} | ({NEAR: str(NEAR)} if panel is Panel.NEAR else {})
    return IndependenceFact(reviewing_side=side, near=near, centres=frozenset({CENTRE}))


@cache
def _clock(clock: Clock, *, late: bool, paused: bool) -> ClockFact:
    due = NOW - TERM if late else NOW + TERM
    return ClockFact(
        name=clock.name,
        due_at=end_of(due.date()),
        due_on=due.date(),
        missed=late,
        paused=paused,
        extendable=clock.extendable,
        pausable=clock.pausable and not late,
    )


def _after(world: World) -> AfterFact:
    return _after_of(world.reports, world.major, world.registered)


@cache
def _after_of(reports: bool, major: bool, registered: Registered) -> AfterFact:  # noqa: FBT001 -- cached by position
    return AfterFact(
        open_reports=int(reports),
        major_change_open=major,
        registration_filed=registered is not Registered.NONE,
        registration_confirmed=registered is Registered.CONFIRMED,
    )
