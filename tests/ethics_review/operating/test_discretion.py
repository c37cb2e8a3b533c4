"""What log lines leave out, and what they keep."""

import io
import json
import logging

import pytest
import structlog

from ethics_review.celery import app
from ethics_review.discretion import Discreet, scrubbed
from ethics_review.logs import SHARED

GONE, NAME = "[…]", "赵甲"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("refused zhao.jia+x@mail.example.org now", f"refused {GONE} now"),
        ("refused 赵甲@内网", f"refused {GONE}"),
        ("redis://user:pass@redis.example:6379/0", f"redis://{GONE}@redis.example:6379/0"),
        ("Not Found: /calendar/Zk3v9QmT2xW8bN5rL1pY7c.ics", f"Not Found: /calendar/{GONE}.ics"),
        ("Not Found: /reset/MQ/c9x2ab-0123456789abcdef0123456789abcdef/", f"Not Found: /reset/MQ/{GONE}/"),
        ('"GET /cases/?q=赵甲&page=2 HTTP/1.1" 200', f'"GET /cases/?{GONE} HTTP/1.1" 200'),
        ("Authorization: Bearer 0a1b2c3d4e5f", f"Authorization: Bearer {GONE}"),
        ("{'password': 'hunter2', 'x': 1}", f"{{'password': '{GONE}', 'x': 1}}"),
        ("token=abc&b=1", f"token={GONE}&b=1"),
    ],
)
def test_addresses_and_secrets_go(said, kept):
    assert scrubbed(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "celery@web-1.internal ready.",
        "a deadline of case:2026-0042 could not be dealt with",
        "Not Found: /api/v1/cases/2026-0042/documents/17/",
        "Is it so? yes",
        "ethics_review.operating.tasks.sign",
        "the token is old",
    ],
)
def test_what_is_neither_stays(said):
    assert scrubbed(said) == said


@pytest.fixture
def lines():
    """What the production format would write, whatever the level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=SHARED, processors=processors))
    handler.addFilter(Discreet())
    root, names = logging.getLogger(), ("", "celery.app.trace", "a.library")
    levels = {name: logging.getLogger(name).level for name in names}
    root.addHandler(handler)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def raised(error):
    raise error


def test_an_exception_is_told_by_its_type_and_its_place(lines):
    try:
        raised(ValueError(NAME))
    except ValueError:
        logging.getLogger("a.library").exception("it failed")

    (line,) = lines()
    assert (line["event"], line["logger"], line["level"]) == ("it failed", "a.library", "error")
    assert line["exception"].endswith("builtins.ValueError")
    assert "test_discretion.py" in line["exception"]
    assert NAME not in line["exception"]


def test_what_led_to_an_exception_is_told_as_well(lines):
    def fail():
        try:
            {}[NAME]
        except KeyError as error:
            raise RuntimeError from error

    try:
        fail()
    except RuntimeError:
        structlog.get_logger("a.library").exception("it failed")

    told = lines()[0]["exception"]
    assert [line for line in told.splitlines() if line.startswith("builtins.")] == [
        "builtins.KeyError",
        "builtins.RuntimeError",
    ]
    assert "which led to:" in told
    assert NAME not in told


def test_a_connection_that_failed_says_where(lines):
    try:
        raised(ConnectionRefusedError("cannot reach redis://u:secret@10.0.0.1"))
    except ConnectionRefusedError:
        structlog.get_logger("a.library").exception("no broker")

    told = lines()[0]["exception"].splitlines()[-1]
    assert told == f"builtins.ConnectionRefusedError: cannot reach redis://{GONE}@10.0.0.1"


def test_an_exception_among_the_arguments_of_a_line_is_told_by_its_type(lines):
    logging.getLogger("a.library").warning("not sent: %s", ValueError("赵甲"))

    assert lines()[0]["event"] == "not sent: builtins.ValueError"


def test_a_task_that_fails_is_told_without_the_words_of_its_failure(lines):
    @app.task(name="tests.fails")
    def fails(name):
        raise ValueError(name)

    fails.apply(args=("赵甲",))
    del app.tasks["tests.fails"]

    (line,) = [line for line in lines() if line["logger"] == "celery.app.trace" and line["level"] == "error"]
    assert "tests.fails" in line["event"]
    assert "ValueError" in line["event"]
    assert "赵甲" not in json.dumps(line, ensure_ascii=False)
