"""On which line of a TOML file a table or a key stands: the parser keeps no lines, and a reader has to find the place.

The text is cut into statements: a chunk of lines that parses on its own is one. Each statement is a header or a key.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping

HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]")
KEY = re.compile(r"\s*([A-Za-z0-9_.-]+)\s*=")
AT_LINE = re.compile(r"at line (\d+)")
Place = tuple[str | int, ...]


def lines_of(text: str) -> Mapping[Place, int]:
    """The first line of each table and of each key in it, e.g. `("rule", 1)` and `("rule", 1, "value")`."""
    found: dict[Place, int] = {}
    table: Place = ()
    for number, statement in _statements(text):
        header, key = HEADER.match(statement), KEY.match(statement)
        if header and not key:
            table = _table(header, found)
            found[table] = number
        elif key:
            found[(*table, key[1])] = number
    return found


def line_of_error(error: tomllib.TOMLDecodeError, text: str) -> int:
    """Where the text stops being TOML; its last line where it ends too early."""
    told = AT_LINE.search(str(error))
    return int(told[1]) if told else max(1, len(text.splitlines()))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with the number of its first line. The text is known to parse as a whole."""
    begun, chunk = 1, ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not chunk:
            begun = number
        chunk += line
        if _is_whole(chunk):
            yield begun, chunk
            chunk = ""


def _is_whole(chunk: str) -> bool:
    try:
        tomllib.loads(chunk)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _table(header: re.Match[str], found: Mapping[Place, int]) -> Place:
    """The place of a table; one of an array is counted from 0."""
    name: Place = tuple(header[2].split("."))
    if header[1] == "[":
        return name
    return (
        *name,
        sum(1 for place in found if len(place) == len(name) + 1 and place[:-1] == name and isinstance(place[-1], int)),
    )
