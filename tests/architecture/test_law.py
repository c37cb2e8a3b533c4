"""The law stands in its room: no article, figure or citation of it is written anywhere else in the program."""

import ast
import re

import pytest

from regulations import all_packs
from tests.architecture.reading import ROOT, named, sources, tree

OUTSIDE = [path for path in sources() if not path.is_relative_to(ROOT / "regulations")]
WORDING = ROOT / "ethics_review" / "wording"
INSTRUMENTS = "|".join(re.escape(pack.id) for pack in all_packs())
ARTICLE = re.compile(
    rf"第\s*[0-9〇零一二三四五六七八九十百]+\s*(条|款)|\bArt(icles?|s?\.)\s*\d|§\s*\d|({INSTRUMENTS})#\d|(?<![&\w])#\d+\b(?!;)"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("依据第16条", True),
        ("第十六条第二款", True),
        ("see Art. 16", True),
        ("Articles 16 and 17", True),
        ("ai-2026#16", True),
        ("#16", True),
        ("第16次会议", False),
        ("&#39;", False),
        ("the #fragment", False),
        ("article {number}", False),
    ],
)
def test_an_article_is_recognised(text, told):
    assert bool(ARTICLE.search(text)) is told


def texts(path):
    """Every text of the program in the file, without its docstrings, which may say where a rule is written."""
    module = tree(path)
    documentation = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def test_no_article_is_named_outside_the_room():
    program = [path for path in OUTSIDE if not path.is_relative_to(WORDING)]

    assert [(named(path), text) for path in program for text in texts(path) if ARTICLE.search(text)] == []


def test_no_article_is_named_in_a_template():
    pages = sorted((ROOT / "templates").rglob("*.html"))

    assert pages
    assert [named(path) for path in pages if ARTICLE.search(path.read_text("utf-8"))] == []


def test_no_rule_is_cited_by_its_number_outside_the_room():
    """What is cited comes from a pack or from a row that a pack has filled; the house has no articles."""
    cites = [(named(path), node) for path in OUTSIDE for node in ast.walk(tree(path)) if _is_cite(node)]

    assert cites
    assert [name for name, node in cites if any(isinstance(one, int) for one in _given(node))] == []


def _is_cite(node):
    if not isinstance(node, ast.Call):
        return False
    return (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) == "Cite"


def _given(node):
    """The constants a call is given, by place or by name; whether an article is certain is no figure of the law."""
    words = [word.value for word in node.keywords if word.arg != "certain"]
    return [one.value for one in (*node.args, *words) if isinstance(one, ast.Constant)]
