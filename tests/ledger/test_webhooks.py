"""From message to event: fanned out once, signed, tried again, given up, set aside; to real receivers."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from standardwebhooks import Webhook as Verifier

from ledger import operations, outbound, signing, subscriptions, tasks, webhooks
from ledger.models import Delivery, Entry, Message, Webhook
from tests.ledger.test_relay import plain
from tests.receivers import receiving

SECOND = timedelta(seconds=1)


def told(message, *, now):
    return {"type": message.notice, "timestamp": message.entry.at, "data": {"seq": message.entry.seq}}


@pytest.fixture
def now():
    """Receivers look at the clock on the wall."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def wording(settings, installed_as):
    """Sets the function that says what is told."""
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8"]

    def use(payload):
        settings.LEDGER_PAYLOAD = installed_as(payload)

    use(told)
    return use


@pytest.fixture
def receiver(wording):
    with receiving() as one:
        yield one


@pytest.fixture
def subscribe(receiver, person, now):
    """A subscription of the person, whose secret the receiver knows."""

    def make(kinds=(), owner=person, url=None):
        hook, secret = subscriptions.subscribe(
            owner=owner, name="台账", url=url or receiver.url(), kinds=list(kinds), now=now
        )
        receiver.secrets.append(secret)
        return hook

    return make


@pytest.fixture
def post(append, person):
    def make(notice="case_accepted", recipients=None, **changed):
        operations.post(
            entry=append(**changed), notice=notice, recipients=[one.pk for one in recipients or [person]], params={}
        )

    return make


def passed(now):
    """One pass over everything that waits at `now`."""
    while webhooks.fan_out(now=now):
        pass
    while webhooks.deliver_waiting(now=now):
        pass


def test_a_message_becomes_one_signed_event(subscribe, post, receiver, now):
    hook = subscribe()
    post()
    passed(now)
    passed(now + timedelta(days=9))

    (delivery,) = Delivery.objects.all()
    assert (delivery.fate, delivery.status, delivery.attempts, delivery.reason) == ("delivered", 204, 1, "")
    assert (delivery.delivered_at, delivery.claimed_until) == (now, None)
    assert receiver.unverified == []
    assert dict(receiver.seen) == {delivery.event_id: 1}
    assert receiver.events[delivery.event_id] == told(delivery.message, now=now)
    ((headers, _),) = receiver.sent
    assert headers["webhook-timestamp"] == str(int(now.timestamp()))
    assert hook.secret.startswith("gAAAA")


def test_signature_is_that_of_the_specification():
    """The example of the specification."""
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signing.headers(
        event="msg_p5jXN8AQM9LWM0D4loKWxJek",
        body=b'{"test": 2432232314}',
        secrets_in_force=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        at=at,
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_only_the_kinds_that_were_chosen_come(subscribe, post, now):
    subscribe(kinds=["case_accepted"])
    post()
    post("case_declined", action="other")
    passed(now)

    assert list(Delivery.objects.values_list("kind", flat=True)) == ["case_accepted"]
    assert Message.objects.filter(fanned_out=False).count() == 0


def test_nobody_hears_what_another_is_told(subscribe, post, people, now):
    subscribe()
    post(recipients=people(2))
    passed(now)

    assert Delivery.objects.count() == 0


def test_what_was_told_before_a_subscription_is_not_told_again(subscribe, post, now):
    post()
    passed(now)
    subscribe()
    passed(now)

    assert Delivery.objects.count() == 0


def test_fanning_out_again_makes_nothing_twice(subscribe, post, now):
    hook = subscribe()
    post()
    webhooks.fan_out(now=now)
    Message.objects.update(fanned_out=False)
    webhooks.fan_out(now=now)

    assert Delivery.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(webhook=hook, message=Message.objects.get(), kind="x", created_at=now)


@pytest.mark.parametrize("count", [1, 3])
def test_fanning_out_takes_the_same_statements_however_many_there_are(
    subscribe, post, now, count, django_assert_num_queries
):
    subscribe()
    for number in range(count):
        post(action=f"act{number}")

    with django_assert_num_queries(6):
        assert webhooks.fan_out(now=now) == count


def test_an_event_keeps_its_id_and_waits_longer_each_time(subscribe, post, receiver, now):
    subscribe()
    post()
    receiver.behave = lambda handler: handler.answer(500)
    instants = [now]
    webhooks.fan_out(now=now)
    for attempt in range(1, 11):
        if attempt > 1:
            assert webhooks.deliver_waiting(now=instants[-1] - SECOND) == 0
        assert webhooks.deliver_waiting(now=instants[-1]) == 1
        delivery = Delivery.objects.get()
        assert (delivery.attempts, delivery.status, delivery.reason) == (attempt, 500, "status")
        instants.append(delivery.claimed_until)

    assert (delivery.fate, delivery.claimed_until, delivery.detail) == ("failed", None, "HTTP 500")
    assert receiver.seen == {delivery.event_id: 10}
    waits = [later - sooner for sooner, later in pairwise(instants[:-1])]
    assert all(least <= wait <= least * 1.2 for least, wait in zip(webhooks.WAITS, waits, strict=True))
    assert timedelta(days=3) <= sum(waits, timedelta()) <= timedelta(days=4)


@pytest.mark.parametrize(
    ("said", "wait"), [("3600", timedelta(hours=1)), ("999999999", timedelta(hours=24)), ("1", None)]
)
def test_a_receiver_may_ask_for_more_time_within_a_bound(subscribe, post, receiver, now, said, wait):
    subscribe()
    post()
    receiver.behave = lambda handler: handler.answer(503, retry_after=said)
    passed(now)

    waited = Delivery.objects.get().claimed_until - now
    assert waited == wait if wait else timedelta(seconds=5) <= waited <= timedelta(seconds=6)


def test_a_receiver_may_name_the_instant(subscribe, post, receiver, now):
    subscribe()
    post()
    receiver.behave = lambda handler: handler.answer(429, retry_after=format_datetime(now + timedelta(hours=2)))
    passed(now)

    assert Delivery.objects.get().claimed_until == now + timedelta(hours=2)


def test_an_address_that_is_gone_is_switched_off_and_its_owner_told_once(subscribe, post, receiver, person, now):
    hook = subscribe()
    other = subscribe()
    for number in range(3):
        post(action=f"act{number}")
    webhooks.fan_out(now=now)
    receiver.behave = lambda handler: handler.answer(410)
    Delivery.objects.filter(webhook=other).update(fate="set_aside")
    webhooks.deliver_waiting(now=now, limit=1)

    hook.refresh_from_db()
    assert (hook.active, hook.disabled_at, hook.disabled_reason) == (False, now, "gone")
    assert sorted(hook.deliveries.values_list("fate", "reason")) == [
        ("failed", "gone"), ("set_aside", "disabled"), ("set_aside", "disabled"),
    ]  # fmt: skip
    message = Message.objects.get(notice="webhook_disabled")
    assert (message.recipient, message.entry.stream, message.entry.role) == (person, hook.stream, "system")
    other.refresh_from_db()
    assert other.active
    webhooks.disable(webhook=hook.pk, reason=Webhook.Disabled.FAILING, now=now)
    assert Message.objects.filter(notice="webhook_disabled").count() == 1


@pytest.mark.parametrize(("short", "active"), [(SECOND, True), (timedelta(0), False)])
def test_a_receiver_that_accepts_nothing_for_days_is_given_up(subscribe, post, receiver, now, short, active):
    subscribe()
    post()
    receiver.behave = lambda handler: handler.answer(500)
    passed(now)
    post(action="later")
    passed(now + webhooks.GIVES_UP - short)

    hook = Webhook.objects.get()
    assert (hook.active, hook.disabled_reason) == (active, "" if active else "failing")
    assert Message.objects.filter(notice="webhook_disabled").exists() is not active


def test_a_success_forgets_the_failures(subscribe, post, receiver, now):
    subscribe()
    post()
    receiver.behave = lambda handler: handler.answer(500)
    passed(now)
    assert Webhook.objects.get().failing_since == now
    receiver.behave = lambda handler: handler.answer(200)
    passed(now + timedelta(minutes=1))

    assert Webhook.objects.get().failing_since is None
    assert Delivery.objects.get().fate == "delivered"


def test_who_may_no_longer_see_the_matter_is_not_told(subscribe, post, receiver, wording, now):
    wording(lambda _, **__: None)
    subscribe()
    post()
    passed(now)

    assert receiver.sent == []
    assert Delivery.objects.values_list("fate", "reason").get() == ("set_aside", "not_visible")


def test_one_that_cannot_be_told_does_not_hold_up_the_others(subscribe, post, receiver, wording, now):
    def payload(message, *, now):
        if message.entry.action == "broken":
            raise LookupError("no words")
        return told(message, now=now)

    wording(payload)
    subscribe()
    post(action="broken")
    post(action="sound")
    passed(now)

    assert list(Delivery.objects.order_by("pk").values_list("fate", "reason", "detail")) == [
        ("waiting", "internal", "LookupError"),
        ("delivered", "", ""),
    ]
    assert Webhook.objects.get().failing_since is None


def test_what_is_too_large_is_set_aside(subscribe, post, receiver, wording, now):
    wording(lambda _, **__: {"data": "长" * outbound.LARGEST_BODY})
    subscribe()
    post()
    passed(now)

    assert Delivery.objects.values_list("fate", "reason").get() == ("set_aside", "too_large")


def test_an_address_is_examined_again_at_each_try(subscribe, post, receiver, settings, now):
    subscribe()
    post()
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    passed(now)

    assert receiver.sent == []
    assert Delivery.objects.values_list("fate", "reason", "detail").get() == ("waiting", "not_public", "127.0.0.1")


def test_for_a_day_after_a_rotation_both_secrets_verify(subscribe, post, receiver, now):
    hook = subscribe()
    (old,) = receiver.secrets
    new = subscriptions.rotate(webhook=hook, now=now)
    verified = []
    for seconds in (-1, 0):
        post(action=f"act{seconds}")
        webhooks.fan_out(now=now)
        webhooks.deliver_waiting(now=now)
        headers, body = receiver.sent[-1]
        verified.append([verifies(secret, headers, body) for secret in (old, new)])
        Webhook.objects.update(previous_until=now)  # the day is over

    assert verified == [[True, True], [False, True]]


def verifies(secret, headers, body):
    try:
        Verifier(secret).verify(body, headers)
    except Exception:  # noqa: BLE001 -- whatever is wrong with it
        return False
    return True


def test_a_secret_that_cannot_be_read_is_not_held_against_the_receiver(subscribe, post, receiver, settings, now):
    subscribe()
    post()
    settings.SECRET_KEY = "another key altogether"
    passed(now)

    assert receiver.sent == []
    assert Delivery.objects.values_list("fate", "reason").get() == ("waiting", "secret")
    assert Webhook.objects.get().failing_since is None


def test_a_claim_keeps_others_off_until_it_expires(subscribe, post, now):
    subscribe()
    post()
    webhooks.fan_out(now=now)
    (claimed,) = webhooks.claim(now=now, limit=9)

    assert webhooks.claim(now=now + webhooks.CLAIM - SECOND, limit=9) == []
    assert webhooks.claim(now=now + webhooks.CLAIM, limit=9) == [claimed]
    assert Delivery.objects.get().attempts == 2


def test_a_late_failure_does_not_undo_what_another_relay_delivered(subscribe, post, receiver, now):
    subscribe()
    post()
    webhooks.fan_out(now=now)
    (mine,) = webhooks.claim(now=now, limit=9)
    later = now + webhooks.CLAIM
    assert webhooks.deliver_waiting(now=later) == 1
    webhooks._mark(mine, outbound.Answer(reason="timeout"), now=later)

    assert Delivery.objects.values_list("fate", "attempts", "reason").get() == ("delivered", 2, "")


def test_what_failed_is_sent_again_by_hand_under_its_old_id(subscribe, post, receiver, person, now):
    hook = subscribe()
    post()
    webhooks.fan_out(now=now)
    Delivery.objects.update(fate="failed", attempts=10, reason="status", status=500)
    delivery = Delivery.objects.select_related("webhook__owner").get()
    subscriptions.resend(delivery=delivery, now=now)
    passed(now)

    again = Delivery.objects.get()
    assert (again.fate, again.attempts, again.event) == ("delivered", 1, delivery.event)
    entry = Entry.objects.filter(stream=hook.stream).latest("seq")
    assert (entry.action, entry.actor, entry.data) == ("webhook.resent", person, {"event": delivery.event_id})


def test_a_test_event_tells_of_nothing(subscribe, receiver, now):
    delivery = subscriptions.ping(webhook=subscribe(), now=now)
    passed(now)

    assert receiver.unverified == []
    assert receiver.events[delivery.event_id] == {"type": "ping", "timestamp": f"{now:%Y-%m-%dT%H:%M:%SZ}", "data": {}}


def test_what_ends_forgets_its_secret_and_keeps_its_record(subscribe, post, receiver, now):
    hook = subscribe()
    post()
    webhooks.fan_out(now=now)
    subscriptions.end(webhook=hook, now=now)
    passed(now)

    hook.refresh_from_db()
    assert (hook.active, hook.ended_at, hook.secret, hook.previous_secret) == (False, now, "", "")
    assert receiver.sent == []
    assert Delivery.objects.values_list("fate", "reason").get() == ("set_aside", "disabled")
    actions = Entry.objects.filter(stream=hook.stream).order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["webhook.subscribed", "webhook.ended"]


def test_neither_name_nor_address_nor_secret_is_in_the_record(subscribe, receiver):
    subscribe()

    body = Entry.objects.get().body
    assert "台账" not in body
    assert "127.0.0.1" not in body
    assert receiver.secrets[0] not in body


def test_one_person_has_no_more_than_so_many(subscribe, people, now):
    hooks = [subscribe() for _ in range(subscriptions.MOST)]
    with pytest.raises(subscriptions.TooMany):
        subscribe()
    subscribe(owner=people(1)[0])
    subscriptions.end(webhook=hooks[0], now=now)
    subscribe()


def test_somebody_with_a_webhook_cannot_be_deleted(subscribe, person):
    subscribe()
    with pytest.raises(ProtectedError):
        person.delete()


def test_a_slow_receiver_does_not_hold_up_the_letters(subscribe, post, receiver, settings, monkeypatch, now):
    """The relay of letters makes deliveries and leaves them to a task of their own."""
    asked = []
    settings.LEDGER_RENDERER = f"{plain.__module__}.plain"
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda **_: asked.append(1))
    subscribe()
    post()
    tasks.relay()

    assert (asked, receiver.sent) == ([1], [])
    tasks.deliver()
    assert len(receiver.sent) == 1


def test_nobody_is_sent_to_deliver_where_nobody_has_a_webhook(post, settings, monkeypatch, now):
    asked = []
    settings.LEDGER_RENDERER = f"{plain.__module__}.plain"
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda **_: asked.append(1))
    post()
    tasks.relay()

    assert asked == []
    assert not Message.objects.filter(fanned_out=False).exists()
