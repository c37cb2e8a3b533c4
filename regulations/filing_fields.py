"""The fields of a filing (申请材料) as the catalogue lists them, and how a value in a filing is read.

The fields stand in `catalogues/materials.toml`, the shape in `catalogues/filing.schema.json`. Which article asks for a
field is the pack's to say: only the rule's key is named here. Nothing is examined here.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from regulations.catalogue import FOLDER, risks
from regulations.pack import Item
from regulations.words import Words

GENERAL_RULE = "materials.complete"


@dataclass(frozen=True)
class Field:
    """One field of a filing as the catalogue describes it. `blank`: an empty value is an answer."""

    path: str
    words: Words
    rule: str
    when: str
    blank: bool = False


@dataclass(frozen=True)
class Node:
    """A field with the fields inside it; "*" stands for the elements of a list."""

    inside: dict[str, "Node"] = field(default_factory=dict)
    asked: Field | None = None


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "materials.toml").read_text("utf-8"))


@cache
def fields() -> tuple[Field, ...]:
    """Every field of a filing, in the order in which a notice names what is missing."""
    return tuple(
        Field(entry["path"], Words(entry["zh"], entry["en"]), entry["rule"], entry["when"], entry.get("blank", False))
        for entry in _catalogue()["items"]
    )


@cache
def regimes() -> tuple[Item, ...]:
    """The neighbouring regimes a case may refer to. Others may be named as well."""
    return tuple(Item(entry["key"], Words(entry["zh"], entry["en"])) for entry in _catalogue()["regimes"])


@cache
def filing_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a filing; the kinds of risk are those of their catalogue."""
    schema: dict[str, Any] = json.loads((FOLDER / "filing.schema.json").read_text("utf-8"))
    schema["$defs"]["risk"]["properties"]["kind"] = {"enum": [kind.key for kind in risks()]}
    return schema


def field_at(path: str) -> Field | None:
    """The field at a path of a filing (`risk_assessment.risks.0.control`), or None where there is none."""
    node = tree()
    for part in path.split("."):
        inside = node.inside.get("*" if part.isdecimal() else part)
        if inside is None:
            return None
        node = inside
    return node.asked


def rule_of(path: str) -> str:
    """The key of the rule that asks for the field at `path`, or for the nearest part around it."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        found = field_at(".".join(parts[:length]))
        if found is not None:
            return found.rule
    return GENERAL_RULE


@cache
def tree() -> Node:
    root = Node()
    for one in fields():
        *around, name = one.path.split(".")
        node = root
        for part in around:
            node = node.inside[part]
        node.inside[name] = Node(asked=one)
    return root


def ordered(value: Mapping[str, Any], path: str) -> list[str]:
    """The names of the part of a filing at `path` ("" for the whole) in the catalogue's order; unknown ones last."""
    node: Node | None = tree()
    for part in filter(None, path.split(".")):
        node = node.inside.get("*" if part.isdecimal() else part) if node else None
    known = list(node.inside) if node else []
    return [*(name for name in known if name in value), *(name for name in value if name not in known)]


def is_blank(value: object) -> bool:
    """Nothing, an empty list or mapping, or text without one visible character."""
    return is_void(value) or (isinstance(value, list | Mapping) and not value)


def is_void(value: object) -> bool:
    if isinstance(value, str):
        return not any(character.isprintable() and not character.isspace() for character in value)
    return value is None


def at(value: object, *path: str) -> Any:
    """What stands at `path`, or None where the way ends before it."""
    for part in path:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value
