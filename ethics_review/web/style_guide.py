"""The style guide (界面规范): every component of `templates/ui`, and the larger pieces pages are made of.

Each stands with what it is given, drawn with made-up values.

For whoever is signed in: it shows nothing of anybody. A component that is not here fails the tests.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

import regulations
from ethics_review.folded import pieces, words_asked
from ethics_review.web.charts import Chart
from ethics_review.web.countdown import minutes_left, owed_by_the_minute
from ethics_review.web.dashboard import last_twelve_months
from ethics_review.web.forms import RegistrationForm
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.shown import Ground, Reason, TimeLimit, Trouble, ground_of, standing_of
from ethics_review.web.specimen import Specimen
from ethics_review.web.style_guide_acts import pieces_of_acts
from ethics_review.web.style_guide_case import pieces_of_a_case
from regulations.citation import Source
from regulations.vocabulary import Basis, State

DAYS, HOURS = 3, 5
TONES = (State.DRAFT, State.SUBMITTED, State.MODIFICATION_REQUIRED, State.ACTIVE, State.SUSPENDED)
"""One state of each tone."""


@answers("GET")
def show(request: SignedIn) -> HttpResponse:
    """Every component, in the reader's language."""
    tongue, now = language(), timezone.now()
    shown = [*specimens(tongue, now)]
    drawn = [way["chart"].drawn for one in shown for way in one.ways if "chart" in way and way["chart"].rows]
    return page(
        request, "style_guide.html", section="style-guide", specimens=[*shown, *larger(tongue, now)], drawn=drawn
    )


def larger(tongue: str, now: datetime) -> Iterator[Specimen]:
    """The pieces that are made of these, those of a case first, then those of what somebody does."""
    yield from pieces_of_a_case(tongue, now)
    yield from pieces_of_acts(tongue, now)


def specimens(tongue: str, now: datetime) -> Iterator[Specimen]:
    """In the order of the alphabet."""
    yield Specimen(
        "basis", gettext("How sure the wording of a rule is."), [{"ground": one} for one in _grounds(tongue)]
    )
    yield Specimen("chart", gettext("Figures as a table; where scripts run, drawn above it."), _charts(now))
    yield Specimen("cite", gettext("The article a rule stands in."), [{"ground": one} for one in _grounds(tongue)])
    yield Specimen(
        "cite_short",
        gettext("The article alone, where the page tells the instrument."),
        [{"ground": one} for one in _grounds(tongue)],
    )
    yield Specimen("clock", gettext("A time limit that runs or has ended."), [*_clocks(tongue, now)])
    yield Specimen("frame", gettext("The head of every page, with the way to each section."))
    yield Specimen("incorrect", gettext("What is wrong in a form, each with a way to its field."), [{"form": _wrong()}])
    yield Specimen("language", gettext("The button for the other language; it stands in the head of the page."))
    yield Specimen(
        "left", gettext("What is left of a time limit; told to the minute, it goes on being counted."), _left(now)
    )
    yield Specimen("pager", gettext("The way through a long list."), [{"pages": Paginator(range(60), 20).page(2)}])
    yield Specimen("pieces", gettext("A text with what was looked for marked in it."), [_found()])
    yield Specimen("reasons", gettext("Why something was refused, each reason with its rule."), [_refused(tongue)])
    yield Specimen("stale", gettext("Somebody else was faster: who, and what they did."), [_stale()])
    yield Specimen(
        "standing", gettext("Where a case stands."), [{"standing": standing_of(one, tongue)} for one in TONES]
    )
    yield Specimen(
        "troubles", gettext("Everything wrong with what was filed, each with its place."), [_troubles(tongue)]
    )
    yield Specimen(
        "typed",
        gettext("What was typed, to be copied where it could not be kept."),
        [{"typed": [("reason", gettext("Reason"))]}],
    )


def _grounds(tongue: str) -> list[Ground]:
    cite = regulations.newest().rules["committee.min_members"].source.cite
    return [ground_of(Source(cite, basis), tongue) for basis in Basis]


def _charts(now: datetime) -> list[Mapping[str, Any]]:
    says = gettext("Every final decision issued in the period.")
    columns = [gettext("Outcome"), gettext("Decisions")]
    one = Chart("specimen", gettext("Final decisions by outcome"), says, columns, [[gettext("Approved"), 3]], (1,))
    none = Chart("nothing", gettext("Rounds per case"), says, columns, [], (1,))
    return [{"chart": chart, "period": last_twelve_months(now), "body": None} for chart in (one, none)]


def _clocks(tongue: str, now: datetime) -> Iterator[Mapping[str, Any]]:
    """One of each tone."""
    left = {
        "calm": gettext("met in time"),
        "soon": gettext("due today"),
        "over": gettext("met late"),
        "stands": gettext("stands still"),
    }
    for number, (tone, words) in enumerate(left.items()):
        yield {
            "clock": TimeLimit(
                label=gettext("Time limit"),
                due_at=now + timedelta(days=DAYS),
                exact=tone == "over",
                left=words,
                tone=tone,
                owner=gettext("Secretary"),
                provisional=tone == "calm",
                extensions=number % 2,
                ground=_grounds(tongue)[0],
                settled_at=now if tone == "calm" else None,
            )
        }


def _left(now: datetime) -> list[Mapping[str, Any]]:
    """Hours before the end, and hours after it."""
    ends = {"soon": now + timedelta(hours=HOURS), "over": now - timedelta(hours=HOURS)}
    counts = {tone: owed_by_the_minute(due_at=due_at, now=now) for tone, due_at in ends.items()}
    return [
        {"clock": {"tone": tone, "left": minutes_left(due_at=ends[tone], now=now), "counts": counts[tone]}}
        for tone in ends
    ]


def _wrong() -> RegistrationForm:
    form = RegistrationForm({"number": ""})
    form.is_valid()
    return form


def _found() -> Mapping[str, Any]:
    sentence = gettext("The reason as a sentence, with the figures that were counted.")
    return {"pieces": pieces(sentence, words_asked(gettext("Reason")))}


def _refused(tongue: str) -> Mapping[str, Any]:
    sentence = gettext("The reason as a sentence, with the figures that were counted.")
    return {
        "title": gettext("This was refused; nothing was written"),
        "reasons": [Reason(sentence, ground) for ground in _grounds(tongue)[:2]],
    }


def _stale() -> Mapping[str, Any]:
    return {
        "stale": gettext("%(act)s (%(who)s)") % {"act": gettext("Reason"), "who": gettext("Secretary")},
        "url": "#stale",
    }


def _troubles(tongue: str) -> Mapping[str, Any]:
    sentence = gettext("The reason as a sentence, with the figures that were counted.")
    places = ("title.zh", "plan.data.sources[0]")
    return {"troubles": [Trouble(place, sentence, _grounds(tongue)[0]) for place in places]}
