"""Which procedure an application will probably take, in words: why, and what stands in the way of the others.

A preview and no more: the committee decides at acceptance, and determines itself what is on the list.
"""

from dataclasses import dataclass

from django.utils.translation import gettext

from ethics_review import wording
from ethics_review.web.shown import Ground, Reason, ground_of, item_ground, reasons_of
from ethics_review.web.terms import sentence_case
from regulations.facts import Facts
from regulations.pack import Resolved
from regulations.preview import EXEMPT, REQUIRED, Way, preview
from regulations.vocabulary import Procedure


@dataclass(frozen=True)
class WayShown:
    """One procedure: its ground if it has one, what its rule says, and what stands in its way."""

    label: str
    because: str
    gist: str
    ground: Ground
    reasons: list[Reason]


@dataclass(frozen=True)
class PreviewShown:
    """The likely procedure, the others, and whether experts will examine again."""

    likely: WayShown
    others: list[WayShown]
    turns: list[str]
    """What turns a simplified review into a general one while it runs."""
    turns_ground: Ground
    items: list[tuple[str, Ground]]
    re_examination: str
    re_examination_ground: Ground


def preview_page(facts: Facts, language: str) -> PreviewShown:
    """The preview of what lies in `facts`."""
    found, rules = preview(facts), facts.rules
    simplified = found.likely.procedure is Procedure.SIMPLIFIED
    triggers = rules.items("simplified.triggers") if simplified else ()
    return PreviewShown(
        likely=_way(found.likely, facts, language),
        others=[_way(way, facts, language) for way in found.others],
        turns=[wording.item_label("simplified.triggers", key, language, pack=rules.pack) for key in triggers],
        turns_ground=ground_of(rules.source("simplified.triggers"), language),
        items=[_item(str(item), rules.pack, language) for item in found.claimed],
        re_examination=_re_examination(found.re_examination),
        re_examination_ground=ground_of(rules.source(found.re_examination), language),
    )


def _item(key: str, pack: Resolved, language: str) -> tuple[str, Ground]:
    words = wording.item_label("list.items", key, language, pack=pack)
    return words, item_ground(pack=pack, listed="list.items", key=key, language=language)


def _way(way: Way, facts: Facts, language: str) -> WayShown:
    rule = facts.rules.pack.rules[way.rule]
    ground = wording.item_label("simplified.grounds", way.ground, language, pack=facts.rules.pack) if way.ground else ""
    return WayShown(
        sentence_case(wording.label(way.procedure, language)),
        ground,
        rule.gist.in_language(language),
        ground_of(rule.source, language),
        reasons_of(way.refusals, language),
    )


def _re_examination(rule: str) -> str:
    if rule == REQUIRED:
        return gettext(
            "After the preliminary review experts will examine it again, if the committee finds it on the list."
        )
    if rule == EXEMPT:
        return gettext(
            "On the list, but a filing you name may take the place of expert re-examination; the committee decides."
        )
    return gettext("You claim none of the list's items, so no expert re-examination is to be expected.")
