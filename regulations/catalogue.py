"""The catalogues beside the packs: the focuses a worksheet asks about, the materials an application needs."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from regulations.pack import Item
from regulations.words import Words

FOLDER = Path(__file__).parent / "catalogues"


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def content_of(*files: str) -> dict[str, str]:
    """SHA-256 of each file by its name, so that a pack's digest covers what its guards read through the facts."""
    return {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in files}


def focuses() -> tuple[Item, ...]:
    """The focuses of the 2026 measures with their sub-questions."""
    return tuple(
        Item(
            focus["key"],
            Words(focus["zh"], focus["en"]),
            tuple(Words(question["zh"], question["en"]) for question in focus["questions"]),
        )
        for focus in _read("focuses")["focus"]
    )
