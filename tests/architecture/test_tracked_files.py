"""Every file that is kept: it names no machine, no index, nothing left to do, and has a size one can read."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.architecture.reading import ROOT, functions, named, sources, tree

LONGEST_TEMPLATE, LONGEST_FILE, LONGEST_FUNCTION = 180, 500, 60
VENDORED = (ROOT / "ethics_review" / "static" / "vendor", ROOT / "tests" / "e2e_browser" / "vendor")
HERE = Path(__file__).resolve()
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplemented")
HOME = re.compile(r"(?<![\w./-])/(home|Users)/\w+|(?<![\w./-])/root/")
INDEX = re.compile(
    r"[\w.-]*(pypi|pythonhosted|artifactory|nexus|devpi)[\w-]*(\.[\w-]+)+|PIP_\w*INDEX\w*=", re.IGNORECASE
)


@cache
def tracked() -> tuple[Path, ...]:
    """Every text that git keeps; vendored files, pictures and this one left out."""
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    paths = (ROOT / name for name in kept.stdout.split("\0") if name)
    texts = (path for path in paths if path.is_file() and path.suffix != ".png")
    return tuple(path for path in texts if path != HERE and not any(map(path.is_relative_to, VENDORED)))


@cache
def text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return path.read_bytes().decode("latin-1")


def files_with(pattern: re.Pattern[str]) -> dict[str, str]:
    """What was found first, by the file in which it stands."""
    hits = {named(path): pattern.search(text(path)) for path in tracked()}
    return {name: hit.group() for name, hit in hits.items() if hit is not None}


def places_of_this_machine() -> re.Pattern[str]:
    """Where the repository, the interpreter and the user's own files are on the machine that runs this."""
    places = {ROOT, ROOT.parent, Path(sys.prefix), Path.home()}
    names = sorted(str(place) for place in places if len(place.parts) > 2 or place == ROOT)  # not "/usr"
    return re.compile(r"(?<![\w./-])(" + "|".join(re.escape(name) for name in names) + r")(?![\w-])")


def test_the_files_are_found():
    names = {named(path) for path in tracked()}

    assert {"manage.py", "pyproject.toml", "templates/base.html", "tests/world.py"} <= names


@pytest.mark.parametrize(
    ("pattern", "found", "passed"),
    [
        (HOME, "see /home/someone/x", "see ./home/someone"),
        (HOME, "in /root/.cache", "https://example.org/root/x"),
        (INDEX, "https://pypi.org/simple", "PyPI by name"),
        (INDEX, "nexus.example.com", "the nexus of things"),
        (UNFINISHED, "raise NotImplementedError", "TODOS"),
    ],
)
def test_a_pattern_finds_what_it_is_for(pattern, found, passed):
    assert (bool(pattern.search(found)), bool(pattern.search(passed))) == (True, False)


def test_no_file_names_a_place_on_a_machine():
    assert files_with(HOME) == {}
    assert files_with(places_of_this_machine()) == {}


def test_no_file_names_an_index():
    assert files_with(INDEX) == {}
    for host in indexes_of_this_machine():
        assert files_with(re.compile(re.escape(host))) == {}


def indexes_of_this_machine() -> set[str]:
    """The hosts from which pip would install here."""
    told = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    addresses = re.findall(r"https?://[^\s'\"]+", told.stdout)
    return {host for address in addresses if (host := urlsplit(address).hostname) and "." in host}


def test_nothing_is_left_unfinished():
    assert files_with(UNFINISHED) == {"tests/architecture/test_storeys.py": "TODO"}  # which looks for it as well


def test_a_template_is_short():
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in (ROOT / "templates").rglob("*.html")}

    assert lengths
    assert {name for name, length in lengths.items() if length > LONGEST_TEMPLATE} == set()


@pytest.mark.parametrize("folder", ["scripts", "benchmarks"])
def test_a_script_has_the_size_of_the_rest(folder):
    paths = sorted((ROOT / folder).rglob("*.py"))
    lengths = {
        (named(path), one.name): (one.end_lineno or 0) - one.lineno + 1 for path in paths for one in functions(path)
    }

    assert {named(path) for path in paths if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE} == set()
    assert {place for place, length in lengths.items() if length > LONGEST_FUNCTION} == set()


def test_every_variable_that_is_read_is_described_and_no_other():
    described = set(re.findall(r"^# ?([A-Z_]+)=", text(ROOT / ".env.example"), re.MULTILINE))
    read = {name for path in sources() for name in variables(path)}

    assert described == read


def variables(path):
    """The environment variables a file asks `environment.py` for, by the name it gives."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and _is_of(node.func, "env"):
            yield from (word.value.value for word in node.keywords if word.arg == "name")


def test_the_environment_is_read_in_one_place():
    """Elsewhere only the settings' own name is set, so that a program can be started without it."""
    reading = {named(path) for path in sources() if any(_reads_environment(node) for node in ast.walk(tree(path)))}

    assert reading == {"ethics_review/environment.py"}


def _reads_environment(node):
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="environ"), attr="setdefault"), args=[first, *_]):
            return first.value != "DJANGO_SETTINGS_MODULE"
        case (
            ast.Call(func=ast.Attribute(value=ast.Attribute(attr="environ")))
            | ast.Subscript(value=ast.Attribute(attr="environ"))
        ):
            return True
        case ast.Call(func=ast.Attribute(attr="getenv") | ast.Name(id="getenv")):
            return True
    return False


def _is_of(node, module):
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == module
