"""The operator's overlays (附加规定), laid once when a process starts, and the operator's arrangements of days off.

A process with a flawed overlay serves nobody.

Commands are stopped by the system check, which tells every flaw; servers and workers ask `stop_if_flawed` themselves.
"""

from django.conf import settings

import regulations
from regulations import loaded
from regulations.overlay import Flaw

_found: list[Flaw] = []


def lay() -> None:
    """Lay the overlays of the settings over the packs, and keep what is wrong. Count by the years loaded since."""
    loaded.look_in(settings.CALENDAR_DIR)
    _found[:] = regulations.lay_over(settings.OVERLAYS)


def flaws() -> tuple[Flaw, ...]:
    """What is wrong with the overlays of this process."""
    return tuple(_found)


def stop_if_flawed() -> None:
    """End the process with a paragraph on every flaw: rules that may be too loose are worse than no service."""
    if _found:
        told = "\n".join(f"  {flaw}" for flaw in _found)
        raise SystemExit(f"附加规定有误 / The overlays (OVERLAYS) are flawed:\n{told}")
