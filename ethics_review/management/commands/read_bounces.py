"""Note which letters came back: reads delivery status notifications from a file, from a pipe, or from a mail folder."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from mailbox import Maildir, MaildirMessage
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ethics_review.operations import deliveries
from ledger.bounces import MOST_BYTES, read

SEEN = "S"


class Command(BaseCommand):
    help = "Mark the letters that came back, each with its reason. Reading a notification twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="one notification; - reads it from standard input")
        parser.add_argument("--maildir", metavar="DIR", type=Path, help="every unseen notification of a mail folder")

    def handle(self, *_: Any, file: str | None, maildir: Path | None, **__: Any) -> None:
        if (file is None) == (maildir is None):
            raise CommandError("请指明一个文件、- 或 --maildir 之一。 Name one of a file, - or --maildir.")
        counted: Counter[str] = Counter()
        for notification in _unseen(maildir) if maildir else [_one(file or "-")]:
            counted.update(_noted(notification))
        self.stdout.write(
            f"退回 {counted['noted']}，此前已知 {counted['known']}，"
            f"与本系统信件不符 {counted['unmatched']}，不是退信 {counted['other']}。 "
            f"{counted['noted']} came back, {counted['known']} known before, "
            f"{counted['unmatched']} of no letter of ours, {counted['other']} no failure."
        )


def _noted(notification: bytes) -> list[str]:
    """What became of each failure that the notification tells of."""
    return [deliveries.note_return(returned=one) for one in read(notification)] or ["other"]


def _one(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"无法读取 {file}。 Cannot read {file}: {error.strerror}.") from error


def _unseen(folder: Path) -> Iterator[bytes]:
    """Each notification not read before. It is marked as seen once what it says has been noted."""
    if not (folder / "new").is_dir() or not (folder / "cur").is_dir():
        raise CommandError(f"{folder} 不是邮件目录（Maildir）。 {folder} is no Maildir.")
    box = Maildir(folder, create=False)
    for key in sorted(box.keys()):
        letter = box.get_message(key)
        if SEEN not in letter.get_flags():
            yield box.get_bytes(key)
            _mark_seen(box, key, letter)


def _mark_seen(box: Maildir, key: str, letter: MaildirMessage) -> None:
    letter.set_subdir("cur")
    letter.add_flag(SEEN)
    box[key] = letter
