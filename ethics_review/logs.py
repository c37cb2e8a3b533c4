"""How log lines look: structlog in front, the standard library behind, so that libraries' lines come out alike.

What none of them may say is in `discretion.py`.
"""

import sys
from typing import Any

import structlog

from ethics_review.discretion import Discreet, scrub, tell_exception

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
RECURRING = ("celery.app.trace", "celery.worker.strategy", "celery.beat", "waitress")
TALKATIVE = ("django.db.backends", "urllib3", "kombu", "amqp")
"""Libraries whose finer lines tell statements with their values, and addresses in full."""
SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%S.%f%z", utc=False),
    structlog.processors.StackInfoRenderer(),
    tell_exception,
    scrub,
]


def logging_config(*, style: str, level: str) -> dict[str, Any]:
    """Django's LOGGING for `style` "json" (one object a line) or "console" (for eyes); also sets structlog up."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if style == "json" else console
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "filters": {"discreet": {"()": Discreet}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would write each of these lines a second time.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # The sweepers run every few seconds; that they ran is no news. Nor may the values of a statement be told.
            **{name: {"level": max(level, "WARNING", key=LEVELS.index)} for name in (*RECURRING, *TALKATIVE)},
        },
    }
