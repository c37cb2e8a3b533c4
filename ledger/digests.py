"""The daily digest (每日汇总): one letter for each person and day, of everything gathered for them.

A row for the person and the day is made first, under a constraint that allows no second one, and takes what has
gathered until then; then it is claimed and sent as any letter. What gathers afterwards is for the next day.
"""

from collections.abc import Callable
from datetime import datetime

from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from accounts.channels import channels_of
from accounts.models import User
from ledger import post, queries
from ledger.envelopes import enveloped
from ledger.letters import Letter
from ledger.models import Digest, Message
from ledger.relay import named, reserve
from regulations.clocks import local

BATCH = 20

Renderer = Callable[[Digest, list[Message]], tuple[Letter | None, list[Message]]]
"""The letter that lists what the recipient may still see, and what they may not; None where nothing is left."""


def send_due(*, now: datetime, limit: int = BATCH) -> int:
    """Make and send up to `limit` digests whose hour has come; how many were taken up, 0 when none is left."""
    render: Renderer = named("LEDGER_DIGEST_RENDERER")
    opened = sum(_open(person, now=now) for person in _expecting(now=now, limit=limit))
    claimed = claim(now=now, limit=limit)
    letters = [(digest, letter) for digest in claimed if (letter := _letter(digest, render=render, now=now))]
    if letters:
        post.send(letters, now=now)
    _pass_on()
    return max(opened, len(claimed))


def _expecting(*, now: datetime, limit: int) -> list[User]:
    """Those for whom something has gathered, whose hour has come today, and who have had no digest today."""
    today = Digest.objects.filter(recipient=OuterRef("pk"), on_date=local(now).date())
    gathered = Message.objects.filter(recipient=OuterRef("pk"), mail=Message.Mail.GATHERED, digest__isnull=True)
    people = User.objects.filter(Exists(gathered), ~Exists(today)).select_related("channels").order_by("pk")
    hour = local(now).time()
    return [person for person in people.iterator() if channels_of(person).digest_at <= hour][:limit]


def _open(person: User, *, now: datetime) -> bool:
    """Make today's digest of the person and let it take what has gathered; whether this relay was the one to do so."""
    try:
        with transaction.atomic():
            digest = Digest.objects.create(recipient=person, on_date=local(now).date())
            gathered = Message.objects.filter(recipient=person, mail=Message.Mail.GATHERED, digest__isnull=True)
            gathered.update(digest=digest)
    except IntegrityError:
        return False
    return True


def claim(*, now: datetime, limit: int) -> list[Digest]:
    """Reserve waiting digests for this relay until the claim expires; no other relay gets them before that."""
    return reserve(waiting=queries.unsent_digests(now=now, limit=limit).select_related("recipient"), now=now)


def _letter(digest: Digest, *, render: Renderer, now: datetime) -> mail.EmailMessage | None:
    """The letter to send; None where none goes, or not now: the row says why."""
    if post.has_nowhere_to_go(digest, to=digest.recipient):
        return None
    listed = list(digest.messages.select_related("entry", "recipient").order_by("pk"))
    try:
        worded, hidden = render(digest, listed)
    except Exception as error:  # noqa: BLE001 -- one digest that cannot be worded must not hold up the others
        post.hold_back(digest, error, now=now, reason=Digest.Reason.UNWORDED)
        return None
    for message in hidden:
        post.close(message, Message.Mail.SET_ASIDE, reason=Message.Reason.NOT_VISIBLE)
    if worded is None:
        post.close(digest, Digest.Mail.SET_ASIDE, reason=Digest.Reason.NOT_VISIBLE)
        return None
    return enveloped(worded, row=digest)


def _pass_on() -> None:
    """What a digest lists has its fate, once it has one; also what a relay left behind that died between the two."""
    listed = Message.objects.filter(mail=Message.Mail.GATHERED, digest__isnull=False)
    decided = Digest.objects.filter(pk__in=listed.values("digest")).exclude(mail=Digest.Mail.WAITING)
    for digest in decided:
        fate = {name: getattr(digest, name) for name in ("mail", "sent_at", "reason", "failed_reason")}
        listed.filter(digest=digest).update(**fate)
