"""Nothing of the product is played by something else: the tests meet real objects, and real servers on the loopback."""

from tests.architecture.reading import files_of_tests, imported, named

DOUBLES = {"unittest.mock", "mock", "pytest_mock"}


def doubled(path):
    """What the file imports of them, by whichever spelling."""
    return {name for name in imported(path) if name in DOUBLES or name.rpartition(".")[0] in DOUBLES}


def test_a_double_is_recognised(tmp_path):
    made = {}
    for number, line in enumerate(
        ["from unittest import mock", "from unittest.mock import patch", "import unittest.mock", "import mock as m"]
    ):
        made[line] = tmp_path / f"case{number}.py"
        made[line].write_text(line, "utf-8")
    innocent = tmp_path / "innocent.py"
    innocent.write_text("import unittest\nfrom tests.machine import answers", "utf-8")

    assert {line: bool(doubled(path)) for line, path in made.items()} == dict.fromkeys(made, True)
    assert not doubled(innocent)


def test_no_test_uses_a_double():
    """A double agrees with whoever wrote it. And a part replaced by `mock.patch` is not seen by `tests.recollection`,
    which knows every MonkeyPatch: steps would be recalled past what was replaced. What must be replaced (a clock that
    stands, a server that breaks) is replaced by `monkeypatch` or a real receiver.
    """
    assert files_of_tests()
    assert {named(path): doubled(path) for path in files_of_tests() if doubled(path)} == {}
