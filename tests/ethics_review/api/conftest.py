"""The API as programs use it: one caller for each person. Every answer is held against the published schema."""

import json
import re
from datetime import timedelta
from functools import cache
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache as store
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from openapi_schema_validator import OAS31Validator

from accounts import tokens
from tests.ethics_review.test_contents import pdf

UNDOCUMENTED = {405, 500}
"""What no operation announces: a method it does not have, and a fault of the program."""


CONTENT = pdf()


def upload(name="方案.pdf", content=CONTENT):
    return SimpleUploadedFile(name, content)


class Caller:
    """One person's program. Paths are below /api/v1/; a body that is no bytes is sent as JSON."""

    def __init__(self, secret="", **headers):
        self.client = Client()
        self.headers = {"accept": "application/json", "accept-language": "en", **headers}
        if secret:
            self.headers["authorization"] = f"Bearer {secret}"

    def ask(self, method, path, data=None, *, content_type="application/json", **headers):
        body = data if isinstance(data, bytes) else b"" if data is None else json.dumps(data).encode()
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return documented(self.client.generic(method, address, body, content_type=content_type, headers=sent))

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, data=None, **headers):
        return self.ask("POST", path, {} if data is None else data, **headers)

    def patch(self, path, data, **headers):
        return self.ask("PATCH", path, data, **headers)

    def upload(self, path, **form):
        return documented(self.client.post(f"/api/v1/{path}", form, headers=self.headers))

    def take(self, address):
        """The answer to asking for a document, and its content."""
        answer = documented(self.client.get(address, headers=self.headers))
        return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


@cache
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def templates():
    """Every path of the schema as a pattern; the plain ones first."""
    paths = sorted(schema()["paths"], key=lambda path: path.count("{"))
    return [
        (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), calls)
        for path, calls in ((p, schema()["paths"][p]) for p in paths)
    ]


def documented(response):
    """The answer, if the schema announces it and describes its content."""
    path, method = urlsplit(response.wsgi_request.path).path, response.wsgi_request.method.lower()
    calls = next((calls for pattern, calls in templates() if pattern.fullmatch(path)), {})
    if method in calls and response.status_code not in UNDOCUMENTED:
        answers = calls[method]["responses"]
        assert str(response.status_code) in answers, (
            f"{response.status_code} is not announced: {response.content[:500]}"
        )
        _conforms(response, answers[str(response.status_code)].get("content", {}))
    return response


def _conforms(response, contents):
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind.endswith("json"):
        assert kind in contents, f"{kind} is not announced"
        whole = {**contents[kind]["schema"], "components": schema()["components"]}
        errors = list(OAS31Validator(whole).iter_errors(json.loads(response.content)))
        assert not errors, errors[0]


@pytest.fixture(autouse=True)
def untired():
    """Nobody has called before."""
    store.clear()


@pytest.fixture
def at():
    """The clock stands at an instant."""
    return lambda moment: time_machine.travel(moment, tick=False)


@pytest.fixture
def calls(db):
    """The program of a person, with a token that is good for a month from the instant at which it is asked for."""

    def sign_in(person, *, scope="write", **headers):
        now, month = timezone.now(), timedelta(days=30)
        return Caller(tokens.issue(user=person, name="test", scope=scope, lifetime=month, now=now)[1], **headers)

    return sign_in


@pytest.fixture
def folder(settings, tmp_path):
    """Where the files of one test are."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def kept(folder):
    """The files that are there."""
    return lambda: sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def add(story, calls, at, folder):
    """Somebody adds a document to the story's case; a plan as a PDF unless something else is said."""

    def make(who, kind="plan", file=None, **headers):
        with at(story.now):
            mine = calls(who, **headers)
            return mine.upload(f"cases/{story.number}/documents/", kind=kind, file=file or upload())

    return make


@pytest.fixture
def nobody(db):
    """A program without a token."""
    return Caller()


@pytest.fixture
def unchanged(everything):
    """Nothing is written by what happens inside."""

    class Unchanged:
        def __enter__(self):
            self.before = everything()

        def __exit__(self, *error):
            assert error[0] is not None or everything() == self.before

    return Unchanged
