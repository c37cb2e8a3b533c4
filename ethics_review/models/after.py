"""What follows a decision: registration, reports, follow-up reviews, appeals."""

from django.conf import settings
from django.db import models

from ethics_review.models.case import Case


class Registration(models.Model):
    """A registration (登记) of a listed activity: after each approval, and again on change. The latest one counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="registrations")
    round = models.PositiveIntegerField()
    number = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="registration_confirmed_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Report(models.Model):
    """What the responsible person reported: a change, an incident or progress. `assessed_at`: when it was answered."""

    class Kind(models.TextChoices):
        CHANGE = "change"
        INCIDENT = "incident"
        PROGRESS = "progress"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=16, choices=Kind)
    body = models.JSONField()
    major = models.BooleanField(default=False)
    reported_at = models.DateTimeField()
    assessed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} on {self.case_id}"


class FollowUp(models.Model):
    """One follow-up review (跟踪审查) and what it came to."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    outcome = models.CharField(max_length=40)
    reasons = models.TextField()
    requirements = models.TextField(blank=True)
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.outcome} on {self.case_id}"


class Appeal(models.Model):
    """An appeal (申诉) against what the case had come to, and the committee's ruling."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    round = models.PositiveIntegerField()
    against = models.CharField(max_length=32)
    reasons = models.TextField()
    support = models.TextField(blank=True)
    lodged_at = models.DateTimeField()
    ruling = models.CharField(max_length=16, blank=True)
    ruling_reasons = models.TextField(blank=True)
    ruled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.against} of {self.case_id}"
