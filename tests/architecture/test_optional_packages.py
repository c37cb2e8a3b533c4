"""`make test` collects all tests where a browser's packages are missing: only the conftest may ask for them."""

import tomllib

from tests.architecture.reading import ROOT, files_of_tests, imported, named

ASKS = "tests/e2e_browser/conftest.py"  # where they are missing it says so, and the tests are skipped with that reason


def packages_of_a_browser():
    """What the extra `e2e` brings, by the names that are imported: they are the names of the distributions."""
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["e2e"]
    return {line.split("=")[0].split(">")[0].split("~")[0].strip().replace("-", "_") for line in extra}


def top_level(path):
    return {name.partition(".")[0] for name in imported(path)}


def test_only_the_conftest_asks_for_a_browsers_packages():
    packages = packages_of_a_browser()
    assert packages <= top_level(ROOT / ASKS)
    assert {named(path) for path in files_of_tests() if top_level(path) & packages} == {ASKS}
