"""Looking at the clocks by hand: said first, then done, then done no second time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger.models import Deadline, Entry, Message
from tests.builders import Told, everything


@pytest.fixture
def submitted(stage):
    """An application whose time for acceptance ran out long ago."""
    matter = Told(stage, "01-customer-service-llm", applicant="lin.ruoan", body="qinghe").at("2026-05-29 09:20")
    matter.file()
    return matter


def test_dry_run_says_what_would_be_done_and_writes_nothing(run, submitted):
    before = everything()

    told = run("sweep", dry_run=True, at="2026-06-08T09:00+08:00")

    assert told.said == [
        f"miss    2026-06-05T23:59+08:00 {submitted.stream} acceptance",
        "将处理 1 个期限。 1 time limits would be dealt with.",
    ]
    assert everything() == before


def test_reminder_comes_before_the_end_and_the_record_after_it(run, submitted):
    reminded = run("sweep", at="2026-06-05T09:00+08:00")
    missed = run("sweep", at="2026-06-06T00:00+08:00")

    assert reminded.said[0].startswith("remind")
    assert missed.said[0].startswith("miss")
    told = Message.objects.filter(entry__stream=submitted.stream, notice__startswith="clock_")
    assert sorted(told.values_list("notice", "recipient__username")) == [
        ("clock_missed", "gu.mingqian"),
        ("clock_missed", "song.xiaohe"),
        ("clock_reminder", "song.xiaohe"),
    ]
    assert Entry.objects.filter(stream=submitted.stream).latest("seq").action == "deadline_missed"
    assert submitted.case.state == "submitted"


def test_second_run_finds_nothing(run, submitted):
    run("sweep", at="2026-06-08T09:00+08:00")
    before = everything()

    told = run("sweep", at="2026-06-08T09:00+08:00")

    assert told.said == ["已处理 0 个期限。 0 time limits dealt with."]
    assert everything() == before


def test_more_clocks_than_one_batch_are_all_dealt_with(run, submitted, monkeypatch):
    monkeypatch.setattr("ethics_review.operations.sweeping.sweep.__kwdefaults__", {"limit": 1})
    Told(submitted.stage, "02-code-completion", applicant="zhou.yiran", body="qinghe").file()

    told = run("sweep", at="2026-06-12T09:00+08:00")

    assert told.said[-1] == "已处理 2 个期限。 2 time limits dealt with."
    assert not Deadline.objects.filter(settled_at__isnull=True, missed_at__isnull=True).exists()


@pytest.mark.django_db
def test_the_future_is_only_previewed(run):
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()

    refused, previewed = run("sweep", at=tomorrow), run("sweep", at=tomorrow, dry_run=True)

    assert (refused.code, refused.said) == (1, [])
    assert refused.complained[0].endswith("is still to come: use it with --dry-run only.")
    assert previewed.code == 0


@pytest.mark.django_db
def test_malformed_instant_is_a_sentence(run):
    told = run("sweep", at="noon")

    assert told.code == 1
    assert "“noon” is no instant" in told.complained[0]
