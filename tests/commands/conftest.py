"""Running a command as an operator does: what it said, where, and whether it succeeded."""

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from tests import builders


@pytest.fixture
def stage(db):
    return builders.stage()


@pytest.fixture
def run():
    """Runs a command; `code` is its exit code, `said` and `complained` are the lines it wrote."""

    def called(name, *arguments, **options):
        out, err = StringIO(), StringIO()
        code = 0
        try:
            call_command(name, *arguments, stdout=out, stderr=err, **options)
        except CommandError as error:
            err.write(f"{error}\n")
            code = error.returncode
        return SimpleNamespace(code=code, said=out.getvalue().splitlines(), complained=err.getvalue().splitlines())

    return called
