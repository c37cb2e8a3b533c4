"""The articles of the instruments (条款): what each is about, whether a rule was made of it, and if not, why not.

Headings and gists are paraphrases for readers; the files beside are edited by people who do not program. A rule cites
an article by `Cite`; here it finds the words to show beside it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from regulations.citation import Cite
from regulations.words import Words

FOLDER = Path(__file__).parent / "articles"
ANNEX = 0
"""The key of an instrument's annex, which has no number."""
WHOLE = -1
"""The key of an instrument cited as a whole: its sources tell what it says, and not in which article."""


@dataclass(frozen=True)
class Article:
    """One article, the annex, or the instrument as a whole (`number` None).

    `certain` is False where its number is not confirmed for what is said of it. `why_not` is said where no rule and
    no clock stands on it.
    """

    instrument: str
    number: int | None
    heading: Words
    gist: Words
    certain: bool
    why_not: Words | None
    whole: bool = False

    @property
    def cite(self) -> Cite:
        """The citation that finds it."""
        annex = self.number is None and not self.whole
        return Cite(self.instrument, self.number, certain=self.certain, annex=annex)

    @property
    def modelled(self) -> bool:
        return self.why_not is None


_HELD: dict[str, Mapping[int, Article]] = {}
"""The articles of overlays, which stand in files of their operators."""


def hold(instrument: str, found: Mapping[int, Article]) -> None:
    """Let the articles of an overlay be found by their citations."""
    _HELD[instrument] = found


def articles(instrument: str) -> Mapping[int, Article]:
    """Every article of an instrument by number, the annex under `ANNEX`. Raises KeyError for an unknown instrument."""
    return _HELD[instrument] if instrument in _HELD else _on_file(instrument)


@cache
def _on_file(instrument: str) -> Mapping[int, Article]:
    file = FOLDER / f"{instrument.replace('-', '_')}.toml"
    if not file.is_file():
        raise KeyError(instrument)
    entries = tomllib.loads(file.read_text("utf-8"))["article"]
    return {_key(entry): _article(instrument, entry) for entry in entries}


def _key(entry: Mapping[str, Any]) -> int:
    number: int = entry.get("number", WHOLE if entry.get("whole") else ANNEX)
    return number


def _article(instrument: str, entry: Mapping[str, Any]) -> Article:
    """`modelled` is written out for the reader of the file; it has to agree with the reason given or not."""
    why_not = _words(entry["why_not"]) if "why_not" in entry else None
    number = entry.get("number")
    if entry["modelled"] != (why_not is None):
        raise ValueError(f"{instrument} {number or 'annex'}: what is modelled gives no reason why not, the rest does")
    heading, gist = _words(entry["heading"]), _words(entry["gist"])
    return Article(instrument, number, heading, gist, entry["certain"], why_not, entry.get("whole", False))


def _words(entry: Mapping[str, str]) -> Words:
    return Words(entry["zh"], entry["en"])


def article(cite: Cite) -> Article | None:
    """The article a rule stands on; None where the house fixed the rule, or no such article is known."""
    if cite.instrument not in _HELD and not (FOLDER / f"{cite.instrument.replace('-', '_')}.toml").is_file():
        return None
    unnumbered = ANNEX if cite.annex else WHOLE
    return articles(cite.instrument).get(unnumbered if cite.article is None else cite.article)
