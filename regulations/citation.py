"""Where a rule is written, and how sure we are of it."""

from dataclasses import dataclass

from regulations.vocabulary import Basis


@dataclass(frozen=True, order=True)
class Cite:
    """An article of an instrument, or its annex; both absent where the house fixed the rule itself, and where the
    sources tell what an instrument says without its articles.

    `certain` is False where the article's number is not confirmed (the "?" of the specification).
    """

    instrument: str
    article: int | None = None
    certain: bool = True
    annex: bool = False

    def __str__(self) -> str:
        if self.annex:
            return f"{self.instrument}#annex"
        if self.article is None:
            return self.instrument
        return f"{self.instrument}#{self.article}" + ("" if self.certain else "?")


@dataclass(frozen=True)
class Source:
    """A citation together with the basis on which the pack relies on it."""

    cite: Cite
    basis: Basis
