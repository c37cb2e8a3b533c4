"""The database: that it answers, that it is fit, and that its clock and ours agree."""

import sqlite3
import time
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from ethics_review.discretion import name_of
from ethics_review.operating.doctor.finding import Finding, broken, fine, warning
from ledger import append_only
from regulations.words import Words

SKEW = 2.0
"""Seconds by which two clocks may differ without anybody noticing."""
SCHEMA = "migrations"


def examine() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield _unreachable(name_of(error))
        return
    yield fine("database", f"数据库可用：{_version()}", f"The database answers: {_version()}")
    if connection.vendor == "sqlite":
        yield from _sqlite()
    yield _clock()
    yield from _schema()


def _unreachable(reason: str) -> Finding:
    return broken(
        "database",
        Words(f"无法连接数据库：{reason}", f"The database cannot be reached: {reason}"),
        why=Words("没有数据库，什么都做不了。", "Nothing can be done without it."),
        remedy=Words(
            "检查 DATABASE_URL 中的地址与账号，并确认服务已启动。",
            "Check address and account in DATABASE_URL, and that the server is running.",
        ),
    )


def _version() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    number = connection.pg_version  # type: ignore[attr-defined]  # connected to PostgreSQL
    return f"PostgreSQL {number // 10_000}.{number % 10_000}"


def _one(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _sqlite() -> Iterator[Finding]:
    """Two settings without which concurrent writers fail, or readers wait."""
    journal, mode = _one("PRAGMA journal_mode"), connection.settings_dict["OPTIONS"].get("transaction_mode")
    if (journal, mode) == ("wal", "IMMEDIATE"):
        yield fine(
            "database.mode", "SQLite 采用 WAL 日志与 IMMEDIATE 事务。", "SQLite: WAL and IMMEDIATE transactions."
        )
        return
    yield broken(
        "database.mode",
        Words(f"SQLite 日志模式为 {journal}，事务方式为 {mode}。", f"SQLite: journal {journal}, transactions {mode}."),
        why=Words("并发写入会因锁定而失败。", "Writers at the same time would fail as locked."),
        remedy=Words(
            "把数据库文件放在本机磁盘上：网络盘不支持 WAL。",
            "Keep the file on a disk of this machine: network shares know no WAL.",
        ),
    )


def _clock() -> Finding:
    sqlite = "SELECT (julianday('now') - 2440587.5) * 86400.0"
    before = time.time()
    told = float(_one(sqlite if connection.vendor == "sqlite" else "SELECT extract(epoch FROM clock_timestamp())"))
    skew = told - (before + time.time()) / 2
    if abs(skew) <= SKEW:
        return fine("database.clock", "数据库与本进程的时钟一致。", "The clocks of database and process agree.")
    return skewed("database.clock", Words("数据库", "the database"), skew)


def skewed(area: str, whose: Words, seconds: float) -> Finding:
    """A statutory date is an instant: machines that disagree about the time disagree about who was late."""
    return warning(
        area,
        Words(
            f"{whose.zh}的时钟与本机相差 {seconds:+.0f} 秒。", f"The clock of {whose.en} is {seconds:+.0f} s off ours."
        ),
        why=Words(
            "法定期限按时刻计算，时钟不准会误判逾期。", "Time limits are instants: a wrong clock misjudges who is late."
        ),
        remedy=Words("在各台机器上启用 NTP 对时。", "Set all machines by NTP."),
    )


def _schema() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan[:5])
        yield broken(
            SCHEMA,
            Words(f"有 {len(plan)} 个迁移尚未执行：{names}", f"{len(plan)} migrations have not been applied: {names}"),
            why=Words("程序与数据库的结构不一致。", "Program and tables do not fit together."),
            remedy=Words("运行 manage.py migrate。", "Run manage.py migrate."),
        )
    else:
        yield fine(SCHEMA, "所有迁移均已执行。", "Every migration has been applied.")
    yield _triggers()


def _triggers() -> Finding:
    if append_only.installed(connection):
        return fine("triggers", "账本的防篡改触发器齐全。", "The triggers that keep the ledger append-only are there.")
    return broken(
        "triggers",
        Words("账本缺少防篡改触发器。", "The triggers that keep the ledger append-only are missing."),
        why=Words("账本中的记录可能被改动而无人察觉。", "Entries could be changed without anybody noticing."),
        remedy=Words(
            "查明何人移除，运行 manage.py verify_ledger，再按 manage.py check --database default 的提示恢复。",
            "Find out who removed them, run manage.py verify_ledger, then put them back as"
            " manage.py check --database default says.",
        ),
    )
