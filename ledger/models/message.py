"""What must be told (告知). A message is a row before it is a letter: written with the act that causes it, sent later.

No wording is kept here: the notice and its figures are, and the upper storey words them for the recipient at the
moment of sending or reading. The row is itself the inbox; electronic mail is a second channel with its own fate.
"""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from ledger.models.entry import Entry


class Mailed(models.Model):
    """What goes by electronic mail, and what has become of it.

    `attempts` counts how often a relay took it up, including the times it did not live to tell.
    `claimed_until` keeps other relays off while one is at work, and holds a letter back until it may go, or its retry.
    `reason` says why the letter is not (yet) out; `failed_reason` holds what the mail server said, for the operator.
    `fanned_out` once the recipient's webhooks have their deliveries of it.
    """

    class Mail(models.TextChoices):
        WAITING = "waiting"
        GATHERED = "gathered"
        SENT = "sent"
        INBOX_ONLY = "inbox_only"
        SET_ASIDE = "set_aside"
        BOUNCED = "bounced"
        GIVEN_UP = "given_up"

    class Reason(models.TextChoices):
        NONE = ""
        QUIET_HOURS = "quiet_hours"
        DAILY = "daily"
        CHOSEN = "chosen"
        NO_ADDRESS = "no_address"
        INACTIVE = "inactive"
        NOT_VISIBLE = "not_visible"
        UNREACHED = "unreached"
        UNWORDED = "unworded"
        REFUSED = "refused"
        RETURNED = "returned"

    mail = models.CharField(max_length=16, choices=Mail, default=Mail.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=Reason, default=Reason.NONE, blank=True)
    failed_reason = models.TextField(blank=True)

    class Meta:
        abstract = True


OUT = Q(mail="sent", sent_at__isnull=False) | Q(mail="bounced")
"""What bounced may have been handed over before it came back, or was refused at once."""
NOT_OUT = Q(mail__in=["waiting", "gathered", "inbox_only", "set_aside", "given_up"], sent_at__isnull=True)
FREE_UNLESS_WAITING = Q(mail="waiting") | Q(claimed_until__isnull=True)


class Digest(Mailed):
    """What one person is told by one letter for one day (每日汇总). The day makes a second one impossible."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    on_date = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(mail="waiting"), name="digest_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "on_date"], name="digest_once"),
            models.CheckConstraint(condition=OUT | NOT_OUT, name="digest_sent_when"),
            models.CheckConstraint(condition=FREE_UNLESS_WAITING, name="digest_claimed_while_waiting"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What its Message-ID is made of: the same at every try."""
        return f"digest:{self.recipient_id}:{self.on_date.isoformat()}"


class Message(Mailed):
    """One notice to one person about one entry. `dedupe` makes a second one impossible, whoever posts it again.

    `digest` is the letter in which it goes, or went, together with others.
    """

    notice = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="messages")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    dedupe = models.CharField(max_length=255)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(Digest, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    fanned_out = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(mail="waiting"), name="message_waiting"),
            models.Index(fields=["recipient"], condition=Q(mail="gathered"), name="message_gathered"),
            models.Index(fields=["recipient", "id"], condition=Q(read_at__isnull=True), name="message_unread"),
            models.Index(fields=["id"], condition=Q(fanned_out=False), name="message_to_fan_out"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dedupe"], name="message_once"),
            models.CheckConstraint(condition=OUT | NOT_OUT, name="message_sent_when"),
            models.CheckConstraint(condition=FREE_UNLESS_WAITING, name="message_claimed_while_waiting"),
        ]

    def __str__(self) -> str:
        return self.dedupe

    @property
    def key(self) -> str:
        """What its Message-ID is made of: the same at every try."""
        return self.dedupe
