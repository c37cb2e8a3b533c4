"""Figures for Prometheus (指标). What a process counts is its own; the rest is read from the database.

A figure of the database is the same whichever process is asked, and survives restarts. Requests, their durations and
the memory are counted by each process for itself and carry its number as the label `process`.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector

from ethics_review.celery import app
from ethics_review.models import Case
from ethics_review.operating import lags
from ethics_review.operating.models import PROCESSES, Sign
from ledger.models import Deadline, Delivery, Digest, Entry, Message
from ledger.models.message import Mailed

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
DAY = timedelta(days=1)
BROKER_PATIENCE = 2.0  # seconds: a broker that is away must not keep the figures away

disable_created_metrics()  # type: ignore[no-untyped-call]  # they only double the number of series
counted = CollectorRegistry()
REQUESTS = Counter(
    "ethics_http_requests", "Requests answered by this process", ["process", "view", "status"], registry=counted
)
DURATIONS = Histogram(
    "ethics_http_request_seconds",
    "Time to an answer, in this process",
    ["process", "view"],
    buckets=BUCKETS,
    registry=counted,
)
MEMORY = ProcessCollector(registry=None)


def count_request(*, view: str, status: int, seconds: float) -> None:
    """One request more. `view` is the name of an address of ours, so there is a bounded number of them."""
    process = str(os.getpid())
    REQUESTS.labels(process, view, str(status)).inc()
    DURATIONS.labels(process, view).observe(seconds)


def text(*, now: datetime) -> bytes:
    """Everything in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(now))
    return generate_latest(registry) + generate_latest(counted)


class Figures:
    """A collector that asks at each scrape, each family by one statement or two."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked before the scrape."""
        return ()

    def collect(self) -> Iterator[Metric]:
        for family in FAMILIES:
            yield from family(self.now)


def _gauge(name: str, told: str, labels: list[str], values: Iterable[tuple[Iterable[str], float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=labels)
    for given, value in values:
        family.add_metric(list(given), value)
    return family


def _plain(name: str, told: str, value: float) -> GaugeMetricFamily:
    return _gauge(name, told, [], [((), value)])


def _queue(_now: datetime) -> Iterator[Metric]:
    """Absent where the broker does not answer; the other figures come all the same."""
    depth = queue_depth()
    yield _plain("ethics_broker_up", "Whether the broker answers", float(depth is not None))
    if depth is not None:
        yield _plain("ethics_queue_depth", "Tasks that wait to be taken", depth)


def queue_depth() -> int | None:
    """How many tasks wait in the common queue, on either broker; None where it cannot be asked."""
    try:
        with app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_PATIENCE)
            channel = broker.default_channel
            depth: int = channel._size(app.conf.task_default_queue)  # noqa: SLF001 -- kombu's only question about size
            return depth
    except Exception:  # noqa: BLE001 -- each transport raises errors of its own
        return None


def _lags(now: datetime) -> Iterator[Metric]:
    yield _plain("ethics_sweeper_lag_seconds", "For how long a clock has waited to be looked at", lags.unswept(now=now))
    yield _plain("ethics_relay_lag_seconds", "For how long a message has waited for a first try", lags.unsent(now=now))
    told = "For how long an event has waited for a first try at its webhook"
    yield _plain("ethics_webhook_lag_seconds", told, lags.undelivered(now=now))


def _clocks(now: datetime) -> Iterator[Metric]:
    """Clocks that stand still and windows, whose end nobody fails, are neither overdue nor due."""
    running = Deadline.objects.filter(settled_at__isnull=True, paused_at__isnull=True).exclude(escalate=[])
    overdue = Count("pk", filter=Q(due_at__lt=now))
    soon = Count("pk", filter=Q(due_at__gte=now, due_at__lt=now + DAY))
    rows = list(running.values("clock").order_by("clock").annotate(running=Count("pk"), overdue=overdue, soon=soon))
    for name, told, counts in (
        ("running", "Running time limits", {row["clock"]: row["running"] for row in rows}),
        ("overdue", "Running time limits whose end has passed", {row["clock"]: row["overdue"] for row in rows}),
        ("due_within_day", "Running time limits that end within a day", {row["clock"]: row["soon"] for row in rows}),
    ):
        yield _gauge(f"ethics_clocks_{name}", told, ["clock"], _labelled(counts))


def _deliveries(_now: datetime) -> Iterator[Metric]:
    """By channel and by what has become of it; what has failed before and waits for its next try is `retrying`.

    What a person has to look at is `bounced` or `given_up` of letters and digests, and `failed` of events.
    """
    messages, retried = _mailed(Message)
    digests, digests_retried = _mailed(Digest)
    failed = Count("pk", filter=Q(fate=Delivery.Fate.WAITING, attempts__gt=0) & ~Q(reason=""))
    rows = list(Delivery.objects.values("fate").order_by("fate").annotate(count=Count("pk"), failed=failed))
    events = dict.fromkeys(Delivery.Fate.values, 0) | {row["fate"]: row["count"] for row in rows}
    results = {
        "mail": _apart(messages, retried),
        "digest": _apart(digests, digests_retried),
        "webhook": _apart(events, sum(row["failed"] for row in rows)),
    }
    yield _gauge("ethics_messages", "Messages by the state of their mail", ["mail"], _labelled(messages))
    every = [((channel, result), count) for channel, counts in results.items() for result, count in counts.items()]
    yield _gauge("ethics_deliveries", "Deliveries by channel and result", ["channel", "result"], every)


def _mailed(model: type[Mailed]) -> tuple[dict[str, int], int]:
    """How many there are by the state of their mail, and how many of those that wait have failed before."""
    failed = Count("pk", filter=Q(mail=Mailed.Mail.WAITING, attempts__gt=0) & ~Q(failed_reason=""))
    every = model._default_manager  # noqa: SLF001 -- Django's public name for it
    rows = list(every.values("mail").order_by("mail").annotate(count=Count("pk"), failed=failed))
    states = dict.fromkeys(Mailed.Mail.values, 0) | {row["mail"]: row["count"] for row in rows}
    return states, sum(row["failed"] for row in rows)


def _apart(counts: Mapping[str, int], retrying: int) -> dict[str, int]:
    """What waits for its first try, and what for another."""
    return {**counts, "waiting": counts["waiting"] - retrying, "retrying": retrying}


def _labelled(values: Mapping[str, float]) -> Iterator[tuple[tuple[str], float]]:
    for label, value in values.items():
        yield (str(label),), value


def _cases(_now: datetime) -> Iterator[Metric]:
    rows = Case.objects.values_list("state").order_by("state").annotate(count=Count("pk"))
    yield _gauge("ethics_cases", "Cases by state", ["state"], _labelled(dict(rows)))


def _ledger(_now: datetime) -> Iterator[Metric]:
    figures = Entry.objects.aggregate(entries=Count("pk"), streams=Count("pk", filter=Q(seq=0)))
    yield _plain("ethics_ledger_entries", "Entries of the ledger", figures["entries"])
    yield _plain("ethics_ledger_streams", "Subjects that have a stream", figures["streams"])


def _signs(now: datetime) -> Iterator[Metric]:
    rows = (
        Sign.objects.filter(kind__in=PROCESSES)
        .order_by("kind", "host", "pid")
        .values_list("kind", "host", "pid", "seen_at")
    )
    ages = [((kind, host, str(pid)), lags.seconds_since(seen, now=now)) for kind, host, pid, seen in rows]
    name, told = "ethics_process_silence_seconds", "For how long a worker or beat has given no sign of life"
    yield _gauge(name, told, ["kind", "host", "process"], ages)


def _memory(_now: datetime) -> Iterator[Metric]:
    """Told where the system tells it, which is Linux."""
    samples = [one.value for metric in MEMORY.collect() for one in metric.samples if one.name == RESIDENT]
    told = "Memory of the process that was asked"
    yield _gauge(f"ethics_{RESIDENT}", told, ["process"], [((str(os.getpid()),), value) for value in samples])


RESIDENT = "process_resident_memory_bytes"
Family = Callable[[datetime], Iterator[Metric]]
FAMILIES: tuple[Family, ...] = (_queue, _lags, _clocks, _deliveries, _cases, _ledger, _signs, _memory)
