"""The figures for Prometheus: what each says, who may read them, and how many statements a scrape costs."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families

import regulations
from ethics_review.operating import figures, scraping
from ethics_review.operating.models import Kind, Sign
from ledger.models import Deadline, Delivery, Digest, Entry, Message, Webhook
from tests.world import MORNING

ROOT = Path(__file__).resolve().parents[3]
ALERTS = ROOT / "docs" / "how-to" / "alerts.yml"
TOKEN = "0123456789abcdefghij"
WAITING = {"mail": "waiting", "attempts": 1}


@pytest.fixture
def told():
    """Every sample of a scrape: name → {labels: value}."""

    def scrape(now=MORNING):
        found = {}
        for family in text_string_to_metric_families(figures.text(now=now).decode()):
            for sample in family.samples:
                found.setdefault(sample.name, {})[tuple(sorted(sample.labels.items()))] = sample.value
        return found

    return scrape


def of(found, name, **labels):
    return found.get(name, {}).get(tuple(sorted(labels.items())))


def results(found, channel):
    """Of one channel what is not 0."""
    rows = ((dict(labels), count) for labels, count in found["ethics_deliveries"].items())
    return {labels["result"]: count for labels, count in rows if labels["channel"] == channel and count}


## What they say


def test_an_empty_installation_has_figures(db, told):
    found = told()

    assert of(found, "ethics_broker_up") == 1
    assert of(found, "ethics_queue_depth") == 0
    assert of(found, "ethics_ledger_entries") == 0
    assert found["ethics_messages"] == {
        (("mail", state),): 0
        for state in ("waiting", "gathered", "sent", "inbox_only", "set_aside", "bounced", "given_up")
    }
    assert {dict(labels)["channel"] for labels in found["ethics_deliveries"]} == {"mail", "digest", "webhook"}
    assert set(found["ethics_deliveries"].values()) == {0}


def test_clocks_are_told_by_name_overdue_only_after_their_last_instant(story, told):
    story.submitted()
    due = story.clock("acceptance").due_at

    on_time, late = told(due), told(due + timedelta(seconds=1))

    assert of(on_time, "ethics_clocks_running", clock="acceptance") == 1
    assert of(on_time, "ethics_clocks_overdue", clock="acceptance") == 0
    assert of(on_time, "ethics_clocks_due_within_day", clock="acceptance") == 1
    assert of(late, "ethics_clocks_overdue", clock="acceptance") == 1
    assert of(late, "ethics_clocks_due_within_day", clock="acceptance") == 0
    assert of(told(due - timedelta(days=1)), "ethics_clocks_due_within_day", clock="acceptance") == 0


def test_a_window_and_a_clock_that_stands_still_are_neither_overdue_nor_due(story, told):
    story.submitted()
    later = story.clock("acceptance").due_at + timedelta(days=1)
    Deadline.objects.update(escalate=[])

    assert of(told(later), "ethics_clocks_overdue", clock="acceptance") is None


def test_settled_clocks_are_not_told(story, told):
    story.accepted()

    found = told(story.now + timedelta(days=900))

    assert of(found, "ethics_clocks_overdue", clock="decision") == 1
    assert of(found, "ethics_clocks_overdue", clock="acceptance") is None


def test_letters_are_told_by_result(story, told):
    story.submitted()
    first, *rest = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(attempts=2, failed_reason="SMTPException")

    found = told(story.now)

    assert of(found, "ethics_messages", mail="waiting") == 1 + len(rest)
    assert of(found, "ethics_deliveries", channel="mail", result="retrying") == 1
    assert of(found, "ethics_deliveries", channel="mail", result="waiting") == len(rest)
    assert of(found, "ethics_deliveries", channel="mail", result="sent") == 0


def test_digests_are_told_by_result(story, told):
    for day, fate in enumerate((WAITING, WAITING | {"failed_reason": "Timeout"}, {"mail": "bounced", "attempts": 1})):
        Digest.objects.create(recipient=story.secretary, on_date=date(2026, 3, 1 + day), **fate)

    found = told(story.now)

    assert results(found, "digest") == {"waiting": 1, "retrying": 1, "bounced": 1}


def test_events_for_webhooks_are_told_by_result(story, told):
    """One that has failed and waits is apart from one that a relay has only taken up."""
    hook = Webhook.objects.create(owner=story.secretary, name="台账", url="https://a.example/", created_at=story.now)
    fates = [
        {"fate": "waiting"},
        {"fate": "waiting", "attempts": 1},
        {"fate": "waiting", "attempts": 1, "reason": "status"},
        {"fate": "failed", "attempts": 10, "reason": "timeout"},
        {"fate": "set_aside", "reason": "disabled"},
        {"fate": "delivered", "attempts": 1, "delivered_at": story.now},
    ]
    Delivery.objects.bulk_create(
        Delivery(webhook=hook, kind="ping", created_at=story.now - timedelta(seconds=40), **fate) for fate in fates
    )
    Message.objects.update(fanned_out=True)

    found = told(story.now)

    assert results(found, "webhook") == {"waiting": 2, "retrying": 1, "failed": 1, "set_aside": 1, "delivered": 1}
    assert of(found, "ethics_webhook_lag_seconds") == 40
    Delivery.objects.filter(attempts=0, fate="waiting").delete()
    assert of(told(story.now), "ethics_webhook_lag_seconds") == 0


def test_a_message_that_nobody_has_fanned_out_is_behind_too(story, told):
    story.submitted()

    assert of(told(story.now + timedelta(seconds=90)), "ethics_webhook_lag_seconds") == 90


def test_lags_cases_and_the_ledger(story, told):
    story.submitted()

    found = told(story.now + timedelta(seconds=90))

    assert of(found, "ethics_relay_lag_seconds") == 90
    assert of(found, "ethics_cases", state="submitted") == 1
    assert of(found, "ethics_ledger_entries") == Entry.objects.count()
    assert of(found, "ethics_ledger_streams") == Entry.objects.values("stream").distinct().count()


def test_processes_are_told_with_their_silence_and_probes_are_not(db, told):
    Sign.objects.create(kind=Kind.WORKER, host="a", pid=7, started_at=MORNING, seen_at=MORNING)
    Sign.objects.create(kind=Kind.PROBE, host="x", pid=0, started_at=MORNING, seen_at=MORNING)

    found = told(MORNING + timedelta(seconds=30))

    assert found["ethics_process_silence_seconds"] == {(("host", "a"), ("kind", "worker"), ("process", "7")): 30}


def test_requests_are_counted_by_view_and_status_and_never_by_address(client, db, told):
    client.get("/healthz")
    client.get("/secret-address-of-nobody/")

    found = told()
    views = {dict(labels)["view"] for labels in found["ethics_http_requests_total"]}

    assert {"healthz", "unmatched"} <= views
    assert not any("secret" in view for view in views)
    assert any(dict(labels)["view"] == "healthz" for labels in found["ethics_http_request_seconds_count"])


def test_a_broker_that_is_away_keeps_no_other_figure_away(db, told):
    def answers_nothing(*_, **__):
        raise OSError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ethics_review.celery.app.connection_for_read", answers_nothing)
        found = told()

    assert of(found, "ethics_broker_up") == 0
    assert "ethics_queue_depth" not in found
    assert of(found, "ethics_ledger_entries") == 0


def test_a_scrape_costs_the_same_statements_whatever_there_is(story, told):
    told()
    with CaptureQueriesContext(
        connection,
    ) as empty:
        told()
    story.accepted()
    with CaptureQueriesContext(connection) as full:
        told()

    assert len(full) == len(empty)
    assert len(full) <= 13


## Who may read them


@pytest.fixture
def ask(db, settings):
    def request(address="127.0.0.1", token=None, **headers):
        if token is not None:
            headers["Authorization"] = token
        made = RequestFactory().get("/metrics", REMOTE_ADDR=address, headers=headers)
        try:
            return scraping.metrics(made).status_code
        except scraping.Http404:
            return 404

    settings.METRICS_TOKEN = ""
    return request


@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("127.0.0.2", 404), ("10.0.0.7", 404)]
)
def test_this_machine_may_read_them(ask, address, status):
    assert ask(address) == status


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_whoever_comes_through_a_proxy_is_not_this_machine(ask, header):
    assert ask("127.0.0.1", **{header: "127.0.0.1"}) == 404


def test_behind_a_proxy_only_the_token_counts(ask, settings):
    settings.BEHIND_PROXY, settings.METRICS_TOKEN = True, TOKEN

    assert ask("127.0.0.1") == 404
    assert ask("127.0.0.1", f"Bearer {TOKEN}") == 200


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 404),
        ("Bearer ", 404),
        (f"Basic {TOKEN}", 404),
        (TOKEN, 404),
    ],
)
def test_the_token_opens_them_from_anywhere(ask, settings, given, status):
    settings.METRICS_TOKEN = TOKEN

    assert ask("10.0.0.7", given) == status


def test_without_a_token_an_empty_one_opens_nothing(ask):
    assert ask("10.0.0.7", "Bearer ") == 404


def test_the_page_is_prometheus_text_and_kept_nowhere(client, db):
    answer = client.get("/metrics")

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"ethics_broker_up 1.0" in answer.content


## The alerts


def test_every_alert_asks_for_figures_that_exist(client, db, story, told):
    client.get("/healthz")
    story.submitted()
    Sign.objects.create(kind=Kind.WORKER, host="a", pid=7, started_at=MORNING, seen_at=MORNING)
    exported = set(told(story.now))
    labels = {name: {key for row in rows for key, _ in row} for name, rows in told(story.now).items()}
    rules = [rule for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"] for rule in group["rules"]]

    clocks = {clock for pack in regulations.all_packs() for clock in pack.clocks}
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 8
    assert {clock for rule in rules for clock in re.findall(r'clock="(\w+)"', rule["expr"])} <= clocks
    for rule in rules:
        asked = set(re.findall(r"\bethics_\w+", rule["expr"]))
        assert asked, rule["alert"]
        assert asked <= exported, rule["alert"]
        for name, selector in re.findall(r"\b(ethics_\w+)\{([^}]*)\}", rule["expr"]):
            assert set(re.findall(r"(\w+)\s*[!=]~?", selector)) <= labels[name]


def test_every_alert_is_explained_to_operators():
    rules = [rule for group in yaml.safe_load(ALERTS.read_text("utf-8"))["groups"] for rule in group["rules"]]
    page = (ROOT / "docs" / "how-to" / "monitor.md").read_text("utf-8")

    assert [rule["alert"] for rule in rules if f"`{rule['alert']}`" not in page] == []
    assert [rule["alert"] for rule in rules if not {"summary", "description"} <= rule["annotations"].keys()] == []


def test_every_figure_is_explained_to_operators(client, story, told):
    client.get("/healthz")
    story.submitted()
    Sign.objects.create(kind=Kind.WORKER, host="a", pid=7, started_at=MORNING, seen_at=MORNING)
    page = (ROOT / "docs" / "how-to" / "monitor.md").read_text("utf-8")
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in told(story.now)}

    assert {name for name in families if f"`{name}`" not in page} == set()
