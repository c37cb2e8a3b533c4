"""A seat (委员席位): one person, one position, one term."""

from django.conf import settings
from django.db import models

from committees.models.committee import Committee
from regulations.vocabulary import VOTING_POSITIONS, Position


class Seat(models.Model):
    """`ends_on` is the last day of the term as appointed; an earlier end takes effect at the start of `ended_on`.

    The two days on which its holder signed the secrecy and the interest statement count where a rule asks for them.
    Overlapping seats of one person on one body are refused by `operations.appoint` under the committee's lock.
    """

    class Sex(models.TextChoices):
        FEMALE = "female"
        MALE = "male"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    position = models.CharField(max_length=16, choices=[(p.value, p.value) for p in Position])
    categories = models.JSONField(default=list, blank=True)
    sex = models.CharField(max_length=8, choices=Sex, blank=True)
    external = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    secrecy_signed_on = models.DateField(null=True, blank=True)
    interests_signed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            # A seat given up on its first day never counted: the person may be seated again from that day.
            models.UniqueConstraint(
                fields=["committee", "person", "starts_on"],
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=models.F("starts_on")),
                name="seat_once",
            ),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="seat_term"),
            models.CheckConstraint(
                condition=models.Q(position__in=[p.value for p in Position]), name="seat_position_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.position}"

    @property
    def votes(self) -> bool:
        return self.position in VOTING_POSITIONS
