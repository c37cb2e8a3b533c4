"""The frozen figures of the published instruments: what no pack that lies over them may fall short of.

Written down a second time on purpose, apart from the packs: lowering a figure in a pack changes the law's figure as
little as it changes the law. Where two instruments of a chain say something, the nearer one rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from regulations.citation import Cite
from regulations.clocks import Clock
from regulations.pack import Item, Resolved
from regulations.quorum import Share
from regulations.units import Unit
from regulations.words import Words

MAJORITY = Share(2, 3)
SIMPLIFIED_MEMBERS = 2
PRESENT_NEEDED = 5
EXPERTS_NEEDED = 5
AI, BASE = "ai-2026", "general-2023"


class How(StrEnum):
    """How a pack's value is held against the figure."""

    LEAST = "least"
    MOST = "most"
    COVERS = "covers"
    HOLDS = "holds"
    WITHIN = "within"


@dataclass(frozen=True)
class Figure:
    """One figure: the rule or clock it binds, where it is written, and how a pack's value is compared with it."""

    key: str
    cite: Cite
    how: How
    value: object

    def met_by(self, resolved: Resolved) -> bool:
        """Whether the pack is at least as strict. A rule or clock that is gone is not."""
        if self.how is How.WITHIN:
            clock = resolved.clocks.get(self.key)
            return clock is not None and _within(clock, self.value)
        rule = resolved.rules.get(self.key)
        return rule is not None and _met(self.how, rule.value, self.value)


@dataclass(frozen=True)
class Limit:
    """The longest a clock may run; of a fixed date, the date itself."""

    amount: int
    unit: Unit
    month_day: tuple[int, int] | None = None


def _within(clock: Clock, most: object) -> bool:
    """A clock in another unit is another clock, and a setting could make it any length."""
    if not isinstance(most, Limit) or clock.setting is not None:
        return False
    return clock.unit is most.unit and clock.month_day == most.month_day and clock.amount <= most.amount


def _met(how: How, value: object, figure: object) -> bool:
    match value, figure:
        case Share(), Share():
            return value.numerator * figure.denominator >= figure.numerator * value.denominator
        case bool(), bool():
            return value is figure
        case int(), int():
            return value >= figure if how is How.LEAST else value <= figure
        case tuple(), tuple():
            return {item.key for item in value if isinstance(item, Item)}.issuperset(figure)
    return False


def _least(instrument: str, key: str, article: int, value: int | Share, *, sure: bool = True) -> Figure:
    return Figure(key, Cite(instrument, article, certain=sure), How.LEAST, value)


def _most(instrument: str, key: str, article: int, value: int, *, sure: bool = True) -> Figure:
    return Figure(key, Cite(instrument, article, certain=sure), How.MOST, value)


def _covers(instrument: str, key: str, article: int | None, *keys: str, sure: bool = True) -> Figure:
    return Figure(key, Cite(instrument, article, certain=sure, annex=article is None), How.COVERS, keys)


def _holds(instrument: str, key: str, article: int, *, sure: bool = True) -> Figure:
    return Figure(key, Cite(instrument, article, certain=sure), How.HOLDS, value=True)


def _within_days(instrument: str, key: str, article: int, limit: Limit, *, sure: bool = True) -> Figure:
    return Figure(key, Cite(instrument, article, certain=sure), How.WITHIN, limit)


DAYS, MONTHS = Unit.DAYS, Unit.MONTHS
FIGURES = (
    # General measures of 2023
    _least(BASE, "committee.min_members", 7, 7),
    _least(BASE, "committee.external_members", 7, 1),
    _covers(BASE, "committee.categories", 7, "science", "ethics", "law"),
    _holds(BASE, "committee.both_sexes", 7),
    _most(BASE, "committee.term_years", 7, 5),
    _most(BASE, "acceptance.single_notice", 10, 1),
    _least(BASE, "meeting.min_present", 11, PRESENT_NEEDED),
    _covers(BASE, "meeting.categories", 11, "science", "ethics", "law"),
    _covers(BASE, "review.focuses", 15, "value", "risk_benefit", "qualification", "participants", "data_algorithm",
            "interests"),
    _least(BASE, "decision.majority", 16, MAJORITY),
    _within_days(BASE, "decision", 17, Limit(30, DAYS)),
    _most(BASE, "follow_up.months", 19, 12),
    _within_days(BASE, "follow_up", 19, Limit(12, MONTHS)),
    _least(BASE, "simplified.min_members", 23, SIMPLIFIED_MEMBERS, sure=False),
    _covers(BASE, "simplified.triggers", 24, "negative_finding", "doubt", "disagreement", "request", sure=False),
    _least(BASE, "panel.min_experts", 28, EXPERTS_NEEDED),
    _covers(BASE, "panel.categories", 28, "field", "ethics", "law"),
    _within_days(BASE, "re_examination", 30, Limit(30, DAYS), sure=False),
    _least(BASE, "panel.majority", 31, MAJORITY, sure=False),
    _most(BASE, "follow_up.listed_months", 33, 6),
    _within_days(BASE, "follow_up_listed", 33, Limit(6, MONTHS)),
    _within_days(BASE, "decision_emergency", 36, Limit(72, Unit.HOURS), sure=False),
    _within_days(BASE, "committee_registration", 43, Limit(30, DAYS), sure=False),
    _within_days(BASE, "registration", 44, Limit(30, DAYS)),
    _within_days(BASE, "annual_report", 45, Limit(1, Unit.FIXED_DATE, (3, 31)), sure=False),
    _covers(BASE, "list.items", None, "1", "2", "3", "4"),
    # Measures for artificial intelligence of 2026
    _covers(AI, "committee.categories", 10, "ai_technology", "ai_application", "ethics", "law"),
    _most(AI, "acceptance.single_notice", 13, 1),
    _least(AI, "meeting.min_present", 14, PRESENT_NEEDED, sure=False),
    _covers(AI, "meeting.categories", 14, "ai_technology", "ai_application", "ethics", "law", sure=False),
    _least(AI, "decision.majority", 16, MAJORITY),
    _within_days(AI, "decision", 16, Limit(30, DAYS)),
    _most(AI, "follow_up.months", 18, 12, sure=False),
    _within_days(AI, "follow_up", 18, Limit(12, MONTHS), sure=False),
    _least(AI, "simplified.min_members", 20, SIMPLIFIED_MEMBERS, sure=False),
    _covers(AI, "simplified.triggers", 20, "negative_finding", "doubt", "disagreement", "request", sure=False),
    _least(AI, "panel.min_experts", 23, EXPERTS_NEEDED, sure=False),
    _least(AI, "panel.majority", 24, MAJORITY, sure=False),
    _within_days(AI, "re_examination", 24, Limit(30, DAYS), sure=False),
    _within_days(AI, "decision_emergency", 27, Limit(72, Unit.HOURS), sure=False),
    _within_days(AI, "committee_registration", 30, Limit(30, DAYS)),
    _within_days(AI, "registration", 30, Limit(30, DAYS)),
    _within_days(AI, "annual_report", 30, Limit(1, Unit.FIXED_DATE, (3, 31))),
    _covers(AI, "review.focuses", 15, "well_being", "fairness", "controllable", "transparency", "responsibility",
            "privacy"),
    _covers(AI, "list.items", None, "1", "2", "3"),
)  # fmt: skip


def binding(resolved: Resolved) -> Iterator[Figure]:
    """The figures that bind a pack: of each rule or clock, the one of the nearest instrument of its chain."""
    nearest: dict[tuple[str, bool], Figure] = {}
    for instrument in reversed(resolved.chain):
        for figure in FIGURES:
            if figure.cite.instrument == instrument:
                nearest[figure.key, figure.how is How.WITHIN] = figure
    yield from nearest.values()


def shortfall(figure: Figure, resolved: Resolved) -> Words:
    """What the pack says instead of the figure."""
    said, asked = _said(figure, resolved), _shown(figure.value)
    return Words(
        f"{figure.key}：办法包为 {said}，{figure.cite} 要求 {asked}",
        f"{figure.key} is {said} where {figure.cite} asks for {asked}",
    )


def _said(figure: Figure, resolved: Resolved) -> str:
    if figure.how is How.WITHIN:
        clock = resolved.clocks.get(figure.key)
        return "—" if clock is None else clock.length.words().en
    rule = resolved.rules.get(figure.key)
    return "—" if rule is None else _shown(rule.value)


def _shown(value: object) -> str:
    match value:
        case Limit(amount, unit, None):
            return f"≤ {amount} {unit.value}"
        case Limit(_, _, (month, day)):
            return f"{month:02d}-{day:02d}"
        case tuple():
            return ", ".join(one.key if isinstance(one, Item) else str(one) for one in value)
    return str(value)
