"""One world of the model: everything a guard can tell apart about a case, and no more.

A world is a tuple of small words. What it leaves out (names, dates, how many of the six voted how) no guard tells
apart, or it is varied beside the world: see `twists`. `tidy` forgets what the state has done with.
"""

from enum import StrEnum
from typing import NamedTuple

from regulations.vocabulary import Outcome, Procedure, State

S = State
CORRECTABLE = frozenset({S.DRAFT, S.COMPLETION_REQUESTED, S.REVISION_REQUIRED, S.MODIFICATION_REQUIRED})
AT_THE_DOOR = frozenset({S.SUBMITTED, S.COMPLETION_REQUESTED})
REVIEWING = frozenset({S.ACCEPTED, S.IN_REVIEW})
HEARING = frozenset({S.IN_REVIEW, S.OPINION_RETURNED})
DECIDING = REVIEWING | HEARING
WITH_AUTHORITY = frozenset({S.PRELIMINARY_PASSED, S.RE_EXAMINATION_APPLIED, S.RE_EXAMINATION})
IN_FORCE = frozenset({S.ACTIVE, S.SUSPENDED})
POSITIVE = frozenset({Outcome.APPROVE.value, Outcome.APPROVE_AFTER_MODIFICATION.value})


class Shows(StrEnum):
    """What the application shows: a risk not above minimal, and perhaps an urgency or an item of the list."""

    PLAIN = "plain"
    URGENT = "urgent"
    LISTED = "listed"


class Draft(StrEnum):
    """A revision the applicant has made and not yet put before the committee."""

    NONE = ""
    WHOLE = "whole"
    GAPS = "gaps"


class Exempt(StrEnum):
    """An exemption from re-examination: none, one that stands, one whose filing has lapsed or is named no longer."""

    NONE = ""
    STANDS = "stands"
    LAPSED = "lapsed"
    GONE = "gone"


class Room(StrEnum):
    """The meeting's room for this matter. Every kind but FULL lacks one thing the law asks for."""

    NONE = ""
    CALLED = "called"
    FULL = "full"
    FEW = "few"
    NARROW = "narrow"
    HEADLESS = "headless"
    SILENT = "silent"
    FIELDLESS = "fieldless"


class Panel(StrEnum):
    """The panel of experts. Every kind but FIT lacks one thing the law asks for. No word is also a room's."""

    NONE = ""
    SILENT = "panel_silent"
    FIT = "panel_fit"
    FEW = "panel_few"
    NARROW = "panel_narrow"
    NEAR = "panel_near"


class Registered(StrEnum):
    """The registration of a listed activity."""

    NONE = ""
    FILED = "filed"
    CONFIRMED = "confirmed"


class Ballot(NamedTuple):
    """A vote: in which room or by which panel it was opened, and how it went.

    `votes` is the option most voted for and `carried` whether as many as the law asks for did; one fewer did
    otherwise. `left`: somebody on the roll went out before voting. `result` is what the pack made of it.
    """

    body: str
    open: bool = True
    votes: str = ""
    carried: bool = False
    left: bool = False
    result: str = ""

    @property
    def valid(self) -> bool:
        """Whether the law, and not only the pack, sees a result: a lawful body, and votes enough for it."""
        return self.body in {Room.FULL, Panel.FIT} and not self.open and self.carried and self.result == self.votes


class World(NamedTuple):
    """A case as far as the rules can tell. `reviewers` are what each named one has filed, "" for nothing yet.

    `clocks` are those that run, `paused` those of them that were stopped.
    `sound` says whether the opinion rests on a vote the law accepts; `late` that what is waited for has expired.
    """

    state: State = S.DRAFT
    amends: bool = False
    procedure: Procedure | None = None
    listed: bool | None = None
    exempt: Exempt = Exempt.NONE
    shows: Shows = Shows.PLAIN
    missing: bool = False
    draft: Draft = Draft.NONE
    filed: bool = False
    notified: bool = False
    declared: bool = False
    reviewers: tuple[str, ...] = ()
    room: Room = Room.NONE
    ballot: Ballot | None = None
    panel: Panel = Panel.NONE
    opinion: str = ""
    sound: bool = False
    clocks: frozenset[str] = frozenset()
    paused: frozenset[str] = frozenset()
    late: bool = False
    reports: bool = False
    major: bool = False
    registered: Registered = Registered.NONE
    prior: State | None = None

    @property
    def binding(self) -> bool:
        """Whether experts have lawfully agreed."""
        return self.opinion == "agree" and self.sound

    @property
    def rests_on_exemption(self) -> bool:
        """A listed activity for which a filing stands in for the experts, be it that it has lapsed since."""
        return bool(self.listed) and self.exempt in {Exempt.STANDS, Exempt.LAPSED} and not self.binding

    @property
    def unexamined(self) -> bool:
        """A listed activity that no filing exempts now and no experts have agreed to."""
        return bool(self.listed) and self.exempt is not Exempt.STANDS and not self.binding


STARTS = tuple(
    World(amends=amends, shows=shows, draft=Draft.WHOLE)
    for amends, shows in (
        (False, Shows.PLAIN),
        (False, Shows.URGENT),
        (False, Shows.LISTED),
        (True, Shows.PLAIN),
    )
)
"""Drafts as they begin: the last changes a listed activity that is in force."""

KEPT: tuple[tuple[tuple[str, ...], frozenset[State]], ...] = (
    (("draft",), CORRECTABLE),
    (("filed",), frozenset({S.MODIFICATION_REQUIRED})),
    (("missing",), AT_THE_DOOR | {S.MODIFICATION_REQUIRED}),
    (("shows",), AT_THE_DOOR | {S.DRAFT}),
    (("notified",), AT_THE_DOOR),
    (("procedure",), DECIDING | WITH_AUTHORITY),
    (("listed", "exempt"), DECIDING | WITH_AUTHORITY | IN_FORCE | {S.MODIFICATION_REQUIRED}),
    (("declared", "reviewers"), REVIEWING),
    (("room",), HEARING),
    (("ballot",), HEARING | {S.RE_EXAMINATION}),
    (("panel",), frozenset({S.RE_EXAMINATION})),
    (("opinion", "sound"), IN_FORCE | {S.OPINION_RETURNED, S.MODIFICATION_REQUIRED}),
    (("reports", "major", "registered"), IN_FORCE),
    (("prior",), frozenset({S.UNDER_APPEAL})),
    (("amends",), AT_THE_DOOR | DECIDING | {S.DRAFT}),
)
"""In which states each word still tells anything. An appeal keeps what the state it was lodged in keeps."""
BLANK = World()._asdict()


def tidy(world: World) -> World:
    """The same world without what its state has done with."""
    state = world.prior if world.state is S.UNDER_APPEAL and world.prior is not None else world.state
    states = {state, world.state}
    if state is S.DECLINED:
        states.add(S.SUBMITTED)
    blank = {name: BLANK[name] for names, kept in KEPT for name in names if states.isdisjoint(kept)}
    world = world._replace(**blank)
    if not world.paused <= world.clocks:
        world = world._replace(paused=world.paused & world.clocks)
    if not world.listed:
        world = world._replace(exempt=Exempt.NONE, major=False, registered=Registered.NONE)
    return _plain_review(world) if world.reviewers else world


def _plain_review(world: World) -> World:
    """Where a meeting decides, it is enough whether all have reported; elsewhere who filed stands first."""
    if world.procedure is not Procedure.SIMPLIFIED:
        return world._replace(reviewers=("filed",) if all(world.reviewers) else ("",))
    return world._replace(reviewers=tuple(sorted(world.reviewers, reverse=True)))
