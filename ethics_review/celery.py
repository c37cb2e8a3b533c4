"""The Celery application. Its settings are the CELERY_ names of `settings.py`."""

import logging.config
import os
import warnings
from typing import Any

from celery import Celery, signals
from celery.platforms import SecurityWarning
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from ethics_review import local_rules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethics_review.settings")
# A first try as root is common, in containers above all; messages are JSON only, so it is no door.
warnings.filterwarnings("ignore", category=SecurityWarning)
TRANSPORT_ALIASES["djdb"] = "ethics_review.broker.transport:Transport"

app = Celery("ethics_review")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def use_the_products_logging(**_: Any) -> None:
    """Worker and beat write the same lines as the web process."""
    logging.config.dictConfig(settings.LOGGING)


@signals.worker_init.connect
@signals.beat_init.connect
def serve_under_sound_rules(**_: Any) -> None:
    """A worker under flawed overlays ends before it takes its first task."""
    local_rules.stop_if_flawed()
