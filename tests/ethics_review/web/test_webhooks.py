"""Webhooks in the account: add, see what became of each event, send again, replace the secret, end."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ethics_review.operations import webhooks as acts
from ledger import webhooks
from ledger.models import Delivery, Entry, Webhook
from tests.world import Story

LISTING = "/account/webhooks/"


@pytest.fixture
def hook(world, receiver):
    """The secretary's; the receiver knows its secret."""
    found, secret = acts.subscribe(user=world.secretary, name="台账", url=receiver.url(), kinds=[], now=timezone.now())
    receiver.secrets.append(secret)
    return found


def deliver(now=None):
    moment = now or timezone.now()
    while webhooks.fan_out(now=moment):
        pass
    while webhooks.deliver_waiting(now=moment):
        pass


def secret_on(answer):
    return re.findall(r'value="(whsec_[^"]+)"', answer.content.decode())


def test_a_webhook_is_added_and_its_secret_shown_once(browse, world, receiver, read):
    browser = browse(world.secretary)
    added = browser.post(LISTING, {"name": "台账", "url": receiver.url(), "kinds": ["case_submitted"]})
    (secret,) = secret_on(added)
    hook = Webhook.objects.get()

    assert (hook.owner, hook.name, hook.url, hook.kinds) == (
        world.secretary,
        "台账",
        receiver.url(),
        ["case_submitted"],
    )
    assert secret_on(browser.get(reverse("webhook", args=[hook.pk]))) == []
    assert "New application for review" in read(browser.get(LISTING))
    receiver.secrets.append(secret)
    Story(world).submitted()
    deliver()
    assert (len(receiver.events), receiver.unverified) == (1, [])


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://10.0.0.1/", "is not on the public internet"),
        ("http://127.0.0.1/", "is not on the public internet"),
        ("nonsense", "The address is not whole"),
        ("https://a:b@example.org/", "holds a user name or a password"),
        ("", "This field is required"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_at_its_field(browse, world, read, unchanged, url, said):
    with unchanged():
        answer = browse(world.secretary).post(LISTING, {"name": "台账", "url": url})

    assert answer.status_code == 422
    assert said in read(answer)
    assert "台账" in answer.content.decode()


def test_what_became_of_each_event_is_shown_with_its_reason(browse, world, receiver, hook, read):
    story = Story(world).submitted()
    receiver.behave = lambda handler: handler.answer(500)
    deliver()
    page = read(browse(world.secretary).get(reverse("webhook", args=[hook.pk])))

    assert f"New application for review · {story.number}" in page
    assert "the receiver did not accept it · HTTP 500" in page
    assert "next try" in page
    assert "failing since" in page


def test_an_event_that_was_given_up_is_sent_again_by_hand(browse, world, receiver, hook):
    Story(world).submitted()
    receiver.behave = lambda handler: handler.answer(500)
    deliver()
    Delivery.objects.update(fate="failed", claimed_until=None, attempts=10)
    receiver.behave = lambda handler: handler.answer(204)
    delivery = Delivery.objects.get()
    answer = browse(world.secretary).post(reverse("webhook-resend", args=[hook.pk, delivery.pk]))
    deliver()

    assert answer.status_code == 302
    assert Delivery.objects.values_list("fate", "event").get() == ("delivered", delivery.event)
    assert receiver.seen == {delivery.event_id: 2}
    assert Entry.objects.filter(stream=hook.stream, action="webhook.resent", actor=world.secretary).count() == 1


def test_a_test_event_is_sent(browse, world, receiver, hook, read):
    browser = browse(world.secretary)
    browser.post(reverse("webhook-test", args=[hook.pk]))
    deliver()

    assert [event["type"] for event in receiver.events.values()] == ["ping"]
    assert "Test event" in read(browser.get(reverse("webhook", args=[hook.pk])))


def test_a_webhook_is_switched_off_and_on_again(browse, world, hook, read):
    browser = browse(world.secretary)
    browser.post(reverse("webhook-switch", args=[hook.pk]))
    hook.refresh_from_db()
    assert (hook.active, hook.disabled_reason) == (False, "by_owner")
    assert "switched off by you" in read(browser.get(LISTING))

    refused = browser.client.post(reverse("webhook-test", args=[hook.pk]), follow=True)
    assert "This webhook is switched off; switch it on first" in read(refused)
    assert Delivery.objects.count() == 0
    browser.post(reverse("webhook-switch", args=[hook.pk]))
    hook.refresh_from_db()
    assert (hook.active, hook.disabled_at, hook.disabled_reason) == (True, None, "")


def test_a_secret_is_replaced_and_shown_once(browse, world, receiver, hook):
    browser = browse(world.secretary)
    (new,) = secret_on(browser.post(reverse("webhook-rotate", args=[hook.pk])))

    assert new not in receiver.secrets
    receiver.secrets.append(new)
    browser.post(reverse("webhook-test", args=[hook.pk]))
    deliver()
    assert receiver.unverified == []


def test_a_change_is_kept_and_recorded(browse, world, receiver, hook):
    browse(world.secretary).post(
        reverse("webhook", args=[hook.pk]), {"name": "新名", "url": receiver.url("/new"), "kinds": ["case_submitted"]}
    )

    hook.refresh_from_db()
    assert (hook.name, hook.url, hook.kinds) == ("新名", receiver.url("/new"), ["case_submitted"])
    assert Entry.objects.filter(stream=hook.stream).latest("seq").action == "webhook.changed"


def test_an_ended_webhook_is_gone(browse, world, hook):
    browser = browse(world.secretary)
    browser.post(reverse("webhook-end", args=[hook.pk]))

    assert browser.get(reverse("webhook", args=[hook.pk])).status_code == 404
    assert "台账" not in browser.get(LISTING).content.decode()


def test_a_webhook_of_somebody_else_does_not_exist(browse, world, hook, unchanged):
    delivery = acts.ping(user=world.secretary, webhook=hook.pk, now=timezone.now())
    browser = browse(world.chair)
    assert "台账" not in browser.get(LISTING).content.decode()
    assert browser.get(reverse("webhook", args=[hook.pk])).status_code == 404
    with unchanged():
        for name in ("webhook", "webhook-test", "webhook-switch", "webhook-rotate", "webhook-end"):
            assert browser.post(reverse(name, args=[hook.pk]), {"name": "x"}).status_code == 404
        assert browser.post(reverse("webhook-resend", args=[hook.pk, delivery.pk])).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_however_much_was_sent(
    browse, world, hook, receiver, language, count, django_assert_num_queries
):
    for _ in range(count):
        Story(world).submitted()
    deliver()
    browser = browse(world.secretary, language)
    with django_assert_num_queries(6):
        assert browser.get(reverse("webhook", args=[hook.pk])).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(browse, world, receiver, count, django_assert_num_queries):
    for number in range(count):
        acts.subscribe(user=world.secretary, name=f"{number}", url=receiver.url(), kinds=[], now=timezone.now())
    browser = browse(world.secretary)
    with django_assert_num_queries(4):
        assert browser.get(LISTING).status_code == 200


def test_somebody_who_has_gone_is_told_nothing(world, receiver, hook):
    Story(world).submitted()
    world.secretary.is_active = False
    world.secretary.save()
    deliver()

    assert receiver.sent == []
    assert Delivery.objects.values_list("fate", "reason").get() == ("set_aside", "not_visible")


def test_an_event_tells_which_matter_and_which_entry_and_nothing_of_its_content(world, receiver, hook, settings):
    story = Story(world).submitted()
    deliver()

    (event,) = receiver.events.values()
    entry = story.last
    assert event == {
        "type": "case_submitted",
        "timestamp": event["timestamp"],
        "data": {
            "case": story.number,
            "title": {"zh": "分诊助手", "en": "Triage"},
            "clock": None,
            "due_on": None,
            "entry": {"stream": story.stream, "seq": entry.seq, "hash": entry.hash},
            "address": f"{settings.PUBLIC_URL}/cases/{story.number}/",
        },
    }
    assert event["timestamp"].endswith("+08:00")


def test_a_member_who_recuses_before_the_event_goes_out_is_not_told(world, receiver):
    story = Story(world).accepted()
    member = story.members[3]
    now = timezone.now()
    _, secret = acts.subscribe(user=member, name="我的", url=receiver.url(), kinds=[], now=now)
    receiver.secrets.append(secret)
    webhooks.fan_out(now=now)
    assert Delivery.objects.count() == 1
    story.does(member, "declare_interest", conflict=True, details="共同署名")
    deliver(now + timedelta(seconds=1))

    assert receiver.sent == []
    assert Delivery.objects.values_list("fate", "reason").get() == ("set_aside", "not_visible")
