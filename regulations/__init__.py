"""The room of the law (办法): pure Python, without Django, a database or a clock. This module is its door."""

from datetime import date
from functools import cache

from regulations.pack import Pack, Resolved, resolve
from regulations.packs import ai_2026, ai_draft_2025, general_2023

GENERAL = general_2023.PACK.id
PACKS: dict[str, Pack] = {module.PACK.id: module.PACK for module in (general_2023, ai_draft_2025, ai_2026)}


@cache
def pack(name: str) -> Resolved:
    """The pack of that name, laid over what it falls back to. Raises KeyError where there is none."""
    return resolve(PACKS[name], PACKS)


def pinned(name: str, version: str) -> Resolved:
    """The pack in exactly that version, as a case was accepted under it. Raises LookupError where it is gone."""
    found = PACKS.get(name)
    if found is None or found.version != version:
        raise LookupError(f"{name} {version} is not here")
    return pack(name)


def all_packs() -> tuple[Resolved, ...]:
    """Every pack, in the order of coming into force."""
    return tuple(pack(name) for name in sorted(PACKS, key=lambda name: PACKS[name].in_force_on))


def applicable(*, on: date, ai: bool) -> Resolved:
    """The pack that binds an activity accepted on that day. Raises LookupError before any was in force."""
    fitting = [one for one in all_packs() if one.pinnable and one.in_force_on <= on and (ai or one.id == GENERAL)]
    if not fitting:
        raise LookupError(f"no instrument was in force on {on}")
    return fitting[-1]


def newest() -> Resolved:
    """The instrument in force that came last: what is shown and looked up where no case and no body binds another."""
    return [one for one in all_packs() if one.pinnable][-1]


__all__ = ["all_packs", "applicable", "newest", "pack", "pinned"]
