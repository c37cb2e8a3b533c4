"""The guards' source, read: every rule they name exists in every pack, and every guard is on some line."""

import ast
import inspect

import pytest

import regulations
from regulations.guards import after, common, deciding, filing, review, voting
from regulations.guards.common import At
from tests.regulations.reading import GUARDS, codes, rule_keys

MODULES = (filing, review, voting, deciding, after)


def on_lines(pack):
    """Every function the lines of the pack ask, out of its restriction to some states."""
    asked = [one for move in pack.moves.values() for one in (*move.guards, *move.checks)]
    return {one.guard if isinstance(one, At) else one for one in asked}


def public(module):
    return {
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_every_rule_a_guard_names_exists(pack):
    assert rule_keys() - pack.rules.keys() == set()


def test_reading_finds_the_rules_behind_names_loops_and_returns():
    assert {"meeting.min_present", "review.reviewers", "committee.members", "emergency.follow_up_months"} <= rule_keys()
    assert {"registration.confirmed", "reviewers.not_voting", "quorum.too_few"} <= codes()


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_every_guard_is_on_some_line(pack):
    written = set().union(*(public(module) for module in MODULES))

    assert written == on_lines(pack)


def test_guards_know_no_article_no_number_and_no_pack():
    for module in (*MODULES, common):
        tree = ast.parse(inspect.getsource(module))
        numbers = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is int]
        imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert set(numbers) <= {0}, module.__name__
        assert [name for name in imported if "packs" in name] == []


def test_every_file_of_guards_is_read():
    names = {file.stem for file in GUARDS.glob("*.py")} - {"__init__"}

    assert names == {module.__name__.rpartition(".")[2] for module in (*MODULES, common)}
