"""What the guards say, read from their source: the codes they refuse with and the keys of the rules they name."""

import ast
from functools import cache
from pathlib import Path

GUARDS = Path(__file__).parents[2] / "regulations" / "guards"
PROCEDURES = GUARDS.parent / "procedures.py"
READERS = {"number", "flag", "text", "share", "entries", "items", "categories", "source", "value", "rule"}
"""Methods of `Rules` that take the key of a rule."""


@cache
def _calls():
    """Every call in the guards, with the function it stands in."""
    found = []
    for file in (*sorted(GUARDS.glob("*.py")), PROCEDURES):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                found += [(function, node) for node in ast.walk(function) if isinstance(node, ast.Call)]
    return tuple(found)


def _dotted(node):
    """Every constant of the form a.b inside a node."""
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and one.value.replace("_", "").replace(".", "").isalnum()
        and one.value.count(".") == 1
    }


def _named(function, argument):
    """The constants an argument may stand for: its own, or those bound to its name in the function."""
    if isinstance(argument, ast.Constant):
        return _dotted(argument)
    if not isinstance(argument, ast.Name):
        return set()
    bound = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and argument.id in {
            one.id for one in ast.walk(node) if isinstance(one, ast.Name)
        }:
            bound |= _dotted(node.value)
        if isinstance(node, ast.For):
            names = [one.id for one in ast.walk(node.target) if isinstance(one, ast.Name)]
            if argument.id in names:
                place = names.index(argument.id)
                bound |= {_dotted(row.elts[place]).pop() for row in node.iter.elts}
    return bound


def _is(call, *names):
    function = call.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return called in names


def codes():
    """Every code a guard or check refuses with."""
    told = set()
    for function, call in _calls():
        if _is(call, "refuse") and function.name != "refuse":
            told |= _named(function, call.args[1])
    return told


def rule_keys():
    """Every key of a rule that a guard, a check or a procedure names."""
    keys = set()
    for function, call in _calls():
        if _is(call, "refuse"):
            keys |= _named(function, call.args[2]) if function.name != "refuse" else set()
        elif isinstance(call.func, ast.Attribute) and call.func.attr in READERS and call.args:
            keys |= _named(function, call.args[0])
    return keys | _returned()


def _returned():
    """Keys that a function of the procedures gives back to its caller."""
    returned = set()
    for function in ast.walk(ast.parse(PROCEDURES.read_text("utf-8"))):
        if isinstance(function, ast.Return) and function.value is not None:
            returned |= _dotted(function.value)
    return returned
