"""A body that sits and votes, and the written mandate by which a unit without one turns to a centre.

Nothing here may know what a case is: a panel's `subject` is an opaque stream name.
"""

from django.conf import settings
from django.db import models

from accounts.models import Institution
from regulations.vocabulary import CommitteeKind


class Committee(models.Model):
    """An ethics committee (委员会), a review-and-service centre (审查与服务中心) or an expert panel (复核专家组).

    `house` holds the committee's own settings, keyed as the pack names them; what it does not name is the pack's.
    """

    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in CommitteeKind])
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="committees")
    subject = models.CharField(max_length=80, blank=True, db_index=True)
    pack_id = models.CharField(max_length=40)
    established_on = models.DateField()
    registered_at = models.DateTimeField(null=True, blank=True)
    registration_number = models.CharField(max_length=80, blank=True)
    house = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in CommitteeKind]), name="committee_kind_known"
            ),
            models.UniqueConstraint(fields=["institution", "name"], name="committee_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"committee:{self.pk}"


class Mandate(models.Model):
    """A written, dated mandate (委托书) to a centre, with its scope and period.

    Given by a unit that has no committee or none that is able, or by a person who belongs to no unit.
    """

    class Scope(models.TextChoices):
        REVIEW = "review"
        RE_EXAMINATION = "re_examination"

    centre = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="mandates")
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scope = models.CharField(max_length=16, choices=Scope)
    scope_note = models.CharField(max_length=500)
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(institution__isnull=False) ^ models.Q(person__isnull=False),
                name="mandate_given_by_one",
            ),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="mandate_period"),
        ]

    def __str__(self) -> str:
        return f"{self.institution or self.person} → {self.centre}"
