"""The time limits and bounds an overlay may change (附加规定中的期限和自定范围), and the time limits it may add."""

from collections.abc import Mapping
from dataclasses import replace

from regulations.citation import Source
from regulations.clocks import Clock
from regulations.ladder import Ladder, Rung, as_strict, house, laid_in, with_reminders
from regulations.move import Start
from regulations.overlay_file import Table
from regulations.overlay_laying import BOUNDS, WRITTEN, Laying, looser
from regulations.pack import Between, Limits, OneOf
from regulations.stricter import (
    TWINS,
    WANTED,
    Way,
    amount_as_strict,
    limits_as_strict,
    reminders_as_strict,
)
from regulations.units import Unit
from regulations.vocabulary import Basis, Role
from regulations.words import Words

NEW_CLOCK = ("name", "amount", "unit", "owner", "zh", "en", "reminders", "rungs", "starts", "settles")


def lay_clock(laying: Laying, table: Table) -> None:
    """A shorter time limit, more reminders, no extension, no pause; or a new one that moves start and settle."""
    name = table.get("name", str)
    if name is None or laying.said_before(table, name):
        return
    if name in laying.clocks:
        _change_clock(laying, table, laying.clocks[name])
    else:
        _new_clock(laying, table, name)


def _change_clock(laying: Laying, table: Table, clock: Clock) -> None:
    table.refuse_unknown("name", "amount", "reminders", "rungs", "extendable", "pausable", *WRITTEN)
    source = laying.source(table)
    amount = table.get("amount", int, needed=False)
    if amount is not None and not amount_as_strict(clock, amount):
        looser(table, clock.name, clock.length.words().en, amount, _wanted(clock), "amount")
        return
    changed = _tied(table, clock)
    if "reminders" in table.content:
        changed = _reminded(table, changed, "reminders", table.numbers("reminders"))
    changed = _climbing(table, changed)
    if source is None or (changed == clock and amount is None):
        return
    if amount is not None:
        changed = _lasting(laying, changed, amount, source)
    laying.clocks[clock.name] = changed
    laying.note(table, clock.name)
    twin = TWINS.get(clock.name)
    if twin and amount is not None:
        laying.rules[twin] = replace(laying.rules[twin], value=amount, source=source)
        laying.suppliers[twin] = laying.name


def _tied(table: Table, clock: Clock) -> Clock:
    """Whether it may be extended or stopped: an overlay may only forbid it."""
    for key in ("extendable", "pausable"):
        if table.get(key, bool, needed=False) and not getattr(clock, key):
            looser(table, f"{clock.name}.{key}", "false", "true", WANTED[Way.OFF], key)
    extendable = clock.extendable and table.content.get("extendable") is not False
    pausable = clock.pausable and table.content.get("pausable") is not False
    return replace(clock, extendable=extendable, pausable=pausable)


def _wanted(clock: Clock) -> Words:
    if clock.unit is Unit.FIXED_DATE:
        return Words("固定日期不能改变", "a fixed date cannot be changed")
    longer = not amount_as_strict(clock, clock.amount - 1) and clock.amount > 1
    return Words("只能延长", "it may only be lengthened") if longer else Words("只能缩短", "it may only be shortened")


def _lasting(laying: Laying, clock: Clock, amount: int, source: Source) -> Clock:
    """What a text fixes is no setting any more; a house's own length is a default within the same bounds."""
    if source.basis is Basis.HOUSE and clock.setting is not None:
        return replace(clock, amount=amount)
    if clock.setting is not None:
        laying.limits.pop(clock.setting, None)
    return replace(clock, amount=amount, source=source, setting=None)


def _reminded(table: Table, clock: Clock, key: str, reminders: tuple[int, ...] | None) -> Clock:
    if reminders is None:
        return clock
    if not reminders_as_strict(clock.reminders, reminders):
        wanted = Words("只能增加提醒", "reminders may only be added")
        looser(table, f"{clock.name}.reminders", clock.reminders, reminders, wanted, key)
        return clock
    counted = Unit.HOURS if clock.unit is Unit.HOURS else Unit.DAYS
    return replace(clock, ladder=with_reminders(clock.ladder, reminders, counted))


def _climbing(table: Table, clock: Clock) -> Clock:
    """The clock with the rungs the text adds, or puts in the place of others: nobody may be told less by them."""
    ladder = laid_in(clock.ladder, _rungs(table, clock.unit))
    if not as_strict(clock.ladder, ladder):
        wanted = Words("告知的人和次数只能增加", "more people may be told, and more often")
        looser(table, f"{clock.name}.rungs", _told(clock.ladder), _told(ladder), wanted, "rungs")
        return clock
    if clock.ladder and not clock.escalate and any(rung.offset >= 0 for rung in ladder):
        reason = Words("权利的期限届满时不告知", "a limit that only closes a right ends quietly")
        table.wrong(reason, Words("只能在届满前提醒", "Remind before its end only"), "rungs")
        return clock
    return replace(clock, ladder=ladder)


def _told(ladder: Ladder) -> tuple[str, ...]:
    return tuple(f"{rung.offset}{f'/{rung.every}' if rung.every else ''}" for rung in ladder)


def _rungs(table: Table, counted: Unit) -> list[Rung]:
    """`rungs = [{ offset = 3, to = ["unit"], every = 3 }]`: negative before the end; in days, or by the hour."""
    given = table.content.get("rungs", [])
    if not isinstance(given, list):
        given = [given]
    rungs = [_rung(one, counted) for one in given]
    if None in rungs:
        shape = Words(
            '{ offset = 3, to = ["unit"], every = 3 } 的列表', 'a list of { offset = 3, to = ["unit"], every = 3 }'
        )
        table.expected("rungs", shape)
        return []
    return [rung for rung in rungs if rung is not None]


def _rung(given: object, counted: Unit) -> Rung | None:
    """One rung as a file gives it; None where it is no such thing."""
    if not isinstance(given, Mapping) or not given.keys() <= {"offset", "unit", "to", "every"}:
        return None
    offset, every = given.get("offset"), given.get("every", 0)
    if type(offset) is not int or type(every) is not int:
        return None
    try:
        unit = Unit(given.get("unit", Unit.HOURS if counted is Unit.HOURS else Unit.DAYS))
        return Rung(offset, unit, tuple(Role(role) for role in given.get("to", ())), every)
    except (ValueError, TypeError):
        return None


def _new_clock(laying: Laying, table: Table, name: str) -> None:
    """A time limit of the overlay's own. That moves start and settle it is for the check of the whole to see."""
    table.refuse_unknown(*NEW_CLOCK, *WRITTEN)
    source, amount = laying.source(table), table.get("amount", int)
    unit, owner = table.get("unit", str), table.get("owner", str)
    zh, en, reminders = table.get("zh", str), table.get("en", str), table.numbers("reminders")
    units, owners = [unit.value for unit in Unit if unit is not Unit.FIXED_DATE], [role.value for role in Role]
    if unit is not None and unit not in units:
        table.expected("unit", Words("、".join(units), f"one of {', '.join(units)}"))
    elif owner is not None and owner not in owners:
        table.expected("owner", Words("、".join(owners), f"one of {', '.join(owners)}"))
    elif amount is not None and amount < 1:
        table.expected("amount", Words("正整数", "a whole number from 1 on"))
    elif source and amount and unit and owner and zh and en and reminders:
        counted = Unit(unit)
        ladder = house(counted, escalate=(Role(owner), Role.CHAIR))
        ladder = with_reminders(ladder, reminders, Unit.HOURS if counted is Unit.HOURS else Unit.DAYS)
        clock = Clock(name, amount, counted, source=source, label=Words(zh, en), owner=Role(owner), ladder=ladder)
        laying.clocks[name] = _climbing(table, clock)
        laying.note(table, name)
    for key in ("starts", "settles"):
        for move in table.texts(key):
            _bind(laying, table, name, key, move)


def _bind(laying: Laying, table: Table, clock: str, key: str, move: str) -> None:
    line = laying.moves.get(move)
    if line is None:
        reason = Words(f"没有程序行为 {move}", f"there is no move {move}")
        table.wrong(reason, Words("请核对名称", "Check its name"), key)
    elif key == "starts":
        laying.moves[move] = replace(line, starts=(*line.starts, Start(clock)))
    else:
        laying.moves[move] = replace(line, settles=(*line.settles, clock))


def lay_reminders(laying: Laying, top: Table) -> None:
    """`[reminders]`: a denser ladder for every clock that runs by days, or by hours."""
    ladder = top.content.get("reminders")
    if ladder is None:
        return
    table = Table(top.file, ("reminders",), ladder if isinstance(ladder, Mapping) else {})
    table.refuse_unknown("days", "hours")
    for key, by_hours in (("days", False), ("hours", True)):
        if key not in table.content:
            continue
        if (steps := table.numbers(key)) is not None:
            _remind_all(laying, table, key, steps, by_hours=by_hours)
    laying.note(table, "reminders")


def _remind_all(laying: Laying, table: Table, key: str, steps: tuple[int, ...], *, by_hours: bool) -> None:
    """More reminders for every clock of a kind. What all of them have must be among those given: none is taken away."""
    kind = {name: clock for name, clock in laying.clocks.items() if (clock.unit is Unit.HOURS) is by_hours}
    common = frozenset.intersection(*(frozenset(clock.reminders) for clock in kind.values())) if kind else frozenset()
    if not common <= set(steps):
        wanted = Words("只能增加提醒", "reminders may only be added")
        looser(table, f"reminders.{key}", tuple(sorted(common, reverse=True)), steps, wanted, key)
        return
    for name, clock in kind.items():
        laying.clocks[name] = _reminded(table, clock, key, (*clock.reminders, *steps))


def lay_limit(laying: Laying, table: Table) -> None:
    """Narrower bounds of a committee's own setting."""
    table.refuse_unknown("key", "least", "most", "values")
    key = table.get("key", str)
    base = laying.limits.get(key or "")
    if key is None or laying.said_before(table, BOUNDS + key):
        return
    if base is None:
        reason = Words(f"{key} 没有自定范围", f"{key} has no bounds a committee chooses within")
        table.wrong(reason, Words("请核对名称", "Check its name"), "key")
        return
    limits: Limits
    if isinstance(base, Between):
        least, most = table.get("least", int), table.get("most", int)
        if least is None or most is None:
            return
        limits = Between(least, most)
    else:
        limits = OneOf(table.texts("values"))
    if limits_as_strict(base, limits):
        laying.limits[key] = limits
        laying.note(table, BOUNDS + key)
    else:
        wanted = Words("范围只能缩小", "bounds may only be narrowed")
        looser(table, key, base, limits, wanted, "least" if isinstance(base, Between) else "values")
