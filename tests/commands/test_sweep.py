"""Looking at the clocks by hand: said first, then done, then done no second time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger.models import Deadline, Entry, Message
from tests.builders import Told
from tests.unwritten import everything


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
        f"miss     2026-06-05T23:59+08:00 {submitted.stream} acceptance",
        "         届满时 → 秘书, 主任委员 = 2",
        "         委员会自定规则 [自定]",
        "         未及提醒: 届满前7日; 届满前3日; 届满前1日",
        "将处理 1 个期限。 1 time limits would be dealt with.",
        "逾期未办结：1 个。 Overdue and not settled: 1.",
        f"2026-06-05T23:59+08:00 {submitted.stream} acceptance",
        "至 2026-07-08：5 次提醒。 Until 2026-07-08: 5 to be told.",
        *(
            f"{day}T23:59+08:00 {submitted.stream} acceptance (2026-06-05) {rung} · 委员会自定规则"
            for day, rung in (
                ("2026-06-08", "届满后3日 → 秘书, 主任委员"),
                *(
                    (day, "届满后7日，其后每7日 → 秘书, 主任委员, 单位")
                    for day in ("2026-06-12", "2026-06-19", "2026-06-26", "2026-07-03")
                ),
            )
        ),
    ]
    assert everything() == before


def test_dry_run_far_ahead_counts_working_days_off_and_writes_nothing(run, submitted):
    """Beyond the holidays of the year: the ladder goes on, and a list of no days is empty."""
    before = everything()

    told = run("sweep", dry_run=True, at="2027-02-01T09:00+08:00", days=1, language="en")

    missed = next(place for place, line in enumerate(told.said) if line.startswith("miss"))
    assert told.said[missed + 1] == (
        "         7 calendar days after the end, then every 7 calendar days → secretary, chair, unit = 3"
    )
    assert told.said[missed + 3].startswith("         passed over: 7 calendar days before the end; 3 calendar days")
    assert everything() == before


def test_a_future_instant_tells_first_what_is_told_until_then_and_then_what_one_late_sweep_would_do(stage, run):
    """One time limit as often as somebody is told of it; and once, were nobody to look before."""
    matter = Told(stage, "01-customer-service-llm", applicant="lin.ruoan", body="qinghe")
    stage.now = timezone.now()
    matter.file()
    (due_at,) = Deadline.objects.filter(stream=matter.stream).values_list("due_at", flat=True)
    before = everything()

    told = run("sweep", dry_run=True, at=(due_at + timedelta(days=8)).isoformat(), days=0, language="en").said

    late = next(place for place, line in enumerate(told) if "one sweep at that instant" in line)
    in_time = [line for line in told[:late] if matter.stream in line]
    rungs = ["3 calendar days before", "1 calendar day before", "at the end", "3 calendar days after"]
    assert [rung for rung in [*rungs, "7 calendar days after"] if not any(rung in line for line in in_time)] == []
    assert next(line for line in told[late:] if f" {matter.stream} " in line).startswith("miss")
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
    monkeypatch.setattr("ethics_review.operations.sweeping.sweep.__kwdefaults__", {"limit": 1, "only": ""})
    Told(submitted.stage, "02-code-completion", applicant="zhou.yiran", body="qinghe").file()

    told = run("sweep", at="2026-06-12T09:00+08:00")

    assert told.said[-1] == "已处理 2 个期限。 2 time limits dealt with."
    of_cases = Deadline.objects.filter(stream__startswith="case:", settled_at__isnull=True)
    assert not of_cases.filter(missed_at__isnull=True).exists()


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
