"""Every code that can be told has words, and every word has its figures: found by reading the source."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import regulations
from committees.refusals import Code
from ethics_review.wording.figures import KINDS, WHOLE, placeholders
from ethics_review.wording.labels import ACTS
from ethics_review.wording.notices import NOTICES
from ethics_review.wording.phrases import PHRASES, bodies, decision, procedure, shape
from ethics_review.wording.sentences import phrase_for

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"[a-z_]+\.[a-z_0-9]+")
NAMES = re.compile("UTF-8|YAML")
"""What stays in Latin letters in a Chinese sentence."""
TELLERS = {
    "refuse": 1,
    "refusal": 0,
    "when": 1,
    "refused_on_conflict": 0,
    "Refusal": 0,
    "Problem": 1,
    "InputProblem": 1,
    "Flaw": 1,
    "_Refusal": 0,
}
"""Who is called with a code, and at which place it stands."""
FIGURES_AT = {"Refusal": 2, "Problem": 3, "InputProblem": 2, "Flaw": 2}
"""Who takes its figures as one mapping; the others take them by name."""
DOSSIER = {"line", "name", "file", "limit"}


@dataclass(frozen=True)
class Site:
    """One place where a code is told, and the figures that are certainly given there."""

    place: str
    codes: frozenset[str]
    figures: frozenset[str]


class Reader:
    """Reads one module for the codes it tells."""

    def __init__(self, path: Path) -> None:
        self.path = path.relative_to(ROOT)
        self.tree = ast.parse(path.read_text("utf-8"))
        self.tellers = TELLERS.keys() if self.knows_problems() else TELLERS.keys() - {"Problem"}
        self.functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]
        self.constants = {
            target.id: node.value
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def knows_problems(self) -> bool:
        """Problems of filings are meant. Those of packs and of requests have the same name and words of their own."""
        imports = [node for node in self.tree.body if isinstance(node, ast.ImportFrom)]
        sources = {f"{node.module}.{name.name}" for node in imports for name in node.names if node.module} | {
            node.module for node in imports
        }
        return self.path.name == "filing_shape.py" or "regulations.materials" in sources

    def sites(self) -> Iterator[Site]:
        for call, around in self.calls():
            name = called(call)
            teller = around is not None and around.name in TELLERS
            if name in self.tellers and len(call.args) > TELLERS[name] and not teller:
                codes = self.codes(call.args[TELLERS[name]], around)
                yield Site(f"{self.path}:{call.lineno}", frozenset(codes), frozenset(self.figures(call, around)))

    def calls(self) -> Iterator[tuple[ast.Call, ast.FunctionDef | None]]:
        inside = {id(node): function for function in self.functions for node in ast.walk(function)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, inside.get(id(node))

    def codes(self, node: ast.expr, around: ast.FunctionDef | None) -> set[str]:
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.Attribute(value=ast.Name(id="Code"), attr=name):
                return {Code[name].value}
            case ast.Attribute(value=inner):
                return self.codes(inner, around)
            case ast.Name(id=name) if around is not None:
                place = next((i for i, argument in enumerate(around.args.args) if argument.arg == name), None)
                return self.mentioned(around) if place is None else self.passed(around.name, place)
        return set()

    def passed(self, function: str, place: int) -> set[str]:
        """What callers in the module hand over as the code."""
        handed = (
            (call.args[place], around)
            for call, around in self.calls()
            if called(call) == function and len(call.args) > place
        )
        return {code for argument, around in handed for code in self.codes(argument, around)}

    def mentioned(self, function: ast.FunctionDef) -> set[str]:
        """The codes in the function and in the tables it names, or else in the module: somewhere it has them from."""
        tables = [
            self.constants[node.id]
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and node.id in self.constants
        ]
        return codes_in(function, *tables) or codes_in(self.tree)

    def figures(self, call: ast.Call, around: ast.FunctionDef | None) -> set[str]:
        place = FIGURES_AT.get(called(call))
        if place is None:
            return {keyword.arg for keyword in call.keywords if keyword.arg}
        return keys(call.args[place], around) if len(call.args) > place else set()


def codes_in(*nodes: ast.AST) -> set[str]:
    """Every text that looks like a code and is no rule's key."""
    constants = (inner for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.Constant))
    texts = {constant.value for constant in constants if isinstance(constant.value, str)}
    return {text for text in texts if CODE.fullmatch(text) and text not in rules()}


def keys(node: ast.expr, around: ast.FunctionDef | None) -> set[str]:
    """The names of a mapping as it is written, or as it was first assigned in the function."""
    match node:
        case ast.Dict(keys=names):
            return {name.value for name in names if isinstance(name, ast.Constant)}
        case ast.Call(args=[inner, *_]):
            return keys(inner, around)
        case ast.Name(id=wanted) if around is not None:
            return next((keys(value, None) for name, value in assigned(around) if name == wanted), set())
    return set()


def assigned(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    for step in ast.walk(function):
        match step:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                yield name, value


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


@cache
def rules() -> frozenset[str]:
    return frozenset(key for pack in regulations.all_packs() for key in pack.rules)


@cache
def modules() -> tuple[Reader, ...]:
    paths = [
        path for package in ("regulations", "committees", "ethics_review") for path in (ROOT / package).rglob("*.py")
    ]
    return tuple(Reader(path) for path in sorted(paths) if not {"migrations", "wording"} & set(path.parts))


@cache
def sites() -> tuple[Site, ...]:
    return tuple(site for reader in modules() for site in reader.sites())


def told() -> set[str]:
    return {code for site in sites() for code in site.codes} | {code.value for code in Code}


FIRST_PHRASES = [(code, phrase) for code, phrases in sorted(PHRASES.items()) for phrase in phrases]


def test_source_is_read_where_codes_are_told():
    told_in = {site.place.partition(":")[0] for site in sites()}

    assert {
        "committees/composition.py",
        "committees/operations/ballots.py",
        "ethics_review/dossier.py",
        "regulations/filing_shape.py",
        "regulations/guards/after.py",
        "regulations/guards/deciding.py",
        "regulations/guards/filing.py",
        "regulations/guards/review.py",
        "regulations/guards/voting.py",
        "regulations/substance.py",
    } <= told_in
    assert {
        "quorum.too_few",
        "registration.not_filed",
        "reviewers.not_voting",
        "panel.too_few",
        "dossier.tag",
    } <= told()


def test_every_code_that_is_told_is_worded():
    unworded = {code: [site.place for site in sites() if code in site.codes] for code in told() - PHRASES.keys()}

    assert unworded == {}


def test_every_place_gives_the_figures_of_a_phrase():
    lacking = [
        (site.place, code, sorted(site.figures))
        for site in sites()
        for code in site.codes
        if phrase_for(code, dict.fromkeys(given_at(site, code), 1)) is None
    ]

    assert lacking == []


def given_at(site: Site, code: str) -> set[str]:
    """The figures of a place. The path is always among them; the tables of a shape's keywords name their own."""
    return {*site.figures, "path", *shape_figures(code), *(DOSSIER if code.startswith("dossier.") else ())}


def shape_figures(code: str) -> set[str]:
    return {
        "input.type": {"expected"},
        "input.enum": {"allowed"},
        "input.too_short": {"limit"},
        "input.too_long": {"limit"},
        "input.too_deep": {"limit"},
        "materials.period_reversed": {"start", "end"},
        "materials.kind_elsewhere": {"layer", "belongs"},
    }.get(code, set())


def test_every_phrase_of_the_law_words_a_code_that_is_told():
    of_the_law = {code for module in (procedure, decision, bodies, shape) for code in module.PHRASES}

    assert of_the_law - told() == set()


@pytest.mark.parametrize(("code", "phrase"), FIRST_PHRASES, ids=[code for code, _ in FIRST_PHRASES])
def test_phrase_says_the_same_in_both_languages(code, phrase):
    assert placeholders(phrase.zh) == placeholders(phrase.en)
    assert all(kind in KINDS or kind in WHOLE or kind in rules() for kind in placeholders(phrase.zh).values())
    assert_spoken(phrase.zh, phrase.en)
    assert phrase.zh[-1] not in "。；，"
    assert phrase.en[-1] not in ".;,"


def assert_spoken(zh, en):
    """Chinese in Chinese, English in English."""
    zh_text, en_text = re.sub(r"\{[^}]*\}", "", zh), re.sub(r"\{[^}]*\}", "", en)
    assert re.search("[一-鿿]", zh_text)
    assert not re.search("[A-Za-z]", NAMES.sub("", zh_text))
    assert not re.search("[,;:?!()]", zh_text)
    assert re.search("[a-z]{2}", en_text)
    assert not re.search("[\u3000-鿿\uff00-\uffef]", en_text)


def test_phrases_of_one_code_go_from_the_fullest_to_the_plainest():
    for code, phrases in PHRASES.items():
        asked = [set(placeholders(phrase.zh)) for phrase in phrases]

        assert all(fuller > plainer for fuller, plainer in pairwise(asked)), code


def notices_posted():
    """Kinds of notices the packs send, and those the source names when it posts one."""
    in_packs = {
        notice.kind for pack in regulations.all_packs() for move in pack.moves.values() for notice in move.tells
    }
    of_meetings = {"meeting_invited", "meeting_changed", "meeting_cancelled", "meeting_reminder", "meeting_in_doubt"}
    of_clocks = {"clock_reminder", "clock_missed", "clock_overdue", "clock_recomputed"}
    return in_packs | of_meetings | of_clocks | {"emergency_overdue", "annual_report_filed", "webhook_disabled"}


def test_every_notice_of_the_packs_is_worded():
    assert notices_posted() - NOTICES.keys() == set()
    assert NOTICES.keys() - notices_posted() == set()


@pytest.mark.parametrize("kind", NOTICES)
def test_notice_is_worded_in_both_languages(kind):
    subject, text = NOTICES[kind]

    assert_spoken(subject.zh, subject.en)
    assert_spoken(text.zh, text.en)
    assert text.zh.endswith("。")
    assert text.en.endswith(".")


def acts_recorded():
    """The names under which the source appends entries to the record."""
    return {
        keyword.value.value
        for reader in modules()
        for call, _ in reader.calls()
        if called(call) == "append"
        for keyword in call.keywords
        if keyword.arg == "action" and isinstance(keyword.value, ast.Constant)
    }


def test_every_act_of_the_record_is_named():
    assert acts_recorded() - ACTS.keys() == set()
