"""The rules as the product has them: every value with its article, how sure it is, and which instrument supplies it."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

import regulations
from ethics_review import wording
from ethics_review.queries.replayable import may_replay
from ethics_review.relations import relations_of
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.shown import Ground, ground_of
from ethics_review.web.terms import joined, sentence_case, word
from regulations.clocks import Clock
from regulations.ladder import Rung
from regulations.pack import DRAFT, Item, Resolved, Rule
from regulations.quorum import Share
from regulations.vocabulary import Basis


@dataclass(frozen=True)
class PackLine:
    """One instrument."""

    id: str
    title: str
    document: str
    in_force_on: date
    draft: bool
    version: str
    digest: str
    chain: list[str]
    rules: int


@dataclass(frozen=True)
class RuleLine:
    """One rule or clock, resolved."""

    key: str
    gist: str
    value: str
    items: list[tuple[str, list[str]]]
    ground: Ground
    supplier: str
    setting: bool


@dataclass(frozen=True)
class Meaning:
    """One mark of provenance and what it means."""

    basis: str
    label: str
    meaning: str


@answers("GET")
def listing(request: SignedIn) -> HttpResponse:
    """The instruments, and what the marks of provenance mean."""
    lines = [_line(pack, language()) for pack in regulations.all_packs()]
    return page(request, "packs/list.html", section="packs", packs=lines, meanings=_meanings(language()))


@answers("GET")
def detail(request: SignedIn, name: str) -> HttpResponse:
    """One instrument with everything it relies on."""
    pack = next((pack for pack in regulations.all_packs() if pack.id == name), None)
    if pack is None:
        raise Http404
    return page(
        request,
        "packs/detail.html",
        section="packs",
        pack=_line(pack, language()),
        rules=[_rule(pack, rule, language()) for rule in pack.rules.values()],
        clocks=[_clock(clock, language()) for clock in pack.clocks.values()],
        replayable=may_replay(relations_of(request.user, timezone.now())),
        meanings=_meanings(language()),
    )


def _line(pack: Resolved, tongue: str) -> PackLine:
    return PackLine(
        id=pack.id,
        title=pack.title.in_language(tongue),
        document=pack.document,
        in_force_on=pack.in_force_on,
        draft=pack.status == DRAFT,
        version=pack.version,
        digest=pack.digest,
        chain=[regulations.pack(name).title.in_language(tongue) for name in pack.chain[1:]],
        rules=len(pack.rules),
    )


def _rule(pack: Resolved, rule: Rule, tongue: str) -> RuleLine:
    items = [item for item in rule.value if isinstance(item, Item)] if isinstance(rule.value, tuple) else []
    return RuleLine(
        key=rule.key,
        gist=rule.gist.in_language(tongue),
        value="" if items else _value(rule.value, tongue),
        items=[(item.words.in_language(tongue), [part.in_language(tongue) for part in item.parts]) for item in items],
        ground=ground_of(rule.source, tongue),
        supplier=regulations.pack(pack.suppliers[rule.key]).title.in_language(tongue),
        setting=rule.setting,
    )


def _value(value: object, tongue: str) -> str:
    """True says no more than the gist does."""
    match value:
        case True:
            return ""
        case False:
            return word("no", tongue)
        case Share():
            return f"{value.numerator}/{value.denominator}"
        case tuple():
            return joined((word(str(one), tongue) for one in value), tongue)
    return word(str(value), tongue)


def _clock(clock: Clock, tongue: str) -> RuleLine:
    return RuleLine(
        key=clock.name,
        gist=clock.label.in_language(tongue),
        value=clock.length.words().in_language(tongue),
        items=[(told, []) for told in _clock_says(clock, tongue)],
        ground=ground_of(clock.source, tongue),
        supplier=sentence_case(wording.label(clock.owner, tongue)),
        setting=clock.setting is not None,
    )


def _clock_says(clock: Clock, tongue: str) -> list[str]:
    """What settles it, what follows otherwise, and who is told when."""
    said = [
        gettext("Settled by: %(words)s") % {"words": clock.duty.evidence.in_language(tongue)},
        gettext("When missed: %(words)s") % {"words": clock.duty.consequence.in_language(tongue)},
    ]
    told = [_rung(rung, tongue) for rung in clock.ladder]
    return [*said, gettext("Reminders: %(rungs)s") % {"rungs": "; ".join(told) if tongue == "en" else "；".join(told)}]


def _rung(rung: Rung, tongue: str) -> str:
    """When, and whom besides the owner."""
    to = joined((wording.label(role, tongue) for role in rung.to), tongue)
    words = rung.words().in_language(tongue)
    if not to:
        return words
    return f"{words} ({to})" if tongue == "en" else f"{words}（{to}）"


def _meanings(tongue: str) -> list[Meaning]:
    return [Meaning(one.value, wording.label(one, tongue), wording.basis_explanation(one, tongue)) for one in Basis]
