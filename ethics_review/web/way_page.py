"""The way of a case so far, as a drawing and as a list: both from the record as this reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ethics_review.published.chart import Chart, Journey, chart
from ethics_review.published.layout import Leg
from ethics_review.queries.history import Row
from ethics_review.web.history_page import LogLine
from regulations.clocks import local
from regulations.pack import Resolved
from regulations.vocabulary import State


@dataclass(frozen=True)
class WaySoFar:
    """Where the case went: drawn, and told step by step, the first step first."""

    chart: Chart
    steps: list[LogLine]


def way_so_far(
    *, state: State, rows: Iterable[Row], lines: Iterable[LogLine], pack: Resolved, language: str
) -> WaySoFar:
    """The way to `state`. `lines` are those of `rows` in words, latest first."""
    steps = [line for line in lines if line.moved or line.seq == 0]
    return WaySoFar(chart(pack=pack, journey=journey_of(state, rows), language=language), steps[::-1])


def journey_of(state: State, rows: Iterable[Row]) -> Journey:
    """What the rows tell of the way: every case begins as a draft, on the day of its first entry."""
    entered: dict[State, str] = {}
    taken: set[Leg] = set()
    for row in rows:
        source, target = row.body.get("from", ""), row.body.get("to", "")
        on = local(datetime.fromisoformat(row.at)).date().isoformat()
        entered.setdefault(State.DRAFT, on)
        if target and source != target:
            taken.add((row.action, State(source), State(target)))
            entered[State(target)] = on
    return Journey(state, entered, taken)
