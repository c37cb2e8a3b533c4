"""From a message to an event at an address: fan out, claim, send, mark. What the relay of letters is to mailboxes.

At least once: a try whose sender died before it could mark it is made again under the same event id. What is sent,
and whether the owner may still see the matter, is asked at the moment of sending of a function that lives in an upper
storey and is named by the setting LEDGER_PAYLOAD. Several are sent at once: one slow receiver holds up nobody's time.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.module_loading import import_string

from ledger import operations, outbound, queries, signing
from ledger.models import Delivery, Message, Webhook
from ledger.outbound import Answer, Unfit
from regulations.vocabulary import Role

FAN_OUT, BATCH, AT_ONCE = 500, 16, 8
CLAIM = timedelta(minutes=2)
"""Longer than a batch can take: two rounds of `outbound.RESOLVING` and `outbound.OVERALL`."""
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""Between the tries, as the Standard Webhooks specification suggests: ten in some three days, then a person decides."""
JITTER = 0.2
LONGEST_RETRY_AFTER = timedelta(hours=24)
GIVES_UP = timedelta(days=5)
"""A receiver that has accepted nothing for so long is not tried any more."""
PING = "ping"
OWN_FAULTS = frozenset({"secret", "internal"})
"""Reasons of ours, which are not held against the receiver."""
Payload = Callable[..., dict[str, object] | None]
"""Given the message and `now`: what is told of it; None where its recipient may not see the matter (any more)."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prepared:
    """A claimed delivery, ready for a thread that has no database."""

    delivery: Delivery
    body: bytes
    headers: dict[str, str]


def fan_out(*, now: datetime, limit: int = FAN_OUT) -> int:
    """Give up to `limit` messages their deliveries, one for each webhook of their recipients; how many messages.

    The messages are marked in the same transaction, and a second delivery of one to one webhook cannot be.
    """
    with transaction.atomic():
        waiting = queries.to_fan_out(limit=limit).select_for_update(skip_locked=True, of=("self",))
        messages = list(waiting)
        recipients = {message.recipient_id for message in messages}
        hooks: dict[int, list[Webhook]] = {}
        for hook in Webhook.objects.filter(owner__in=recipients, active=True):
            hooks.setdefault(hook.owner_id, []).append(hook)
        made = [
            Delivery(webhook=hook, message=message, kind=message.notice, created_at=now)
            for message in messages
            for hook in hooks.get(message.recipient_id, ())
            if hook.wants(message.notice)
        ]
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
        Message.objects.filter(pk__in=[message.pk for message in messages]).update(fanned_out=True)
    return len(messages)


def waits(*, now: datetime) -> bool:
    """Whether a delivery is to be tried now. One statement."""
    return queries.undelivered(now=now, limit=1).exists()


def deliver_waiting(*, now: datetime, limit: int = BATCH) -> int:
    """Try up to `limit` waiting deliveries, several at once; how many were taken up, 0 when none waits.

    Raises ImproperlyConfigured or ImportError before touching anything where LEDGER_PAYLOAD names no function.
    """
    payload: Payload = import_string(settings.LEDGER_PAYLOAD)
    claimed = claim(now=now, limit=limit)
    ready = [one for delivery in claimed if (one := _prepared(delivery, payload, now=now)) is not None]
    if ready:
        with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="webhook") as threads:
            sending = {threads.submit(_send, one): one.delivery for one in ready}
            for sent in as_completed(sending):
                _mark(sending[sent], sent.result(), now=now)
    return len(claimed)


def claim(*, now: datetime, limit: int) -> list[Delivery]:
    """Reserve waiting deliveries for this relay until the claim expires; no other gets them before that."""
    with transaction.atomic():
        waiting = queries.undelivered(now=now, limit=limit).select_for_update(skip_locked=True, of=("self",))
        deliveries = list(waiting)
        for delivery in deliveries:
            delivery.attempts += 1
            delivery.claimed_until = now + CLAIM
            delivery.tried_at = now
        Delivery.objects.bulk_update(deliveries, ["attempts", "claimed_until", "tried_at"])
    return deliveries


def _prepared(delivery: Delivery, payload: Payload, *, now: datetime) -> Prepared | None:
    """Body and signature; None where it was set aside, or could not be made and waits with the reason."""
    try:
        body, amiss = _body(delivery, payload, now=now)
        if amiss:
            _set_aside(delivery, amiss)
            return None
        keys = _secrets(delivery.webhook, now)
    except signing.Unreadable:
        _fail(delivery, Answer(reason="secret"), now=now)
        return None
    except Exception as error:  # one that cannot be told of must not hold up the others
        logger.exception("delivery %s could not be prepared", delivery.pk)
        _fail(delivery, Answer(reason="internal", detail=type(error).__name__), now=now)
        return None
    signed = signing.headers(event=delivery.event_id, body=body, secrets_in_force=keys, at=now)
    return Prepared(delivery, body, {"content-type": "application/json", "user-agent": "ethics-review", **signed})


def _body(delivery: Delivery, payload: Payload, *, now: datetime) -> tuple[bytes, str]:
    """What is sent, and why it is not to be sent (any more), if so."""
    if not delivery.webhook.active:
        return b"", "disabled"
    told = _ping(delivery) if delivery.message is None else payload(delivery.message, now=now)
    if told is None:
        return b"", "not_visible"
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder).encode()
    return body, "too_large" if len(body) > outbound.LARGEST_BODY else ""


def _ping(delivery: Delivery) -> dict[str, object]:
    return {"type": PING, "timestamp": delivery.created_at, "data": {}}


def _secrets(hook: Webhook, now: datetime) -> list[str]:
    sealed = [hook.secret]
    if hook.previous_secret and hook.previous_until is not None and now < hook.previous_until:
        sealed.append(hook.previous_secret)
    return [signing.unseal(secret) for secret in sealed]


def _send(prepared: Prepared) -> Answer:
    """In a thread. The address is examined again at each try, and what is connected to is what was examined."""
    try:
        target = outbound.examine(url=prepared.delivery.webhook.url)
        return outbound.post(target=target, body=prepared.body, headers=prepared.headers)
    except Unfit as unfit:
        return Answer(reason=unfit.code.removeprefix("webhook."), detail=unfit.figures.get("host", ""))
    except Exception as error:
        logger.exception("delivery %s could not be sent", prepared.delivery.pk)
        return Answer(reason="internal", detail=type(error).__name__)


def _mark(delivery: Delivery, answer: Answer, *, now: datetime) -> None:
    if not answer.accepted:
        _fail(delivery, answer, now=now)
        return
    outcome = {"fate": Delivery.Fate.DELIVERED, "delivered_at": now, "claimed_until": None}
    Delivery.objects.filter(pk=delivery.pk).update(**outcome, status=answer.status, reason="", detail="")
    Webhook.objects.filter(pk=delivery.webhook_id, failing_since__isnull=False).update(failing_since=None)


def _fail(delivery: Delivery, answer: Answer, *, now: datetime) -> None:
    """Held back until the next try, or left to a person when the last has failed or the receiver is gone."""
    wait = wait_after(delivery=delivery, answer=answer, now=now)
    last = wait is None or answer.reason == "gone"
    outcome = {
        "fate": Delivery.Fate.FAILED if last else Delivery.Fate.WAITING,
        "claimed_until": None if wait is None or last else now + wait,
    }
    told = {"status": answer.status, "reason": answer.reason, "detail": answer.detail[:300]}
    own = Delivery.objects.filter(pk=delivery.pk, fate=Delivery.Fate.WAITING, attempts=delivery.attempts)
    own.update(**outcome, **told)  # unless another relay has taken it over since this one's claim expired
    logger.warning("delivery %s failed at try %s: %s %s", delivery.pk, delivery.attempts, answer.reason, answer.detail)
    _judge(delivery.webhook_id, answer, now=now)


def wait_after(*, delivery: Delivery, answer: Answer, now: datetime) -> timedelta | None:
    """How long until the next try, None after the last. Different for every event, so that many do not come at once."""
    if delivery.attempts > len(WAITS):
        return None
    digest = hashlib.sha256(f"{delivery.event_id}:{delivery.attempts}".encode()).digest()
    spread = 1 + JITTER * digest[0] / 255
    asked = timedelta(seconds=outbound.seconds_of(answer.retry_after, now_timestamp=now.timestamp()))
    return max(WAITS[delivery.attempts - 1] * spread, min(asked, LONGEST_RETRY_AFTER))


def _judge(pk: int, answer: Answer, *, now: datetime) -> None:
    """Switch the webhook off: at once where its receiver is gone, in the end where nothing gets through."""
    if answer.reason in OWN_FAULTS:
        return
    Webhook.objects.filter(pk=pk, failing_since__isnull=True).update(failing_since=now)
    hook = Webhook.objects.get(pk=pk)
    if answer.reason == "gone":
        disable(webhook=pk, reason=Webhook.Disabled.GONE, now=now)
    elif hook.failing_since is not None and now - hook.failing_since >= GIVES_UP:
        disable(webhook=pk, reason=Webhook.Disabled.FAILING, now=now)


def disable(*, webhook: int, reason: Webhook.Disabled, now: datetime) -> None:
    """Switch a webhook off for `reason` and tell its owner, once; what waits for it is set aside."""
    with transaction.atomic():
        hook = Webhook.objects.select_for_update(of=("self",)).select_related("owner").get(pk=webhook)
        if not hook.active:
            return
        hook.active, hook.disabled_at, hook.disabled_reason = False, now, reason
        hook.save(update_fields=["active", "disabled_at", "disabled_reason"])
        set_aside(webhooks=[hook.pk])
        named = {"title_zh": hook.name, "title_en": hook.name}
        entry = operations.append(
            stream=hook.stream,
            action="webhook.disabled",
            body={"reason": reason.value},
            actor=None,
            role=Role.SYSTEM,
            at=now,
        )
        operations.post(entry=entry, notice="webhook_disabled", recipients=[hook.owner_id], params=named)


def set_aside(*, webhooks: Iterable[int]) -> int:
    """Set aside what still waits for webhooks that are switched off; how many."""
    waiting = Delivery.objects.filter(webhook__in=webhooks, fate=Delivery.Fate.WAITING)
    return waiting.update(fate=Delivery.Fate.SET_ASIDE, reason="disabled", claimed_until=None)


def _set_aside(delivery: Delivery, reason: str) -> None:
    own = Delivery.objects.filter(pk=delivery.pk, fate=Delivery.Fate.WAITING)
    own.update(fate=Delivery.Fate.SET_ASIDE, reason=reason, claimed_until=None)
