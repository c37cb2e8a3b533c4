"""The project package and the review procedure. The Celery application is loaded with it, as `shared_task` requires."""

from ethics_review.celery import app as celery_app

__all__ = ["celery_app"]
