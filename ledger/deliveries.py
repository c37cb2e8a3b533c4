"""What may still be done about a letter that was left to the post: try it again, note that it came back, let it go now.

Each is one conditional update: whatever a relay does meanwhile, a letter is never sent twice for it.
"""

from django.db import transaction

from accounts.models import User
from ledger.models import Digest, Mailed, Message

ENDED_BADLY = (Mailed.Mail.BOUNCED, Mailed.Mail.GIVEN_UP)
HELD_BACK = (Mailed.Reason.UNREACHED, Mailed.Reason.UNWORDED)
AFRESH = {
    "mail": Mailed.Mail.WAITING,
    "reason": Mailed.Reason.NONE,
    "failed_reason": "",
    "sent_at": None,
    "attempts": 0,
    "claimed_until": None,
}


def try_again(*, message: Message) -> bool:
    """Let the message go out afresh, as a new try of the same letter; whether its state allowed it.

    A letter that a relay has in hand, that waits for its recipient's hours, or that its recipient wants no mail of,
    stays as it is.
    """
    row = Message.objects.filter(pk=message.pk)
    if message.mail == Mailed.Mail.WAITING:
        row = row.filter(mail=Mailed.Mail.WAITING, reason__in=HELD_BACK)
    elif message.reason == Mailed.Reason.NO_ADDRESS:
        row = row.filter(mail=Mailed.Mail.INBOX_ONLY, recipient__email__gt="")
    else:
        row = row.filter(mail__in=[Mailed.Mail.SENT, *ENDED_BADLY])
    return bool(row.update(**AFRESH, digest=None))


def came_back(*, row: Message | Digest, why: str) -> bool:
    """Note that the letter was sent and could not be delivered; False where that is known, or it was never sent.

    What a digest lists came back with it.
    """
    returned = {"mail": Mailed.Mail.BOUNCED, "reason": Mailed.Reason.RETURNED, "failed_reason": why}
    sent = {"mail": Mailed.Mail.SENT}
    with transaction.atomic():
        if isinstance(row, Message):
            return bool(Message.objects.filter(pk=row.pk, **sent).update(**returned))
        Message.objects.filter(digest=row, **sent).update(**returned)
        return bool(Digest.objects.filter(pk=row.pk, **sent).update(**returned))


def reconsider(*, recipient: User) -> int:
    """Let a relay look again at what waits for the person's hours or their next digest: they have chosen otherwise."""
    waiting = Message.objects.filter(recipient=recipient)
    asleep = waiting.filter(mail=Mailed.Mail.WAITING, reason=Mailed.Reason.QUIET_HOURS)
    gathered = waiting.filter(mail=Mailed.Mail.GATHERED, digest__isnull=True)
    return asleep.update(claimed_until=None, reason="") + gathered.update(mail=Mailed.Mail.WAITING, reason="")
