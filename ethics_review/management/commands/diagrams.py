"""Write the reference pages anew, or with --check say which are stale."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ethics_review.reference import pages


class Command(BaseCommand):
    help = "Write docs/reference from the packs; --check fails when a page is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")

    def handle(self, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "reference"
        stale = [name for name, text in pages() if not _is_fresh(folder / name, text)]
        if options["check"]:
            if stale:
                raise CommandError(f"stale: {', '.join(stale)}. Run `make docs` and commit the result.")
            self.stdout.write("the reference pages are fresh")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages():
            (folder / name).write_text(text, "utf-8")
        self.stdout.write(f"{len(stale)} pages written anew")


def _is_fresh(path: Path, text: str) -> bool:
    return path.exists() and path.read_text("utf-8") == text
