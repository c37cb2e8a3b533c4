"""A ballot (表决), the roll frozen at its opening, and the votes that stay."""

from django.conf import settings
from django.db import models

from committees.models.committee import Committee
from committees.models.meeting import AgendaItem
from committees.models.seat import Seat


class Ballot(models.Model):
    """`result` is the option that reached the share, or empty when none did. A void ballot counts for nothing, and a
    closed one that was set aside no more.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        VOID = "void"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="ballots")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="ballots")
    subject = models.CharField(max_length=80, db_index=True)
    round = models.PositiveIntegerField()
    label = models.CharField(max_length=300)
    options = models.JSONField()
    share = models.CharField(max_length=10)
    of_all = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=40, blank=True)
    tally = models.JSONField(default=dict, blank=True)
    void_reason = models.TextField(blank=True)
    set_aside_by = models.ForeignKey(
        "ledger.Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="ballots_set_aside"
    )
    """The entry of the interest for which a closed ballot counts no more; its votes and figures stay as they were."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(status="open"), name="ballot_subject_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(status="open", closed_at__isnull=True)
                | models.Q(status__in=["closed", "void"], closed_at__isnull=False),
                name="ballot_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.status})"


class BallotSeat(models.Model):
    """One entitled person on the roll (到会名册), with the seat's category as it stood at the opening."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="roll")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=16)
    categories = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="roll_person_once")]

    def __str__(self) -> str:
        return f"{self.person} on {self.ballot_id}"


class Vote(models.Model):
    """One member's vote (表决意见). Written once; `salt` lets the ledger commit to it without revealing it."""

    seat = models.OneToOneField(BallotSeat, on_delete=models.PROTECT, related_name="vote")
    position = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    cast_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"vote {self.pk}"
