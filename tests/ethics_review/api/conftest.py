"""The API as programs use it: one client for each person, and answers held against the schema."""

from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts import tokens

from tests.world import Story


class Caller:
    """One person's program: sends JSON with a token, and reads JSON back."""

    def __init__(self, secret="", **headers):
        self.client = Client(raise_request_exception=True)
        self.headers = {"accept": "application/json", "accept-language": "en", **headers}
        if secret:
            self.headers["authorization"] = f"Bearer {secret}"

    def ask(self, method, path, data=None, *, content_type="application/json", **headers):
        path = path if path.startswith("/") else f"/api/v1/{path}"
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if data is None or isinstance(data, bytes | str):
            body = data or b""
        else:
            body = self.client._encode_json(data, content_type)
        return self.client.generic(method, path, body, content_type=content_type, headers=sent)

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, data=None, **headers):
        return self.ask("POST", path, {} if data is None else data, **headers)

    def patch(self, path, data, **headers):
        return self.ask("PATCH", path, data, **headers)

    def upload(self, path, **form):
        headers = {name: self.headers.pop(name) for name in ()}
        return self.client.post(f"/api/v1/{path}", form, headers=self.headers | headers)


@pytest.fixture(autouse=True)
def untired():
    """Nobody has called before."""
    cache.clear()


@pytest.fixture
def at():
    """The clock stands where the story stands."""

    def stand(moment):
        return time_machine.travel(moment, tick=False)

    return stand


@pytest.fixture
def calls(db):
    """A program of one person, signed in by a token."""

    def sign_in(person, **headers):
        from datetime import timedelta

        from django.utils import timezone

        secret = tokens.issue(
            user=person, name="test", scope="write", lifetime=timedelta(days=30), now=timezone.now()
        )[1]
        return Caller(secret, **headers)

    return sign_in
