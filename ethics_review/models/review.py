"""One round of review (审查): procedure, assigned reviewers, independent worksheets."""

from django.conf import settings
from django.db import models

from ethics_review.models.case import Case


class Review(models.Model):
    """A round opens with an acceptance, or with an appeal that is upheld."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveIntegerField()
    procedure = models.CharField(max_length=16)
    ground = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    scope = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    converted_at = models.DateTimeField(null=True, blank=True)
    trigger = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="review_round_once")]

    def __str__(self) -> str:
        return f"{self.case_id} round {self.round}"


class Assignment(models.Model):
    """A member named to review. Released when the chair names others instead before a worksheet was filed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"], condition=models.Q(released_at__isnull=True), name="assignment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.review_id}"


class Worksheet(models.Model):
    """A reviewer's worksheet (审查工作表). Written once; unseen by the other reviewers until the ballot opens.

    `salt` keeps the ledger's digest of it from being guessed: the answers of a worksheet are few.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="worksheet")
    focuses = models.JSONField()
    recommendation = models.CharField(max_length=40)
    doubt = models.BooleanField(default=False)
    asks_general = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"worksheet of {self.assignment_id}"


class WorksheetDraft(models.Model):
    """What a reviewer has typed of a worksheet not filed yet (审查工作表草稿): theirs alone, no fact for the law.

    `answers` are the fields of the form as they were sent; `revision` counts the savings, so that two windows find out
    about each other. Deleted with the filing, and as soon as it can no longer be filed: see `operations.worksheets`.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="draft")
    answers = models.JSONField()
    revision = models.PositiveIntegerField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.assignment_id}"
