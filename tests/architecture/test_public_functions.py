"""What other modules call says what it does, and is told what it needs by name."""

import ast

from ethics_review import engine
from tests.architecture.reading import named, sources, tree

CALLED = (
    "committees/locks.py",
    "committees/operations/",
    "committees/queries.py",
    "ethics_review/engine/",
    "ethics_review/locks.py",
    "ethics_review/operations/",
    "ethics_review/queries/",
    "ledger/operations/",
    "ledger/queries.py",
    "ledger/relay.py",
    "ledger/subscriptions.py",
    "ledger/webhooks.py",
)
INNER = "ethics_review/engine/"
"""Called by the engine and the effects alone: two arguments in the order of the sentence they make."""
IN_ORDER = {"ethics_review/operations/patching.py:merged"}  # the two of RFC 7396, in its order
MODULES = [path for path in sources() if named(path).startswith(CALLED)]


def public_functions(path):
    """Those at the top of the file that an interface or another module may call. An effect is called by the door."""
    functions = [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]
    return [one for one in functions if not one.name.startswith("_") and positional(one) != ["act"]]


def positional(function):
    return [one.arg for one in (*function.args.posonlyargs, *function.args.args)]


PUBLIC = {f"{named(path)}:{one.name}": one for path in MODULES for one in public_functions(path)}


def test_the_modules_that_are_called_are_all_there():
    assert {prefix for prefix in CALLED if any(name.startswith(prefix) for name in PUBLIC)} == set(CALLED)


def test_a_public_function_says_what_it_does():
    assert [name for name, one in PUBLIC.items() if not ast.get_docstring(one)] == []


def test_a_public_function_takes_more_than_one_thing_by_name():
    crowded = {name for name, one in PUBLIC.items() if len(positional(one)) > 1 and not name.startswith(INNER)}

    assert crowded == IN_ORDER


def test_the_doors_of_the_engine_take_everything_by_name():
    doors = {
        one.name: positional(one)
        for name, one in PUBLIC.items()
        if name.startswith(INNER) and one.name in engine.__all__
    }

    assert doors == {"explain": [], "explain_in": [], "fire": []}


def test_a_public_function_says_what_it_takes_and_gives():
    untold = [
        name
        for name, one in PUBLIC.items()
        if one.returns is None or any(each.annotation is None for each in (*one.args.args, *one.args.kwonlyargs))
    ]

    assert untold == []
