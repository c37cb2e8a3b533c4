"""Whatever is sent: never a fault of the program, and nothing written by what was refused."""

import json

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import regulations
from ethics_review.engine.input import schema_of
from tests.unwritten import STOREYS
from tests.world import filing

PACK = regulations.pack("ai-2026")
EDGES = [0, 1, -1, 2**31 - 1, 2**31, 2**53, 2**63 - 1, 2**63, 10**30]
MOMENTS = [
    "2026-06-20",
    "2028-02-30",
    "0001-01-01",
    "9999-12-31",
    "2026-W25-1",
    "2026-06-20T09:00:00+08:00",
    "2026-06-20T09:00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "9998-12-31T23:59:59+00:00",
]
TEXTS = st.text(max_size=20) | st.sampled_from(["", " ", "\x00", "\ud800", "理由", "x" * 20_001, "decision", *MOMENTS])
SCALARS = st.none() | st.booleans() | st.sampled_from(EDGES) | st.floats() | TEXTS
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
MANY = {"max_examples": 30, "deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


def fitting(schema, people):
    """A value of about the shape a move asks for, or anything at all."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | JSON
    if schema.get("x-kind") == "person":
        return st.sampled_from(people) | JSON
    match schema.get("type"):
        case "integer":
            value = st.integers(-1, 13) | st.sampled_from(EDGES)
        case "boolean":
            value = st.booleans()
        case "array":
            value = st.lists(fitting(schema["items"], people), max_size=4)
        case "object":
            value = st.fixed_dictionaries({name: fitting(part, people) for name, part in schema["properties"].items()})
        case _:
            value = st.sampled_from(MOMENTS) if "format" in schema else TEXTS
    return value | JSON


def answers(name, people):
    """What somebody might send to a move."""
    asks = schema_of(PACK, PACK.moves[name])["properties"]
    known = {ask: fitting(schema, people) for ask, schema in asks.items()}
    return st.fixed_dictionaries({}, optional=known) | st.fixed_dictionaries(known) | JSON


@pytest.fixture
def sent(story, calls, at):
    """Sends a body as somebody, holds the answer against the promise, and takes back what it wrote."""
    models = [model for storey in STOREYS for model in apps.get_app_config(storey).get_models()]
    programs = {}

    def count():
        return [model.objects.count() for model in models]

    def send(who, path, data):
        with at(story.now):
            if who not in programs:
                programs[who] = calls(who)
                programs[who].client.raise_request_exception = False
            with transaction.atomic():
                before = count()
                answer = programs[who].ask("POST", path, json.dumps(data).encode())
                after = count()
                transaction.set_rollback(True)
        assert answer.status_code < 500, (path, data)
        assert answer.status_code < 400 or after == before, (path, data)

    return send


STAGES = {
    "draft": lambda story: story.drafted(),
    "submitted": lambda story: story.submitted(),
    "accepted": lambda story: story.accepted(),
    "in review": lambda story: story.in_review(items=(1,)),
    "ballot open": lambda story: story.in_review().reviewed().balloting(),
    "found": lambda story: story.in_review(items=(1,)).reviewed().found(),
    "re-examination": lambda story: story.applied().panelled(),
    "active": lambda story: story.decided(),
    "under appeal": lambda story: story.decided("reject").does(story.applicant, "appeal", reasons="x", support="y"),
}


@pytest.mark.parametrize("stage", STAGES)
def test_any_move_with_anything_is_answered(story, sent, stage):
    STAGES[stage](story)
    world = story.world
    actors = [story.applicant, story.secretary, *story.members[:4], story.manager, world.officer, world.experts[0]]
    people = [person.pk for person in (*actors, *world.experts)]
    here = [name for name, line in PACK.moves.items() if story.case.state in line.sources]

    @given(data=st.data())
    @settings(**MANY)
    def try_it(data):
        name = data.draw(st.sampled_from(here) | st.sampled_from(list(PACK.moves)))
        who = data.draw(st.sampled_from(actors))
        sent(who, f"cases/{story.number}/moves/{name}/", data.draw(answers(name, people)))

    try_it()


def test_any_draft_is_answered(story, sent):
    part = st.sampled_from(sorted(filing())).flatmap(lambda name: st.fixed_dictionaries({name: JSON}))
    whole = st.builds(lambda changed: filing(**changed), part)
    good = {"title": {"zh": "题目"}, "committee": story.committee.pk}

    @given(
        data=JSON
        | st.builds(lambda filed: good | {"filing": filed}, part | whole | JSON)
        | st.builds(
            good.__or__, st.dictionaries(st.sampled_from(["title", "committee", "filing", "more"]), JSON, max_size=4)
        )
    )
    @settings(**MANY | {"max_examples": 100})
    def try_it(data):
        sent(story.applicant, "cases/", data)

    try_it()


def test_anything_sent_to_a_meeting_is_answered(story, sent):
    story.in_review().reviewed().in_meeting()
    meeting = story.meeting
    known = {
        "committee": st.just(story.committee.pk) | JSON,
        "starts_at": st.sampled_from(MOMENTS) | JSON,
        "presider": st.just(story.chair.pk) | JSON,
        "person": st.sampled_from([person.pk for person in story.members]) | JSON,
        "event": st.sampled_from(["arrive", "leave"]) | JSON,
        "kind": st.sampled_from(["member", "adviser"]) | JSON,
        "categories": st.lists(st.sampled_from(["field", "law"]), max_size=3) | JSON,
        "at": st.sampled_from(MOMENTS) | JSON,
        "item": st.just(meeting.items.get().pk) | JSON,
        "reason": TEXTS,
        "place": TEXTS,
        "mode": st.sampled_from(["in_person", "video"]) | JSON,
        "number": TEXTS,
        "year": st.sampled_from([2024, 2025, 2026, 9998]) | JSON,
        "summary": TEXTS,
        "document_sha256": st.just("a" * 64) | TEXTS,
    }
    asked = {
        "meetings/": ["committee", "starts_at", "presider", "place", "mode"],
        f"meetings/{meeting.pk}/attendance/": ["person", "event", "kind", "categories", "at"],
        f"meetings/{meeting.pk}/recusals/": ["item", "person", "reason"],
        f"meetings/{meeting.pk}/end/": [],
        f"committees/{story.committee.pk}/register/": ["number"],
        f"committees/{story.committee.pk}/annual-report/": ["year", "summary", "document_sha256"],
    }

    @given(data=st.data())
    @settings(**MANY | {"max_examples": 80})
    def try_it(data):
        path = data.draw(st.sampled_from(list(asked)))
        shape = st.fixed_dictionaries({}, optional={name: known[name] for name in asked[path]})
        sent(data.draw(st.sampled_from([story.secretary, story.chair])), path, data.draw(shape | JSON))

    try_it()


def test_any_query_is_answered(story, calls, at):
    story.submitted()
    names = [
        "state",
        "listed",
        "committee",
        "mine",
        "overdue",
        "due_before",
        "q",
        "ordering",
        "cursor",
        "page_size",
        "x",
    ]
    values = st.text(max_size=30) | st.sampled_from(
        [*MOMENTS, *map(str, EDGES), "true", "-number", "draft,active", "\x00"]
    )
    with at(story.now):
        mine = calls(story.applicant)

    @given(query=st.dictionaries(st.sampled_from(names), values, max_size=4))
    @settings(**MANY | {"max_examples": 100})
    def try_it(query):
        with at(story.now):
            answer = mine.client.get("/api/v1/cases/", query, headers=mine.headers)
        assert answer.status_code in {200, 422}

    try_it()
