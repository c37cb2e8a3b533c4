"""The list of cases over the API: narrowed, ordered, and read page by page."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from tests.world import MORNING, Story


def numbers(answer):
    assert answer.status_code == 200, answer.content
    return [row["number"] for row in answer.json()["results"]]


@pytest.fixture
def three(world):
    """A draft, one submitted a minute later and one accepted two minutes later, by the same applicant."""
    return [
        Story(world).drafted(),
        Story(world, now=MORNING + timedelta(minutes=10)).submitted(),
        Story(world, now=MORNING + timedelta(minutes=20)).accepted(),
    ]


@pytest.fixture
def mine(world, calls, three, at):
    with at(MORNING):
        return calls(world.applicant)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["2026-0003", "2026-0002", "2026-0001"]),
        ("state=draft", ["2026-0001"]),
        ("state=draft,accepted", ["2026-0003", "2026-0001"]),
        ("procedure=general", ["2026-0003"]),
        ("procedure=emergency", []),
        ("mine=true", ["2026-0003", "2026-0002", "2026-0001"]),
        ("mine=false", []),
        ("listed=undetermined", ["2026-0003", "2026-0002", "2026-0001"]),
        ("listed=true", []),
        ("q=0002", ["2026-0002"]),
        ("q=分诊", ["2026-0003", "2026-0002", "2026-0001"]),
        ("q=TRIAGE", ["2026-0003", "2026-0002", "2026-0001"]),
        ("q=%25", []),
        ("committee=999", []),
        ("committee=999999999999999999", []),
        ("ordering=number", ["2026-0001", "2026-0002", "2026-0003"]),
        ("ordering=-number", ["2026-0003", "2026-0002", "2026-0001"]),
        ("ordering=submitted_at", ["2026-0002", "2026-0003", "2026-0001"]),
        ("ordering=-submitted_at", ["2026-0003", "2026-0002", "2026-0001"]),
        ("ordering=next_due_at", ["2026-0002", "2026-0003", "2026-0001"]),
        ("ordering=next_due_at,-submitted_at,number", ["2026-0002", "2026-0003", "2026-0001"]),
        ("due_before=2026-06-20", ["2026-0002"]),
        ("due_before=2026-06-17T00:00:00Z", []),
    ],
)
def test_list_is_narrowed_and_ordered(mine, at, query, found):
    with at(MORNING + timedelta(hours=1)):
        assert numbers(mine.get(f"cases/?{query}")) == found


def test_list_by_body_and_unit(mine, world, at):
    with at(MORNING + timedelta(hours=1)):
        assert len(numbers(mine.get(f"cases/?committee={world.body.pk}&institution={world.unit.pk}"))) == 3
        assert numbers(mine.get(f"cases/?institution={world.bare_unit.pk}")) == []


def test_listed_and_unlisted_are_told_apart(world, calls, at):
    one, other = Story(world).in_review(items=(1,)), Story(world).in_review()
    with at(MORNING + timedelta(hours=1)):
        mine = calls(world.applicant)
        assert numbers(mine.get("cases/?listed=true")) == [one.number]
        assert numbers(mine.get("cases/?listed=false")) == [other.number]


def test_overdue_begins_after_the_last_instant(mine, at, three):
    due = three[1].case, next(iter(three[1].running().values()))
    with at(MORNING.replace(month=due[1].month, day=due[1].day, hour=23, minute=59, second=59)):
        before = numbers(mine.get("cases/?overdue=true"))
    with at(MORNING.replace(month=due[1].month, day=due[1].day, hour=0) + timedelta(days=1)):
        after = mine.get("cases/?overdue=true")
        rest = numbers(mine.get("cases/?overdue=false"))

    assert before == []
    assert numbers(after) == ["2026-0002"]
    assert after.json()["results"][0]["overdue"] is True
    assert rest == ["2026-0003", "2026-0001"]


@pytest.mark.parametrize(
    "ordering", ["number", "-number", "submitted_at", "-submitted_at", "next_due_at", "-next_due_at"]
)
@pytest.mark.parametrize("size", [1, 2])
def test_pages_follow_on_one_another_whatever_the_order(mine, at, ordering, size):
    with at(MORNING + timedelta(hours=1)):
        whole = numbers(mine.get(f"cases/?ordering={ordering}"))
        found, address = [], f"/api/v1/cases/?ordering={ordering}&page_size={size}"
        while address:
            answer = mine.get(address)
            found += numbers(answer)
            following = answer.json()["next"]
            address = following and f"{urlsplit(following).path}?{urlsplit(following).query}"

    assert found == whole
    assert len(whole) == 3


def test_row_that_came_in_meanwhile_shifts_nothing(mine, at, world):
    with at(MORNING + timedelta(hours=1)):
        first = mine.get("cases/?page_size=2").json()
        Story(world, now=MORNING + timedelta(minutes=30)).drafted()
        second = mine.get(first["next"].partition("testserver")[2])

    assert [row["number"] for row in first["results"]] == ["2026-0003", "2026-0002"]
    assert numbers(second) == ["2026-0001"]


def test_cursor_of_another_order_is_refused(mine, at):
    with at(MORNING + timedelta(hours=1)):
        following = urlsplit(mine.get("cases/?page_size=1&ordering=number").json()["next"]).query
        answer = mine.get(f"cases/?{following.replace('ordering=number', 'ordering=-number')}")

    assert [error["code"] for error in answer.json()["errors"]] == ["request.cursor"]
