"""Small functions, medium files, docstrings that give meaning: the budgets of the house."""

import ast

import pytest

from tests.architecture.reading import files_of_tests, functions, named, sources, tree

LONGEST_FILE, LONGEST_FUNCTION = 500, 60


@pytest.mark.parametrize("path", [*sources(), *files_of_tests()], ids=named)
def test_a_file_can_be_held_in_the_head(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", [*sources(), *files_of_tests()], ids=named)
def test_a_function_fits_on_a_screen(path):
    lengths = {one.name: (one.end_lineno or 0) - one.lineno + 1 for one in functions(path)}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_half_of_the_functions_are_small():
    lengths = sorted((one.end_lineno or 0) - one.lineno + 1 for path in sources() for one in functions(path))

    assert lengths[len(lengths) // 2] <= 11


WRITING = [path for path in sources() if "operations" in path.parts or path.stem == "operations"]
EFFECTS = {"acceptance", "clocks", "deciding", "filing", "following", "re_examination", "reviewing", "voting"}
"""Modules whose functions are the effects of moves: what a move is, its line in the pack says."""


@pytest.mark.parametrize("path", WRITING, ids=named)
def test_an_operation_says_what_it_does(path):
    public = [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    taking_act = [node for node in public if [one.arg for one in node.args.args] == ["act"]]
    silent = [node.name for node in public if not ast.get_docstring(node) and node not in taking_act]

    assert silent == []
    assert not taking_act or path.stem in EFFECTS


@pytest.mark.parametrize("path", WRITING, ids=named)
def test_an_operation_takes_its_input_by_name(path):
    """Whatever is told who acts, or when, is told it by name."""
    public = [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    positional = {node.name: {one.arg for one in node.args.args} for node in public}

    assert [name for name, given in positional.items() if given & {"now", "at", "user", "actor", "person"}] == []


@pytest.mark.parametrize("path", sources(), ids=named)
def test_a_module_with_functions_says_what_it_is_for(path):
    module = tree(path)
    if any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in module.body) and path.stem != "apps":
        assert ast.get_docstring(module)
