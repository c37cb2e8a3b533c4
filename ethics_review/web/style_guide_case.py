"""Larger pieces of the style guide: what is told of a case, of its filing and of its time limits.

Every value is made up. The case is none: no number ends in four noughts, so that what is sent from here finds nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

import regulations
from ethics_review import wording
from ethics_review.document_terms import TERMS, Kind
from ethics_review.published.chart import Journey, chart
from ethics_review.web.case_moves import MoveLine
from ethics_review.web.checklists import checklists_of
from ethics_review.web.clock_lines import HEAD, ROW, Bar, ClockLine, TimeLine
from ethics_review.web.desk import Task
from ethics_review.web.difference_page import Row, Side
from ethics_review.web.filing_conflict import Difference
from ethics_review.web.filing_form import THE_ACTIVITY, FilingForm, part_label
from ethics_review.web.filing_page import lacking
from ethics_review.web.filing_steps import Step, page_of
from ethics_review.web.heading import Heading
from ethics_review.web.history_page import LogLine
from ethics_review.web.next_step import HINTS, NextStep
from ethics_review.web.papers import Paper
from ethics_review.web.shown import Reason, TimeLimit, ground_of, standing_of
from ethics_review.web.specimen import Specimen
from ethics_review.web.terms import word
from ethics_review.web.time_scale import Scale
from ethics_review.web.uploads import uploads
from ethics_review.web.way_page import WaySoFar
from regulations import calendar
from regulations.clocks import Clock, local
from regulations.filing_difference import Piece
from regulations.pack import Rules
from regulations.vocabulary import State

NUMBER = "2026-0000"
HASH = "0f3a9c5e" * 8
FOLDER = "cases/parts"


def pieces_of_a_case(tongue: str, now: datetime) -> Iterator[Specimen]:
    """In the order of the alphabet."""
    case, limits = _case(tongue), _limits(now, tongue)
    yield _piece("checklists", gettext("The catalogues an application is reminded of."), _checklists(tongue))
    yield _piece("completeness", gettext("What a filing lacks, each with a way to its question."), _lacking(tongue))
    yield _piece(
        "conflict", gettext("Two windows say different things: both stand there to be chosen from."), _versus(tongue)
    )
    said = gettext("One question or file in which two revisions differ.")
    yield Specimen("difference_row", said, [*_rows(tongue)], FOLDER)
    yield _piece("log", gettext("Entries of the record of a case."), {"lines": _log(now, tongue)[::-1]})
    yield _piece("next", gettext("What happens next, whose it is and by when."), _next(limits, tongue) | {"case": case})
    yield _piece("not_now", gettext("Acts of one's own that cannot be taken now, and why."), _not_now(tongue))
    yield _piece("papers", gettext("Documents with who added them and their digests."), _papers(now, tongue))
    said = gettext("A question with the article that asks it; a second one that is not answered yet.")
    yield Specimen("question", said, [*_questions(tongue)], FOLDER)
    yield _piece(
        "steps", gettext("The steps of an application, with how far each has come."), _steps(tongue) | {"case": case}
    )
    yield Specimen("task", gettext("One case that waits on the desk."), [_task(limits[-1], tongue)], "desk")
    yield _piece("time_line", gettext("The time limits of a case from start to end."), _line(limits, now))
    yield _piece("upload", gettext("Adding documents, each with its progress."), _upload(tongue))
    yield _piece("way", gettext("The states of the procedure and the way of a case so far."), _way(now, tongue, case))


def _piece(name: str, says: str, way: Mapping[str, Any]) -> Specimen:
    return Specimen(name, says, [way], FOLDER)


def _case(tongue: str) -> dict[str, Any]:
    heading = Heading(NUMBER, gettext("Triage assistant"), "", 1, standing_of(State.IN_REVIEW, tongue))
    return {"number": NUMBER, "heading": heading}


def _checklists(tongue: str) -> Mapping[str, Any]:
    first = checklists_of({}, tongue)[0]
    return {"checklists": [replace(first, parts=first.parts[:1])]}


def _lacking(tongue: str) -> Mapping[str, Any]:
    rules = Rules(regulations.newest())
    return {"lacking": lacking({}, rules, tongue)[:2], "case": {"number": NUMBER}, "submit_move": "submit"}


def _questions(tongue: str) -> Iterator[Mapping[str, Any]]:
    rules = Rules(regulations.newest())
    form = FilingForm(None, body={}, listed=(), language=tongue)
    activity = next(group for group in form.groups() if group.key == THE_ACTIVITY)
    asked = page_of(activity, form=form, lacking=lacking({}, rules, tongue), rules=rules).questions
    yield {"asked": next(one for one in asked if not one.missing)}
    yield {"asked": next(one for one in asked if one.missing)}


def _versus(tongue: str) -> Mapping[str, Any]:
    mine, theirs = (gettext("Funded by the province"),), (gettext("Funded by the company"),)
    one = Difference("funding", wording.field_label("funding", tongue), mine, theirs, "theirs")
    return {"conflict": [one], "revision": 3}


def _rows(tongue: str) -> Iterator[Mapping[str, Any]]:
    """Something changed, added and taken away."""
    was, now = _side(gettext("Funded by the province")), _side(gettext("Funded by the company"))
    label = wording.field_label("funding", tongue)
    yield {"row": Row(label, "", gettext("changed"), "working", was, now)}
    yield {"row": Row(label, "", gettext("added"), "good", Side(()), now)}
    yield {"row": Row(label, "", gettext("removed"), "stopped", was, Side(()))}


def _side(text: str) -> Side:
    return Side(((Piece(text, marked=True),),))


def _log(now: datetime, tongue: str) -> list[LogLine]:
    """The first entries of a case, the first one first."""
    told = (
        ("create", "", "applicant"),
        ("submit", State.SUBMITTED, "applicant"),
        ("accept", State.ACCEPTED, "secretary"),
    )
    return [
        LogLine(
            seq=seq,
            at=now - timedelta(days=3 - seq),
            act=wording.act_label(act, tongue, pack=regulations.newest()),
            actor="",
            role=word(role, tongue),
            moved=standing_of(moved, tongue).label if moved else "",
            figures=[],
            words=[],
            hash=HASH,
        )
        for seq, (act, moved, role) in enumerate(told)
    ]


def _next(limits: list[TimeLimit], tongue: str) -> dict[str, Any]:
    hint, (other, own) = str(HINTS[State.IN_REVIEW]), limits
    others = [replace(own, label=other.label, ground=other.ground, tone="soon")]
    return {"next": NextStep(hint, word("chair", tongue), "", yours=True, clock=own, others=others)}


def _not_now(tongue: str) -> Mapping[str, Any]:
    pack = regulations.newest()
    sentence = gettext("The reason as a sentence, with the figures that were counted.")
    reasons = [
        Reason(sentence, ground_of(pack.rules[rule].source, tongue)) for rule in ("ballot.roll", "meeting.chair")
    ]
    labels = [(name, pack.moves[name].label.in_language(tongue)) for name in ("open_ballot", "issue_decision")]
    return {"lines": [MoveLine(name, label, "plain", reasons) for name, label in labels]}


def _papers(now: datetime, tongue: str) -> Mapping[str, Any]:
    kind, name = TERMS[Kind.PLAN].label.in_language(tongue), "plan.pdf"
    return {
        "papers": [Paper(1, kind, name, 48_213, HASH, word("applicant", tongue), now, readable=True)],
        "number": NUMBER,
    }


def _steps(tongue: str) -> dict[str, Any]:
    return {
        "steps": [
            Step("activity", part_label("activity", tongue), 0, "complete", current=False),
            Step("plan", part_label("plan", tongue), 2, "missing", current=True),
            Step("partners", part_label("partners", tongue), 0, "unused", current=False),
            Step("check", gettext("Check and submit"), 0, "plain", current=False),
        ]
    }


def _task(limit: TimeLimit, tongue: str) -> Mapping[str, Any]:
    heading, unit = _case(tongue)["heading"], gettext("The university")
    step = gettext("Deal with it")
    return {"task": Task(heading, unit, unit, str(HINTS[State.IN_REVIEW]), step, "#task", limit)}


def _limits(now: datetime, tongue: str) -> list[TimeLimit]:
    """One that was met and one that runs, each called as in the newest pack."""
    met, runs = (regulations.newest().clocks[name] for name in ("acceptance", "decision"))
    ended, left = now - timedelta(days=8), ngettext("%(days)d day left", "%(days)d days left", 22) % {"days": 22}
    return [
        replace(_limit(met, now, tongue), left=gettext("met in time"), ended=True, settled_at=ended),
        replace(_limit(runs, now + timedelta(days=22), tongue), left=left),
    ]


def _limit(clock: Clock, due_at: datetime, tongue: str) -> TimeLimit:
    return TimeLimit(
        label=clock.label.in_language(tongue),
        due_at=due_at,
        exact=False,
        left="",
        tone="calm",
        owner=wording.label(clock.owner, tongue),
        provisional=False,
        extensions=0,
        ground=ground_of(clock.source, tongue),
    )


def _line(limits: list[TimeLimit], now: datetime) -> Mapping[str, Any]:
    starts, tops = (now - timedelta(days=12), now - timedelta(days=8)), (HEAD, HEAD + ROW)
    scale = Scale(local(starts[0]).date(), local(limits[-1].due_at).date())
    days = ngettext("%(n)d day", "%(n)d days", 8) % {"n": 8}
    drawn = zip(limits, starts, tops, strict=True)
    return {
        "line": TimeLine(
            width=760,
            height=HEAD + ROW * len(limits),
            bars=[_bar(limit, start, scale, y, now) for limit, start, y in drawn],
            marks=scale.marks(),
            off=scale.days_off(calendar.built_in()),
            today=scale.x(now),
            undrawn=0,
            lines=[
                ClockLine(limit, start, [], [], days, days, missed=False)
                for limit, start in zip(limits, starts, strict=True)
            ],
        )
    }


def _bar(limit: TimeLimit, start: datetime, scale: Scale, y: int, now: datetime) -> Bar:
    end, until = limit.settled_at or limit.due_at, limit.settled_at or now
    return Bar(
        y=y,
        label=limit.label,
        tone=limit.tone,
        whole=scale.span(start, end),
        run=scale.span(start, until),
        late=None,
        extensions=[],
        pauses=[],
        reminders=[scale.x(end - timedelta(days=1))],
        end=scale.x(end),
        ended=scale.x(end) if limit.ended else None,
        missed=False,
        provisional=False,
    )


def _upload(tongue: str) -> Mapping[str, Any]:
    return {"kinds": [("plan", TERMS[Kind.PLAN].label.in_language(tongue))], "uploads": uploads(), "number": NUMBER}


def _way(now: datetime, tongue: str, case: Mapping[str, Any]) -> Mapping[str, Any]:
    on = local(now).date().isoformat()
    entered = dict.fromkeys((State.DRAFT, State.SUBMITTED, State.ACCEPTED), on)
    taken = {("submit", State.DRAFT, State.SUBMITTED), ("accept", State.SUBMITTED, State.ACCEPTED)}
    journey = Journey(State.ACCEPTED, entered, taken)
    drawn = chart(pack=regulations.newest(), journey=journey, language=tongue)
    return {"way": WaySoFar(drawn, _log(now, tongue)), "case": case}
