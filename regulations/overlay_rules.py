"""The rules an overlay may change (附加规定中的规则): numbers, shares, demands, lists, questions, materials."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from regulations.citation import Source
from regulations.filing_fields import fields
from regulations.materials import FURTHER
from regulations.overlay_file import Table
from regulations.overlay_laying import WRITTEN, Laying, looser
from regulations.pack import Item, Rule
from regulations.quorum import Share
from regulations.stricter import ADDED, TWINS, WANTED, WAYS, Way, as_strict
from regulations.vocabulary import Basis, Category
from regulations.words import Words

SHARE = re.compile(r"([1-9][0-9]{0,2})/([1-9][0-9]{0,2})", re.ASCII)


def lay_rule(laying: Laying, table: Table) -> None:
    """A number, a share, a yes or no; or a list that gains items and questions, or loses items."""
    table.refuse_unknown("key", "value", "add", "questions", "without", "zh", "en", *WRITTEN)
    key, source = table.get("key", str), laying.source(table)
    if key is None or source is None or laying.said_before(table, key):
        return
    twin = next((clock for clock, rule in TWINS.items() if rule == key), None)
    if key not in WAYS or (key not in laying.rules and key not in ADDED):
        remedy = Words(f"请改写期限 {twin}", f"Shorten the clock {twin}") if twin else Words("请删去", "Take it out")
        table.wrong(Words(f"{key} 不是可以加严的规则", f"{key} is no rule an overlay may change"), remedy, "key")
        return
    base = laying.rules.get(key) or Rule(key, False, source, Words("", ""))
    value = _list(laying, table, base, source) if isinstance(base.value, tuple) else _single(table, base)
    if value is None:
        return
    if not as_strict(WAYS[key], base.value, value):
        looser(table, key, base.value, value, WANTED[WAYS[key]], "value" if "value" in table.content else "key")
        return
    _put(laying, table, base, value, source)


def _put(laying: Laying, table: Table, base: Rule, value: object, source: Source) -> None:
    """A list that grew stays where it is written, and its new items say where they are; the rest is the overlay's."""
    gist = _gist(table, base)
    grown = isinstance(value, tuple) and WAYS[base.key] is Way.GROWS
    kept = base.setting and source.basis is Basis.HOUSE
    if gist is not None:
        rule = Rule(base.key, value, base.source if grown else source, gist, setting=kept)
        laying.put(table, rule, supplied=not grown)


def _gist(table: Table, base: Rule) -> Words | None:
    """What readers are told: the overlay's own words, or those of the rule it lies over."""
    if "zh" in table.content or "en" in table.content or not base.gist.zh:
        zh, en = table.get("zh", str), table.get("en", str)
        return Words(zh, en) if zh and en else None
    return base.gist


def _single(table: Table, base: Rule) -> object:
    for key in ("add", "questions", "without"):
        if key in table.content:
            reason = Words(f"{base.key} 不是列表", f"{base.key} is no list")
            table.wrong(reason, Words("请写 value", "Give a value"), key)
            return None
    if isinstance(base.value, Share):
        text = table.get("value", str)
        found = SHARE.fullmatch(text) if text else None
        if found and int(found[1]) <= int(found[2]):
            return Share(int(found[1]), int(found[2]))
        if text:
            table.expected("value", Words("分数，如 3/4", "a share such as 3/4"))
        return None
    return table.get("value", bool if isinstance(base.value, bool) else int)


def _list(laying: Laying, table: Table, base: Rule, source: Source) -> object:
    items = {item.key: item for item in base.value if isinstance(item, Item)} if isinstance(base.value, tuple) else {}
    if "value" in table.content or not {"add", "questions", "without"} & table.content.keys():
        reason = Words(f"{base.key} 是列表", f"{base.key} is a list")
        table.wrong(reason, Words("请写 add、questions 或 without", "Give add, questions or without"), "value")
        return None
    for key in table.texts("without"):
        if items.pop(key, None) is None:
            _no_item(table, base.key, key, "without")
    items |= _added(laying, table, base.key, items, source)
    for key, questions in _mapping(table, "questions").items():
        if key in items:
            items[key] = replace(items[key], parts=(*items[key].parts, *_questions(laying, table, questions, source)))
        else:
            _no_item(table, base.key, key, "questions")
    return tuple(items.values())


def _no_item(table: Table, rule: str, key: str, at: str) -> None:
    reason = Words(f"{rule} 没有项目 {key}", f"{rule} has no item {key}")
    table.wrong(reason, Words("请核对项目", "Check the items of the rule"), at)


def _added(laying: Laying, table: Table, rule: str, items: Mapping[str, Item], source: Source) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for entry in table.content.get("add", []) if isinstance(table.content.get("add", []), list) else [None]:
        if not isinstance(entry, Mapping) or set(entry) - {"key", "zh", "en", "questions"}:
            table.expected("add", Words("项目的列表", 'a list of { key = "…", zh = "…", en = "…", questions = […] }'))
            continue
        key, words = str(entry.get("key", "")), table.phrase("add", {name: entry.get(name) for name in ("zh", "en")})
        if key in items or key in found or not _fits(rule, key):
            table.wrong(
                Words(f"{rule} 不能增加项目 {key!r}", f"{rule} takes no further item {key!r}"),
                Words("项目应当是新的，且属于该列表的种类", "It must be new, and of the kind the list holds"),
                "add",
            )
        elif words is not None:
            parts = tuple(_questions(laying, table, entry.get("questions", []), source))
            found[key] = Item(key, words, parts, source)
    return found


def _fits(rule: str, key: str) -> bool:
    """Categories are those the seats know, the items of the review list have numbers; other keys are words."""
    if rule.endswith(".categories"):
        return key in {category.value for category in Category}
    if rule == "list.items":
        return key.isascii() and key.isdecimal() and key[0] != "0"
    return re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", key, re.ASCII) is not None


def _questions(laying: Laying, table: Table, listed: object, source: Source) -> tuple[Words, ...]:
    """Questions of a focus. A text's own say where they are written."""
    if not isinstance(listed, list):
        table.expected("questions", Words("问题的列表", 'a list of { zh = "…", en = "…" }'))
        return ()
    asked = [table.phrase("questions", one) for one in listed]
    number = source.cite.article
    if number is None:
        return tuple(one for one in asked if one)
    zh, en = f"（{laying.document}第{number}条）", f" ({laying.document}, Art. {number})"
    return tuple(Words(one.zh + zh, one.en + en) for one in asked if one)


def _mapping(table: Table, key: str) -> Mapping[str, Any]:
    value = table.content.get(key, {})
    if isinstance(value, Mapping):
        return value
    table.expected(key, Words("表", "a table"))
    return {}


def lay_material(laying: Laying, table: Table) -> None:
    """A part of the application that was optional is asked of everybody."""
    table.refuse_unknown("path", "zh", "en", *WRITTEN)
    path, source = table.get("path", str), laying.source(table)
    if path is None or source is None:
        return
    asked = {one.path: one for one in fields() if one.when == "optional"}
    base = laying.rules.get(FURTHER)
    listed = base.value if base is not None and isinstance(base.value, tuple) else ()
    if path not in asked or any(item.key == path for item in listed):
        reason = Words(f"{path} 不是可选材料", f"{path} is no optional part of an application")
        table.wrong(reason, Words("可选材料见材料目录", f"Optional are {', '.join(asked)}"), "path")
        return
    gist = Words("附加规定要求的申请材料", "What an application has besides")
    items = (*listed, Item(path, asked[path].words, (), source))
    laying.put(table, Rule(FURTHER, items, source, gist))
