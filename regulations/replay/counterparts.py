"""What one pack calls the same as another: an item of the list is the same where it is described in the same words.

Numbers are no names: the first item of one list has nothing to do with the first of another.
"""

from collections.abc import Iterable, Mapping

from regulations.house import fits, house_settings
from regulations.pack import Resolved
from regulations.words import Words

LIST = "list.items"


def described(pack: Resolved) -> Mapping[int, Words]:
    """The items of the pack's list by number."""
    return {int(item.key): item.words for item in pack.rules_for(house={}).entries(LIST)}


def counterparts(items: Iterable[int], own: Resolved, other: Resolved) -> tuple[int, ...]:
    """The numbers under which `other` lists the same; what it does not list is left out.

    A number `own` does not know stays as it is: nobody can say what was meant by it.
    """
    known, there = described(own), {words: number for number, words in described(other).items()}
    found = (there.get(known[item]) if item in known else item for item in items)
    return tuple(item for item in found if item is not None)


def unjudged(own: Resolved, other: Resolved) -> tuple[int, ...]:
    """The items of `other` that `own` does not list: no committee has ever judged the case by them."""
    known = set(described(own).values())
    return tuple(number for number, words in described(other).items() if words not in known)


def house_under(pack: Resolved, house: Mapping[str, object]) -> dict[str, object]:
    """Those of a committee's own settings that are settings of `pack` too, and within its bounds."""
    specs = house_settings(pack)
    return {key: value for key, value in house.items() if key in specs and fits(specs[key], value)}
