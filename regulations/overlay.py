"""Overlays (附加规定): what a province, a sector or a committee lays over a pack by a file of its own.

The measures let others be stricter and never looser. A file says over which pack it lies and what it changes; each
change is compared with what it lies over (`stricter`), and the whole is checked like a pack of the product (`check`).
What comes of it is a pack of its own, with its own name, version and digest, whose values cite the file's own articles.
A file that names no document is a house's own: what it fixes is the house's, what it sets remains a setting.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from regulations.articles import Article, hold
from regulations.check import check
from regulations.overlay_clocks import lay_clock, lay_limit, lay_reminders
from regulations.overlay_file import Flaw, OverlayFile, OverlayRefused, read
from regulations.overlay_laying import BOUNDS, Laying
from regulations.overlay_rules import lay_material, lay_rule
from regulations.pack import Resolved
from regulations.problem import Problem
from regulations.toml_lines import Place
from regulations.words import Words

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
LONGEST_NAME, LONGEST_VERSION = 40, 20
"""What the columns of a committee and a case hold."""
HEAD = ("name", "over", "version", "title", "document", "in_force_on")
TABLES = ("article", "rule", "clock", "limit", "material", "reminders")

__all__ = ["Flaw", "OverlayRefused", "lay"]


@dataclass(frozen=True)
class _Head:
    name: str
    over: str
    version: str
    title: Words
    document: str
    in_force_on: date


def lay(path: Path, known: Callable[[str], Resolved | None]) -> Resolved:
    """The pack that comes of laying the file at `path` over the pack it names, which `known` finds.

    Raises `OverlayRefused` with everything wrong. The file's articles are found by their citations from then on.
    """
    file = read(path)
    head = _head(file)
    base = known(head.over) if head else None
    if head and base is None:
        _no_base(file, head.over)
    elif head and base and not base.pinnable:
        reason = Words(f"{base.id} 不在施行中", f"{base.id} is not in force")
        file.top.wrong(reason, Words("请改为正在施行的办法", "Lie over one that is"), "over")
    if head is None or base is None or file.flaws:
        raise OverlayRefused(*file.flaws)
    return _laid(file, head, base)


def _laid(file: OverlayFile, head: _Head, base: Resolved) -> Resolved:
    name = f"{base.id}+{head.name}"
    articles = _articles(file, name, head.document)
    laying = Laying(base, name, head.document, articles)
    for table in file.tables("rule"):
        lay_rule(laying, table)
    for table in file.tables("clock"):
        lay_clock(laying, table)
    for table in file.tables("limit"):
        lay_limit(laying, table)
    for table in file.tables("material"):
        lay_material(laying, table)
    lay_reminders(laying, file.top)
    _nothing_idle(file, laying)
    file.stop_if_flawed()
    pack = _pack(head, laying)
    hold(name, articles)
    for problem in check(pack):
        remedy = Words("请更正此项，或者删去", "Mend this entry, or take it out")
        file.wrong(_place(laying, problem), Words(problem.sentence.zh[:-1], problem.sentence.en[:-1]), remedy)
    file.stop_if_flawed()
    return pack


def _place(laying: Laying, problem: Problem) -> Place:
    """Where the file says what the whole does not hold together with; its head where that is not to be told."""
    named = [key for key in laying.places if key.removeprefix(BOUNDS) in problem.where]
    return laying.places[max(named, key=len)] if named else ()


def _pack(head: _Head, laying: Laying) -> Resolved:
    base = laying.base
    return replace(
        base,
        id=laying.name,
        version=f"{base.version}+{head.version}",
        title=head.title,
        document=head.document or base.document,
        in_force_on=max(base.in_force_on, head.in_force_on),
        chain=(laying.name, *base.chain),
        rules=laying.rules,
        suppliers=laying.suppliers,
        clocks=laying.clocks,
        moves=laying.moves,
        limits=laying.limits,
    )


def _head(file: OverlayFile) -> _Head | None:
    top = file.top
    top.refuse_unknown(*HEAD, *TABLES)
    name, over, version = top.get("name", str), top.get("over", str), top.get("version", str)
    title, on = top.words("title"), top.get("in_force_on", date)
    document = top.get("document", str, needed=False) or ""
    if name is not None and not NAME.fullmatch(name):
        top.expected("name", Words("小写字母、数字和连字符", "lower-case letters, digits and hyphens"))
    if name and over and len(f"{over}+{name}") > LONGEST_NAME:
        top.expected("name", Words("更短的名称", f"a shorter one: with what it lies over, {LONGEST_NAME} characters"))
    if version and len(version) > LONGEST_VERSION // 4:
        top.expected("version", Words("更短的版本号", f"one of at most {LONGEST_VERSION // 4} characters"))
    if name and over and version and title and on:
        return _Head(name, over, version, title, document, on)
    return None


def _no_base(file: OverlayFile, over: str) -> None:
    reason = Words(f"没有规则包 {over}", f"there is no pack {over} to lie over")
    remedy = Words(
        "请写正在施行的规则包；所依附的附加规定在 OVERLAYS 中应当列在前面",
        "Name one in force; an overlay that is lain over comes first in OVERLAYS",
    )
    file.top.wrong(reason, remedy, "over")


def _articles(file: OverlayFile, name: str, document: str) -> Mapping[int, Article]:
    found: dict[int, Article] = {}
    for table in file.tables("article"):
        table.refuse_unknown("number", "heading", "gist", "certain")
        number, certain = table.get("number", int), table.get("certain", bool)
        heading, gist = table.words("heading"), table.words("gist")
        if not document:
            reason = Words("没有文件就没有条款", "an overlay without a document has no articles")
            table.wrong(reason, Words("请写明 document，或者删去条款", "Give the document, or take the article out"))
        elif number is not None and (number < 1 or number in found):
            table.expected("number", Words("尚未列出的条号", "the number of an article not listed yet"))
        elif number is not None and certain is not None and heading and gist:
            found[number] = Article(name, number, heading, gist, certain, None)
    return found


def _nothing_idle(file: OverlayFile, laying: Laying) -> None:
    """An article nothing stands on was meant for something; an overlay without a change, too."""
    for table in file.tables("article"):
        number = table.content.get("number")
        if number in laying.articles and number not in laying.cited:
            reason = Words(f"第{number}条没有规则依据", f"nothing stands on article {number}")
            table.wrong(reason, Words("请引用它，或者删去", "Cite it, or take it out"), "number")
    if not laying.places and not file.flaws:
        reason = Words("没有任何改变", "nothing is changed")
        file.top.wrong(reason, Words("请写入规则、期限或范围", "Add a rule, a clock or bounds"))
