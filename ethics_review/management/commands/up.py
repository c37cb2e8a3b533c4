"""The embedded product in one command: migrate, demo data if empty, then web, worker and beat as children."""

import errno
import os
import signal
import socket
import sys
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from redis import Redis
from redis.exceptions import RedisError

from ethics_review.broker.transport import release_all
from ethics_review.operating import signs
from ethics_review.operating.models import PROCESSES, Kind
from ethics_review.supervisor import AlreadyRunning, Supervisor, directory_lock

READY_WITHIN = 120.0  # seconds
CANNOT = 2  # exit code: something outside must change first
BODY_LIMIT = 64 * 1024 * 1024  # bytes; far above UPLOAD_LIMIT, so that the product itself can refuse in its own words


class Command(BaseCommand):
    help = "Start the whole product on this machine: web, worker and beat; Ctrl-C stops it."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=settings.PORT, help="default: PORT, or 8000")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument("--prepare", action="store_true", help="migrate, demo data if empty; start nothing")
        parser.add_argument("--check", action="store_true", help="start, wait until ready, stop")

    def handle(self, *_: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        try:
            with directory_lock(directory=settings.DATA_DIR):
                if not options["prepare"]:
                    examine_port(host=host, port=port)
                    examine_redis()
                self.prepare(demo=not options["no_demo"])
                if options["prepare"]:
                    self.show_logins()
                else:
                    self.supervise(host=host, port=port, check=options["check"])
        except AlreadyRunning:
            cannot(
                zh=f"数据目录 {settings.DATA_DIR} 已有一个实例在运行。请先停止它，或用 DATA_DIR 指定另一目录。",
                en=f"Another instance is running on {settings.DATA_DIR}. Stop it, or set another DATA_DIR.",
            )
        except KeyboardInterrupt:  # before the supervisor listens: nothing is running yet, and nothing half-written
            self.say("已停止。 Stopped.")

    def prepare(self, *, demo: bool) -> None:
        """Bring the database up to date, and fill it when it is empty."""
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            cannot(
                zh=f"无法使用数据库（DATABASE_URL）：{error}",
                en="The database (DATABASE_URL) cannot be used; the reason is given above. Is its server running?",
            )
        if demo and "load_demo" in get_commands() and not get_user_model().objects.exists():
            self.say("正在载入演示数据…  Loading the demo data…")
            with transaction.atomic():  # whole or not at all: an interrupted load must not look like a filled database
                call_command("load_demo", verbosity=0)

    def supervise(self, *, host: str, port: int, check: bool) -> None:
        release_all()  # what a killed worker held; no other runs on this data directory
        supervisor = Supervisor(on_death=self.mourn, is_hung=hung)
        environment = {"LOG_FORMAT": "console", "PYTHONUNBUFFERED": "1"} | os.environ | {"PORT": str(port)}
        supervisor.add(name="web", command=web(host, port), environment=environment, stop_signal=signal.SIGINT)
        supervisor.add(name="worker", command=worker(), environment=environment)
        supervisor.add(name="beat", command=beat(), environment=environment)
        supervisor.listen()
        try:
            ready = supervisor.run_until(condition=lambda: answers(host=host, port=port), seconds=READY_WITHIN)
            if ready:
                self.announce(host=host, port=port)
            elif not supervisor.stop.is_set():
                raise CommandError(f"{READY_WITHIN:.0f} 秒内未就绪。 Not ready after {READY_WITHIN:.0f} s; see above.")
            if ready and not check:
                supervisor.run_until(condition=lambda: False)
        finally:
            supervisor.shut_down()
            self.say("已停止。 Stopped.")

    def mourn(self, name: str, code: int) -> None:
        """A child died. What its worker held is free again: there is no other worker on this data directory."""
        self.stderr.write(f"{name} ended with code {code} and is started again.")
        if name == "worker" and not settings.REDIS:
            with suppress(DatabaseError):  # then the visibility timeout does it
                release_all()
            connection.close()

    def announce(self, *, host: str, port: int) -> None:
        address = settings.PUBLIC_URL if settings.PUBLIC else f"http://{shown(host)}:{port}"
        self.say(f"\n伦理审查系统已就绪  Ethics review is ready:  {address}/")
        self.show_logins()
        self.say("\n按 Ctrl-C 停止  Ctrl-C stops it\n")
        connection.close()  # the children have their own; the supervisor needs none while it waits

    def show_logins(self) -> None:
        rows = list(demo_logins())
        if rows:
            self.say("\n演示账号  Demo logins:")
        for username, password, zh, en in rows:
            self.say(f"  {username:<16} {password:<16} {zh}  {en}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def hung(name: str, pid: int) -> bool:
    """Whether a child has given signs of life and gives none any more. Nobody can tell while the database is away."""
    if name not in PROCESSES:  # the web server: a thread that hangs leaves seven, and it cannot lose its broker
        return False
    try:
        return signs.is_silent(kind=Kind(name), host=socket.gethostname(), pid=pid, now=timezone.now())
    except DatabaseError:
        return False
    finally:
        connection.close()


def demo_logins() -> Iterable[tuple[str, str, str, str]]:
    """What the demo offers (username, password, who it is in Chinese and English), as far as these people exist."""
    try:
        logins = import_string("ethics_review.demo.LOGINS")
    except ImportError:
        return []
    known = set(get_user_model().objects.values_list("username", flat=True))
    return [login for login in logins if login[0] in known]


def web(host: str, port: int) -> list[str]:
    listen = f"--listen={f'[{host}]' if ':' in host else host}:{port}"
    options = ["--threads=8", f"--max-request-body-size={BODY_LIMIT}", "--ident="]
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):  # BEHIND_PROXY: whoever connects is the proxy
        options += ["--trusted-proxy=*", "--trusted-proxy-headers=x-forwarded-proto", "--clear-untrusted-proxy-headers"]
    return [sys.executable, "-m", "waitress", listen, *options, "ethics_review.wsgi:application"]


def worker() -> list[str]:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "--no-color",
        "-A",
        "ethics_review",
        "worker",
        "--pool=solo",
        *quiet,
    ]


def beat() -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "--no-color", "-A", "ethics_review", "beat", "--pidfile="]


def shown(host: str) -> str:
    """An address one can type into a browser on this machine."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 -- compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def answers(*, host: str, port: int) -> bool:
    request = urllib.request.Request(f"http://{shown(host)}:{port}/healthz", headers={"Host": "localhost"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def examine_port(*, host: str, port: int) -> None:
    """Refuse in a sentence when nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                cannot(
                    zh=f"端口 {port} 已被占用。请停止占用它的程序，或换一个端口：make run PORT={port + 1}",
                    en=f"Port {port} is taken. Stop the program that uses it, or: make run PORT={port + 1}",
                )
            cannot(
                zh=f"无法在 {host}:{port} 监听（{error}）。请换一个地址或端口。",
                en=f"Cannot listen on {host}:{port} ({error}). Choose another address or port.",
            )


def examine_redis() -> None:
    """Refuse in a sentence when REDIS_URL is set but nobody answers there."""
    if not settings.REDIS:
        return
    try:
        Redis.from_url(settings.REDIS.geturl(), socket_connect_timeout=5, socket_timeout=5).ping()
    except (RedisError, ValueError) as error:
        cannot(
            zh="无法连接 REDIS_URL 所指的 Redis。请启动它，或取消该变量以使用内置消息队列。",
            en=f"Redis (REDIS_URL) does not answer: {error}. Start it, or unset it to use the built-in broker.",
        )


def cannot(*, zh: str, en: str) -> NoReturn:
    sys.stderr.write(f"{zh}\n{en}\n")
    sys.exit(CANNOT)
