"""My desk: what waits for me and why, the next step as a button, the time left; what is unread; my meetings."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ethics_review.queries import inbox, sittings
from ethics_review.queries.letters import issues_letters
from ethics_review.queries.queues import QUIET, Waiting, waiting_cases, with_clocks
from ethics_review.relations import relations_of
from ethics_review.web import duties
from ethics_review.web.heading import Heading, heading_of, named, pack_shown, unit_of
from ethics_review.web.inbox import told
from ethics_review.web.meeting_line import meeting_line
from ethics_review.web.next_step import HINTS
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.shown import TimeLimit, time_limit
from regulations.vocabulary import State

ON_DESK = 50
UNREAD = 5
MEETINGS = 5


@dataclass(frozen=True)
class Task:
    """One case on the desk with its next step. `hint` says why it waits, or that nothing can be done."""

    heading: Heading
    committee: str
    unit: str
    hint: str
    step: str
    step_url: str
    clock: TimeLimit | None


STEPS: dict[str, tuple[str | Promise, str | Promise, str]] = {
    "vote": (_("Your vote is awaited."), _("Vote"), "cast_vote"),
    "review": (_("Your worksheet is awaited."), _("Fill in the worksheet"), "submit_worksheet"),
}
"""What waits for one person's own act: why, the button, the move."""


@answers("GET")
def show(request: SignedIn) -> HttpResponse:
    """The desk of the signed-in person."""
    now, tongue, user = timezone.now(), language(), request.user
    me = relations_of(user, now)
    shown = Paginator(waiting_cases(me=me, now=now), ON_DESK).get_page(request.GET.get("page"))
    unread = inbox.latest_unread(user=user, limit=UNREAD)
    return page(
        request,
        "desk/desk.html",
        section="desk",
        issues_letters=issues_letters(me=me),
        tasks=[_task(waiting, now, tongue) for waiting in with_clocks(cases=shown, now=now)],
        pages=shown,
        duties=duties.on_desk(user=user, now=now, me=me, tongue=tongue),
        told=[told(one, tongue) for one in inbox.still_visible(messages=unread, user=user, now=now)],
        meetings=[meeting_line(one, now, tongue) for one in sittings.coming(user=user, now=now, limit=MEETINGS)],
    )


def _task(waiting: Waiting, now: datetime, tongue: str) -> Task:
    case = waiting.case
    pack, gone = pack_shown(case, tongue)
    first = waiting.deadlines[0] if waiting.deadlines else None
    clock = time_limit(first, pack, now, tongue) if first else None
    hint, step, move = STEPS.get(waiting.why, (_hint(State(case.state), clock), _("Deal with it"), ""))
    return Task(
        heading=heading_of(case, tongue),
        committee=named(case.committee.name, case.committee.name_en, tongue),
        unit=unit_of(case, tongue),
        hint=gone or str(hint),
        step=str(step),
        step_url=reverse("move", args=[case.number, move]) if move else reverse("case", args=[case.number]),
        clock=clock,
    )


def _hint(state: State, clock: TimeLimit | None) -> str | Promise:
    """What the state waits for; in one that waits for nobody of itself, what falls due."""
    if state in QUIET and clock is not None:
        return gettext("Due next: %(what)s.") % {"what": clock.label}
    return HINTS.get(state, "")
