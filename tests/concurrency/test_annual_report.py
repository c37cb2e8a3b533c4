"""The annual report of one body: its secretary and its chair at once, and sweepers that find it owed."""

from datetime import datetime

import pytest
from django.core.management import call_command

from ethics_review.models import Statement
from ethics_review.operations import bodies
from ethics_review.operations.reporting import AnnualReport, submit_annual_report
from ethics_review.operations.sweeping import sweep
from ethics_review.queries import annual
from ledger.models import Deadline, Entry, Message
from regulations.clocks import SHANGHAI
from tests.concurrency.racing import at_once, codes, won
from tests.world import MORNING

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
NEW_YEAR = datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI)
YEARS = [2024, 2025, 2026, 2027]


@pytest.fixture
def body(world):
    """The unit's body, registered in June 2026: it owes a report on that year."""
    return bodies.register(committee=world.body, number="川登1", actor=world.secretary, role="secretary", now=MORNING)


def reports(body, user, year, summary):
    """The act of reporting on the year from the start of 2028."""
    now, report = NEW_YEAR.replace(year=2028), AnnualReport(year=year, summary=summary)
    return lambda: submit_annual_report(committee=body.pk, report=report, user=user, now=now)


def test_a_year_reported_by_two_at_once_is_reported_once(world, body, capsys):
    for year in YEARS:
        said = [(world.secretary, "秘书所报"), (world.chair, "主任委员所报")]
        outcomes = at_once(*[reports(body, user, year, summary) for user, summary in said])

        (place,) = won(outcomes)
        assert codes(outcomes[1 - place]) == ["report.filed"]
        entry = Entry.objects.filter(stream=body.stream, action=annual.SUBMITTED).latest("seq")
        assert (entry.actor, entry.data["year"]) == (said[place][0], year)
        assert Statement.objects.get(entry=entry).text == said[place][1]
        assert Message.objects.filter(entry=entry, notice="annual_report_filed").count() == 1
    assert annual.reported_years(committee=body) == YEARS
    call_command("verify_ledger")


def test_a_report_that_meets_sweepers_is_owed_once_and_settled(world, body, capsys):
    now, report = NEW_YEAR, AnnualReport(year=2026, summary="全年工作情况")
    outcomes = at_once(
        lambda: sweep(now=now),
        lambda: submit_annual_report(committee=body.pk, report=report, user=world.secretary, now=now),
        lambda: sweep(now=now),
    )
    sweep(now=now)

    assert won(outcomes) == [0, 1, 2]
    assert Deadline.objects.get(stream=body.stream, clock=annual.CLOCK).settled_at == now
    told = Entry.objects.filter(stream=body.stream, action__startswith="annual_report").order_by("seq")
    assert [entry.action for entry in told] == ["annual_report.owed", "annual_report.submitted"]
    call_command("verify_ledger")
