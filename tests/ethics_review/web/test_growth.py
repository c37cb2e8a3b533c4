"""What a page costs the database does not grow with the rows it shows: at one and at three of them."""

from datetime import datetime, timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from ethics_review.operations.reporting import AnnualReport, submit_annual_report
from regulations.clocks import SHANGHAI
from tests.world import Story

MOST = 15
NEW_YEAR = datetime(2027, 1, 4, 9, tzinfo=SHANGHAI)


def address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_every_list_of_the_admin(browse, world, statements):
    """Whatever a case leaves behind is there three times instead of once."""
    browser = browse(User.objects.create_superuser("operator", password="a long enough secret", name="系统运维"))

    def cost():
        return {model._meta.label: statements(browser.get, address(model)) for model in admin.site._registry}

    Story(world).re_examined()
    cost()  # what is remembered for the whole process is asked once
    one = cost()
    for _ in range(2):
        Story(world).re_examined()

    assert len(one) > 10
    assert cost() == one


def test_the_reports_of_a_body(browse, at, world, statements):
    with at(NEW_YEAR):
        browser, taken = browse(world.secretary), []
    for years in ((2024,), (2025, 2026)):
        for year in years:
            report = AnnualReport(year=year, summary="全年工作情况")
            submit_annual_report(committee=world.body.pk, report=report, user=world.secretary, now=NEW_YEAR)
        with at(NEW_YEAR):
            taken.append(statements(browser.get, reverse("committee", args=[world.body.pk])))

    assert 3 < taken[0] == taken[1] <= MOST


def test_the_answers_to_an_invitation(browse, at, story, world, statements):
    story.in_review().reviewed()
    story.does(story.secretary, "convene", starts_at=(story.now + timedelta(days=10)).isoformat(), place="行政楼301")
    path, browser, taken = reverse("meeting", args=[story.meeting.pk]), browse(world.secretary), []
    for members in (world.members[4:5], world.members[5:7]):
        with at(story.now):
            for member in members:
                answer = browse(member).post(reverse("meeting-answer", args=[story.meeting.pk]), {"answer": "comes"})
                assert answer.status_code == 302
            taken.append(statements(browser.get, path))

    assert 3 < taken[0] == taken[1] <= MOST


@pytest.mark.parametrize("page", ["meeting", "minutes"])
def test_who_was_in_the_room(browse, at, story, world, statements, page):
    story.in_review().reviewed().convened().arrives(world.members[0])
    path, browser = reverse(page, args=[story.meeting.pk]), browse(world.secretary)

    with at(story.now):
        one = statements(browser.get, path)
    story.arrives(*world.members[1:3])
    with at(story.now):
        assert statements(browser.get, path) == one <= MOST
    assert one > 3  # a page, and no way to the sign-in
