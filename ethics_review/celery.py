"""The Celery application. Its settings are the CELERY_ names of `settings.py`."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethics_review.settings")
TRANSPORT_ALIASES["djdb"] = "ethics_review.broker.transport:Transport"

app = Celery("ethics_review")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
