"""What goes out now, waits for the morning, is gathered or stays in the inbox: as chosen, and as nobody can choose."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail

from accounts import channels
from accounts.models import Channels
from ledger import deliveries, operations, relay
from ledger.letters import Letter
from ledger.models import Message
from regulations.clocks import SHANGHAI
from regulations.telling import Topic, Way

SECOND = timedelta(seconds=1)
NIGHT = datetime(2026, 6, 10, 23, 0, tzinfo=SHANGHAI)
MORNING = datetime(2026, 6, 11, 7, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def wording(settings, installed_as):
    settings.LEDGER_RENDERER = installed_as(lambda message: Letter(message.notice, "文"))


@pytest.fixture
def post(append, person):
    """Posts one message of a notice to the person."""

    def make(notice="case_submitted", **params):
        operations.post(entry=append(), notice=notice, recipients=[person.pk], params=params)
        return Message.objects.latest("pk")

    return make


@pytest.fixture
def chosen(person):
    """The person chooses one way for everything, and hours."""

    def make(way=Way.AT_ONCE, digest_at=time(8), quiet=(time(21), time(7))):
        hours = {"digest_at": digest_at, "quiet_from": quiet[0], "quiet_until": quiet[1]}
        return channels.choose(user=person, ways=dict.fromkeys(Topic, way), **hours)

    return make


def state(message):
    message.refresh_from_db()
    return message.mail, message.reason, message.claimed_until, message.attempts


@pytest.mark.parametrize(
    ("hour", "sent"),
    [((20, 59, 59), True), ((21, 0, 0), False), ((6, 59, 59), False), ((7, 0, 0), True)],
)
def test_quiet_hours_begin_and_end_to_the_second(post, hour, sent):
    message, at = post(), datetime(2026, 6, 10, *hour, tzinfo=SHANGHAI)

    relay.send_waiting(now=at)

    assert (len(mail.outbox) == 1) is sent
    assert (state(message)[0] == "sent") is sent


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (NIGHT, MORNING),
        (datetime(2026, 6, 11, 0, 0, tzinfo=SHANGHAI), MORNING),
        (datetime(2026, 6, 10, 22, 59, 59, tzinfo=UTC), MORNING),
    ],
    ids=["before midnight", "midnight", "the last second, told in another zone"],
)
def test_what_waits_for_the_morning_goes_at_its_first_second_and_that_was_no_try(post, now, until):
    message = post()

    relay.send_waiting(now=now)

    assert state(message) == ("waiting", "quiet_hours", until, 0)
    assert relay.send_waiting(now=until - SECOND) == 0
    assert relay.send_waiting(now=until) == 1
    assert state(message) == ("sent", "", None, 1)


def test_hours_of_one_s_own_replace_those_of_the_house(post, chosen):
    chosen(quiet=(time(12), time(14)))
    message = post()

    relay.send_waiting(now=datetime(2026, 6, 10, 13, 0, tzinfo=SHANGHAI))
    assert state(message)[2] == datetime(2026, 6, 10, 14, 0, tzinfo=SHANGHAI)

    other = post()
    relay.send_waiting(now=NIGHT)
    assert state(other)[0] == "sent"


def test_who_wants_no_quiet_hours_has_none(post, chosen):
    chosen(quiet=(time(0), time(0)))
    message = post()

    relay.send_waiting(now=datetime(2026, 6, 11, 0, 0, tzinfo=SHANGHAI))

    assert state(message)[0] == "sent"


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize(
    ("notice", "params"),
    [
        ("decision_issued", {}),
        ("clock_reminder", {"clock": "decision_emergency"}),
        ("emergency_overdue", {}),
        ("interest_asked", {"urgent": True}),
    ],
)
def test_what_must_be_told_and_what_cannot_wait_goes_at_night_whatever_is_chosen(post, chosen, way, notice, params):
    chosen(way)
    message = post(notice, **params)

    relay.send_waiting(now=NIGHT)

    assert state(message)[0] == "sent"


@pytest.mark.parametrize("notice", ["clock_reminder", "interest_asked", "case_completed"])
def test_everything_else_waits_at_night(post, notice):
    message = post(notice, clock="decision")

    relay.send_waiting(now=NIGHT)

    assert state(message)[:2] == ("waiting", "quiet_hours")


@pytest.mark.parametrize(
    ("way", "fate"),
    [(Way.AT_ONCE, ("sent", "")), (Way.DAILY, ("gathered", "daily")), (Way.INBOX, ("inbox_only", "chosen"))],
)
def test_each_way_is_heeded(post, chosen, noon, way, fate):
    chosen(way)
    message = post()

    relay.send_waiting(now=noon)

    assert state(message)[:2] == fate
    assert len(mail.outbox) == (way is Way.AT_ONCE)


def test_a_choice_is_for_its_topic_alone(post, person, noon):
    Channels.objects.create(user=person, act=Way.INBOX)
    asks, tells = post("case_submitted"), post("progress_reported")

    relay.send_waiting(now=noon)

    assert (state(asks)[0], state(tells)[0]) == ("inbox_only", "sent")


def test_what_waits_is_looked_at_again_when_another_choice_is_made(post, chosen, person, noon):
    chosen(Way.DAILY)
    gathered = post()
    relay.send_waiting(now=noon)
    chosen(Way.AT_ONCE)
    asleep, tried = post(), post()
    relay.send_waiting(now=NIGHT, limit=1)
    Message.objects.filter(pk=tried.pk).update(reason="unreached", claimed_until=MORNING, attempts=3)

    assert deliveries.reconsider(recipient=person) == 2

    assert state(gathered) == ("waiting", "", None, 1)
    assert state(asleep) == ("waiting", "", None, 0)
    assert state(tried) == ("waiting", "unreached", MORNING, 3)


@pytest.mark.parametrize("count", [1, 3])
def test_what_people_have_chosen_costs_nothing_more_to_ask(append, people, noon, count, django_assert_max_num_queries):
    for person in people(count):
        Channels.objects.create(user=person)
    operations.post(entry=append(), notice="case_submitted", recipients=[one.pk for one in people_of()], params={})

    with django_assert_max_num_queries(4 + count):  # the claim, and a mark for each
        relay.send_waiting(now=noon)


def people_of():
    return (one.user for one in Channels.objects.select_related("user"))
