"""One world for all pages, served once: cases in every state a page must show, and a server that counts statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, models, transaction
from django.test import TransactionTestCase, override_settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from committees import operations as committees
from ledger import subscriptions
from ledger.models import Entry
from tests.e2e_browser.pages import ELSEWHERE
from tests.ethics_review.positions import POSITIONS
from tests.ethics_review.registering import conditioned, kept_out
from tests.recollection import recollection
from tests.world import MORNING, Story, World, build

PRODUCT = ("accounts", "committees", "ethics_review", "ledger")
TEXTUAL = (models.CharField, models.TextField, models.JSONField)
STATEMENTS = "X-Test-Statements"
COMING = "2026-09-01T09:00:00+08:00"
BARE = {"funding": None, "commitment": None}
"""A filing that lacks something."""


@dataclass
class Served:
    """Where it is served, who is there, what the addresses of `pages` name, and the hour it is."""

    address: str
    now: datetime
    people: dict[str, User]
    names: dict[str, object]
    data: list[str] = field(default_factory=list)
    """Every text of the database, the longest first: what a page shows of it is not the product's to translate."""

    def path(self, page) -> str:
        return page.path.format(**self.names)

    def session(self, who: str) -> str:
        """The key of a session in which the person is signed in."""
        return session_of(self.people[who])


def session_of(person: User) -> str:
    """The key of a session in which the person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


def counting(get_response):
    """Middleware: says in a header how many statements an answer took."""

    def answer(request):
        count = 0

        def counted(execute, sql, params, many, context):
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            response = get_response(request)
        response.headers[STATEMENTS] = str(count)
        return response

    return answer


@contextmanager
def serve() -> Iterator[Served]:
    """The world built and served; afterwards the database is empty again."""
    recollection.forget(watched=lambda: True)
    middleware = [f"{__name__}.counting", *settings.MIDDLEWARE]
    with override_settings(
        MIDDLEWARE=middleware, ROOT_URLCONF="tests.e2e_browser.answering", ALLOWED_HOSTS=["localhost"]
    ):
        try:
            served = _peopled()
            server = LiveServer("localhost")
            served.address = server.url
            try:
                yield served
            finally:
                server.stop()
        finally:
            TransactionTestCase("__init__")._fixture_teardown()


def _peopled() -> Served:
    world = build()
    cast = _cast(world)
    people = {
        "applicant": world.applicant,
        "secretary": world.secretary,
        "chair": world.chair,
        "reviewer": world.members[2],
        "member": world.members[3],
        "voter": world.members[4],
        "absent": world.members[8],
        "manager": world.manager,
        "keeper": world.centre_secretary,
        "officer": world.officer,
        "expert": world.experts[0],
        "stranger": world.stranger,
    }
    names = {name: story.number for name, story in cast.items()}
    with transaction.atomic():
        hook, _ = subscriptions.subscribe(
            owner=world.chair, name="台账", url="https://hook.example/review", kinds=[], now=MORNING
        )
    names["webhook"] = hook.pk
    names |= {"meeting": cast["voting"].meeting.pk, "ended": cast["decided"].meeting.pk}
    names["coming"] = cast["coming"].meeting.pk
    names["letter"] = _seq_of(cast["decided"], "issue_decision")
    names |= {"body": world.body.pk, "centre": world.centre.pk, "seat": world.seat(world.members[5]).pk}
    _trained(world)
    now = max(story.now for story in cast.values()) + timedelta(minutes=1)
    return Served("", now, people, names, texts())


def _trained(world: World) -> None:
    """One member's training counts, another's has lapsed, and one record was a mistake."""
    words: dict[str, Any] = {"committee": world.body, "actor": world.secretary, "role": "secretary", "at": MORNING}
    subject = {"subject": "科技伦理审查实务", "provider": "省科技伦理学会", "hours": None}
    days = (date(2026, 3, 2), date(2024, 3, 4), date(2026, 4, 1))
    for person, day in zip(world.members[2:5], days, strict=True):
        made = committees.record_training(person=person, held_on=day, certificate=f"{day:%Y%m}-7", **subject, **words)
    del words["committee"]
    committees.strike_training(training=made.row, reason="姓名有误", **words)


def _seq_of(story: Story, action: str) -> int:
    return Entry.objects.filter(stream=story.stream, action=action).latest("seq").seq


def _cast(world: World) -> dict[str, Story]:
    """One case in each state, each begun in the same morning."""
    incomplete = Story(world).submitted(**BARE)
    cast = {
        "draft": Story(world).drafted(),
        "waiting": Story(world).submitted(),
        "accepted": Story(world).accepted(),
        "assigned": Story(world).in_review(),
        "decided": Story(world).decided(),
        "rejected": Story(world).decided("reject"),
        "panelled": Story(world).applied().panelled(),
        "voting": Story(world).in_review().reviewed().balloting(6).votes("approve", world.members[4]),
        "incomplete": incomplete,
        "revised": Story(world).submitted(),
        "coming": Story(world).in_review().reviewed(),
        "conditioned": conditioned(Story(world)),
        "kept_out": kept_out(Story(world)),
        **{move: Story(world) for move in ELSEWHERE},
    }
    cast["coming"].does(world.secretary, "convene", starts_at=COMING)
    for move in ELSEWHERE:
        POSITIONS[move](cast[move])
    incomplete.does(world.secretary, "request_completion")
    decided = cast["decided"]
    committees.end_meeting(meeting=decided.meeting, actor=world.secretary, role="secretary", at=decided.now)
    cast["revised"].does(world.secretary, "request_completion", extra=[{"path": "funding", "reason": "请写明来源"}])
    cast["revised"].revised(funding="企业自筹").does(world.applicant, "resubmit")
    return cast


def texts() -> list[str]:
    """Every text in the rows of the product, the longest first."""
    found: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label in PRODUCT:
            names = [one.name for one in model._meta.fields if isinstance(one, TEXTUAL)]
            for row in model._default_manager.values_list(*names) if names else ():
                for value in row:
                    found.update(_leaves(value))
    return sorted(found, key=len, reverse=True)


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)


@contextmanager
def hour(served: Served) -> Iterator[None]:
    with time_machine.travel(served.now, tick=True):
        yield
