"""What several commands are asked by the same word, and the same answer where there is no such thing."""

from django.core.management.base import CommandError

import regulations
from regulations.pack import Resolved


def pack_asked_for(name: str) -> Resolved:
    """The pack of that name. Raises CommandError with the names there are."""
    known = [pack.id for pack in regulations.all_packs()]
    if name not in known:
        listed = ", ".join(known)
        raise CommandError(f"没有规则包 {name}，可用：{listed}。 There is no pack {name}; known: {listed}.")
    return regulations.pack(name)
