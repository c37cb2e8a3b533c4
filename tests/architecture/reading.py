"""Reading the product's own source: which files there are, and what they say. Nothing is imported to be examined."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
STOREYS = ("regulations", "accounts", "ledger", "committees", "ethics_review")


@cache
def sources() -> tuple[Path, ...]:
    """Every Python file of the five storeys, migrations and vendored files left out."""
    found = (path for storey in STOREYS for path in sorted((ROOT / storey).rglob("*.py")))
    return tuple(path for path in found if "migrations" not in path.parts and "vendor" not in path.parts)


@cache
def files_of_tests() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "tests").rglob("*.py")))


def named(path: Path) -> str:
    """The file as the repository calls it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def lines_with(pattern: str, *paths: Path) -> set[str]:
    """The files among `paths` with a line of program text that matches; comments and docstrings do not count."""
    wanted = re.compile(pattern)
    return {named(path) for path in paths if any(wanted.search(line) for line in _program(path))}


@cache
def _program(path: Path) -> tuple[str, ...]:
    """The file without its docstrings and comments, statement by statement."""
    module = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            body = [one for one in node.body if not _is_text(one)]
            node.body = body or [ast.Pass()]
    return tuple(ast.unparse(module).splitlines())


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def imported(path: Path) -> set[str]:
    """The modules the file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names if node.module}
    return found
