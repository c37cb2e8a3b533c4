"""Fill an empty database with the demo: every row of it comes about through the operations, in the order of time."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import User
from ethics_review.demo import LOGINS, cast, direction, dossiers, smaller
from ethics_review.demo.script import instant
from ethics_review.models import Case

BEGIN = "2026-01-05 09:00"


class Command(BaseCommand):
    help = "Load the demo: four bodies, eight dossiers, a year of history. Does nothing where it is there already."

    def handle(self, *_: Any, verbosity: int, **__: Any) -> None:
        if User.objects.filter(username=LOGINS[0][0]).exists():
            said = "演示数据已在，未写入任何内容。 The demo is there already; nothing was written."
        else:
            with transaction.atomic():
                stage = cast.enter(now=instant(BEGIN))
                direction.perform(stage, [*cast.set_up(), *dossiers.STORIES, *smaller.STORIES])
            cases, bodies = Case.objects.count(), len(stage.committees)
            said = (
                f"演示数据已载入：{bodies} 个委员会，{cases} 个审查事项。 Loaded: {bodies} committees, {cases} cases."
            )
        if verbosity:
            self.stdout.write(said)
