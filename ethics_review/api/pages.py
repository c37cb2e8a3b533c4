"""Pages by key, not by number: the next page starts after the last row, however many rows came in meanwhile.

An empty value (a case without a running clock) sorts last in either direction. The cursor is signed: it holds the
order and the last row's values, nothing about what the reader may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from rest_framework.request import Request

from ethics_review.api import parameters
from ethics_review.engine import InputInvalid, InputProblem

DEFAULT_SIZE = 50
LARGEST_SIZE = 200
SALT = "ethics_review.api.pages"
PARAMETERS = frozenset({"cursor", "page_size"})
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Key:
    """One column of an order, or an annotation. The last key of an order is unique and never empty."""

    name: str
    descending: bool = False
    nullable: bool = False

    def order(self) -> Any:
        column = F(self.name)
        return column.desc(nulls_last=True) if self.descending else column.asc(nulls_last=True)

    def equals(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: Any) -> Q | None:
        """Rows that come after `value` in this key alone; None where nothing does."""
        if value is None:
            return None
        after = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return after | Q(**{f"{self.name}__isnull": True}) if self.nullable else after


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, and the address of the next page if there is one."""

    rows: list[Row]
    next: str | None


def page(
    request: Request,
    rows: QuerySet[Row],
    keys: Sequence[Key],
    *,
    default: int = DEFAULT_SIZE,
    largest: int = LARGEST_SIZE,
) -> Page[Row]:
    """The page the request asks for, in the order of `keys`, of `default` rows unless it says how many. One statement.

    `largest` is smaller than usual where a row is dear.
    """
    size = parameters.read(request.query_params, {"page_size": parameters.between(1, largest)})
    limit = size.get("page_size", default)
    if "cursor" in request.query_params:
        rows = rows.filter(_after(keys, _opened(request.query_params["cursor"], keys)))
    found = list(rows.order_by(*(key.order() for key in keys))[: limit + 1])
    following = _address(request, keys, found[limit - 1]) if len(found) > limit else None
    return Page(found[:limit], following)


def _after(keys: Sequence[Key], values: Sequence[Any]) -> Q:
    """Rows after these values: beyond the first, or equal in it and beyond the second, and so on."""
    equal, after = Q(), Q(pk__in=[])
    for key, value in zip(keys, values, strict=True):
        beyond = key.beyond(value)
        if beyond is not None:
            after |= equal & beyond
        equal &= key.equals(value)
    return after


def _address(request: Request, keys: Sequence[Key], last: Model) -> str:
    values = [_written(getattr(last, key.name)) for key in keys]
    query = request.query_params.copy()
    query["cursor"] = signing.dumps([_order(keys), values], salt=SALT)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _opened(cursor: str, keys: Sequence[Key]) -> list[Any]:
    try:
        order, values = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise _invalid() from error
    if order != _order(keys):
        raise _invalid()
    return [_read(value) for value in values]


def _invalid() -> InputInvalid:
    return InputInvalid((InputProblem("?cursor", "request.cursor", {}),))


def _order(keys: Sequence[Key]) -> list[str]:
    return [f"-{key.name}" if key.descending else key.name for key in keys]


def _written(value: Any) -> Any:
    """Numbers and nothing as they are; an instant as text."""
    return value.isoformat() if isinstance(value, datetime) else value


def _read(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
