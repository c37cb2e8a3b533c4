"""What the moves ask of whoever makes them: JSON Schema fragments, one function per shape."""

from typing import Any

from regulations.move import Ask
from regulations.words import Words

TEXT = {"type": "string", "minLength": 1, "maxLength": 20000, "pattern": r"\S"}
OPTIONAL_TEXT = {"type": "string", "maxLength": 20000}
SHORT = {"type": "string", "minLength": 1, "maxLength": 300, "pattern": r"\S"}
PERSON = {"type": "integer", "minimum": 1, "x-kind": "person"}


def ask(name: str, schema: dict[str, Any], zh: str, en: str, *, required: bool = True, options: str = "") -> Ask:
    return Ask(name, schema, Words(zh, en), required=required, options=options)


def text(name: str, zh: str, en: str, *, required: bool = True) -> Ask:
    return Ask(name, TEXT if required else OPTIONAL_TEXT, Words(zh, en), required=required, free=True)


def short(name: str, zh: str, en: str, *, required: bool = True, most: int = 300) -> Ask:
    """One line of at most `most` characters."""
    schema = SHORT if required else {"type": "string"}
    return ask(name, {**schema, "maxLength": most}, zh, en, required=required)


def flag(name: str, zh: str, en: str, *, required: bool = True) -> Ask:
    return ask(name, {"type": "boolean"}, zh, en, required=required)


def day(name: str, zh: str, en: str, *, required: bool = True) -> Ask:
    return ask(name, {"type": "string", "format": "date"}, zh, en, required=required)


def instant(name: str, zh: str, en: str, *, required: bool = True) -> Ask:
    return ask(name, {"type": "string", "format": "date-time"}, zh, en, required=required)


def choice(name: str, zh: str, en: str, *, rule: str, required: bool = True) -> Ask:
    """One of the items of a rule."""
    return ask(name, {"type": "string"}, zh, en, required=required, options=rule)


def choices(name: str, zh: str, en: str, *, rule: str) -> Ask:
    """At least one of the items of a rule."""
    schema = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
    return ask(name, schema, zh, en, options=rule)


def one_of(name: str, values: tuple[str, ...], zh: str, en: str, *, required: bool = True) -> Ask:
    return ask(name, {"type": "string", "enum": list(values)}, zh, en, required=required)


def people(name: str, zh: str, en: str) -> Ask:
    schema = {"type": "array", "items": PERSON, "minItems": 1, "maxItems": 60, "uniqueItems": True}
    return ask(name, schema, zh, en)


def whole(name: str, zh: str, en: str, *, required: bool = True, minimum: int = 1) -> Ask:
    return ask(name, {"type": "integer", "minimum": minimum}, zh, en, required=required)


EXPERTS = ask(
    "experts",
    {
        "type": "array",
        "minItems": 1,
        "maxItems": 60,
        "items": {
            "type": "object",
            "required": ["person", "categories"],
            "additionalProperties": False,
            "properties": {
                "person": PERSON,
                "categories": {
                    "type": "array",
                    "minItems": 1,
                    "uniqueItems": True,
                    "items": {"enum": ["field", "ai_technology", "ai_application", "science", "ethics", "law"]},
                },
            },
        },
    },
    "复核专家",
    "Experts",
)

EXTRA_ITEMS = ask(
    "extra",
    {
        "type": "array",
        "maxItems": 100,
        "items": {
            "type": "object",
            "required": ["path", "reason"],
            "additionalProperties": False,
            "properties": {"path": SHORT, "reason": SHORT},
        },
    },
    "另需补正的事项",
    "Further items to supplement",
    required=False,
)

CONDITIONS = Ask(
    "conditions",
    {
        "type": "array",
        "maxItems": 20,
        "items": {
            "type": "object",
            "required": ["text"],
            "additionalProperties": False,
            "properties": {
                "text": {**TEXT, "maxLength": 2000},
                "due_on": {"type": "string", "format": "date"},
            },
        },
    },
    Words("批准所附条件", "Conditions of the approval"),
    required=False,
    free=True,
)

EVIDENCE = Ask(
    "evidence",
    {
        "type": "array",
        "maxItems": 20,
        "items": {
            "type": "object",
            "required": ["condition", "text"],
            "additionalProperties": False,
            "properties": {"condition": {"type": "integer", "minimum": 1}, "text": {**TEXT, "maxLength": 2000}},
        },
    },
    Words("履行批准条件的证据", "Evidence that conditions of the approval are met"),
    required=False,
    free=True,
)

CONDITIONS_MET = ask(
    "conditions_met",
    {"type": "array", "items": {"type": "integer", "minimum": 1}, "uniqueItems": True, "maxItems": 20},
    "确认已履行的批准条件",
    "Conditions of the approval confirmed as met",
    required=False,
)

LIST_ITEMS = ask(
    "items",
    {"type": "array", "items": {"type": "integer", "minimum": 1}, "uniqueItems": True, "maxItems": 20},
    "清单项（不属于清单的留空）",
    "Items of the list (empty when not listed)",
)

FOCUSES = ask(
    "focuses",
    {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "required": ["answer"],
            "additionalProperties": False,
            "properties": {"answer": {"enum": ["yes", "no", "na"]}, "comment": OPTIONAL_TEXT},
        },
    },
    "重点审查内容逐项意见",
    "Assessment of each focus",
    options="review.focuses",
)
