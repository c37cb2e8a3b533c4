"""What the answers promise: told by the functions that will judge the room, on both sides of each number."""

from datetime import date, datetime, timedelta

import pytest

import regulations
from regulations.chairing import Serving, chair_of
from regulations.convening import SETTINGS, check_settings, reminders
from regulations.forecast import Convened, foresee
from regulations.quorum import SeatFact
from regulations.vocabulary import ChairGround, Position

GOOD = regulations.pack("ai-2026")
FIELDS = ("ai_technology", "law")


def seat(person, position=Position.MEMBER, *, category="ai_technology", recused=False):
    return SeatFact(
        person=person,
        name=f"委员{person}",
        position=position,
        categories=frozenset({category}),
        voting=True,
        in_term=True,
        present=False,
        recused=recused,
        declared=False,
    )


def body(*, recused=()):
    """Six: the chair, the vice-chair and four members, of whom the last alone brings law."""
    places = {1: Position.CHAIR, 2: Position.VICE_CHAIR}
    return [
        seat(n, places.get(n, Position.MEMBER), category="law" if n == 6 else "ai_technology", recused=n in recused)
        for n in range(1, 7)
    ]


def promised(comes, *, seats=None, presider=1, need=5, besides=()):
    seats = body() if seats is None else seats
    out = {one.person for one in seats if one.recused}
    chair = chair_of([Serving(one.person, one.position, date(2024, 1, 1)) for one in seats], out)
    convened = Convened(presider, ChairGround.CHAIR, chair)
    return foresee(seats, comes=comes, convened=convened, need=need, fields=FIELDS, brought_by_others=besides)


def yes(*people):
    return dict.fromkeys(people, True)


def no(*people):
    return dict.fromkeys(people, False)


def test_nobody_has_answered_and_everything_is_possible():
    found = promised({})

    assert (found.coming, found.silent, found.declined) == (0, 6, 0)
    assert (found.missing, found.lost) == (FIELDS, ())
    assert (found.assured, found.possible) == (False, True)


@pytest.mark.parametrize(("coming", "assured"), [((1, 3, 4, 6), False), ((1, 2, 3, 4, 6), True)])
def test_it_is_assured_from_the_fewest_needed_on(coming, assured):
    found = promised(yes(*coming))

    assert (found.coming, found.missing, found.assured, found.possible) == (len(coming), (), assured, True)


@pytest.mark.parametrize(("declined", "possible"), [((3,), True), ((3, 4), False)])
def test_it_is_lost_with_one_more_no_than_can_be_spared(declined, possible):
    found = promised(no(*declined))

    assert (found.declined, found.silent, found.possible) == (len(declined), 6 - len(declined), possible)


def test_a_field_that_only_one_brings_is_lost_with_that_one():
    assert promised(yes(1, 2, 3, 4, 5)).missing == ("law",)
    assert promised(yes(1, 2, 3, 4, 5)).lost == ()
    found = promised(yes(1, 2, 3, 4, 5) | no(6))

    assert (found.coming, found.lost, found.possible) == (5, ("law",), False)


def test_who_keeps_out_is_not_counted_whatever_they_answer():
    found = promised(yes(1, 2, 3, 4, 5, 6), seats=body(recused={3}), need=6)

    assert (found.coming, found.silent, found.declined, found.possible) == (5, 0, 0, False)


def test_without_who_presides_nothing_is_assured_and_without_anybody_who_could_all_is_lost():
    silent = promised(yes(2, 3, 4, 5, 6))
    away = promised(yes(2, 3, 4, 5, 6) | no(1))

    assert (silent.presider, silent.headless, silent.assured, silent.possible) == (False, False, False, True)
    assert (away.presider, away.headless, away.possible) == (False, True, False)


def test_where_the_chair_keeps_out_the_vice_chair_presides():
    found = promised(yes(2, 3, 4, 5, 6), seats=body(recused={1}))

    assert (found.presider, found.assured) == (True, True)


def test_what_an_adviser_may_bring_is_missing_and_never_lost():
    found = promised(yes(1, 2, 3, 4, 5, 6), besides=("field",))

    assert (found.missing, found.lost, found.assured, found.possible) == (("field",), (), False, True)


def test_reminders_come_three_days_and_one_before_unless_the_committee_has_set_others():
    start = datetime(2026, 6, 10, 9, 0).astimezone()
    own = {"meeting.first_reminder_days": 7, "meeting.last_reminder_hours": 2}

    assert reminders(start, {}) == (start - timedelta(days=3), start - timedelta(hours=24))
    assert reminders(start, own) == (start - timedelta(days=7), start - timedelta(hours=2))


@pytest.mark.parametrize("spec", SETTINGS.values(), ids=lambda spec: spec.key)
def test_a_setting_of_the_office_is_taken_at_its_bounds_and_not_beyond(spec):
    least, most = spec.limits.least, spec.limits.most

    assert check_settings(GOOD, {spec.key: least}) == check_settings(GOOD, {spec.key: most}) == ()
    for beyond in (least - 1, most + 1, True, "3"):
        (problem,) = check_settings(GOOD, {spec.key: beyond})
        assert (problem.code, problem.where) == ("house.out_of_bounds", spec.key)


def test_settings_of_the_pack_are_still_checked():
    assert [problem.code for problem in check_settings(GOOD, {"meeting.first_reminders": 3})] == ["house.unknown"]
