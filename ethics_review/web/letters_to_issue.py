"""Letters to issue (待发文书): the desk of whoever writes them. Each is looked at on the form of its act, then sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from ethics_review.queries.letters import ToIssue, issues_letters, to_issue
from ethics_review.relations import relations_of
from ethics_review.web.heading import Heading, heading_of, named, pack_shown, unit_of
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.shown import TimeLimit, time_limit
from ethics_review.wording.papers import LETTERS
from regulations import materials
from regulations.pack import Resolved
from regulations.procedures import POSITIVE
from regulations.vocabulary import State

AT_ONCE = 50
"""So many are shown."""
COMPLETE = ("accept", "request_completion", "decline")
LACKING = ("request_completion", "decline")
ACTS: Mapping[State, Sequence[str]] = {
    State.RE_EXAMINATION: ("give_opinion",),
    State.OPINION_RETURNED: ("issue_decision",),
    State.ACTIVE: ("conclude_follow_up",),
    State.SUSPENDED: ("resume", "terminate", "conclude_follow_up"),
    State.UNDER_APPEAL: ("rule_on_appeal",),
}
"""What is written where it hangs on the state alone."""


@dataclass(frozen=True)
class LetterLine:
    """One case that waits for a letter: the likeliest with where it is written, and the others it may be instead.

    `gone` says that its rules are not installed; then there is no letter.
    """

    heading: Heading
    committee: str
    unit: str
    title: str
    url: str
    others: list[tuple[str, str]]
    since: datetime
    clock: TimeLimit | None
    gone: str


@answers("GET")
def show(request: SignedIn) -> HttpResponse:
    """What waits for a letter of this person's. Whoever could never write one finds no such page."""
    now, tongue = timezone.now(), language()
    me = relations_of(request.user, now)
    if not issues_letters(me=me):
        raise Http404
    found = to_issue(me=me, now=now, limit=AT_ONCE + 1)
    return page(
        request,
        "desk/letters.html",
        section="desk",
        lines=[_line(one, now, tongue) for one in found[:AT_ONCE]],
        cut=len(found) > AT_ONCE,
    )


def _line(one: ToIssue, now: datetime, tongue: str) -> LetterLine:
    case = one.case
    pack, gone = pack_shown(case, tongue)
    acts = acts_of(one, pack) if pack is not None else ()
    letters = [(LETTERS[act].in_language(tongue), reverse("move", args=[case.number, act])) for act in acts]
    title, url = letters[0] if letters else ("", "")
    return LetterLine(
        heading=heading_of(case, tongue),
        committee=named(case.committee.name, case.committee.name_en, tongue),
        unit=unit_of(case, tongue),
        title=title,
        url=url,
        others=letters[1:],
        since=one.since,
        clock=time_limit(one.deadline, pack, now, tongue) if one.deadline else None,
        gone=gone,
    )


def acts_of(one: ToIssue, pack: Resolved) -> Sequence[str]:
    """The acts that the letter may come of, the likeliest first."""
    match State(one.case.state):
        case State.SUBMITTED:
            return LACKING if materials.missing(one.filing, materials.further(pack)) else COMPLETE
        case State.IN_REVIEW:
            listed = bool(one.case.listed) and not one.exempt
            return ("pass_preliminary",) if listed and one.finding in POSITIVE else ("issue_decision",)
        case state:
            return ACTS[state]
