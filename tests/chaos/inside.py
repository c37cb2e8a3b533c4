"""What the harness does inside the product: the load, the last passes, and what the rows say in the end.

Time is never faked. The clock is set forward by saying so: stories are told at instants that have passed, and the
product's own command `sweep --at` walks over the holidays between then and now. Only the last passes of the relays
are told an instant a few minutes ahead, so that claims of the dead expire without waiting for them.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as hour
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.channels import choose
from accounts.models import User
from committees.models import Committee
from ethics_review import operations
from ethics_review.models import Case
from ethics_review.operations import Draft
from ethics_review.operations.sweeping import sweep
from ethics_review.tasks import sweep_clocks
from ledger import digests, relay, subscriptions, tasks, webhooks
from ledger.envelopes import message_id
from ledger.models import Deadline, Delivery, Digest, Entry, Message
from regulations import calendar
from regulations.clocks import SHANGHAI
from regulations.telling import CHOSEN, Topic, Way
from tests.world import build, filing

WALKED, LATE = "walked", "late"
DAYS = 16
"""So many mornings are swept one after the other; the holidays lie among them."""
LONG_AGO = timedelta(days=40)
LONGEST_DRAIN = 3600.0
"""Seconds: on a busy machine a thousand letters take minutes. It ends as soon as nothing is left."""
AT_ONCE = 200
AHEAD_OF_LETTERS = relay.CLAIM + timedelta(minutes=1)
AHEAD_OF_EVENTS = webhooks.CLAIM + timedelta(seconds=10)
AHEAD_OF_DIGESTS = timedelta(days=1)
"""What has gathered since today's digest goes with tomorrow's."""


def mornings(now: datetime) -> list[datetime]:
    """The morning before a run of at least three weekdays off, the latest one that is over, and those that follow."""
    days = calendar.built_in()
    day = now.astimezone(SHANGHAI).date() - timedelta(days=DAYS)
    while day.year in days.years:
        run = [day + timedelta(days=ahead) for ahead in range(3)]
        if not any(days.is_working_day(one) or one.weekday() >= 5 for one in run):
            break
        day -= timedelta(days=1)
    else:
        day = now.astimezone(SHANGHAI).date() - timedelta(days=DAYS)
    first = datetime.combine(day, datetime.min.time(), SHANGHAI) + timedelta(hours=9) - timedelta(days=3)
    return [first + timedelta(days=ahead) for ahead in range(DAYS)]


def submit(kind: str, at: datetime) -> str:
    """One application, drafted and submitted through the operations; the kind stands in its title."""
    applicant = User.objects.get(name="沈若水")
    body = Committee.objects.filter(kind="ethics").earliest("pk")
    draft = Draft(committee=body, filing=filing(), title_zh=kind, title_en=kind)
    number = operations.create_case(draft=draft, user=applicant, now=at).number
    operations.make_move(number=number, move="submit", user=applicant, data={}, now=at + timedelta(minutes=1))
    return number


def everybody_at_any_hour(*, digested: User) -> None:
    """Nobody has quiet hours, whatever the time of the run; one person is told of time limits by a daily digest."""
    midnight = hour(0)
    for person in User.objects.all():
        ways = CHOSEN | ({Topic.TIME_LIMITS: Way.DAILY} if person == digested else {})
        choose(user=person, ways=ways, digest_at=midnight, quiet_from=midnight, quiet_until=midnight)


def build_world(cases: int, url: str, every: int) -> dict[str, Any]:
    """The world, two subscribers, one calm case of each kind, and the cases to be walked over the holidays."""
    with transaction.atomic():
        world = build()
    now = timezone.now()
    everybody_at_any_hour(digested=world.chair)
    secrets = []
    for person in (world.secretary, world.chair):
        with transaction.atomic():
            _, secret = subscriptions.subscribe(owner=person, name="台账", url=url, kinds=[], now=now)
        secrets.append(secret)
    walk = mornings(now)[::every]
    calm = {WALKED: submit(WALKED, walk[0])}
    for morning in walk[1:]:
        while sweep(now=morning):
            pass
    calm[LATE] = submit(LATE, now - LONG_AGO)
    while sweep(now=now):
        pass
    told = {kind: shown(told_of(number)) for kind, number in calm.items()}
    for _ in range(cases):
        submit(WALKED, walk[0])
    return {"secrets": secrets, "calm": calm, "told": told, "walk": [one.isoformat() for one in walk[1:]]}


def feed(cases: int) -> None:
    """Applications whose time has long run out, one after the other, and a nudge to everybody for each; then nudges."""
    now = timezone.now()
    made = 0
    while True:
        try:
            if made < cases:
                submit(LATE, now - LONG_AGO)
                made += 1
            else:
                time.sleep(0.3)
            for task in (sweep_clocks, tasks.relay, tasks.deliver):
                task.apply_async(retry=False)
        except Exception as error:  # noqa: BLE001 -- the store is cut and flushed under it: the next one, then
            logging.getLogger(__name__).info("%s", error)
            connection.close()
            time.sleep(0.2)


def drain() -> dict[str, int]:
    """The last passes, after everybody else has stopped: nothing that was claimed by the dead is left behind."""
    acts: dict[str, Callable[[datetime], int]] = {
        "swept": lambda now: len(sweep(now=now)),
        "fanned out": lambda now: webhooks.fan_out(now=now),
        "letters": lambda now: relay.send_waiting(now=now + AHEAD_OF_LETTERS, limit=AT_ONCE),
        "digests": lambda now: digests.send_due(now=now + AHEAD_OF_LETTERS, limit=AT_ONCE),
        "digests of tomorrow": lambda now: digests.send_due(now=now + AHEAD_OF_DIGESTS, limit=AT_ONCE),
        "events": lambda now: webhooks.deliver_waiting(now=now + AHEAD_OF_EVENTS, limit=AT_ONCE),
    }
    done = dict.fromkeys(acts, 0)
    until = time.monotonic() + LONGEST_DRAIN
    busy = True
    while busy and time.monotonic() < until:
        busy = False
        for name, act in acts.items():
            while time.monotonic() < until and (count := act(timezone.now())):
                done[name] += count
                busy = True
    return done


def told_of(number: str) -> Counter[tuple[str, str]]:
    rows = Message.objects.filter(entry__stream=f"case:{number}").values_list("notice", "recipient__name")
    return Counter(rows)


def shown(told: Counter[tuple[str, str]]) -> dict[str, int]:
    return {f"{notice} → {name}": count for (notice, name), count in sorted(told.items())}


def report() -> dict[str, Any]:
    """What the rows say, for the verdict."""
    cases = Case.objects.filter(state="submitted").order_by("number")
    missed = Counter(Entry.objects.filter(action="deadline_missed").values_list("stream", flat=True))
    messages = list(Message.objects.select_related("recipient", "digest"))
    sent = {message_id(one.digest or one) for one in messages if one.sent_at is not None}
    subscribers = Message.objects.filter(recipient__webhooks__isnull=False).count()
    return {
        "cases": {case.number: [case.title_zh, shown(told_of(case.number))] for case in cases},
        "missed": {case.number: missed[case.stream] for case in cases},
        "running": Deadline.objects.filter(settled_at=None, next_at__lt=timezone.now()).count(),
        "messages": len(messages),
        "keys": len({one.dedupe for one in messages}),
        "unsent": sum(one.sent_at is None and bool(one.recipient.email) for one in messages),
        "gathered": sum(one.digest is not None and one.sent_at is not None for one in messages),
        "digests": Digest.objects.count(),
        "letters": sorted(sent),
        "to_subscribers": subscribers,
        "events": [one.event_id for one in Delivery.objects.all()],
        "undelivered": Delivery.objects.exclude(fate="delivered").count(),
    }
