"""The ledger: a sample of its chains, or all of them."""

import io
from collections.abc import Iterator, Sequence

from django.core.management import CommandError, call_command

from ethics_review.operating.doctor.finding import Finding, broken, fine
from ledger.models import Entry
from regulations.words import Words

AREA = "ledger"
SAMPLE = 20
"""How many streams are verified without --ledger: those that were written to last."""
RECENT = 1_000


def examine(*, full: bool) -> Iterator[Finding]:
    recent = Entry.objects.order_by("-pk").values_list("stream", flat=True)[:RECENT]
    streams: Sequence[str | None] = (None,) if full else tuple(dict.fromkeys(recent))[:SAMPLE]
    for stream in streams:
        try:
            call_command("verify_ledger", stream=stream, stdout=io.StringIO())
        except CommandError as error:
            yield _torn(str(error))
            return
    if full:
        yield fine(AREA, "账本全部链条完整。", "Every chain of the ledger holds.")
    else:
        number = len(streams)
        zh, en = (
            f"最近的 {number} 条账本链完整（--ledger 核对全部）。",
            f"The latest {number} chains hold (--ledger: all).",
        )
        yield fine(AREA, zh, en)


def _torn(sentence: str) -> Finding:
    return broken(
        AREA,
        Words(sentence, sentence),
        why=Words("有人绕过程序改动了账本。", "Somebody has changed the ledger beside the program."),
        remedy=Words(
            "保全现场与数据库日志，与备份比对；不要修改账本。",
            "Keep everything as it is, with the database's logs, and compare with a backup; do not mend the ledger.",
        ),
    )
