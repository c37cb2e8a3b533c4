"""Ways round the door that a search for words would miss: read from the syntax tree, whatever stands between."""

import ast

from tests.architecture.reading import named, sources, tree

SETTING = {"update", "bulk_update", "update_or_create", "setattr", "aupdate"}
DATABASE_CLOCKS = {"Now", "TransactionNow", "StatementTimestamp"}
BARE_CLOCKS = {"now", "localdate", "localtime", "time", "time_ns", "gmtime"}
TIME_MODULES = {"time", "django.utils.timezone"}
RECORDS = {"Entry", "Deadline", "Message"}


def calls(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def called(call):
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def imports(path):
    """(module, name, alias) of everything taken out of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module, one.name, one.asname) for one in node.names)


def sets_state(call):
    """Whether the call names the state among what it writes: as a keyword, a text, or a key of what it unpacks."""
    if called(call) not in SETTING:
        return False
    given = [*call.args, *(word.value for word in call.keywords)]
    texts = {node.value for one in given for node in ast.walk(one) if isinstance(node, ast.Constant)}
    return "state" in {word.arg for word in call.keywords} | {one for one in texts if isinstance(one, str)}


def test_no_call_writes_a_state():
    assert [(named(path), call.lineno) for path in sources() for call in calls(path) if sets_state(call)] == []


def test_what_is_recorded_goes_by_its_own_name():
    """An alias would hide from the other tests who makes an entry, a deadline or a message."""
    aliases = [
        (named(path), name, alias)
        for path in sources()
        for module, name, alias in imports(path)
        if (module or "").startswith("ledger") and name in RECORDS and alias
    ]

    assert aliases == []


def test_only_the_ledger_changes_what_it_has_recorded():
    """A deadline settled, moved or missed beside the ledger's operations would have no entry."""
    outside = [path for path in sources() if not named(path).startswith("ledger/")]
    changing = [
        (named(path), call.lineno)
        for path in outside
        for call in calls(path)
        if called(call) in {"update", "delete", "bulk_create", "bulk_update", "create"} and _of_the_record(call)
    ]

    assert changing == []


def _of_the_record(call):
    names = {node.id for node in ast.walk(call.func) if isinstance(node, ast.Name)}
    return bool(names & (RECORDS - {"Message"}))  # the broker has a Message of its own


def test_no_column_reads_the_clock_of_itself():
    words = {"auto_now", "auto_now_add", "db_default"}
    columns = [(named(path), call.lineno) for path in sources() for call in calls(path) if words & _words(call)]

    assert columns == []


def _words(call):
    return {word.arg for word in call.keywords}


def test_the_clock_is_read_under_its_full_name():
    """So that a search for who reads it finds everybody; and nobody asks the database for the time."""
    bare = [
        (named(path), name)
        for path in sources()
        for module, name, _ in imports(path)
        if (module in TIME_MODULES and name in BARE_CLOCKS) or name in DATABASE_CLOCKS
    ]

    assert bare == []
