"""The charts of a dashboard: each a table of words and numbers, of which a script draws the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from ethics_review import wording
from ethics_review.queries.dashboard import Figures
from ethics_review.web.terms import sentence_case, word
from regulations.vocabulary import Outcome, Procedure

ANSWERS = ("yes", "no", "na")
Row = list[str | int | float]


@dataclass(frozen=True)
class Chart:
    """One chart and its table; `columns` heads the rows, the first of which names each. `drawn_from` is plotted.

    `stacked` where the figures of a row add up to something.
    """

    key: str
    title: str
    says: str
    columns: list[str]
    rows: list[Row]
    drawn_from: Sequence[int]
    stacked: bool = False

    @property
    def drawn(self) -> dict[str, Any]:
        """What the script is given."""
        series = [{"label": self.columns[at], "values": [row[at] for row in self.rows]} for at in self.drawn_from]
        return {"key": self.key, "labels": [row[0] for row in self.rows], "series": series, "stacked": self.stacked}


def charts_of(figures: Figures, tongue: str, *, with_loads: bool) -> list[Chart]:
    """Every chart, worded; the members' loads only where the reader is shown them."""
    charts = [
        _turnaround(figures, tongue),
        _overdue(figures, tongue),
        _outcomes(figures, tongue),
        _findings(figures, tongue),
        _rounds(figures),
    ]
    return [*charts, _loads(figures)] if with_loads else charts


def _turnaround(figures: Figures, tongue: str) -> Chart:
    return Chart(
        key="turnaround",
        title=gettext("Turnaround by procedure"),
        says=gettext("Calendar days from the opening of the round to its final decision."),
        columns=[gettext("Procedure"), gettext("Decisions"), gettext("Median days"), gettext("Longest, days")],
        rows=[
            [_vocabulary(Procedure, procedure, tongue), found.decided, found.median, found.longest]
            for procedure, found in sorted(figures.turnaround.items(), key=lambda item: _rank(Procedure, item[0]))
        ],
        drawn_from=(2, 3),
    )


def _overdue(figures: Figures, tongue: str) -> Chart:
    return Chart(
        key="overdue",
        title=gettext("Time limits missed"),
        says=gettext("Limits that ran out unmet in the period, whoever owed them."),
        columns=[gettext("Time limit"), gettext("Missed"), gettext("Of them still owed")],
        rows=[
            [sentence_case(wording.clock_label(clock, tongue)), found.times, found.open]
            for clock, found in figures.missed.items()
        ],
        drawn_from=(1, 2),
    )


def _outcomes(figures: Figures, tongue: str) -> Chart:
    return Chart(
        key="outcomes",
        title=gettext("Final decisions by outcome"),
        says=gettext("Every final decision issued in the period."),
        columns=[gettext("Outcome"), gettext("Decisions")],
        rows=[
            [_vocabulary(Outcome, outcome, tongue), times]
            for outcome, times in sorted(figures.outcomes.items(), key=lambda item: _rank(Outcome, item[0]))
        ],
        drawn_from=(1,),
    )


def _findings(figures: Figures, tongue: str) -> Chart:
    return Chart(
        key="focuses",
        title=gettext("Findings by focus"),
        says=gettext("What the reviewers' worksheets say of each focus, in rounds decided in the period."),
        columns=[gettext("Focus"), gettext("Met"), gettext("Not met"), word("na", tongue)],
        rows=[
            [wording.item_label("review.focuses", focus, tongue), *(found.get(answer, 0) for answer in ANSWERS)]
            for focus, found in figures.findings.items()
        ],
        drawn_from=(1, 2, 3),
        stacked=True,
    )


def _rounds(figures: Figures) -> Chart:
    return Chart(
        key="rounds",
        title=gettext("Rounds per case"),
        says=gettext("How many rounds the cases took that were decided in the period."),
        columns=[gettext("Rounds"), gettext("Cases")],
        rows=[
            [ngettext("%(n)d round", "%(n)d rounds", rounds) % {"n": rounds}, cases]
            for rounds, cases in figures.rounds.items()
        ],
        drawn_from=(1,),
    )


def _loads(figures: Figures) -> Chart:
    return Chart(
        key="loads",
        title=gettext("Load by member"),
        says=gettext("Reviews assigned in the period, and worksheets still outstanding. Shown to the office only."),
        columns=[gettext("Member"), gettext("Assigned"), gettext("Outstanding")],
        rows=[[load.person, load.assigned, load.outstanding] for load in figures.loads],
        drawn_from=(1, 2),
    )


def _vocabulary(vocabulary: Any, value: str, tongue: str) -> str:
    return sentence_case(wording.label_in(vocabulary, value, tongue))


def _rank(vocabulary: Any, value: str) -> int:
    """In the order of the vocabulary; what it does not know comes last."""
    known = [one.value for one in vocabulary]
    return known.index(value) if value in known else len(known)
