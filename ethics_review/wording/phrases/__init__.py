"""The sentences of the product, by code: what, why, and what to do. The article is added by whoever says them.

A phrase is a format string; `{name:kind}` asks for a figure of the refusal and says what it is, so that keys are told
in words (see `figures.py`). Where a code is used with different figures it has several phrases, the fullest first.
"""

from collections.abc import Iterable

from ethics_review.wording.phrases import bodies, decision, input, interface, procedure  # noqa: A004 -- named after what it words
from regulations.words import Words


def _merged(parts: Iterable[dict[str, Words | tuple[Words, ...]]]) -> dict[str, tuple[Words, ...]]:
    """All phrases; a code said in two places is a mistake of the author."""
    merged: dict[str, tuple[Words, ...]] = {}
    for part in parts:
        for code, phrase in part.items():
            if code in merged:
                raise ValueError(f"{code} is worded twice")
            merged[code] = phrase if isinstance(phrase, tuple) else (phrase,)
    return merged


PHRASES = _merged(module.PHRASES for module in (procedure, decision, bodies, input, interface))

__all__ = ["PHRASES"]
