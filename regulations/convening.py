"""When those asked to a meeting are reminded of it (会议提醒). No text fixes it: a committee's own setting, with a
default of the house. It is the office's business and no pack's, so that a pack stays what it was.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from regulations.house import SettingSpec, check_house, fits
from regulations.pack import Between, Resolved
from regulations.problem import Problem
from regulations.training import SETTINGS as OF_TRAINING
from regulations.words import Words

FIRST, LAST = "meeting.first_reminder_days", "meeting.last_reminder_hours"
SETTINGS: Mapping[str, SettingSpec] = MappingProxyType(
    {
        spec.key: spec
        for spec in (
            SettingSpec(
                FIRST, 3, Words("会议前第一次提醒（日）", "First reminder of a meeting (days before)"), Between(2, 30)
            ),
            SettingSpec(
                LAST,
                24,
                Words("会议前最后一次提醒（小时）", "Last reminder of a meeting (hours before)"),
                Between(1, 47),
            ),
        )
    }
)
"""Bounded so that the last rung always comes after the first."""


def reminders(starts_at: datetime, house: Mapping[str, object]) -> tuple[datetime, ...]:
    """The instants at which people are reminded of a meeting, ascending, under a committee's own settings."""
    return starts_at - timedelta(days=_number(house, FIRST)), starts_at - timedelta(hours=_number(house, LAST))


def _number(house: Mapping[str, object], key: str) -> int:
    """What is out of bounds was refused, or is told by the system check: meanwhile the default holds."""
    spec = SETTINGS[key]
    value = house.get(key, spec.default)
    return int(str(value if fits(spec, value) else spec.default))


OF_OFFICE: Mapping[str, SettingSpec] = MappingProxyType({**SETTINGS, **OF_TRAINING})
"""Every setting that is a committee's own and no pack's."""


def check_settings(resolved: Resolved, house: Mapping[str, object]) -> tuple[Problem, ...]:
    """Everything wrong with a committee's settings: those of its pack, and those of its office."""
    of_pack = {key: value for key, value in house.items() if key not in OF_OFFICE}
    return check_house(resolved, of_pack) + tuple(_flaws(house))


def _flaws(house: Mapping[str, object]) -> Iterator[Problem]:
    for key, spec in OF_OFFICE.items():
        if key in house and not fits(spec, house[key]) and isinstance(spec.limits, Between):
            least, most, given = spec.limits.least, spec.limits.most, house[key]
            sentence = Words(
                f"{key} 应为 {least} 至 {most} 的整数，而不是 {given!r}。",
                f"{key} is a whole number from {least} to {most}, not {given!r}.",
            )
            yield Problem("house.out_of_bounds", key, sentence)
