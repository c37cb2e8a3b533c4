"""A meeting (会议), who was in the room minute by minute, and who stepped out of it for an item."""

from datetime import datetime

from django.conf import settings
from django.db import models

from committees.models.committee import Committee
from regulations.vocabulary import ChairGround


class Meeting(models.Model):
    """A sitting of one committee, presided over by its chair, the vice-chair the chair named, or who stands in.

    `sequence` counts what has changed in the invitation since it was sent (as RFC 5545 means it), and `changed_at` is
    when. One that is cancelled has ended at that instant. `next_at` is when the sweeper must look at it again: a
    reminder may be due, or the answers may no longer suffice; `looked_at` is until when it has looked. Both are null
    in a meeting of before there were invitations.
    """

    class Mode(models.TextChoices):
        IN_PERSON = "in_person"
        VIDEO = "video"
        HYBRID = "hybrid"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    mode = models.CharField(max_length=16, choices=Mode, default=Mode.IN_PERSON)
    place = models.CharField(max_length=200, blank=True)
    presider = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    presider_ground = models.CharField(
        max_length=16, choices=[(ground.value, ground.value) for ground in ChairGround], default=ChairGround.NAMED.value
    )
    """On what ground the presider was convened. A meeting from before it was kept counts as the chair's own act."""
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(ended_at__isnull=True), name="meeting_next"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True) | models.Q(ended_at=models.F("cancelled_at")),
                name="meeting_cancelled_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee} #{self.number}"

    @property
    def stream(self) -> str:
        return f"meeting:{self.pk}"

    def has_begun(self, *, now: datetime) -> bool:
        """From the instant it was convened for, whoever is there. One that is over has begun, or never will."""
        return self.ended_at is not None or now >= self.starts_at


class AgendaItem(models.Model):
    """One matter on the agenda. `subject` is the stream of what is discussed; `label` is what the agenda shows.

    `doomed_at` is since when the answers to the invitation have left no way to vote on it.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    subject = models.CharField(max_length=80, db_index=True)
    label = models.CharField(max_length=300)
    order = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True, blank=True)
    doomed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="agenda_order_once"),
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(closed_at__isnull=True), name="agenda_subject_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}/{self.order} {self.label}"


class Answer(models.Model):
    """What somebody has answered to an invitation (参会答复). It is no attendance: that is what the office records.

    It is given for the time that was told, `for_start`: after the meeting is moved it counts no more, and is asked
    for again. `reason` is the person's own, for the office and whoever presides.
    """

    class Choice(models.TextChoices):
        COMES = "comes"
        BY_VIDEO = "by_video"
        DOES_NOT_COME = "does_not_come"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=16, choices=Choice)
    reason = models.TextField(blank=True)
    for_start = models.DateTimeField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.choice} @ {self.meeting}"

    @property
    def comes(self) -> bool:
        """Whether the person will take part, in the room or by video."""
        return self.choice != self.Choice.DOES_NOT_COME


class Attendance(models.Model):
    """One stay in the room (签到): a person who leaves and comes back has two rows."""

    class Kind(models.TextChoices):
        MEMBER = "member"
        ADVISER = "adviser"
        APPLICANT = "applicant"
        SECRETARY = "secretary"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)
    categories = models.JSONField(default=list, blank=True)
    by_video = models.BooleanField(default=False)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=models.Q(left_at__isnull=True), name="attendance_once_in_room"
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("arrived_at")),
                name="attendance_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} @ {self.meeting}"


class Declaration(models.Model):
    """A statement of interest (利益冲突声明) on one subject: before assignment (no item) or at an agenda item."""

    subject = models.CharField(max_length=80, db_index=True)
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="declarations")
    round = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    conflict = models.BooleanField()
    details = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "round", "person", "conflict"],
                condition=models.Q(item__isnull=False),
                name="declaration_item_once",
            ),
            models.UniqueConstraint(
                fields=["subject", "round", "person", "conflict"],
                condition=models.Q(item__isnull=True),
                name="declaration_round_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.subject}"


class Recusal(models.Model):
    """A person keeps out of a subject (回避): neither quorum nor vote. Never lifted within the round."""

    subject = models.CharField(max_length=80, db_index=True)
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    recused_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "person"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.person} / {self.subject}"
