"""Which way is stricter (从严方向), rule by rule and clock by clock. What an overlay may not change is not listed.

The measures let provinces, sectors and committees add to them and never take away, so every value that may be changed
has one direction. A number of members may rise, an interval may shrink, a list that demands may grow and a list that
excuses may shrink. Where both directions could harm somebody, there is none.
"""

from collections.abc import Mapping
from enum import StrEnum

from regulations.clocks import Clock
from regulations.pack import Between, Item, Limits, OneOf
from regulations.quorum import Share
from regulations.units import Unit
from regulations.words import Words


class Way(StrEnum):
    """How a value may be changed."""

    MORE = "more"
    FEWER = "fewer"
    ON = "on"
    OFF = "off"
    GROWS = "grows"
    SHRINKS = "shrinks"


WAYS: Mapping[str, Way] = {
    "scope.criteria": Way.GROWS,
    "list.items": Way.GROWS,
    "committee.min_members": Way.MORE,
    "committee.external_members": Way.MORE,
    "committee.both_sexes": Way.ON,
    "committee.categories": Way.GROWS,
    "committee.term_years": Way.FEWER,
    "committee.term_notice_days": Way.MORE,
    "committee.odd_members": Way.ON,
    "committee.signed_statements": Way.ON,
    "body.centre_separation": Way.ON,
    "meeting.min_present": Way.MORE,
    "meeting.categories": Way.GROWS,
    "meeting.video": Way.OFF,
    "review.reviewers": Way.MORE,
    "review.focuses": Way.GROWS,
    "decision.majority": Way.MORE,
    "clock.extension_days": Way.FEWER,
    "clock.pausing": Way.OFF,
    "simplified.grounds": Way.SHRINKS,
    "simplified.min_members": Way.MORE,
    "simplified.triggers": Way.GROWS,
    "panel.min_experts": Way.MORE,
    "panel.categories": Way.GROWS,
    "panel.majority": Way.MORE,
    "exemption.regimes": Way.SHRINKS,
    "emergency.follow_up_months": Way.FEWER,
    "retention.decision_years": Way.MORE,
    "retention.other_years": Way.MORE,
    "access_logs.months": Way.MORE,
}
ADDED = frozenset({"committee.odd_members", "committee.signed_statements"})
"""Rules no base pack has: a text that asks for them brings them with it. Where they are absent they do not hold."""
TWINS: Mapping[str, str] = {"follow_up": "follow_up.months", "follow_up_listed": "follow_up.listed_months"}
"""Clocks whose length is also said as a rule: the rule follows the clock."""
LONGER = frozenset({"appeal_window"})
"""Time given to somebody for their own protection: here longer is stricter."""

WANTED: Mapping[Way, Words] = {
    Way.MORE: Words("只能提高", "it may only be raised"),
    Way.FEWER: Words("只能降低", "it may only be lowered"),
    Way.ON: Words("只能要求，不能免除", "it may only be asked for, not waived"),
    Way.OFF: Words("只能禁止，不能放开", "it may only be forbidden, not allowed"),
    Way.GROWS: Words("只能增加项目", "items may only be added"),
    Way.SHRINKS: Words("只能减少项目，且不得减至没有", "items may only be taken out, and not all of them"),
}


def as_strict(way: Way, base: object, value: object) -> bool:
    """Whether `value` is at least as strict as `base`; False for a value of another kind."""
    match base, value:
        case bool(), bool():
            return value >= base if way is Way.ON else value <= base if way is Way.OFF else False
        case Share(), Share():
            return way is Way.MORE and value.numerator * base.denominator >= base.numerator * value.denominator
        case (bool(), _) | (_, bool()):
            return False
        case int(), int():
            return value >= base if way is Way.MORE else value <= base if way is Way.FEWER else False
        case tuple(), tuple():
            return _list_as_strict(way, base, value)
    return False


def _list_as_strict(way: Way, base: tuple[object, ...], value: tuple[object, ...]) -> bool:
    """A list that grows keeps every item with all its questions; one that shrinks keeps at least one."""
    before, after = _by_key(base), _by_key(value)
    if way is Way.GROWS:
        return all(key in after and set(item.parts) <= set(after[key].parts) for key, item in before.items())
    return way is Way.SHRINKS and bool(after) and after.keys() <= before.keys()


def _by_key(items: tuple[object, ...]) -> dict[str, Item]:
    return {item.key: item for item in items if isinstance(item, Item)}


def amount_as_strict(clock: Clock, amount: int) -> bool:
    """Whether a clock of `amount` of its unit is at least as strict. A fixed date has no amount."""
    if clock.unit is Unit.FIXED_DATE:
        return False
    return amount >= clock.amount if clock.name in LONGER else 1 <= amount <= clock.amount


def reminders_as_strict(base: tuple[int, ...], reminders: tuple[int, ...]) -> bool:
    """Whether nobody is reminded less often: every reminder of the base is still there."""
    return set(base) <= set(reminders)


def limits_as_strict(base: Limits, limits: Limits) -> bool:
    """Whether a committee may choose nothing it could not choose before, and something still."""
    match base, limits:
        case Between(), Between():
            return base.least <= limits.least <= limits.most <= base.most
        case OneOf(), OneOf():
            return bool(limits.values) and set(limits.values) <= set(base.values)
    return False
