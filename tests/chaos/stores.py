"""The two stores the harness runs on, and what goes wrong with them: all of it its own, on the loopback."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from redis import Redis
from redis.exceptions import RedisError

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
PATIENCE = 20.0


@dataclass
class Store:
    """What the product is told of a store, and its faults by name."""

    name: str
    environment: dict[str, str]
    faults: dict[str, Callable[[], None]] = field(default_factory=dict)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def embedded(scratch: Path) -> Iterator[Store]:
    """SQLite and the broker on a table: nothing that could be cut or flushed."""
    yield Store("embedded", {})


@contextmanager
def servers(scratch: Path) -> Iterator[Store]:
    """A database of its own on the PostgreSQL of DATABASE_URL, and a Redis process of its own."""
    server = os.environ.get("DATABASE_URL") or POSTGRES
    name = f"chaos_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as control, running_redis(scratch) as redis:
        control.execute(f'CREATE DATABASE "{name}"')
        address = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        try:
            yield Store(
                "servers",
                {"DATABASE_URL": address, "REDIS_URL": redis.address},
                {
                    "database connections cut": lambda: cut(control, name),
                    "Redis flushed": redis.flush,
                    "Redis killed and started again": redis.restart,
                },
            )
        finally:
            cut(control, name)
            control.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def cut(control: psycopg.Connection, name: str) -> None:
    """End every connection to the one database."""
    control.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


class OwnRedis:
    """A Redis that keeps nothing, as the compose file runs it."""

    def __init__(self, scratch: Path) -> None:
        self.port, self.scratch = free_port(), scratch
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.client = Redis.from_url(self.address)
        self.start()

    def start(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise SystemExit("redis-server is not installed")
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([program, *options, "--dir", str(self.scratch)], stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.client.ping()
            except RedisError:
                time.sleep(0.05)
            else:
                return
        raise SystemExit("Redis does not answer")

    def flush(self) -> None:
        self.client.flushall()

    def restart(self) -> None:
        self.stop()
        self.start()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def running_redis(scratch: Path) -> Iterator[OwnRedis]:
    redis = OwnRedis(scratch)
    try:
        yield redis
    finally:
        redis.stop()


STORES = {"embedded": embedded, "servers": servers}
