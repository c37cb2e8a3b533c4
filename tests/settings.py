"""The product's own settings with what a test run must have otherwise. The database still comes from DATABASE_URL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A directory of its own for every process: several test runs may share a machine, and xdist runs several processes.
SCRATCH = Path(tempfile.mkdtemp(prefix="ethics-review-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
os.environ.update(DATA_DIR=str(SCRATCH), LOG_FORMAT="console", LOG_LEVEL="WARNING")
UNSET = [
    "PUBLIC_URL",
    "ALLOWED_HOSTS",
    "DEBUG",
    "BEHIND_PROXY",
    "STATIC_ROOT",
    "EMAIL_URL",
    "EMAIL_FROM",
    "EMAIL_REPLY_TO",
    "EMAIL_BOUNCES",
    "SECRET_KEY",
]
UNSET += ["WEBHOOK_ALLOWED_NETWORKS"]
for name in UNSET:
    os.environ.pop(name, None)

from ethics_review.settings import *  # noqa: E402, F403 -- after the environment is set
from ethics_review.settings import DATABASES, EMBEDDED, REDIS  # noqa: E402

if EMBEDDED:
    # A file, not memory: threads and child processes must see the same database. It need not survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{os.getpid()}"}
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if REDIS:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": f"ethics-test-{os.getpid()}:"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
