"""Tables as files for a spreadsheet (RFC 4180), of which no cell is computed."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.http import HttpResponse

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet reads the Chinese as something else."""
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins with one of them is computed by a spreadsheet instead of shown."""


def as_csv(lines: Iterable[Sequence[Any]]) -> str:
    """The lines as a file, in UTF-8 with its mark."""
    written = StringIO()
    csv.writer(written).writerows([_inert(cell) for cell in line] for line in lines)
    return BYTE_ORDER_MARK + written.getvalue()


def as_file(lines: Iterable[Sequence[Any]], *, name: str) -> HttpResponse:
    """The lines as a file of that name to be kept."""
    answer = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _inert(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(ACTIVE) else cell
