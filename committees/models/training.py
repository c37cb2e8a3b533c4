"""Training of a member (委员培训): what somebody of the body was taught, when, by whom, and what shows it."""

from django.conf import settings
from django.db import models

from committees.models.committee import Committee


class Training(models.Model):
    """One training of one person of the body. It is the person's, whichever seat they hold by then.

    Shown by its hours, its certificate, or both. What was recorded by mistake is struck with its reason and stays; it
    counts no more.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="trainings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trainings")
    held_on = models.DateField()
    subject = models.CharField(max_length=200)
    provider = models.CharField(max_length=200)
    hours = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    certificate = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    strike_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours__gt=0) | (models.Q(hours__isnull=True) & ~models.Q(certificate="")),
                name="training_shown_by_something",
            )
        ]
        indexes = [models.Index(fields=["committee", "person", "-held_on"], name="training_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.held_on}"
