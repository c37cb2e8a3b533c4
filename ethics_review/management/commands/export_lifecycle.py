"""Write a pack's lifecycle as Mermaid, SVG, BPMN 2.0 or SCXML."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import regulations
from ethics_review.published import FORMS, LANGUAGES


class Command(BaseCommand):
    help = "Write the states and moves of a rule pack in a form other tools read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=tuple(FORMS), required=True)
        parser.add_argument("--pack", required=True, metavar="ID", help="a pack's name, such as ai-2026")
        parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
        parser.add_argument("--out", metavar="FILE", help="instead of standard output")

    def handle(self, **options: Any) -> None:
        packs = {pack.id: pack for pack in regulations.all_packs()}
        if options["pack"] not in packs:
            raise CommandError(f"no such pack: {options['pack']}. There are {', '.join(packs)}.")
        text = FORMS[options["format"]](packs[options["pack"]], options["language"])
        if options["out"]:
            _write(Path(options["out"]), text)
        else:
            self.stdout.write(text, ending="")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
