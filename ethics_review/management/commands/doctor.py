"""Look the installation over and say in plain words what is wrong, why it matters and what to do. Exit code 0 or 1."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from ethics_review.operating.doctor import Finding, Level, Wishes, examine
from ethics_review.operating.doctor.finding import LEVELS

LANGUAGES = ("zh-hans", "en")
PROMPTS = {"zh-hans": ("原因：", "处理："), "en": ("why: ", "do:  ")}


class Command(BaseCommand):
    help = "Examine database, rules, storage, broker, workers, mail, settings and ledger. Exit code 1 if one is broken."
    requires_system_checks: list[str] = []  # it must run when nothing else does
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=LANGUAGES, default=settings.LANGUAGE_CODE)
        parser.add_argument("--json", action="store_true", help="a list for programs instead of lines for people")
        parser.add_argument("--mail", metavar="ADDRESS", default="", help="send a test letter there; otherwise none is")
        parser.add_argument("--ledger", action="store_true", help="verify every chain, not only the latest")
        parser.add_argument("--wait", type=float, default=Wishes.patience, help="seconds a worker has for the probe")

    def handle(self, *_: Any, language: str, mail: str, ledger: bool, wait: float, **options: Any) -> None:
        wishes = Wishes(mail=mail, ledger=ledger, patience=wait)
        found = []
        for one in examine(now=timezone.now(), wishes=wishes):
            found.append(one)
            if not options["json"]:
                self.tell(one, language)
        if options["json"]:
            rows = [as_row(one, language) for one in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(summary(found, language))
        if any(one.level is Level.BROKEN for one in found):
            sys.exit(1)

    def tell(self, one: Finding, language: str) -> None:
        style = {Level.OK: self.style.SUCCESS, Level.WARNING: self.style.WARNING, Level.BROKEN: self.style.ERROR}
        mark = style[one.level](f"[{LEVELS[one.level].in_language(language)}]")
        self.stdout.write(f"{mark} {one.what.in_language(language)}")
        for prompt, words in zip(PROMPTS[language], (one.why, one.remedy), strict=True):
            if words.in_language(language):
                self.stdout.write(f"    {prompt}{words.in_language(language)}")
        self.stdout.flush()


def as_row(one: Finding, language: str) -> dict[str, str]:
    words = {"what": one.what, "why": one.why, "remedy": one.remedy}
    return {"area": one.area, "level": one.level} | {key: told.in_language(language) for key, told in words.items()}


def summary(found: Iterable[Finding], language: str) -> str:
    levels = [one.level for one in found]
    fine, warned, broken = (levels.count(level) for level in Level)
    if language == "en":
        return f"\n{fine} ok, {warned} warnings, {broken} broken."
    return f"\n正常 {fine} 项，注意 {warned} 项，故障 {broken} 项。"
