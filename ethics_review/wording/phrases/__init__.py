"""The sentences of the product, by code: what, why, and what to do. The article is added by whoever says them.

A phrase is a format string; `{name:kind}` asks for a figure of the refusal and says what it is, so that keys are told
in words (see `figures.py`). Where a code is used with different figures it has several phrases, the fullest first.
"""

from collections.abc import Iterable

from ethics_review.wording.phrases import bodies, decision, interface, procedure, shape, webhooks
from regulations.words import Words


def merged(parts: Iterable[dict[str, Words | tuple[Words, ...]]]) -> dict[str, tuple[Words, ...]]:
    """All phrases by code; a code worded in two places is a mistake of the author."""
    phrases: dict[str, tuple[Words, ...]] = {}
    for part in parts:
        for code, phrase in part.items():
            if code in phrases:
                raise ValueError(f"{code} is worded twice")
            phrases[code] = phrase if isinstance(phrase, tuple) else (phrase,)
    return phrases


PHRASES = merged(module.PHRASES for module in (procedure, decision, bodies, shape, interface, webhooks))

__all__ = ["PHRASES", "merged"]
