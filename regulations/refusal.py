"""Why not (不予办理的理由). A refusal carries a code, the rule it stands on and its figures; no wording."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from regulations.citation import Source


@dataclass(frozen=True)
class Refusal:
    """One rule that stands in the way, with the figures (needs 5, has 4) a reader needs to act."""

    code: str
    source: Source
    figures: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    path: str = ""


class Refused(Exception):
    """Raised by an operation that may not be done. Carries every reason at once; nothing was written."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals
