"""What the schema (OpenAPI 3.1) says besides the shapes: parameters, bodies, headers, problems of every call."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, PolymorphicProxySerializer

import regulations
from ethics_review.api.problems import PROBLEM
from ethics_review.api.shapes.cases import CaseShape, GoneShape
from ethics_review.api.shapes.common import ProblemShape, Shape
from ethics_review.engine.input import schema_of
from ledger.models import Delivery

HEADER: Literal["header"] = "header"
PATH: Literal["path"] = "path"
QUERY: Literal["query"] = "query"
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255},
    HEADER,
    description="A repeat with the same key gives the first answer again and writes nothing (24 hours).",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    HEADER,
    description="The case's entity tag: 412 when somebody was faster.",
)
IDEMPOTENT = [IDEMPOTENCY_KEY]
CONDITIONAL = [IDEMPOTENCY_KEY, IF_MATCH]
KEYSET = [
    OpenApiParameter("cursor", {"type": "string"}, QUERY, description="Taken from `next`."),
    OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, QUERY),
]
AT = OpenApiParameter(
    "at", {"type": "string"}, QUERY, description="An instant with its zone, or a day's end in Shanghai."
)
ON = OpenApiParameter("on", {"type": "string", "format": "date"}, QUERY, description="Today without.")
READING = {
    401: "not signed in",
    406: "only JSON is sent",
    404: "not found, or not to be known",
    409: "refused, with every reason",
    422: "wrong input",
    429: "too many requests",
}
WRITING = {
    400: "cannot be read",
    403: "a credential that cannot write",
    412: "somebody was faster",
    413: "too large",
    415: "of a type that is not read here",
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # it registers itself
    """How the schema tells of a token."""

    target_class = "ethics_review.api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002 -- the library's signature
        return {"type": "http", "scheme": "bearer"}


def ok(shape: type[Shape]) -> dict[Any, Any]:
    """The answers of a call that reads."""
    return {200: shape} | _problems(READING)


def moved() -> dict[Any, Any]:
    """The answers of a write to a case: the case, or no more than its number where it is out of sight now."""
    return made(PolymorphicProxySerializer("CaseOrGone", [CaseShape, GoneShape], None), 200)


def made(shape: Any, status: int) -> dict[Any, Any]:
    """The answers of a call that writes."""
    return {status: shape} | _problems(READING | WRITING)


def _problems(known: Mapping[int, str]) -> dict[Any, Any]:
    return {(status, PROBLEM): OpenApiResponse(ProblemShape, text) for status, text in known.items()}


def schema(fragment: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON Schema as a part of the document: its local definitions written out where they are referred to."""
    definitions = fragment.get("$defs", {})

    def inlined(value: Any) -> Any:
        if isinstance(value, Mapping):
            if "$ref" in value:
                return inlined(definitions[value["$ref"].rpartition("/")[2]])
            return {name: inlined(part) for name, part in value.items() if name not in {"$defs", "$schema"}}
        return [inlined(part) for part in value] if isinstance(value, list) else value

    found: dict[str, Any] = inlined(fragment)
    return found


def body(fragment: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": schema(fragment)}


def moves() -> dict[str, dict[str, Any]]:
    """What each move asks under the newest pack; a case's own pack tells it in the case's `moves`."""
    pack = regulations.newest()
    return {
        name: {"title": name, "description": f"{line.label.zh} {line.label.en}"} | schema_of(pack, line)
        for name, line in pack.moves.items()
    }


def every_move() -> dict[str, Any]:
    """The body of a move: that of the move named in the path."""
    return {"oneOf": list(moves().values())}


MOVE = OpenApiParameter("move", {"type": "string", "enum": list(moves())}, PATH)


KINDS: Mapping[str, dict[str, Any]] = {
    "committee": {"type": "integer"},
    "institution": {"type": "integer"},
    "mine": {"type": "boolean"},
    "overdue": {"type": "boolean"},
    "ended": {"type": "boolean"},
    "unread": {"type": "boolean"},
    "fate": {"enum": Delivery.Fate.values},
    "listed": {"enum": ["true", "false", "undetermined"]},
}
SAID = {
    "state": "One or more states, between commas.",
    "due_before": "An instant with its zone, or a day in Shanghai.",
    "q": "A part of the number or of a title.",
    "case": "The number of a case.",
}


def listing(filters: Iterable[str]) -> list[OpenApiParameter]:
    """The query of a list: its filters and its pages."""
    named = [
        OpenApiParameter(name, KINDS.get(name, {"type": "string"}), QUERY, description=SAID.get(name, ""))
        for name in filters
    ]
    return [*named, *KEYSET]


def case_filters(filters: Iterable[str], orders: Iterable[str]) -> list[OpenApiParameter]:
    """The query of the list of cases."""
    said = f"Between commas: {', '.join(orders)}. The latest first without."
    return [*listing(filters), OpenApiParameter("ordering", {"type": "string"}, QUERY, description=said)]
