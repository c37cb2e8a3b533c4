"""How long the training of a member (委员培训) counts as recent. No text fixes it, nor that there be any: a committee's
own setting, with a default of the house. It is the office's business and no pack's, so that a pack stays what it was.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from regulations.citation import Cite, Source
from regulations.clocks import add_months
from regulations.house import SettingSpec, fits
from regulations.pack import Between
from regulations.vocabulary import Basis
from regulations.words import Words

MONTHS = "training.months"
GIST = Words(
    "委员培训在若干个月内视为有效，文本未作规定", "How long a member's training counts as recent: no text says"
)
SOURCE = Source(Cite("house"), Basis.HOUSE)
SETTINGS: Mapping[str, SettingSpec] = MappingProxyType(
    {MONTHS: SettingSpec(MONTHS, 24, Words("委员培训有效期（月）", "Training counts for (months)"), Between(1, 120))}
)


def months(house: Mapping[str, object]) -> int:
    """What is out of bounds was refused, or is told by the system check: meanwhile the default holds."""
    spec = SETTINGS[MONTHS]
    value = house.get(MONTHS, spec.default)
    return int(str(value if fits(spec, value) else spec.default))


def counts_through(held_on: date, house: Mapping[str, object]) -> date:
    """The last day on which training held on a day counts as recent."""
    return add_months(held_on, months(house))
