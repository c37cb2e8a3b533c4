"""Tables for those who check the rules: the sentence of each refusal, and what would settle what is not read."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import regulations
from ethics_review.wording import cite_text
from ethics_review.wording.phrases import PHRASES
from regulations.citation import Source
from regulations.pack import Resolved
from regulations.vocabulary import Basis
from regulations.words import Words

GUARDS = Path(regulations.__file__).parent / "guards"


@cache
def refusals() -> dict[str, tuple[str, ...]]:
    """The codes guards refuse with, by the rule they stand on, read from the guards' own source."""
    found: dict[str, list[str]] = {}
    functions = _functions(*sorted(GUARDS.glob("*.py")))
    helpers = {one.name: one for one in (*_functions(GUARDS.parent / "procedures.py"), *functions)}
    for function in functions:
        for code, rule in _refusals(function, helpers):
            found.setdefault(rule, []).append(code)
    return {rule: tuple(dict.fromkeys(codes)) for rule, codes in found.items()}


def _functions(*files: Path) -> tuple[ast.FunctionDef, ...]:
    trees = (ast.parse(file.read_text("utf-8")) for file in files)
    return tuple(node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _refusals(function: ast.FunctionDef, helpers: Mapping[str, ast.FunctionDef]) -> Iterator[tuple[str, str]]:
    rules = {key for pack in regulations.all_packs() for key in pack.rules}
    called = {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    inner = [helpers[name] for name in sorted(called & helpers.keys() - {"refuse"})]
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse":
            for code in _named(function, inner, node.args[1], set(PHRASES)):
                for rule in _named(function, inner, node.args[2], rules):
                    yield code, rule


def _named(function: ast.FunctionDef, inner: list[ast.FunctionDef], argument: ast.expr, known: set[str]) -> list[str]:
    """The text itself; where a name stands for it, what the function knows, or else the functions it calls."""
    for place in ([argument], [function], inner):
        texts = (node.value for one in place for node in ast.walk(one) if isinstance(node, ast.Constant))
        found = [text for text in dict.fromkeys(texts) if isinstance(text, str) and text in known]
        if found:
            return found
    return []


def sentences(code: str) -> tuple[Words, ...]:
    """The phrases of a refusal, the fullest first; what is in braces is filled with the case's figures."""
    phrases = PHRASES.get(code, ())
    return (phrases,) if isinstance(phrases, Words) else phrases


def settled_by(pack: Resolved, source: Source) -> Words:
    """What would settle a value that does not rest on words that were read."""
    article = {language: cite_text(source.cite, language) for language in ("zh-hans", "en")}
    if source.basis is Basis.HOUSE:
        return Words(
            "没有条文规定：由委员会章程、地方或者行业规定确定",
            "no text fixes it: the committee's charter, or a provincial or sector rule",
        )
    if source.basis is Basis.PARENT and source.cite.instrument != pack.id:
        return Words(
            f"{pack.document}在这一点上的原文；没有规定的，核对{article['zh-hans']}的原文",
            f"the words of {pack.document} on this point; where it has none, those of {article['en']}",
        )
    return Words(f"{article['zh-hans']}的公布文本", f"the published words of {article['en']}")
