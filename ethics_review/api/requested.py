"""What the API's own requests must hold, as JSON Schema: the shape that is examined is the shape that is documented."""

from collections.abc import Mapping
from typing import Any

from ethics_review.engine import InputInvalid
from ethics_review.engine.input import FORMATS, Examiner, problems_of
from ethics_review.operations.appointing import SEATED
from ethics_review.wording.notices import NOTICES
from ledger.outbound import LONGEST_URL
from regulations import materials
from regulations.telling import Topic, Way
from regulations.vocabulary import Category

TEXT = {"type": "string", "minLength": 1, "maxLength": 300, "pattern": r"\S"}
ID = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
DAY = {"type": "string", "format": "date"}
INSTANT = {"type": "string", "format": "date-time"}
CATEGORIES = {
    "type": "array",
    "items": {"enum": [category.value for category in Category]},
    "uniqueItems": True,
    "maxItems": len(Category),
}


def closed(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


OBJECT = {"type": "object"}
NOTHING = closed({})
SIGN_IN = closed(
    {
        "username": {"type": "string", "minLength": 1, "maxLength": 150},
        "password": {"type": "string", "minLength": 1, "maxLength": 1000},
    },
    {"name": {**TEXT, "maxLength": 100}, "scope": {"enum": ["read", "write"]}},
)
FILING = materials.filing_schema()
NEW_CASE = closed(
    {
        "title": closed({"zh": TEXT}, {"en": {"type": "string", "maxLength": 300}}),
        "committee": ID,
        "filing": OBJECT,
    }
)
MEETING = closed(
    {"committee": ID, "starts_at": INSTANT, "presider": ID},
    {"mode": {"enum": ["in_person", "video", "hybrid"]}, "place": {"type": "string", "maxLength": 200}},
)
MEETING_CHANGE = closed(
    {},
    {
        "starts_at": INSTANT,
        "presider": ID,
        "mode": {"enum": ["in_person", "video", "hybrid"]},
        "place": {"type": "string", "maxLength": 200},
    },
)
CANCELLATION = closed({"reason": {**TEXT, "maxLength": 2000}})
ANSWER = closed(
    {"answer": {"enum": ["comes", "by_video", "does_not_come"]}}, {"reason": {"type": "string", "maxLength": 500}}
)
ATTENDANCE = closed(
    {"person": ID},
    {
        "event": {"enum": ["arrive", "leave"], "default": "arrive"},
        "kind": {"enum": ["member", "adviser", "applicant", "secretary"]},
        "by_video": {"type": "boolean"},
        "categories": CATEGORIES,
        "at": INSTANT,
    },
)
RECUSAL = closed({"item": ID, "person": ID, "reason": {**TEXT, "maxLength": 20000}})
ADOPTION = closed({"pack": {"type": "string", "minLength": 1, "maxLength": 64}})
ANNUAL_REPORT = closed(
    {"year": {"type": "integer", "minimum": 2000, "maximum": 9998}, "summary": {**TEXT, "maxLength": 20000}},
    {"document_sha256": {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}},
)
SIGNATURES = closed({"seat": ID, "secrecy_signed_on": DAY, "interests_signed_on": DAY})
SEAT = closed(
    {
        "person": ID,
        "position": {"enum": [position.value for position in SEATED]},
        "sex": {"enum": ["female", "male"]},
        "starts_on": DAY,
        "ends_on": DAY,
    },
    {"categories": CATEGORIES},
)
SEAT_END = closed({"ended_on": DAY, "reason": {**TEXT, "maxLength": 2000}})
TRAINING = closed(
    {"person": ID, "held_on": DAY, "subject": {**TEXT, "maxLength": 200}, "provider": {**TEXT, "maxLength": 200}},
    {
        "hours": {"type": "number", "minimum": 0.5, "maximum": 9999, "multipleOf": 0.5},
        "certificate": {"type": "string", "maxLength": 100},
    },
)
STRIKE = closed({"reason": {**TEXT, "maxLength": 2000}})
READ_MESSAGES = closed({}, {"ids": {"type": "array", "items": ID, "maxItems": 1000}})
HOUR = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
CHANNELS = closed(
    {
        "ways": closed(
            {topic.value: {"enum": [way.value for way in Way]} for topic in Topic},
            {"legal": {"enum": [way.value for way in Way]}},
        ),
        "digest_at": HOUR,
        "quiet_from": HOUR,
        "quiet_until": HOUR,
    }
)
KINDS = {"type": "array", "items": {"enum": sorted(NOTICES)}, "uniqueItems": True, "maxItems": len(NOTICES)}
URL = {"type": "string", "minLength": 1, "maxLength": LONGEST_URL}
UNNAMED_WEBHOOK = "API"
HOOK_NAME = {**TEXT, "maxLength": 100}
WEBHOOK = closed({"url": URL}, {"name": HOOK_NAME, "kinds": KINDS})
WEBHOOK_CHANGE = closed({}, {"url": URL, "name": HOOK_NAME, "kinds": KINDS, "active": {"type": "boolean"}})
REGISTRATION = closed({"number": {**TEXT, "maxLength": 80}})


def checked(schema: Mapping[str, Any], data: Any) -> dict[str, Any]:
    """`data` as it was sent. Raises `InputInvalid` with everything wrong with it."""
    found = problems_of(Examiner(schema, format_checker=FORMATS), data)
    if found:
        raise InputInvalid(found)
    return dict(data)
