"""Overlays written in a test: a head, and whatever the test lays over a pack."""

from pathlib import Path

import regulations
from regulations.overlay import OverlayRefused, lay

LOCAL = Path(regulations.__file__).parent / "packs" / "local"
TOWN = 'name = "town"\nover = "ai-2026"\nversion = "1"\ntitle = { zh = "市", en = "Town" }\nin_force_on = 2026-06-01\n'
LAW = 'document = "市科〔2026〕1号"\n'
ARTICLE = """
[[article]]
number = 3
heading = { zh = "加严", en = "Stricter" }
gist = { zh = "加严", en = "Stricter" }
certain = true
"""
WRITTEN = 'article = 3\nbasis = "read"\n'


def known(name):
    return regulations.pack(name) if name in regulations.PACKS else None


def written(folder, text, name="town.toml"):
    """The path of a file with that text."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def law(*entries):
    """An overlay with a document and one article, on which every entry stands."""
    return TOWN + LAW + ARTICLE + "".join(f"\n{entry}\n{WRITTEN}" for entry in entries)


def house(*entries):
    """An overlay without a document."""
    return TOWN + "".join(f"\n{entry}\n" for entry in entries)


def laid(folder, text):
    return lay(written(folder, text), known)


def flaws(folder, text):
    """What is wrong with an overlay: each line as it stands in the file, with the reason in English."""
    path = written(folder, text)
    try:
        lay(path, known)
    except OverlayRefused as refused:
        found = refused.flaws
    else:
        found = ()
    assert all(flaw.file == str(path) for flaw in found)
    assert all(flaw.reason.zh and flaw.remedy.zh and flaw.remedy.en for flaw in found)
    return [(text.splitlines()[flaw.line - 1], flaw.reason.en) for flaw in found]


def rule(key, rest):
    return f'[[rule]]\nkey = "{key}"\n{rest}'


def clock(name, rest):
    return f'[[clock]]\nname = "{name}"\n{rest}'


def limit(key, rest):
    return f'[[limit]]\nkey = "{key}"\n{rest}'
