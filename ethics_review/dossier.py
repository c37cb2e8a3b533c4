"""A dossier: one application as a YAML file (申请材料文件), read without losing or guessing anything.

The filing is the file without `expect` and `missing`, which say what a test expects and are never filed. YAML's
surprises are refused with their line: a name said twice, an anchor, a tag, a second document. A number that would not
come out as it was written stays text. Whether the filing is well formed or complete is for `regulations.materials`.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import ReaderError

from regulations.materials import Problem

LARGEST = 1_000_000
"""Bytes; the dossiers of a year's work stay under ten thousand."""
DEEPEST = 20
RULE = "materials.complete"
PLAIN_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
"""YAML 1.1 also reads 0123 as 83 and 1:30 as 90: those were never meant."""


@dataclass(frozen=True)
class Dossier:
    """What is filed, and what a test expects of it."""

    filing: Mapping[str, Any]
    expect: Mapping[str, Any]
    missing: tuple[str, ...]


class Unreadable(Exception):
    """Raised where a file is no dossier. Carries every reason found; nothing was filed."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{problem.path}: {problem.code}" for problem in problems))
        self.problems = problems


def read(path: str | Path) -> Dossier:
    """Read the dossier at `path`. Raises `Unreadable` with the line where the file is at fault."""
    try:
        content = _content(Path(path))
    except OSError as error:
        raise Unreadable(_problem("dossier.unreadable", file=str(path), reason=error.strerror or "")) from error
    except UnicodeDecodeError as error:
        raise Unreadable(_problem("dossier.not_utf8", file=str(path))) from error
    return parse(content)


def parse(content: str) -> Dossier:
    """The dossier a text holds. Raises `Unreadable` with the line where the text is at fault."""
    try:
        parsed = yaml.load(content, Loader=_Loader)  # noqa: S506 -- a SafeLoader that refuses more
    except yaml.YAMLError as error:
        raise Unreadable(_from(error, content)) from error
    if not isinstance(parsed, dict):
        raise Unreadable(_problem("dossier.not_a_mapping", line=1))
    return _divided(parsed)


def _content(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable(_problem("dossier.too_large", file=str(path), limit=LARGEST))
    return content.decode("utf-8-sig")


def _divided(parsed: dict[str, Any]) -> Dossier:
    """The filing apart from what a test expects."""
    expect, missing = parsed.pop("expect", {}), parsed.pop("missing", [])
    problems = []
    if not isinstance(expect, dict):
        problems.append(_problem("input.type", path="expect", expected="object"))
    if not isinstance(missing, list) or not all(isinstance(item, str) for item in missing):
        problems.append(_problem("input.type", path="missing", expected="array"))
    if problems:
        raise Unreadable(*problems)
    return Dossier(parsed, expect, tuple(missing))


def _problem(code: str, *, path: str = "", **figures: object) -> Problem:
    return Problem(path, code, RULE, figures)


class _Refusal(yaml.MarkedYAMLError):
    """A trap of YAML the loader refuses: the code, the name it is about, and where it stands."""

    def __init__(self, code: str, name: str, mark: yaml.Mark) -> None:
        super().__init__(name[:100], None, code, mark)


def _from(error: yaml.YAMLError, content: str) -> Problem:
    """The problem an error of the parser stands for, with the line a text editor shows."""
    if isinstance(error, ReaderError):
        return _problem("dossier.character", line=content.count("\n", 0, error.position) + 1)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 1
    if isinstance(error, _Refusal):
        return _problem(str(error.problem), line=line, name=error.context)
    return _problem("dossier.syntax", line=line)


class _Loader(yaml.SafeLoader):
    """YAML without its traps: no anchors, no tags, no name said twice, names that are text, bounded depth."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        for code, name in (("dossier.anchor", event.anchor), ("dossier.tag", getattr(event, "tag", None))):
            if name is not None:
                raise _Refusal(code, name, event.start_mark)
        if self.depth >= DEEPEST:
            raise _Refusal("dossier.too_deep", str(DEEPEST), event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- the library's signature
        """Every pair once, and every name text; `<<` is no text and nobody's field."""
        mapping: dict[Hashable, Any] = {}
        for name_node, value_node in node.value:
            if not isinstance(name_node, yaml.ScalarNode) or name_node.tag != self.DEFAULT_SCALAR_TAG:
                raise _Refusal("dossier.name_not_text", _as_written(name_node), name_node.start_mark)
            if name_node.value in mapping:
                raise _Refusal("dossier.duplicate", name_node.value, name_node.start_mark)
            mapping[name_node.value] = self.construct_object(value_node, deep=deep)
        return mapping

    def construct_whole(self, node: yaml.ScalarNode) -> int | str:
        return int(node.value) if PLAIN_INTEGER.fullmatch(node.value) else str(node.value)

    def construct_decimal(self, node: yaml.ScalarNode) -> float | str:
        """A number only where nothing is lost by it: a form's version 1.10 is not 1.1."""
        try:
            value = float(node.value)
        except ValueError:
            return str(node.value)
        return value if repr(value) == node.value else str(node.value)

    def construct_day(self, node: yaml.ScalarNode) -> str:
        """A day or an instant as ISO 8601; what is none of a calendar stays as written, for the shape to refuse."""
        try:
            return str(self.construct_yaml_timestamp(node).isoformat())
        except ValueError:
            return str(node.value)


def _as_written(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_whole)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_decimal)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_day)
