"""The demo's bodies and people without any of its cases, served for all the stories, and the clock they live by."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import time_machine
from django.db import transaction
from django.test import TransactionTestCase, override_settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from committees.models import Committee
from ethics_review.demo import cast, direction, script
from tests.recollection import recollection

BEGUN = "2026-01-05 09:00"


@dataclass
class Hall:
    """Where the product is served, who is there, and its clock."""

    address: str
    people: Mapping[str, User]
    committees: Mapping[str, Committee]
    hours: "Hours"


class Hours:
    """The product's clock: it runs on from the hour that was set last."""

    def __init__(self) -> None:
        self._travel = time_machine.travel(script.instant(BEGUN), tick=True)
        self._coordinates = self._travel.start()

    def strike(self, hour: datetime) -> None:
        self._coordinates.move_to(hour, tick=True)

    def stop(self) -> None:
        self._travel.stop()


@contextmanager
def opened() -> Iterator[Hall]:
    """Bodies and people come about as in the demo; afterwards the database is empty again."""
    recollection.forget(watched=lambda: True)
    hours = Hours()
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        try:
            with transaction.atomic():
                stage = cast.enter(now=script.instant(BEGUN))
                direction.perform(stage, cast.set_up())
            server = LiveServer("localhost")
            try:
                yield Hall(server.url, stage.people, stage.committees, hours)
            finally:
                server.stop()
        finally:
            hours.stop()
            TransactionTestCase("__init__")._fixture_teardown()
