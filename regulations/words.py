"""A phrase in the two languages the product speaks. The Chinese term rules."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One idea in Simplified Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh
