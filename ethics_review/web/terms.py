"""Words of the pages for values that neither the vocabulary nor a pack names, and how instants are written.

Everything else is worded by `wording`. Instants are told in the time of Shanghai.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from unicodedata import bidirectional

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ethics_review import wording
from ethics_review.wording.figures import enumerated
from regulations.clocks import local
from regulations.pack import Resolved
from regulations.vocabulary import (
    Category,
    ChairGround,
    CommitteeKind,
    FollowUpOutcome,
    Opinion,
    Outcome,
    Position,
    Procedure,
    Role,
)

ISOLATE, END = "\u2068", "\u2069"
FROM_THE_RIGHT = frozenset({"R", "AL", "RLE", "RLO", "RLI"})
WORDS: Mapping[str, str | Promise] = {
    "yes": _("Yes"),
    "no": _("No"),
    "na": _("Does not apply"),
    "female": _("Female"),
    "male": _("Male"),
    "undeclared": _("has not declared interests yet"),
    "low": _("Low"),
    "medium": _("Medium"),
    "high": _("High"),
    "critical": _("Critical"),
    "in_person": _("In person"),
    "video": _("By video"),
    "hybrid": _("In person and by video"),
    "comes": _("I will come"),
    "by_video": _("I will take part by video"),
    "does_not_come": _("I will not come"),
    "dismissed": _("Dismissed"),
    "upheld": _("Upheld"),
    "filed": _("Filed"),
    "registered": _("Registered"),
    "approved": _("Approved"),
    "planned": _("Planned"),
    "assessment-planned": _("Assessment planned"),
    "completed": _("Completed"),
    "assignment": _("Before assignment"),
    "item": _("At the agenda item"),
    "reason": _("Reason"),
    "void": _("Void"),
    "set_aside": _("Set aside; the body votes again"),
    "last_vote": _("Closes with the last vote"),
}
ENUMS: tuple[type[StrEnum], ...] = (
    ChairGround,
    FollowUpOutcome,
    Opinion,
    Outcome,
    Procedure,
    Role,
    CommitteeKind,
    Category,
    Position,
)
KNOWN: Mapping[str, StrEnum] = {member.value: member for enum in ENUMS for member in enum}
"""A value that is in several of them is meant as the last has it; a kind of body is told by its own vocabulary."""


def word(value: str, language: str) -> str:
    """`value` in words: the page's own, else the vocabulary's, else as it stands."""
    if value in WORDS:
        return str(WORDS[value])
    return sentence_case(wording.label(KNOWN[value], language)) if value in KNOWN else value


def sentence_case(text: str) -> str:
    """With a capital where the language has them: a label that stands alone is no part of a sentence."""
    return text[:1].upper() + text[1:]


VOTED = [*(one.value for one in Outcome), *(one.value for one in Opinion)]
"""What a vote may be for, as vote sheets list it."""


def apart(name: object) -> str:
    """A name as it stands in a sentence: one from right to left turns nothing around it (in templates: `<bdi>`).

    Other names stay as they are, so that what is copied from a page holds no marks nobody sees.
    """
    text = str(name)
    return f"{ISOLATE}{text}{END}" if any(bidirectional(sign) in FROM_THE_RIGHT for sign in text) else text


def joined(parts: Iterable[str], language: str) -> str:
    """One after the other, each apart from the rest."""
    return enumerated(map(apart, parts), language)


def tally_told(tally: Mapping[str, int], language: str, *, pack: Resolved | None = None) -> str:
    """How many votes each option has, in the order of the vote sheet; what nobody voted for is left out.

    A column of JSON keeps no order of its own on every database.
    """
    kept = sorted(((key, count) for key, count in tally.items() if count), key=lambda one: VOTED.index(one[0]))
    named = ((wording.item_label("decision.outcomes", key, language, pack=pack), key, count) for key, count in kept)
    return joined((f"{word(key, language) if name == key else name} {count}" for name, key, count in named), language)


def moment(at: datetime) -> str:
    """An instant to the minute."""
    return local(at).strftime("%Y-%m-%d %H:%M")


def position_label(position: str, language: str) -> str:
    """What was voted for, in words: a kind of decision, or an opinion of the panel."""
    told = wording.item_label("decision.outcomes", position, language)
    return word(position, language) if told == position else told
