"""The room of the law (办法): pure Python, without Django, a database or a clock. This module is its door."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from regulations.overlay import Flaw, OverlayRefused, lay
from regulations.pack import Pack, Resolved, resolve
from regulations.packs import ai_2026, ai_draft_2025, general_2023

GENERAL = general_2023.PACK.id
PACKS: dict[str, Pack] = {module.PACK.id: module.PACK for module in (general_2023, ai_draft_2025, ai_2026)}
_LAID: dict[str, Resolved] = {}
"""The packs that come of the operator's overlays, in the order in which they were laid."""


@cache
def pack(name: str) -> Resolved:
    """The pack of that name, laid over what it falls back to. Raises KeyError where there is none."""
    return _LAID[name] if name in _LAID else resolve(PACKS[name], PACKS)


def pinned(name: str, version: str) -> Resolved:
    """The pack in exactly that version, as a case was accepted under it. Raises LookupError where it is gone."""
    found = pack(name) if name in PACKS or name in _LAID else None
    if found is None or found.version != version:
        raise LookupError(f"{name} {version} is not here")
    return found


def lay_over(paths: Iterable[Path]) -> tuple[Flaw, ...]:
    """Lay the operator's overlays, each over a pack of the product or one laid before it; those laid so far go.

    What is refused is left out; the answer is everything wrong with it. Asked once, at start-up.
    """
    flaws: list[Flaw] = []
    _LAID.clear()
    pack.cache_clear()
    for path in paths:
        try:
            laid = lay(path, _known)
        except OverlayRefused as refused:
            flaws += refused.flaws
        else:
            _LAID[laid.id] = laid
    pack.cache_clear()
    return tuple(flaws)


def _known(name: str) -> Resolved | None:
    return pack(name) if name in PACKS or name in _LAID else None


def instruments() -> tuple[Resolved, ...]:
    """The packs of the product, in the order of coming into force, without any overlay."""
    return tuple(pack(name) for name in sorted(PACKS, key=lambda name: PACKS[name].in_force_on))


def all_packs() -> tuple[Resolved, ...]:
    """Every pack: those of the product in the order of coming into force, then the overlays as they were laid."""
    return (*instruments(), *_LAID.values())


def applicable(*, on: date, ai: bool) -> Resolved:
    """The pack of the product that binds what is accepted on that day. Raises LookupError before any was in force."""
    fitting = [one for one in instruments() if one.pinnable and one.in_force_on <= on and (ai or one.id == GENERAL)]
    if not fitting:
        raise LookupError(f"no instrument was in force on {on}")
    return fitting[-1]


def newest() -> Resolved:
    """The instrument in force that came last: what is shown and looked up where no case and no body binds another."""
    return [one for one in instruments() if one.pinnable][-1]


__all__ = ["all_packs", "applicable", "instruments", "lay_over", "newest", "pack", "pinned"]
