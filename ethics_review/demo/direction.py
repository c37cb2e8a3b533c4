"""Let many stories happen at once, in the order of time: whoever's next instant is the earliest goes on.

Between two acts the sweeper looks at every clock whose moment has come, as it would have done in a running house.
"""

import heapq
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from ethics_review.demo.cast import Stage, Story
from ethics_review.demo.script import instant
from ethics_review.operations.sweeping import sweep
from ledger.models import Deadline

SWEPT_AFTER = timedelta(seconds=30)


def perform(stage: Stage, stories: Iterable[Callable[[Stage], Story]]) -> None:
    """Tell every story to its end. The stage's present never runs backwards."""
    going_on = [(story(stage), number) for number, story in enumerate(stories)]
    waiting = [(at, number, story) for story, number in going_on if (at := _next(story)) is not None]
    heapq.heapify(waiting)
    while waiting:
        at, number, story = waiting[0]
        _sweep_until(stage, at)
        stage.now = max(stage.now, at)
        following = _next(story)
        if following is None:
            heapq.heappop(waiting)
        else:
            heapq.heapreplace(waiting, (following, number, story))


def _next(story: Story) -> datetime | None:
    """Let a story act; the instant at which it goes on, or None once it has been told."""
    at = next(story, None)
    return instant(at) if isinstance(at, str) else at


def _sweep_until(stage: Stage, at: datetime) -> None:
    while (due := _next_look()) is not None and due + SWEPT_AFTER < at:
        stage.now = max(stage.now, due + SWEPT_AFTER)
        sweep(now=stage.now)


def _next_look() -> datetime | None:
    """When the sweeper must next look at anything."""
    watched = Deadline.objects.filter(settled_at__isnull=True, next_at__isnull=False)
    return watched.order_by("next_at").values_list("next_at", flat=True).first()
