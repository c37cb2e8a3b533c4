"""What must be told (告知). A message is a row before it is a letter: written with the act that causes it, sent later.

No wording is kept here: the notice and its figures are, and the upper storey words them for the recipient at the
moment of sending or reading. The row is itself the inbox; electronic mail is a second channel with its own fate.
"""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from ledger.models.entry import Entry


class Message(models.Model):
    """One notice to one person about one entry. `dedupe` makes a second one impossible, whoever posts it again.

    `attempts` counts how often a relay took the message up, including the times it did not live to tell.
    `claimed_until` keeps other relays off while one is at work, and holds a failed message back until its retry.
    `failed_reason` says why the mail is not (yet) out, for the operator. `fanned_out` once the recipient's webhooks
    have their deliveries of it.
    """

    class Mail(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        INBOX_ONLY = "inbox_only"
        SET_ASIDE = "set_aside"

    notice = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="messages")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    dedupe = models.CharField(max_length=255)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=16, choices=Mail, default=Mail.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    failed_reason = models.TextField(blank=True)
    fanned_out = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(mail="waiting"), name="message_waiting"),
            models.Index(fields=["recipient", "id"], condition=Q(read_at__isnull=True), name="message_unread"),
            models.Index(fields=["id"], condition=Q(fanned_out=False), name="message_to_fan_out"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dedupe"], name="message_once"),
            models.CheckConstraint(
                condition=Q(mail="sent", sent_at__isnull=False)
                | Q(mail__in=["waiting", "inbox_only", "set_aside"], sent_at__isnull=True),
                name="message_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(mail="waiting") | Q(claimed_until__isnull=True), name="message_claimed_while_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.dedupe
