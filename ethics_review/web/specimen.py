"""One component as the style guide shows it (界面规范)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Specimen:
    """One component: what it is for, and each way it is shown by the values it is given.

    Without a way it stands on every page already, and is not drawn a second time.
    """

    name: str
    says: str
    ways: list[Mapping[str, Any]] = field(default_factory=list)
    folder: str = "ui"

    @property
    def template(self) -> str:
        return f"{self.folder}/{self.name}.html"

    @property
    def parameters(self) -> list[str]:
        return sorted({name for way in self.ways for name in way})
