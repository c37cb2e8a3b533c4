"""What hangs on a body's members: terms, statements, and the composition about to fail on a coming date."""

from datetime import date, datetime, timedelta

import pytest

from committees.models import Committee, Seat
from ethics_review.operations import bodies
from ethics_review.operations.previewing import preview
from ethics_review.operations.sweeping import sweep
from ledger.models import Deadline, Entry, Message
from regulations import pack
from regulations.clocks import SHANGHAI, end_of
from regulations.vocabulary import Category, Position
from tests.world import TERM, someone

MICRO, DAY = timedelta(microseconds=1), timedelta(days=1)
LAST = TERM[1]
"""The last day of everybody's term."""
NINETY = end_of(LAST) - 90 * DAY
RENEWED = date(2033, 12, 31)


def running(body, *clocks):
    rows = Deadline.objects.filter(stream=body.stream, settled_at=None)
    rows = rows.filter(clock__in=clocks) if clocks else rows
    return sorted(rows.values_list("clock", "due_on"))


def appointed(world, person, starts_on, ends_on, now, **changed):
    letter = {
        "committee": world.body, "person": person, "position": Position.MEMBER, "categories": (Category.LAW,),
        "sex": "female", "external": False, "starts_on": starts_on, "ends_on": ends_on,
        "rules": pack("ai-2026").rules_for(house={}), "actor": world.manager, "role": "unit",
    }  # fmt: skip
    return bodies.appoint(now=now, **letter | changed)


def renew_everybody(world, now):
    for seat in Seat.objects.filter(committee=world.body, ends_on=LAST):
        appointed(
            world, seat.person, LAST + DAY, RENEWED, now, position=seat.position, categories=seat.categories,
            sex=seat.sex, external=seat.external,
        )  # fmt: skip


def told(notice, clock):
    """Who was told of a clock of the unit's own committee."""
    rows = Message.objects.filter(notice=notice, params__clock=clock, params__title_zh="科技伦理审查委员会")
    rows = rows.order_by("recipient__name")
    return list(rows.values_list("recipient__name", flat=True))


## Terms


def test_a_term_is_watched_from_the_appointment_on(world, story):
    appointed(world, someone("新委员", world.unit), date(2026, 7, 1), date(2031, 6, 30), story.now)

    assert (("member_term", date(2031, 6, 30))) in running(world.body, "member_term")
    clock = Deadline.objects.get(stream=world.body.stream, clock="member_term", due_on=date(2031, 6, 30))
    assert (clock.owner, clock.is_window, clock.article, clock.basis) == ("unit", True, 7, "parent")
    assert clock.started_by.action == "seat.appointed"


def test_the_end_of_one_term_leaves_the_clock_of_another_as_it_was(world, story):
    """They run under one clock on one body: the one that has closed must not take the others with it."""
    for name, until in (("甲", date(2027, 1, 31)), ("乙", date(2027, 2, 28))):
        appointed(world, someone(name, world.unit), date(2026, 7, 1), until, story.now)
    other = Deadline.objects.get(clock="member_term", due_on=date(2027, 2, 28))
    sweep(now=end_of(date(2027, 1, 31)) + MICRO)

    closed = Deadline.objects.filter(stream=world.body.stream, clock="member_term", settled_at__isnull=False)
    assert [one.due_on for one in closed] == [date(2027, 1, 31)]
    (still,) = Deadline.objects.filter(clock="member_term", due_on=date(2027, 2, 28))
    assert (still.pk, still.settled_at) == (other.pk, None)


def test_members_whose_terms_end_on_one_day_share_one_clock(world, story):
    for name in ("甲", "乙"):
        appointed(world, someone(name, world.unit), date(2026, 7, 1), date(2031, 6, 30), story.now)

    assert running(world.body, "member_term").count(("member_term", date(2031, 6, 30))) == 1


@pytest.mark.parametrize(("days", "found"), [(91, []), (90, ["watch", "watch"])])
def test_whoever_was_seated_before_is_watched_from_the_days_of_notice_on(world, days, found):
    now = datetime.combine(LAST - days * DAY, datetime.min.time(), SHANGHAI)
    swept = [one.act for one in sweep(now=now)]

    assert [act for act in swept if act == "watch"] == found
    assert ("member_term", LAST) in running(world.body) or not found
    assert "watch" not in [one.act for one in sweep(now=now)]


def test_preview_of_what_will_be_watched_writes_nothing(world, everything):
    before = everything()
    found = preview(now=NINETY)

    assert {(one.act, one.clock) for one in found} >= {("watch", "member_term")}
    assert everything() == before


def test_the_unit_the_office_and_the_members_concerned_are_told_before(world):
    Seat.objects.filter(committee=world.body, person=world.members[8]).update(ends_on=date(2027, 12, 31))
    sweep(now=NINETY)
    sweep(now=NINETY + MICRO)

    names = told("clock_reminder", "member_term")
    assert set(names) >= {"主管", "秘书", *(f"委员{number}" for number in range(1, 9))}
    assert "委员9" not in names


def test_a_term_that_ends_closes_quietly_and_the_member_counts_no_more(world):
    sweep(now=NINETY)
    sweep(now=end_of(LAST))
    assert ("member_term", LAST) in running(world.body)
    sweep(now=end_of(LAST) + MICRO)

    assert running(world.body, "member_term") == []
    closed = Entry.objects.filter(stream=world.body.stream, action="window_closed").latest("seq")
    assert closed.data["clock"] == "member_term"
    assert told("clock_missed", "member_term") == []


def test_a_term_that_ends_ends_no_other_and_takes_no_reminder_of_it(world, story):
    """Nobody looked for two days: in them the one term ended, and the week before the end of the other began."""
    first, second = story.now.date() + 10 * DAY, story.now.date() + 18 * DAY
    for name, last in (("甲", first), ("乙", second)):
        appointed(world, someone(name, world.unit), date(2026, 1, 1), last, story.now)
    clocks = Deadline.objects.filter(stream=world.body.stream, clock="member_term")
    sweep(now=end_of(first) - MICRO)
    sweep(now=end_of(second) - 7 * DAY + MICRO)

    assert [one.due_on for one in clocks.filter(settled_at__isnull=False)] == [first]
    assert sorted(one.due_on for one in clocks.filter(settled_at__isnull=True)) == [second, LAST]
    assert clocks.count() == 3
    week = Message.objects.filter(notice="clock_reminder", params__due_on=second.isoformat(), params__rung__offset=-7)
    assert set(week.values_list("recipient__name", flat=True)) == {"主管", "秘书", "乙"}


def test_a_renewal_settles_the_clock_of_the_term(world):
    sweep(now=NINETY)
    renew_everybody(world, NINETY + DAY)

    assert running(world.body, "member_term") == [("member_term", RENEWED)]
    settled = Deadline.objects.get(stream=world.body.stream, clock="member_term", due_on=LAST)
    assert (settled.settled_by.action, settled.missed_at) == ("seat.appointed", None)


def test_a_seat_given_up_leaves_no_term_to_wait_for(world, story):
    person = someone("新委员", world.unit)
    seat = appointed(world, person, date(2026, 6, 10), date(2031, 6, 9), story.now)
    bodies.end_seat(
        now=story.now, seat=seat, ended_on=date(2026, 6, 11), reason="辞任", actor=world.manager, role="unit"
    )

    assert ("member_term", date(2031, 6, 9)) not in running(world.body)


## Composition


def test_the_last_lawful_day_is_watched_once_the_terms_that_hold_it_end(world):
    sweep(now=NINETY)
    assert ("committee_composition", LAST) in running(world.body)

    clock = Deadline.objects.get(stream=world.body.stream, clock="committee_composition")
    assert (clock.owner, clock.escalate) == ("unit", ["secretary", "chair"])
    sweep(now=NINETY + MICRO)
    assert told("clock_reminder", "committee_composition") == ["主管", "委员1", "秘书"]


def test_a_composition_lost_is_missed_and_told_until_it_is_lawful_again(world):
    sweep(now=NINETY)
    sweep(now=end_of(LAST) + MICRO)
    assert ("committee_composition", LAST) in running(world.body)
    assert told("clock_missed", "committee_composition") == ["主管"]

    sweep(now=end_of(LAST) + 3 * DAY + MICRO)
    assert told("clock_overdue", "committee_composition") == ["主管"]

    renew_everybody(world, end_of(LAST) + 4 * DAY)
    assert running(world.body, "committee_composition") == []
    assert Deadline.objects.get(stream=world.body.stream, clock="committee_composition").missed_at is not None


def test_a_composition_lost_while_nobody_looked_is_still_found(world):
    """The first day on which the sweeper sees it is the day it is owed on: nobody could have been told before."""
    appointed(world, someone("候补", world.unit), date(2028, 6, 1), date(2033, 5, 31), end_of(LAST) - 200 * DAY)
    sweep(now=end_of(LAST) + 5 * DAY)

    assert running(world.body, "committee_composition") == [("committee_composition", date(2029, 1, 5))]


def test_a_body_that_stays_lawful_is_watched_for_nothing(world):
    renew_everybody(world, NINETY - 10 * DAY)
    sweep(now=NINETY)

    assert running(world.body, "committee_composition") == []


def test_whoever_leaves_today_and_breaks_the_composition_owes_it_today(world, story):
    """Of the three outside members that might be, one is: without them the body is unlawful at once."""
    seat = Seat.objects.get(committee=world.body, external=True)
    bodies.end_seat(
        now=story.now, seat=seat, ended_on=story.now.date(), reason="辞任", actor=world.manager, role="unit"
    )
    assert running(world.body, "committee_composition") == [("committee_composition", story.now.date())]

    person = someone("外聘", world.bare_unit)
    appointed(world, person, story.now.date(), date(2031, 6, 9), story.now, external=True)
    assert running(world.body, "committee_composition") == []


def test_a_body_that_is_being_set_up_has_no_composition_to_lose(world, story):
    body = bodies.establish(
        institution=world.bare_unit, kind="ethics", name="新委员会", name_en="", pack_id="ai-2026",
        established_on=story.now.date(), house={}, actor=world.bare_manager, role="unit", now=story.now,
    )  # fmt: skip
    appointed(world, someone("首任", world.bare_unit), story.now.date(), date(2031, 6, 9), story.now, committee=body)

    assert running(body, "committee_composition") == []


## Statements


def signed(world, person, on, now):
    seat = world.seat(person)
    return bodies.sign_statements(
        now=now, seat=seat, secrecy_on=on, interests_on=on, actor=world.secretary, role="secretary"
    )


def test_statements_are_to_be_signed_again_in_a_year(world, story):
    signed(world, world.chair, date(2026, 6, 1), story.now)
    assert running(world.body, "member_statements") == [("member_statements", date(2027, 6, 1))]

    sweep(now=end_of(date(2027, 6, 1)) - 30 * DAY + MICRO)
    assert told("clock_reminder", "member_statements") == ["委员1", "秘书"]

    later = datetime(2027, 5, 20, 9, tzinfo=SHANGHAI)
    signed(world, world.chair, date(2027, 5, 20), later)
    assert running(world.body, "member_statements") == [("member_statements", date(2028, 5, 20))]


def test_statements_signed_long_ago_are_overdue_at_once(world, story):
    signed(world, world.chair, date(2024, 6, 3), story.now)
    (found,) = [one for one in sweep(now=story.now) if one.clock == "member_statements"]

    assert found.act == "miss"


def test_the_clocks_of_a_body_take_the_same_statements_however_many_members(world, statements):
    now, taken = NINETY, []
    for count in (1, 3):
        for number in range(count):
            person = someone(f"新{count}{number}", world.unit)
            appointed(world, person, now.date(), date(2031, 6, 30), now)
        extra = someone(f"末{count}", world.unit)
        taken.append(statements(appointed, world, extra, now.date(), date(2031, 6, 30), now))

    assert taken[0] == taken[1]
    assert Committee.objects.filter(pk=world.body.pk).exists()
