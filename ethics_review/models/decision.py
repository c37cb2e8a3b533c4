"""What was decided: by the committee (preliminary and final) and by the panel of experts."""

from django.conf import settings
from django.db import models

from accounts.models import Institution
from committees.models import Ballot, Committee
from ethics_review.models.case import Case


class Decision(models.Model):
    """A signed decision (审查决定书) with the figures it rests on, as they stood when it was signed.

    `conditions` are those of an approval, in order: each a `text`, and the day `due_on` where one was stated. What of
    them is still to be met is a deadline.
    """

    class Kind(models.TextChoices):
        PRELIMINARY = "preliminary"
        FINAL = "final"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    outcome = models.CharField(max_length=40)
    reasons = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    conditions = models.JSONField(default=list, blank=True)
    follow_up_months = models.PositiveIntegerField(null=True, blank=True)
    tally = models.JSONField(default=dict)
    ballot = models.ForeignKey(Ballot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filing_revision = models.PositiveIntegerField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round", "kind"], name="decision_once_a_round")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.outcome}"


class ReExamination(models.Model):
    """One re-examination (专家复核): applied for by the unit, organised by the authority, answered by a panel."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="re_examinations")
    round = models.PositiveIntegerField()
    authority = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    centre = models.ForeignKey(Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opinion = models.CharField(max_length=16, blank=True)
    compliance = models.TextField(blank=True)
    reasonableness = models.TextField(blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="re_examination_once_a_round")]

    def __str__(self) -> str:
        return f"{self.case_id} round {self.round} {self.opinion}"
