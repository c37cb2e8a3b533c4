"""Two tasks about the tasks themselves: that the one arrives is all; the other shows that work is done."""

from celery import shared_task

from ethics_review.operating import signs


@shared_task(name="ethics_review.operating.tasks.sign")  # type: ignore[untyped-decorator]  # celery carries no types
def sign() -> None:
    """Sent by a worker to itself; see `working`."""


@shared_task(name="ethics_review.operating.tasks.answer")  # type: ignore[untyped-decorator]  # celery carries no types
def answer(probe: str) -> None:
    """Sent by the doctor through the queue everybody's work goes through."""
    signs.answer(probe=probe)
