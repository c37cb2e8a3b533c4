"""Small values a page is made of, worded in the reader's language: rules, reasons, time limits, states.

Everything here is plain text by the time a template sees it. No statement is made here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext, ngettext

from ethics_review import wording
from ethics_review.web.countdown import HOUR, SOON_HOURS, Countdown, countdown, minutes_left
from ethics_review.web.terms import sentence_case
from ledger.models import Deadline
from regulations.citation import Cite, Source
from regulations.clocks import local
from regulations.facts import CONDITION
from regulations.materials import Problem
from regulations.pack import Resolved
from regulations.refusal import Refusal
from regulations.vocabulary import ENDED, Basis, Role, State

SOON_DAYS = 7
TONES = {
    State.DRAFT: "quiet",
    State.COMPLETION_REQUESTED: "waiting",
    State.MODIFICATION_REQUIRED: "waiting",
    State.REVISION_REQUIRED: "waiting",
    State.ACTIVE: "good",
    State.COMPLETED: "good",
    State.SUSPENDED: "stopped",
    State.REJECTED: "stopped",
    State.DECLINED: "stopped",
    State.TERMINATED: "stopped",
    State.WITHDRAWN: "quiet",
}


@dataclass(frozen=True)
class Ground:
    """Where a rule is written (条款), and how sure the pack is of its wording (依据可信度)."""

    article: str
    short: str
    basis: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Reason:
    """One reason why not, as a sentence, with the rule it stands on; none where only the input is at fault."""

    sentence: str
    ground: Ground | None


@dataclass(frozen=True)
class Trouble:
    """One thing wrong with what was filed: where, as a sentence, and the rule it stands on."""

    path: str
    sentence: str
    ground: Ground | None


@dataclass(frozen=True)
class Standing:
    """A case's state: its word and the tone in which it is shown."""

    key: str
    label: str
    tone: str
    ended: bool


@dataclass(frozen=True)
class TimeLimit:
    """A time limit (期限). `left` says how long it runs, or how it ended; `tone` is over, stands, soon or calm."""

    label: str
    due_at: datetime
    exact: bool
    left: str
    tone: str
    owner: str
    provisional: bool
    extensions: int
    ground: Ground
    ended: bool = False
    settled_at: datetime | None = None
    days: str = ""
    owed_by: str = ""
    window: bool = False
    """Whether it limits a right: then nobody owes anything by its end."""
    counts: Countdown | None = None
    """With what an open page goes on counting; None where nothing moves by the minute."""


def ground_of(source: Source, language: str) -> Ground:
    basis = Basis(source.basis)
    return Ground(
        article=wording.cite_text(source.cite, language),
        short=_short(source.cite, language),
        basis=basis.value,
        label=wording.label(basis, language),
        meaning=wording.basis_explanation(basis, language),
    )


def item_ground(*, pack: Resolved, listed: str, key: str, language: str) -> Ground:
    """Where one item of a list of the pack is written: its own place where the parent adds it, else the list's."""
    rule = pack.rules[listed]
    items = rule.value if isinstance(rule.value, tuple) else ()
    own = next((item.source for item in items if item.key == key), None)
    return ground_of(own or rule.source, language)


def _short(cite: Cite, language: str) -> str:
    """The article without the instrument, where there is little room."""
    if cite.annex:
        return gettext("annex")
    if cite.article is None:
        return wording.cite_text(cite, language)
    return gettext("Art. %(n)d") % {"n": cite.article} + ("" if cite.certain else "?")


def reasons_of(refusals: Iterable[Refusal], language: str) -> list[Reason]:
    """Each refusal as a sentence that names its article. Who acted last is left out: not every reader may know."""
    return [_reason(refusal, language) for refusal in refusals]


def _reason(refusal: Refusal, language: str) -> Reason:
    figures = {name: value for name, value in refusal.figures.items() if name != "latest"}
    return Reason(wording.sentence(replace(refusal, figures=figures), language), ground_of(refusal.source, language))


def troubles_of(problems: Iterable[Problem], pack: Resolved, language: str) -> list[Trouble]:
    """Each problem as a sentence that names its article."""
    return [
        Trouble(
            problem.path,
            wording.problem_sentence(problem, language, pack=pack),
            ground_of(pack.rules[problem.rule].source, language),
        )
        for problem in problems
    ]


def standing_of(state: str, language: str) -> Standing:
    known = State(state)
    return Standing(
        known.value, sentence_case(wording.label(known, language)), TONES.get(known, "working"), known in ENDED
    )


def time_limit(deadline: Deadline, pack: Resolved | None, now: datetime, language: str) -> TimeLimit:
    """A deadline as its case's page shows it; without a pack it is called as in the newest."""
    source = Source(Cite(deadline.instrument, deadline.article, deadline.certain), Basis(deadline.basis))
    return TimeLimit(
        label=numbered(deadline, wording.clock_label(deadline.clock, language, pack=pack)),
        due_at=deadline.due_at,
        exact=deadline.exact,
        left=_left(deadline, now),
        tone=_tone(deadline, now),
        owner=wording.label_in(Role, deadline.owner, language),
        provisional=deadline.provisional,
        extensions=deadline.extensions,
        ground=ground_of(source, language),
        ended=deadline.settled_at is not None or deadline.has_closed(now=now),
        settled_at=deadline.settled_at,
        days="" if deadline.exact else days_run(deadline, now),
        owed_by=deadline.owner,
        window=deadline.is_window,
        counts=countdown(deadline=deadline, now=now),
    )


def numbered(deadline: Deadline, label: str) -> str:
    """Which of several: the conditions of an approval are numbered in the decision."""
    return f"{label} {deadline.item + 1}" if deadline.clock == CONDITION else label


def days_run(deadline: Deadline, now: datetime) -> str:
    """Days gone by since its start, and without those on which it stood still, where it did."""
    gross, net = deadline.gross_days(now=now), deadline.net_days(now=now)
    if deadline.seconds_paused(until=now):
        return gettext("day %(gross)d, %(net)d without pauses") % {"gross": gross, "net": net}
    return gettext("day %(gross)d") % {"gross": gross}


def _tone(deadline: Deadline, now: datetime) -> str:
    if deadline.paused_at:
        return "stands"
    if deadline.settled_at or deadline.has_closed(now=now):
        return "over" if deadline.is_overdue(now=now) else "calm"
    if deadline.is_overdue(now=now):
        return "over"
    remaining = (deadline.due_at - now).total_seconds()
    near = SOON_HOURS * HOUR if deadline.exact else SOON_DAYS * 24 * HOUR
    return "soon" if remaining <= near else "calm"


def _left(deadline: Deadline, now: datetime) -> str:
    """How long is left, or how long it has been over: in days of Shanghai, or in hours where it runs by the hour."""
    if deadline.paused_at:
        return gettext("stands still")
    if deadline.settled_at or deadline.has_closed(now=now):
        return _ended(deadline, now)
    if deadline.exact:
        return minutes_left(due_at=deadline.due_at, now=now)
    days = (local(deadline.due_at).date() - local(now).date()).days
    if days < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    if days == 0:
        return gettext("due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _ended(deadline: Deadline, now: datetime) -> str:
    """What was owed is met, in time or late; a right is used, or its window has closed."""
    if deadline.is_window:
        return gettext("closed unused") if deadline.has_closed(now=now) else gettext("ended early")
    return gettext("met late") if deadline.is_overdue(now=now) else gettext("met in time")
