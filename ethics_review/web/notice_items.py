"""What a completion notice (补正通知书) names, as every page tells it: the letter, the case, and where it is answered.

The article is the one that asks for it under the case's rules; a notice keeps places and words, not articles.
"""

from dataclasses import dataclass

from ethics_review import wording
from ethics_review.models import CompletionNotice
from ethics_review.web.shown import Ground, ground_of
from regulations.materials import rule_asking
from regulations.pack import Resolved


@dataclass(frozen=True)
class Named:
    """One thing the notice names: where, what the office wrote of it, and the article that asks for it."""

    path: str
    label: str
    wanted: str
    ground: Ground


def named_in(notice: CompletionNotice, pack: Resolved, language: str) -> list[Named]:
    """Everything `notice` names, in its order."""
    return [_named(item["path"], item.get("reason", ""), pack, language) for item in notice.items]


def _named(path: str, wanted: str, pack: Resolved, language: str) -> Named:
    label = wording.field_label(path, language) or path
    return Named(path, label, wanted, ground_of(pack.rules[rule_asking(path, pack)].source, language))
