"""What differs between two revisions of a filing (申请材料修订比较): question by question, and file by file.

Pure. A question is a place of the catalogue; of a list of records each record is found again on the other side, by its
name or by what it says, so that one that moved up or down is not told as changed. What is the same is not told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from re import compile as pattern
from typing import Any

from regulations.filing_fields import is_blank, ordered

WORDS = pattern(r"[^\W_\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|\s+|.")
"""What is marked as one: a word or number of a script that has spaces, and each Chinese character by itself."""
MOST_WORDS = 6_000
"""Of longer texts only the stretch between a common beginning and end is told: matching costs the square of them."""
ALIKE = 0.5
"""So much of what two records say must be the same for them to be one record that was changed."""
NAMES = ("name", "id", "number", "title")
"""What a record is called by, where it has one of these."""


class Change(StrEnum):
    """What became of it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One question answered otherwise. `record` is what the record it belongs to is called, "" outside of lists."""

    path: str
    change: Change
    before: Any
    after: Any
    record: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether the other side lacks it."""

    text: str
    marked: bool


@dataclass(frozen=True)
class File:
    """An uploaded file: what it is called, of which kind, and the SHA-256 of its content in hex."""

    name: str
    kind: str
    sha256: str


@dataclass(frozen=True)
class FileChange:
    """One file that came, went or has another content than its namesake of the same kind had."""

    change: Change
    before: File | None
    after: File | None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every question answered otherwise in `after` than in `before`, in the order of the catalogue."""
    return tuple(_between("", before, after, ""))


def _between(path: str, before: Any, after: Any, record: str) -> Iterator[Difference]:
    if _same(before, after):
        return
    if _inside(before, after):
        names = ordered({**_mapping(before), **_mapping(after)}, path)
        for name in names:
            where = f"{path}.{name}" if path else name
            yield from _between(where, _mapping(before).get(name), _mapping(after).get(name), record)
    elif _records(before, after):
        yield from _between_records(path, before or [], after or [])
    else:
        yield Difference(path, _change(before, after), before, after, record)


def _same(before: Any, after: Any) -> bool:
    """No answer and an empty one are the same."""
    return before == after or (is_blank(before) and is_blank(after))


def _inside(before: Any, after: Any) -> bool:
    both = [one for one in (before, after) if not is_blank(one)]
    return all(isinstance(one, Mapping) for one in both)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _records(before: Any, after: Any) -> bool:
    both = [one for one in (before, after) if not is_blank(one)]
    return all(isinstance(one, list) and all(isinstance(each, Mapping) for each in one) for one in both)


def _change(before: Any, after: Any) -> Change:
    if is_blank(before):
        return Change.ADDED
    return Change.REMOVED if is_blank(after) else Change.CHANGED


def _between_records(path: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    """Records in the order of `after`; what vanished comes last. A record that came or went is told as a whole."""
    found = _matched(before, after)
    for index, record in enumerate(after):
        other = found.get(index)
        if other is None:
            yield Difference(f"{path}.{index}", Change.ADDED, None, record, called(record))
        else:
            yield from _between(f"{path}.{index}", before[other], record, called(record))
    for index, record in enumerate(before):
        if index not in found.values():
            yield Difference(f"{path}.{index}", Change.REMOVED, record, None, called(record))


def called(record: Mapping[str, Any]) -> str:
    """What a record is called by; "" where it has no name."""
    return next((str(record[name]) for name in NAMES if not is_blank(record.get(name))), "")


def _matched(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """For records of `after`, which of `before` each was: the same one, its namesake, or the one it is most like."""
    found: dict[int, int] = {}
    _pair(found, ((a, b) for a, new in enumerate(after) for b, old in enumerate(before) if new == old))
    _pair(found, ((a, b) for a, new in enumerate(after) for b, old in enumerate(before) if _namesakes(old, new)))
    like = sorted(
        (-_alike(before[b], after[a]), a, b)
        for a in range(len(after))
        for b in range(len(before))
        if a not in found and b not in found.values()
    )
    _pair(found, ((a, b) for less, a, b in like if -less >= ALIKE))
    return found


def _pair(found: dict[int, int], pairs: Iterable[tuple[int, int]]) -> None:
    taken = set(found.values())
    for new, old in pairs:
        if new not in found and old not in taken:
            found[new] = old
            taken.add(old)


def _namesakes(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return bool(called(old)) and called(old) == called(new)


def _alike(old: Mapping[str, Any], new: Mapping[str, Any]) -> float:
    """Which part of the answers is the same: 0 for none, 1 for all."""
    names = {name for name in (*old, *new) if not (is_blank(old.get(name)) and is_blank(new.get(name)))}
    return sum(old.get(name) == new.get(name) for name in names) / len(names) if names else 0.0


def marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, with what only one side has marked."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    steps = [("equal", 0, head, 0, head), *_steps(old, new, head, tail)]
    steps.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    left = _pieces((old[a:b], tag != "equal") for tag, a, b, _, _ in steps)
    right = _pieces((new[a:b], tag != "equal") for tag, _, _, a, b in steps)
    return left, right


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(old), len(new)))


def _steps(old: list[str], new: list[str], head: int, tail: int) -> list[tuple[str, int, int, int, int]]:
    """How to come from the one to the other between a common beginning and a common end."""
    first, second = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(first) + len(second) > MOST_WORDS:
        return [("replace", head, head + len(first), head, head + len(second))]
    codes = SequenceMatcher(None, first, second).get_opcodes()
    return [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in codes]


def _pieces(runs: Iterable[tuple[list[str], bool]]) -> tuple[Piece, ...]:
    """Neighbours of the same kind are one piece."""
    pieces: list[Piece] = []
    for words, differs in runs:
        text = "".join(words)
        if text and pieces and pieces[-1].marked is differs:
            pieces[-1] = Piece(pieces[-1].text + text, differs)
        elif text:
            pieces.append(Piece(text, differs))
    return tuple(pieces)


def difference_of_files(before: Iterable[File], after: Iterable[File]) -> tuple[FileChange, ...]:
    """What became of the files: told by content, so that the same one sent again or renamed is no difference.

    A new content under a known name and kind replaces the latest of that name, even where the older still lies there.
    """
    old, new = tuple(before), tuple(after)
    namesakes = {(one.kind, one.name): one for one in old}
    came, gone = _unknown(new, old), _unknown(old, new)
    replaced = {one: namesakes.get((one.kind, one.name)) for one in came}
    changed = (FileChange(Change.CHANGED if was else Change.ADDED, was, one) for one, was in replaced.items())
    lost = (FileChange(Change.REMOVED, one, None) for one in gone if one not in replaced.values())
    return (*changed, *lost)


def _unknown(files: Iterable[File], others: Iterable[File]) -> tuple[File, ...]:
    """Each content once that the others have not, in order."""
    known = {one.sha256 for one in others}
    return tuple({one.sha256: one for one in files if one.sha256 not in known}.values())
