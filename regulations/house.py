"""What a committee may set of its own (委员会自定事项), where no text fixes it: settings, bounds, a check.

A setting is either a rule marked as one or the length of a clock that names one. Bounds are the pack's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from regulations.clocks import Clock
from regulations.pack import Between, Limits, OneOf, Resolved, Rule
from regulations.problem import Problem
from regulations.units import Unit
from regulations.words import Words


@dataclass(frozen=True)
class SettingSpec:
    """One setting: a number `limits` bounds, a word it lists, or yes and no where there are no limits.

    `unit` is what a clock's number counts.
    """

    key: str
    default: object
    label: Words
    limits: Limits | None
    unit: Unit | None = None


def house_settings(resolved: Resolved) -> Mapping[str, SettingSpec]:
    """Every setting of the pack by its key: those of the rules, then the lengths of the clocks."""
    specs = [_of_rule(resolved, rule) for rule in resolved.rules.values() if rule.setting]
    specs += [_of_clock(resolved, clock, clock.setting) for clock in resolved.clocks.values() if clock.setting]
    return {spec.key: spec for spec in specs}


def _of_rule(resolved: Resolved, rule: Rule) -> SettingSpec:
    return SettingSpec(rule.key, rule.value, rule.gist, resolved.limits.get(rule.key))


def _of_clock(resolved: Resolved, clock: Clock, key: str) -> SettingSpec:
    return SettingSpec(key, clock.amount, clock.label, resolved.limits.get(key), clock.unit)


def check_house(resolved: Resolved, house: Mapping[str, object]) -> tuple[Problem, ...]:
    """Everything wrong with a committee's settings at once, in the order of their keys."""
    specs = house_settings(resolved)
    return tuple(problem for key in sorted(house) for problem in _flaws(specs.get(key), key, house[key]))


def fits(spec: SettingSpec, value: object) -> bool:
    """Whether `value` is of the setting's type and within its bounds. True is no number."""
    match spec.limits:
        case Between(least, most):
            return type(value) is int and least <= value <= most
        case OneOf(values):
            return isinstance(value, str) and value in values
    return type(value) is bool


def _flaws(spec: SettingSpec | None, key: str, value: object) -> Iterator[Problem]:
    if spec is None:
        sentence = Words(
            f"{key} 不是可以自定的事项：由文本规定，或者不存在。",
            f"{key} is not for a committee to set: a text fixes it, or there is no such setting.",
        )
        yield Problem("house.unknown", key, sentence)
    elif not fits(spec, value):
        zh, en = _expected(spec.limits)
        yield Problem(
            "house.out_of_bounds", key, Words(f"{key} 应为{zh}，而不是 {value!r}。", f"{key} is {en}, not {value!r}.")
        )


def _expected(limits: Limits | None) -> tuple[str, str]:
    match limits:
        case Between(least, most):
            return f"{least} 至 {most} 的整数", f"a whole number from {least} to {most}"
        case OneOf(values):
            return f"{'、'.join(values)} 之一", f"one of {', '.join(values)}"
    return "是或否", "true or false"
