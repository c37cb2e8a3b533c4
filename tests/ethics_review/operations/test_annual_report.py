"""The annual report: owed from 1 January, due on 31 March without rolling, submitted by the body's office."""

from datetime import date, datetime, timedelta

import pytest

from committees.models import Committee
from ethics_review.models import Statement
from ethics_review.operations import bodies
from ethics_review.operations.previewing import preview
from ethics_review.operations.reporting import AnnualReport, submit_annual_report
from ethics_review.operations.sweeping import sweep
from ethics_review.queries.annual import CLOCK, figures_of, readable, reports_of, year_in_figures
from ledger.models import Deadline, Entry, Message
from regulations.clocks import SHANGHAI, end_of
from tests.world import MORNING, Story

NEW_YEAR = datetime(2027, 1, 1, tzinfo=SHANGHAI)
MICRO = timedelta(microseconds=1)


@pytest.fixture
def registered(world):
    """The unit's body, registered on 10 June 2026."""
    by = {"actor": world.secretary, "role": "secretary"}
    return bodies.register(committee=world.body, number="川登1", now=MORNING, **by)


def owed(body):
    return list(Deadline.objects.filter(stream=body.stream, clock=CLOCK).order_by("started_at"))


def last(body):
    return Entry.objects.filter(stream=body.stream).latest("seq")


def submitted(body, user, *, year=2026, now=NEW_YEAR, **said):
    report = AnnualReport(year=year, summary=said.pop("summary", "全年工作情况"), **said)
    return submit_annual_report(committee=body.pk, report=report, user=user, now=now)


def acts(found):
    return [(one.stream, one.act) for one in found if one.clock == CLOCK]


@pytest.mark.parametrize(("micro", "starts"), [(-1, False), (0, True)])
def test_the_report_is_owed_from_the_first_instant_of_the_next_year(registered, micro, starts):
    now = NEW_YEAR + micro * MICRO

    assert acts(preview(now=now)) == acts(sweep(now=now)) == ([(registered.stream, "owe")] if starts else [])
    assert len(owed(registered)) == starts


def test_it_is_due_on_31_march_which_never_rolls(registered):
    sweep(now=NEW_YEAR + timedelta(days=20))

    (clock,) = owed(registered)
    assert (clock.started_at, clock.due_at, clock.due_on) == (NEW_YEAR, end_of(date(2027, 3, 31)), date(2027, 3, 31))
    assert (clock.provisional, clock.rolls, clock.instrument, clock.article) == (False, False, "ai-2026", 30)
    entry = last(registered)
    assert (entry.action, entry.role, entry.data) == (
        "annual_report.owed",
        "system",
        {"year": 2026, "due_on": "2027-03-31"},
    )


def test_it_is_owed_once_for_each_body_and_year(registered):
    for days in (0, 1, 30):
        sweep(now=NEW_YEAR + timedelta(days=days))
    assert len(owed(registered)) == 1
    sweep(now=NEW_YEAR + timedelta(days=365))

    assert [clock.due_on for clock in owed(registered)] == [date(2027, 3, 31), date(2028, 3, 31)]


def test_a_body_that_is_not_registered_owes_none(world):
    assert acts(sweep(now=NEW_YEAR)) == []


def test_a_panel_owes_none(world):
    story = Story(world).applied().panelled()
    panel = story.case.re_examinations.get().panel
    Committee.objects.filter(pk=panel.pk).update(registered_at=MORNING)

    assert acts(sweep(now=NEW_YEAR)) == []


@pytest.mark.parametrize(("established", "owes"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_the_year_is_one_in_which_the_body_existed(registered, established, owes):
    Committee.objects.filter(pk=registered.pk).update(established_on=established)

    assert bool(acts(sweep(now=NEW_YEAR + timedelta(days=9)))) is owes


def test_of_a_year_before_the_body_was_entered_here_nothing_is_asked(registered):
    """It was set up in 2024 and entered in May 2026: the report on 2025 was made elsewhere."""
    assert registered.established_on.year == 2024
    assert acts(sweep(now=MORNING)) == []


def test_the_office_is_reminded_and_a_missed_report_is_told_to_unit_office_and_authority(registered):
    sweep(now=NEW_YEAR)
    for days in (7, 3, 1):
        sweep(now=end_of(date(2027, 3, 31)) - timedelta(days=days) + MICRO)
    reminded = Message.objects.filter(notice="clock_reminder", params__clock=CLOCK)
    assert list(reminded.values_list("recipient__name", flat=True)) == ["秘书"] * 3
    sweep(now=end_of(date(2027, 3, 31)))
    assert not owed(registered)[0].is_missed
    sweep(now=end_of(date(2027, 3, 31)) + MICRO)

    assert owed(registered)[0].is_missed
    missed = Message.objects.filter(notice="clock_missed", params__clock=CLOCK)
    assert set(missed.values_list("recipient__name", flat=True)) == {"秘书", "主管", "科技厅干事"}


@pytest.mark.parametrize(("who", "role"), [("secretary", "secretary"), ("chair", "chair")])
def test_the_office_submits_it_and_the_clock_ends(world, registered, who, role):
    sweep(now=NEW_YEAR)
    now = NEW_YEAR + timedelta(days=40)
    submitted(registered, getattr(world, who), now=now, document_sha256="AB" * 32)

    (clock,) = owed(registered)
    assert (clock.settled_at, clock.settled_by) == (now, last(registered))
    entry = last(registered)
    assert (entry.action, entry.role, entry.actor) == ("annual_report.submitted", role, getattr(world, who))
    assert (entry.data["year"], entry.data["document_sha256"]) == (2026, "ab" * 32)
    assert "全年" not in entry.body
    assert Statement.objects.get(entry=entry).text == "全年工作情况"
    told = entry.messages.values_list("notice", "recipient__name")
    assert list(told) == [("annual_report_filed", "科技厅干事")]


def test_a_report_made_before_the_sweeper_came_owes_nothing_more(world, registered):
    submitted(registered, world.secretary)
    assert acts(sweep(now=NEW_YEAR + timedelta(days=1))) == []

    (clock,) = owed(registered)
    assert clock.settled_at == NEW_YEAR


def test_a_late_report_settles_its_own_year_and_no_other(world, registered):
    sweep(now=NEW_YEAR)
    sweep(now=NEW_YEAR + timedelta(days=400))
    submitted(registered, world.secretary, now=NEW_YEAR + timedelta(days=401))

    first, second = owed(registered)
    assert (first.settled_at is None, second.settled_at is None) == (False, True)
    assert first.missed_at < first.settled_at


@pytest.mark.parametrize(
    ("year", "code"), [(2027, "report.year_open"), (2030, "report.year_open"), (2023, "report.before_body")]
)
def test_only_a_year_that_has_ended_and_in_which_the_body_existed_is_reported(world, registered, refused, year, code):
    with refused((code, "ai-2026#30")):
        submitted(registered, world.secretary, year=year)


@pytest.mark.parametrize(("micro", "may"), [(-1, False), (0, True)])
def test_the_year_has_ended_with_its_last_instant(world, registered, refused, micro, may):
    now = NEW_YEAR + micro * MICRO
    if may:
        submitted(registered, world.secretary, now=now)
        assert last(registered).action == "annual_report.submitted"
        return

    with refused(("report.year_open", "ai-2026#30")) as outcome:
        submitted(registered, world.secretary, now=now)
    assert outcome.figures == [{"year": 2026, "last": 2025}]


def test_a_year_is_reported_once(world, registered, refused):
    submitted(registered, world.secretary)

    with refused(("report.filed", "ai-2026#30")) as outcome:
        submitted(registered, world.chair, now=NEW_YEAR + timedelta(days=1))
    assert outcome.figures == [{"year": 2026}]


@pytest.mark.parametrize("who", ["vice", "manager", "officer", "applicant", "centre_secretary"])
def test_only_the_body_s_own_office_reports(world, registered, refused, who):
    with refused(("role.not_yours", "ai-2026#10")):
        submitted(registered, getattr(world, who))


def test_the_figures_are_counted_from_the_record_of_the_year(world, registered):
    Story(world).decided()
    Story(world).decided("reject")
    Story(world).re_examined()
    Story(world).in_review("emergency", items=(1,))
    Story(world).submitted()
    Story(world, committee=world.centre, applicant=world.bare_applicant).accepted()
    sweep(now=MORNING + timedelta(days=5))

    assert year_in_figures(committee=registered, year=2026) == {
        "accepted": 4,
        "listed": 2,
        "decided": {"approve": 2, "reject": 1},
        "re_examined": 1,
        "overdue": 1,
    }
    nothing = {"accepted": 0, "listed": 0, "decided": {}, "re_examined": 0, "overdue": 0}
    assert year_in_figures(committee=registered, year=2025) == nothing
    submitted(registered, world.secretary)
    assert last(registered).data["figures"]["accepted"] == 4


def test_the_figures_cost_the_same_however_many_matters(world, registered, statements):
    Story(world).decided()
    one = statements(year_in_figures, committee=registered, year=2026)
    for _ in range(2):
        Story(world).decided()

    assert statements(year_in_figures, committee=registered, year=2026) == one == 5


def test_several_bodies_are_counted_apart_at_one_price(world, registered, statements):
    ids = [world.body.pk, world.centre.pk]
    Story(world).decided()
    for _ in range(2):
        Story(world, committee=world.centre, applicant=world.bare_applicant).accepted()
    sweep(now=MORNING + timedelta(days=60))

    found = figures_of(committees=ids, year=2026)
    assert found == {body.pk: year_in_figures(committee=body, year=2026) for body in (world.body, world.centre)}
    assert [(found[body]["accepted"], found[body]["decided"], found[body]["overdue"]) for body in ids] == [
        (1, {"approve": 1}, 0),
        (2, {}, 2),
    ]
    assert statements(figures_of, committees=ids, year=2026) == 5


def test_reports_are_told_as_they_were_submitted(world, registered, statements):
    submitted(registered, world.secretary, year=2025, summary="前一年", document_sha256="AB" * 32)
    submitted(registered, world.chair, summary="这一年")
    Story(world, now=MORNING).decided()

    last_one, first = reports_of(committees=[registered, world.centre])
    assert (last_one.year, last_one.summary, last_one.role, last_one.document_sha256) == (2026, "这一年", "chair", "")
    assert (first.year, first.summary, first.at, first.document_sha256) == (2025, "前一年", NEW_YEAR, "ab" * 32)
    assert last_one.figures["accepted"] == 0
    assert {one.committee for one in (last_one, first)} == {registered.pk}
    assert statements(reports_of, committees=[registered]) == 2
    Statement.objects.all().delete()
    assert reports_of(committees=[registered])[0].summary == ""


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("secretary", ["body"]),
        ("vice", ["body"]),
        ("manager", ["body"]),
        ("officer", ["body", "centre"]),
        ("centre_secretary", ["centre"]),
        ("bare_manager", []),
        ("applicant", []),
        ("stranger", []),
    ],
)
def test_reports_are_read_by_the_body_its_unit_and_its_authority(world, who, reads):
    panel = Story(world).applied().panelled().case.re_examinations.get().panel
    found = set(readable(user=getattr(world, who), now=MORNING))

    assert found == {getattr(world, name) for name in reads}
    assert panel not in found


def test_an_authority_reads_nothing_of_another_region(world):
    type(world.authority).objects.filter(pk=world.authority.pk).update(region="52")

    assert not readable(user=world.officer, now=MORNING).exists()


def test_years_are_those_of_shanghai(world, registered):
    """Half past midnight of 1 January in Shanghai is still the old year in London."""
    story = Story(world, now=NEW_YEAR + timedelta(minutes=30)).accepted()
    assert story.case.accepted_at.year == 2026

    assert year_in_figures(committee=registered, year=2026)["accepted"] == 0
    assert year_in_figures(committee=registered, year=2027)["accepted"] == 1
