"""What a body owes: registration within thirty days of being set up and of every change, watched and escalated."""

from datetime import datetime, time, timedelta

import pytest

import regulations
from committees.models import Committee
from ethics_review.demo import cast, direction, script
from ethics_review.operations import bodies
from ethics_review.operations.sweeping import sweep
from ledger.models import Deadline, Message
from regulations.clocks import SHANGHAI, local
from regulations.refusal import Refused
from regulations.vocabulary import Position, Role
from tests.unwritten import everything


@pytest.fixture
def founded(db):
    """The centre on the day it was set up, its seats given, its registration owed."""
    stage = cast.enter(now=script.instant("2026-01-05 09:00"))
    story = cast.founding(stage, "centre")
    stage.now = next(story)
    next(story)
    return stage


def begins(day):
    return datetime.combine(day, time.min, SHANGHAI)


def clocks(body):
    return list(Deadline.objects.filter(stream=body.stream, clock=bodies.CLOCK).order_by("pk"))


def test_one_registration_is_owed_for_the_setting_up_with_all_its_seats(founded):
    body = founded.committees["centre"]

    (owed,) = clocks(body)
    assert owed.started_by.action == "committee.established"
    assert (owed.due_on - local(owed.started_at).date()).days == 30
    assert (owed.instrument, owed.article) == ("general-2023", 43)


def test_registering_ends_the_clock_and_a_change_starts_it_anew(founded):
    body, secretary = founded.committees["centre"], founded.people["fan.yinuo"]
    by = {"actor": secretary, "role": Role.SECRETARY.value}
    bodies.register(committee=body, number="川伦委登 1", now=founded.tick(), **by)
    assert [one.settled_by.action for one in clocks(body)] == ["committee.registered"]

    seat = body.seats.get(person=founded.people["shu.wan"])
    bodies.end_seat(seat=seat, ended_on=local(founded.now).date(), reason="调离", now=founded.tick(), **by)

    assert [one.settled_at is None for one in clocks(body)] == [False, True]
    assert clocks(body)[-1].started_by.action == "seat.ended"


def test_adopting_another_instrument_is_a_change_under_its_own_article(founded):
    body, secretary = founded.committees["centre"], founded.people["fan.yinuo"]
    by = {"actor": secretary, "role": Role.SECRETARY.value}
    bodies.register(committee=body, number="川伦委登 1", now=founded.tick(), **by)
    in_force, before = regulations.pack("ai-2026").in_force_on, everything()

    with pytest.raises(Refused) as early:
        bodies.adopt(committee=body, pack_id="ai-2026", now=begins(in_force) - timedelta(microseconds=1), **by)
    assert ([one.code for one in early.value.refusals], everything()) == (["pack.not_in_force"], before)

    adopted = bodies.adopt(committee=body, pack_id="ai-2026", now=begins(in_force), **by)

    assert Committee.objects.get(pk=body.pk).pack_id == adopted.pack_id == "ai-2026"
    assert (clocks(body)[-1].instrument, clocks(body)[-1].article) == ("ai-2026", 30)


@pytest.mark.parametrize(("pack", "error"), [("ai-2031", KeyError), ("general-2023", Refused)])
def test_an_instrument_unknown_or_already_adopted_changes_nothing(founded, pack, error):
    body, before = founded.committees["centre"], everything()

    with pytest.raises(error):
        bodies.adopt(
            committee=body, pack_id=pack, actor=founded.people["fan.yinuo"], role="secretary", now=founded.tick()
        )

    assert everything() == before


def test_registration_not_made_in_time_is_told_to_the_office_the_unit_and_the_authority(founded):
    body = founded.committees["centre"]
    unit = founded.institutions["centre"]
    founded.people["yuan.shouzheng"].institution_roles.create(
        institution=unit, kind="manager", starts_on=local(founded.now).date()
    )

    while sweep(now=clocks(body)[0].due_at + timedelta(seconds=1)):
        pass

    told = Message.objects.filter(notice="clock_missed", entry__stream=body.stream)
    assert sorted(told.values_list("recipient__username", flat=True)) == [
        "cen.mu",
        "fan.yinuo",
        "luo.jingxing",
        "tang.ruoxi",
        "yuan.shouzheng",
    ]
    assert body.seats.filter(position=Position.CHAIR).get().person.username == "yuan.shouzheng"


def test_direction_never_lets_the_present_run_backwards(db):
    stage = cast.enter(now=script.instant("2026-01-05 09:00"))
    seen = []

    def story(stage):
        for at in ("2026-01-07 10:00", "2026-01-08 10:00"):
            yield at
            seen.append(stage.tick())

    direction.perform(stage, [story, story])

    assert seen == sorted(seen)
    assert len(seen) == 4
