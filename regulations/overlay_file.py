"""An overlay's file as it was read (附加规定文件): its tables, on which lines they stand, and what is wrong with them.

Everything wrong is collected, each with the line, the reason and the remedy: whoever writes such a file mends it once.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from regulations.toml_lines import Place, line_of_error, lines_of
from regulations.words import Words

LARGEST = 200_000
"""Bytes; the example beside the packs has three thousand."""
Wanted = TypeVar("Wanted")
NAMES: Mapping[type, Words] = {
    str: Words("文字", "text"),
    int: Words("整数", "a whole number"),
    bool: Words("true 或 false", "true or false"),
    date: Words("日期，如 2026-07-01", "a date such as 2026-07-01"),
    list: Words("列表", "a list"),
    dict: Words("表", "a table"),
}


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with an overlay: the file, the line, why it is refused and what to do."""

    file: str
    line: int
    reason: Words
    remedy: Words

    def __str__(self) -> str:
        zh, en = f"{self.reason.zh}。{self.remedy.zh}。", f"{self.reason.en}. {self.remedy.en}."
        return f"{self.file}:{self.line}: {zh} {en}"


class OverlayRefused(Exception):
    """Raised for an overlay that may not be laid over its base. Carries everything wrong with it."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__("\n".join(map(str, flaws)))
        self.flaws = flaws


@dataclass(frozen=True)
class Table:
    """One table of the file, where it stands, and the file that collects what is wrong with it."""

    file: "OverlayFile"
    place: Place
    content: Mapping[str, Any]

    def wrong(self, reason: Words, remedy: Words, key: str = "") -> None:
        """Note a flaw at `key`, or at the head of the table."""
        self.file.wrong((*self.place, key) if key else self.place, reason, remedy)

    def refuse_unknown(self, *known: str) -> None:
        """A misspelt key would otherwise be left out without a word."""
        for key in self.content:
            if key not in known:
                listed = ", ".join(known)
                self.wrong(
                    Words(f"没有“{key}”这一键", f"there is no key “{key}” here"),
                    Words(f"可用的键：{listed}", f"Known are {listed}"),
                    key,
                )

    def get(self, key: str, kind: type[Wanted], *, needed: bool = True) -> Wanted | None:
        """The value at `key`; None, with a flaw, where it is missing or of another kind."""
        value = self.content.get(key)
        if value is None:
            if needed:
                self.wrong(Words(f"缺少“{key}”", f"“{key}” is missing"), Words("请写明", f"Give {NAMES[kind].en}"), key)
            return None
        of_kind = isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
        if of_kind and not isinstance(value, datetime) and value != "":
            return value  # type: ignore[no-any-return] # it is of the kind asked for
        self.expected(key, NAMES[kind])
        return None

    def expected(self, key: str, what: Words) -> None:
        """Note that another kind of value belongs at `key`."""
        value = self.content.get(key)
        self.wrong(
            Words(f"“{key}”不能是 {value!r}", f"“{key}” cannot be {value!r}"),
            Words(f"应为{what.zh}", f"Give {what.en}"),
            key,
        )

    def words(self, key: str, *, needed: bool = True) -> Words | None:
        """A phrase in both languages: `{ zh = "…", en = "…" }`."""
        value = self.content.get(key)
        if value is None and not needed:
            return None
        return self.phrase(key, value)

    def phrase(self, key: str, value: object) -> Words | None:
        """`value`, which stands at `key`, as a phrase."""
        if isinstance(value, Mapping) and set(value) == {"zh", "en"} and all(_is_text(one) for one in value.values()):
            return Words(value["zh"], value["en"])
        self.wrong(
            Words(f"“{key}”应有中英文两种文字", f"“{key}” is a phrase in both languages"),
            Words('写作 { zh = "…", en = "…" }', 'Write { zh = "…", en = "…" }'),
            key,
        )
        return None

    def numbers(self, key: str) -> tuple[int, ...] | None:
        """A list of whole numbers from 1 on."""
        value = self.content.get(key)
        if isinstance(value, list) and value and all(type(one) is int and one >= 1 for one in value):
            return tuple(value)
        self.expected(key, Words("正整数的列表", "a list of whole numbers from 1 on"))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty, with a flaw, for anything else."""
        value = self.content.get(key, [])
        if isinstance(value, list) and all(_is_text(one) for one in value):
            return tuple(value)
        self.expected(key, Words("文字的列表", "a list of texts"))
        return ()


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


@dataclass(frozen=True)
class OverlayFile:
    """The file: its name, its tables with their lines, and what was found wrong so far."""

    name: str
    content: Mapping[str, Any]
    lines: Mapping[Place, int]
    flaws: list[Flaw] = field(default_factory=list)

    def wrong(self, place: Place, reason: Words, remedy: Words) -> None:
        """Note a flaw at the nearest line that is known."""
        self.flaws.append(Flaw(self.name, self.line(place), reason, remedy))

    def line(self, place: Place) -> int:
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    @property
    def top(self) -> Table:
        """What stands before the first table."""
        return Table(self, (), self.content)

    def tables(self, name: str) -> Iterator[Table]:
        """Each `[[name]]` of the file."""
        listed = self.content.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            self.top.expected(name, Words(f"若干 [[{name}]] 表", f"[[{name}]] tables"))
            return
        for place, one in enumerate(listed):
            yield Table(self, (name, place), one)

    def stop_if_flawed(self) -> None:
        """Raise `OverlayRefused` with everything found so far, in the order of the lines."""
        if self.flaws:
            raise OverlayRefused(*sorted(self.flaws, key=lambda flaw: flaw.line))


def read(path: Path) -> OverlayFile:
    """The file at `path`. Raises `OverlayRefused` where it cannot be read or is no TOML."""
    name = str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(name, f"the file cannot be read ({error.strerror})") from error
    if len(content) > LARGEST:
        raise _unreadable(name, f"the file has more than {LARGEST} bytes")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise _unreadable(name, "the file is not UTF-8") from error
    try:
        return OverlayFile(name, tomllib.loads(text), lines_of(text))
    except tomllib.TOMLDecodeError as error:
        line = line_of_error(error, text)
        reason = Words("不是有效的 TOML", f"this is no TOML: {error}")
        raise OverlayRefused(Flaw(name, line, reason, Words("请更正此处的写法", "Mend it here"))) from error


def _unreadable(name: str, reason: str) -> OverlayRefused:
    remedy = Words("请核对 OVERLAYS 中的路径和文件", "Check the path in OVERLAYS, and the file")
    return OverlayRefused(Flaw(name, 1, Words("文件无法读取", reason), remedy))
