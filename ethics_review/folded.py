"""Text as a search compares it: full width as half width, capitals as small letters; and where a word stands in it."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

LONGEST, MOST = 100, 6
"""So many characters of what was asked are looked for, and so many words of it."""


@dataclass(frozen=True)
class Piece:
    """A part of a text; `hit` where it is what was looked for."""

    text: str
    hit: bool


def folded(text: str) -> str:
    """The text as it is kept to be searched. Character by character, so that each can be found in the original."""
    return "".join(_folded(one) for one in unicodedata.normalize("NFC", text))


def _folded(one: str) -> str:
    return unicodedata.normalize("NFKC", one).casefold()


def words_asked(asked: str) -> tuple[str, ...]:
    """What is looked for: each word once. Characters that nobody can see or that no database keeps are left out."""
    seen = "".join(one if unicodedata.category(one) not in {"Cc", "Cs"} else " " for one in asked[:LONGEST])
    return tuple(dict.fromkeys(folded(seen).split()))[:MOST]


def texts_of(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a filing with the path of its field; of lists, with the number of the element.

    In the order of the names: databases do not keep that of a JSON object.
    """
    inside: Iterable[tuple[object, object]] = ()
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        inside = sorted(value.items())
    elif isinstance(value, list):
        inside = enumerate(value)
    for name, one in inside:
        yield from texts_of(one, f"{path}.{name}" if path else str(name))


def searchable(body: Mapping[str, object]) -> str:
    """All texts of a filing as they are searched, one to a line: a word is never found across two of them."""
    return "\n".join(folded(text).replace("\x00", "") for _, text in texts_of(body))


def pieces(text: str, words: Iterable[str]) -> list[Piece]:
    """The text cut where `words` begin and end. Overlapping hits are one."""
    text = unicodedata.normalize("NFC", text)
    hits = _hits(text, words)
    found: list[Piece] = []
    for one, hit in zip(text, hits, strict=True):
        if found and found[-1].hit == hit:
            found[-1] = Piece(found[-1].text + one, hit)
        else:
            found.append(Piece(one, hit))
    return found


def excerpt(text: str, words: Iterable[str], *, around: int) -> list[Piece]:
    """So many characters before and after the first hit, cut into pieces; nothing where there is none."""
    text, wanted = unicodedata.normalize("NFC", text), tuple(words)
    hits = _hits(text, wanted)
    if True not in hits:
        return []
    first = hits.index(True)
    start, end = max(first - around, 0), min(first + 2 * around, len(text))
    cut = pieces(text[start:end], wanted)
    return [*([Piece("…", hit=False)] if start else []), *cut, *([Piece("…", hit=False)] if end < len(text) else [])]


def _hits(text: str, words: Iterable[str]) -> list[bool]:
    """Of each character, whether it belongs to one of the words."""
    places = [place for place, one in enumerate(text) for _ in _folded(one)]
    flat, hits = folded(text), [False] * len(text)
    for word in words:
        at = flat.find(word)
        while at >= 0:
            for place in places[at : at + len(word)]:
                hits[place] = True
            at = flat.find(word, at + 1)
    return hits
