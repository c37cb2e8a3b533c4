"""The pages as people use them: one browser for each person, and the clock at the instant of their story."""

import re
from contextlib import contextmanager
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.test import Client


class Browser:
    """One person's browser. `text` reads the words off an answer as a reader sees them."""

    def __init__(self, person=None, language="en"):
        self.client = Client()
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if person is not None:
            self.client.force_login(person)

    def get(self, path, **parameters):
        return self.client.get(path, parameters)

    def post(self, path, data=None, **headers):
        return self.client.post(path, data or {}, headers=headers)

    def part(self, path):
        """What htmx asks for."""
        return self.client.get(path, headers={"HX-Request": "true"})


def text(response):
    """The visible words of an answer."""
    page = re.sub(r"<(script|style|head).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page))).strip()


@pytest.fixture
def browse(db):
    return Browser


@pytest.fixture
def read():
    return text


@pytest.fixture
def at():
    """The clock stands at an instant."""
    return lambda moment: time_machine.travel(moment, tick=False)


@pytest.fixture
def unchanged(everything):
    """Nothing is written by what happens inside."""

    @contextmanager
    def watch():
        before = everything()
        yield
        assert everything() == before

    return watch


@pytest.fixture
def version(story):
    """The hidden field every form of a move carries."""
    return lambda: {"version": story.case.version}
