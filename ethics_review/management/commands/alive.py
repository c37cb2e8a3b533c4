"""Whether the process of this container does its work: what `docker-compose.yml` asks. Exit code 0 or 1."""

import socket
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from ethics_review.operating import signs
from ethics_review.operating.models import PROCESSES, SILENT, Kind

WEB = "web"
PATIENCE = 4.0  # seconds


class Command(BaseCommand):
    help = (
        "Exit code 0 if the web server answers as ready, or the worker or beat of this host has lately done its work."
    )
    requires_system_checks: list[str] = []  # asked every half minute

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("process", choices=[WEB, *PROCESSES])
        parser.add_argument("--port", type=int, default=settings.PORT, help="where the web server listens here")

    def handle(self, *_: Any, process: str, port: int, **__: Any) -> None:
        if not (ready(port) if process == WEB else works(process)):
            raise CommandError(
                f"{process}：未就绪，或超过 {SILENT.seconds} 秒没有存活信号。 "
                f"{process}: not ready, or no sign of life for {SILENT.seconds} seconds."
            )


def ready(port: int) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": "localhost"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def works(process: str) -> bool:
    try:
        return signs.works(kind=Kind(process), host=socket.gethostname(), now=timezone.now())
    except DatabaseError:
        return False
