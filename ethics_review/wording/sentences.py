"""A refusal, a problem or a lack as a sentence: what, why, what to do, and where it is written."""

import warnings
from collections.abc import Mapping
from typing import Protocol

import regulations
from ethics_review.wording.figures import filled, is_english, placeholders, plain
from ethics_review.wording.labels import newest_pack
from ethics_review.wording.phrases import PHRASES
from regulations.citation import Cite
from regulations.materials import Missing
from regulations.pack import Resolved
from regulations.refusal import Refusal
from regulations.words import Words

MISSING = Words("缺少{path:field}；请补充", "{path:field} is missing; supply it")


class Unworded(UserWarning):
    """A code without a fitting phrase. Tests turn it into a failure; readers are shown the code."""


class SaysWhatIsWrong(Protocol):
    """A problem of a filing, a dossier or a move's input; one that stands on a rule also names its key as `rule`."""

    @property
    def path(self) -> str:
        """Where it is."""

    @property
    def code(self) -> str:
        """What it is."""

    @property
    def figures(self) -> Mapping[str, object]:
        """What a reader needs to act."""


def sentence(refusal: Refusal, language: str) -> str:
    """Why not, what to do, and which article says so, e.g. “到会可计人数为4人，少于所需的5人；……（《……》第14条）。”"""
    text = _worded(refusal.code, {"path": refusal.path, **refusal.figures}, language)
    return _closed(text, cite_text(refusal.source.cite, language), language)


def problem_sentence(problem: SaysWhatIsWrong, language: str, *, pack: Resolved | None = None) -> str:
    """What is wrong, where, and what to do; with the article where the problem stands on a rule of `pack`."""
    text = _worded(problem.code, {**problem.figures, "path": problem.path}, language)
    return _closed(text, _cited(getattr(problem, "rule", ""), pack, language), language)


def missing_sentence(missing: Missing, language: str, *, pack: Resolved | None = None) -> str:
    """What a filing lacks, and the article of `pack` that asks for it."""
    text = filled(MISSING.in_language(language), {"path": missing.path}, language)
    return _closed(text, _cited(missing.rule, pack, language), language)


def cite_text(cite: Cite, language: str) -> str:
    """An article as people write it: “《……》第16条”, “…, Art. 16”; an unconfirmed number is marked as such."""
    if cite.instrument == "house":
        return "house rule" if is_english(language) else "委员会自定规则"
    title = _title(cite.instrument).in_language(language)
    if is_english(language):
        number = ", annex" if cite.annex else "" if cite.article is None else f", Art. {cite.article}"
        return f"{title}{number}{'' if cite.certain else ' (article number to be confirmed)'}"
    number = "附件" if cite.annex else "" if cite.article is None else f"第{cite.article}条"
    return f"《{title}》{number}{'' if cite.certain else '（条号待核）'}"


def figures_json(refusal: SaysWhatIsWrong | Refusal) -> dict[str, object]:
    """The figures as JSON: nothing in them but text, numbers, lists and mappings."""
    return {str(name): plain(value) for name, value in refusal.figures.items()}


def phrase_for(code: str, figures: Mapping[str, object]) -> Words | None:
    """The fullest phrase of `code` whose figures are all given, and if possible none of them empty."""
    given = [phrase for phrase in PHRASES.get(code, ()) if placeholders(phrase.zh).keys() <= figures.keys()]
    told = [phrase for phrase in given if all(_says(figures[name]) for name in placeholders(phrase.zh))]
    return next(iter(told or given), None)


def _says(figure: object) -> bool:
    return figure is not None and figure not in ("", [], (), {})


def _worded(code: str, figures: Mapping[str, object], language: str) -> str:
    phrase = phrase_for(code, figures)
    if phrase is None:
        warnings.warn(f"{code} has no phrase for the figures {sorted(figures)}", Unworded, stacklevel=3)
        return code
    text = filled(phrase.in_language(language), figures, language)
    return text[:1].upper() + text[1:]


def _cited(rule: str, pack: Resolved | None, language: str) -> str:
    rules = (pack or newest_pack()).rules
    return cite_text(rules[rule].source.cite, language) if rule in rules else ""


def _closed(text: str, cite: str, language: str) -> str:
    if is_english(language):
        return f"{text} ({cite})." if cite else f"{text}."
    return f"{text}（{cite}）。" if cite else f"{text}。"


def _title(instrument: str) -> Words:
    known = {pack.id: pack.title for pack in regulations.all_packs()}
    return known.get(instrument, Words(instrument, instrument))
