"""What each thing of a pack says, facet by facet (规则要素), in words that can be laid side by side.

Codes of the vocabulary, names of guards and articles stand as they are in both languages.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from regulations.citation import Source
from regulations.clocks import Clock
from regulations.move import Ask, Move
from regulations.pack import Between, Item, Limits, Resolved, Rule
from regulations.words import Words

Facets = Mapping[str, Words | Mapping[str, Words]]
"""What a thing says, by facet: words, or a list of words each under its own key."""
WHOLE = "whole"
FACETS: Mapping[str, Words] = {
    WHOLE: Words("全部", "all of it"),
    "title": Words("名称", "title"),
    "document": Words("文号", "document"),
    "in_force_on": Words("日期", "date"),
    "status": Words("状态", "status"),
    "chain": Words("适用顺序", "chain"),
    "elsewhere": Words("事项以外的期限", "time limits outside a case"),
    "value": Words("数值", "value"),
    "item": Words("项目", "item"),
    "question": Words("问题", "question"),
    "item_source": Words("项目出处", "where an item is written"),
    "order": Words("次序", "order"),
    "citation": Words("条款", "article"),
    "basis": Words("依据可信度", "basis"),
    "gist": Words("要旨", "gist"),
    "setting": Words("可否自定", "whether it may be set"),
    "length": Words("长短", "length"),
    "label": Words("名称", "label"),
    "owner": Words("责任人", "owner"),
    "escalate": Words("逾期告知", "told after the end"),
    "reminders": Words("提醒", "reminders"),
    "ladder": Words("提醒阶梯", "reminder ladder"),
    "evidence": Words("何以办结", "settled by"),
    "consequence": Words("逾期后果", "when missed"),
    "starts_note": Words("起算说明", "note on its start"),
    "rolls": Words("末日顺延", "whether its last day rolls on"),
    "extendable": Words("可否延长", "whether it may be extended"),
    "pausable": Words("可否中止", "whether it may stop"),
    "sources": Words("起始状态", "from"),
    "targets": Words("目标状态", "to"),
    "by": Words("行为人", "by"),
    "stands_on": Words("所依规则", "stands on"),
    "guards": Words("条件", "conditions"),
    "checks": Words("对所填内容的条件", "conditions on what is given"),
    "asks": Words("所需填写", "asks"),
    "starts": Words("开始的期限", "starts"),
    "settles": Words("结束的期限", "settles"),
    "tells": Words("告知", "notices"),
    "sealed": Words("是否密封", "whether it is sealed"),
    "bounds": Words("范围", "bounds"),
    "content": Words("内容", "content"),
}


def of_pack(pack: Resolved) -> Facets:
    return {
        "title": pack.title,
        "document": plainly(pack.document),
        "in_force_on": plainly(pack.in_force_on),
        "status": plainly(pack.status),
        "chain": codes(pack.chain),
        "elsewhere": codes(sorted(pack.elsewhere)),
    }


def title(pack: Resolved) -> Words:
    return pack.title


def of_rule(rule: Rule) -> Facets:
    said: dict[str, Words | Mapping[str, Words]] = _sourced(rule.source)
    items = _items(rule)
    if items:
        questions = {f"{item.key}.{part.en}": part for item in items for part in item.parts}
        sources = {item.key: plainly(_written(item.source)) for item in items if item.source}
        said |= {"item": {item.key: item.words for item in items}, "question": questions, "item_source": sources}
    else:
        said["value"] = value_told(rule.value)
    return said | {"gist": rule.gist, "setting": value_told(rule.setting)}


def rule_told(rule: Rule) -> Words:
    """A whole rule: its gist, and its value where that says more than yes."""
    if rule.value is True:
        return rule.gist
    value = value_told(rule.value)
    return Words(f"{rule.gist.zh}（{value.zh}）", f"{rule.gist.en} ({value.en})")


def _items(rule: Rule) -> tuple[Item, ...]:
    return tuple(one for one in rule.value if isinstance(one, Item)) if isinstance(rule.value, tuple) else ()


def value_told(value: object) -> Words:
    match value:
        case bool():
            return Words("是", "yes") if value else Words("否", "no")
        case tuple():
            told = [one.words if isinstance(one, Item) else plainly(one) for one in value]
            return Words("；".join(one.zh for one in told), "; ".join(one.en for one in told))
    return plainly(value)


def of_clock(clock: Clock) -> Facets:
    return _sourced(clock.source) | {
        "length": clock.length.words(),
        "label": clock.label,
        "owner": plainly(clock.owner),
        "escalate": codes(clock.escalate),
        "reminders": codes(clock.reminders),
        "ladder": ladder_told(clock),
        "evidence": clock.duty.evidence,
        "consequence": clock.duty.consequence,
        "starts_note": clock.starts_note or plainly(""),
        "rolls": value_told(clock.roll_last_day),
        "extendable": value_told(clock.extendable),
        "pausable": value_told(clock.pausable),
        "setting": plainly(clock.setting or ""),
    }


def ladder_told(clock: Clock) -> Words:
    """Every rung with whom it tells besides the owner, in order."""
    told = [(rung.words(), "、".join(rung.to), ", ".join(rung.to)) for rung in clock.ladder]
    zh = "；".join(f"{words.zh}（{to}）" if to else words.zh for words, to, _ in told)
    return Words(zh, "; ".join(f"{words.en} ({to})" if to else words.en for words, _, to in told))


def clock_told(clock: Clock) -> Words:
    length = clock.length.words()
    return Words(f"{clock.label.zh}（{length.zh}）", f"{clock.label.en} ({length.en})")


def of_move(move: Move) -> Facets:
    return {
        "label": move.label,
        "sources": each(move.sources),
        "targets": _targets(move),
        "by": {f"{state}/{role}": codes((state, role)) for state in move.sources for role in move.roles_in(state)},
        "stands_on": plainly(move.rule),
        "guards": each(_behaviour(guard) for guard in move.guards),
        "checks": each(_behaviour(check) for check in move.checks),
        "asks": {ask.name: _ask(ask) for ask in move.asks},
        "starts": each(_told(one.clock, one.when, one.months_from) for one in move.starts),
        "settles": each([*move.settles, *(_told(one.clock, one.when) for one in move.settles_if)]),
        "tells": {one.kind: plainly(_told(", ".join(one.to), one.when)) for one in move.tells},
        "sealed": value_told(move.sealed),
    }


def _targets(move: Move) -> Mapping[str, Words]:
    """Where it leads, by what decides it: the recorded key, the state it is made from, or nothing."""
    if not isinstance(move.target, Mapping):
        return each(move.targets)
    return {
        f"{key} -> {target}": plainly(f"{move.branch or 'from'}: {key} -> {target}")
        for key, target in move.target.items()
    }


def _ask(ask: Ask) -> Words:
    parts = (str(dict(ask.schema)), ask.options, "required" if ask.required else "", "free" if ask.free else "")
    rest = "; ".join(part for part in parts if part)
    return Words(f"{ask.label.zh}：{rest}", f"{ask.label.en}: {rest}")


def _told(name: str, when: object, more: str = "") -> str:
    """A clock or the roles of a notice, with the condition under which it applies."""
    return " ".join(part for part in (name, _behaviour(when) if when else "", more) if part)


def _behaviour(value: Any) -> str:
    """A guard or condition by its name; one that is data, with what it holds."""
    if not hasattr(value, "__dataclass_fields__"):
        return str(getattr(value, "__qualname__", value))
    held = (getattr(value, name) for name in value.__dataclass_fields__)
    inside = "; ".join(", ".join(map(_behaviour, one)) if isinstance(one, tuple) else _behaviour(one) for one in held)
    return f"{type(value).__qualname__}({inside})"


def of_limit(limit: Limits) -> Facets:
    return {"bounds": bounds(limit)}


def bounds(limit: Limits) -> Words:
    return plainly(f"{limit.least}–{limit.most}") if isinstance(limit, Between) else codes(limit.values)


def of_catalogue(digest: str) -> Facets:
    return {"content": plainly(digest)}


## Words for what has none


def _sourced(source: Source) -> dict[str, Words | Mapping[str, Words]]:
    return {"citation": plainly(source.cite), "basis": plainly(source.basis)}


def source_of(thing: Rule | Clock) -> Source:
    return thing.source


def no_source(thing: object) -> None:
    return None


def _written(source: Source) -> str:
    return f"{source.cite} {source.basis}"


def plainly(value: object) -> Words:
    """What is written the same in both languages: a number, a code, an article."""
    return Words(str(value), str(value))


def codes(values: Iterable[object]) -> Words:
    return plainly(", ".join(str(value) for value in values))


def each(names: Iterable[object]) -> Mapping[str, Words]:
    return {str(name): plainly(name) for name in names}
