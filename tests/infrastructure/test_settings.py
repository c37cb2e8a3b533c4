"""What the settings become in the three kinds of installation: this machine alone, a public one, one with Redis."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.reading import lines_with, sources

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = {
    "PUBLIC_URL": "https://ethics.example",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
SERVER = {"DATABASE_URL": "postgres://u:p@db.example/ethics"}
pytestmark = pytest.mark.subprocess


@pytest.fixture
def run(tmp_path):
    def python(*arguments, **environment):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={"PATH": "", "DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "ethics_review.settings"}
            | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return python


@pytest.fixture
def settings_of(run):
    def read(*names, **environment):
        program = (
            f"import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
        )
        result = run("-c", program, **environment)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return read


def test_without_variables_only_this_machine_is_answered(settings_of):
    names = ("DEBUG", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CELERY_BROKER_URL")

    assert settings_of(*names) == [False, ["127.0.0.1", "localhost", "[::1]"], False, False, "djdb://localhost"]


def test_public_address_with_https_insists_on_encryption(settings_of):
    names = (
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
    )

    hosts, *rest = settings_of(*names, **PUBLIC, ALLOWED_HOSTS="inner.example")

    assert hosts[-2:] == ["ethics.example", "inner.example"]
    assert rest == [["https://ethics.example"], True, True, 31536000]


def test_forwarded_protocol_is_believed_only_behind_a_proxy(settings_of):
    assert settings_of("SECURE_PROXY_SSL_HEADER") == [None]
    assert settings_of("SECURE_PROXY_SSL_HEADER", BEHIND_PROXY="true") == [["HTTP_X_FORWARDED_PROTO", "https"]]


def test_redis_carries_tasks_and_cache(settings_of):
    broker, caches = settings_of("CELERY_BROKER_URL", "CACHES", REDIS_URL="redis://:p@redis.example:6380/3")

    assert broker == caches["default"]["LOCATION"] == "redis://:p@redis.example:6380/3"


def test_tasks_are_acknowledged_late_and_nothing_else_is_on_the_broker(settings_of):
    names = (
        "CELERY_TASK_ACKS_LATE",
        "CELERY_TASK_REJECT_ON_WORKER_LOST",
        "CELERY_TASK_IGNORE_RESULT",
        "CELERY_WORKER_PREFETCH_MULTIPLIER",
        "CELERY_WORKER_ENABLE_REMOTE_CONTROL",
        "CELERY_WORKER_SEND_TASK_EVENTS",
        "CELERY_TASK_DEFAULT_QUEUE",
        "CELERY_BROKER_CONNECTION_MAX_RETRIES",
    )

    assert settings_of(*names) == [True, True, True, 1, False, False, "ethics", None]


def test_redis_gives_back_what_a_lost_worker_held(settings_of):
    (options,) = settings_of("CELERY_BROKER_TRANSPORT_OPTIONS", REDIS_URL="redis://redis.example/0")

    assert options == {
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "health_check_interval": 25,
        "global_keyprefix": "ethics:",
    }


def test_no_task_is_sent_for_later():
    """Redis would hand one that waits longer than the visibility timeout to several workers; rows wait instead."""
    later = lines_with(r"\b(eta|countdown)\s*=", *sources())

    assert later == set()


def test_public_installation_on_a_server_database_demands_its_key(run):
    environment = {"PUBLIC_URL": PUBLIC["PUBLIC_URL"], **SERVER}

    refused = run("manage.py", "check", **environment)
    accepted = run("manage.py", "check", **environment, SECRET_KEY=PUBLIC["SECRET_KEY"])

    assert (refused.returncode, refused.stderr.splitlines()[0]) == (1, "配置错误 / Configuration error: SECRET_KEY")
    assert accepted.returncode == 0, accepted.stderr


def test_deployment_check_has_nothing_to_say_about_a_public_installation(run):
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PUBLIC, **SERVER)

    assert result.returncode == 0, result.stderr


def test_embedded_database_survives_power_cuts_and_keeps_its_triggers(run):
    program = (
        "import django; django.setup(); from django.db import connection; c = connection.cursor(); print(*["
        "c.execute(f'PRAGMA {p}').fetchone()[0] for p in ('journal_mode', 'synchronous', 'recursive_triggers')])"
    )

    result = run("-c", program)

    assert result.stdout.split() == ["wal", "2", "1"], result.stderr
