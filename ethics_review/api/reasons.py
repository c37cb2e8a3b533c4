"""A refusal, a problem or a lack as JSON: code, sentence in the reader's language, article and figures."""

from typing import Any

from ethics_review import wording
from ethics_review.wording.sentences import SaysWhatIsWrong
from regulations.citation import Source
from regulations.materials import Missing
from regulations.pack import Resolved
from regulations.refusal import Refusal


def cite_json(source: Source) -> dict[str, Any]:
    """Where a rule is written: `certain` is false where the article's number is not confirmed."""
    cite = source.cite
    return {"instrument": cite.instrument, "article": cite.article, "annex": cite.annex, "certain": cite.certain}


def refusal_json(refusal: Refusal, language: str) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "sentence": wording.sentence(refusal, language),
        "cite": cite_json(refusal.source),
        "basis": refusal.source.basis.value,
        "figures": wording.figures_json(refusal),
        "path": refusal.path,
    }


def problem_json(problem: SaysWhatIsWrong, language: str, pack: Resolved | None = None) -> dict[str, Any]:
    """One thing wrong with what was sent; with an article where it stands on a rule of `pack`."""
    return {
        "code": problem.code,
        "sentence": wording.problem_sentence(problem, language, pack=pack),
        **_source(getattr(problem, "rule", ""), pack),
        "figures": wording.figures_json(problem),
        "path": problem.path,
    }


def missing_json(missing: Missing, language: str, pack: Resolved) -> dict[str, Any]:
    """One thing a filing lacks."""
    return {
        "code": "materials.incomplete",
        "path": missing.path,
        "label": {"zh": missing.words.zh, "en": missing.words.en},
        "sentence": wording.missing_sentence(missing, language, pack=pack),
        **_source(missing.rule, pack),
    }


def _source(rule: str, pack: Resolved | None) -> dict[str, Any]:
    if pack is None or rule not in pack.rules:
        return {"cite": None, "basis": None}
    source = pack.rules[rule].source
    return {"cite": cite_json(source), "basis": source.basis.value}
