"""Convening and ending a meeting, and its agenda."""

from datetime import date, timedelta

import pytest

from committees import operations
from committees.models import AgendaItem, Meeting
from committees.queries import upcoming
from regulations.vocabulary import Position

ONE_DAY = timedelta(days=1)


@pytest.fixture
def call(committee, rules, secretary, morning):
    """The words of one convocation, at nine."""

    def make(presider, **changed):
        words = {
            "committee": committee,
            "starts_at": morning,
            "mode": "in_person",
            "place": "行政楼301",
            "presider": presider,
            "rules": rules,
        }
        return words | secretary | changed

    return make


def test_a_meeting_is_convened_under_the_next_number_of_its_body(seven, call, body, appoint, last_entry):
    other = body()
    elsewhere = appoint(committee=other, position=Position.CHAIR)

    first = operations.schedule_meeting(**call(seven[0].person))
    second = operations.schedule_meeting(**call(seven[0].person))
    theirs = operations.schedule_meeting(**call(elsewhere.person, committee=other))

    assert (first.number, second.number, theirs.number) == (1, 2, 1)
    assert last_entry(second.stream) == (
        "meeting.scheduled",
        {
            "committee": second.committee_id,
            "number": 2,
            "starts_at": "2026-06-10T01:00:00.000000Z",
            "mode": "in_person",
            "presider": seven[0].person_id,
            "presider_ground": "chair",
            "presider_rule": "ai-2026#14?",
        },
        "secretary",
    )


def test_a_vice_chair_the_chair_names_may_preside_and_a_member_may_not(seven, call, refused):
    with refused() as outcome:
        operations.schedule_meeting(**call(seven[2].person), by_chair=True)
    meeting = operations.schedule_meeting(**call(seven[1].person), by_chair=True)

    assert outcome.reasons == [("meeting.presider", "ai-2026#14?")]
    assert (meeting.presider, meeting.presider_ground) == (seven[1].person, "named_by_chair")


def test_a_vice_chair_does_not_preside_for_an_able_chair_unless_the_chair_says_so(seven, call, refused):
    with refused() as outcome:
        operations.schedule_meeting(**call(seven[1].person))

    assert outcome.reasons == [("meeting.presider_not_named", "ai-2026#14?")]


@pytest.mark.parametrize(("last_day", "ground"), [(date(2026, 6, 9), "chair_out"), (date(2026, 6, 10), None)])
def test_a_vice_chair_presides_where_no_chair_has_a_seat_on_the_day(seven, call, refused, last_day, ground):
    seven[0].ends_on = last_day
    seven[0].save()
    if ground is not None:
        assert operations.schedule_meeting(**call(seven[1].person)).presider_ground == ground
        return

    with refused() as outcome:
        operations.schedule_meeting(**call(seven[1].person))
    assert outcome.reasons == [("meeting.presider_not_named", "ai-2026#14?")]


def test_where_chair_and_vice_chair_keep_out_the_longest_serving_member_presides(seven, call, refused, last_entry):
    senior = seven[4]
    senior.starts_on = senior.starts_on - ONE_DAY
    senior.save()
    out = frozenset({seven[0].person_id, seven[1].person_id})

    with refused() as outcome:
        operations.schedule_meeting(**call(seven[2].person), out=out)
    meeting = operations.schedule_meeting(**call(senior.person), out=out)

    assert outcome.reasons == [("meeting.presider", "ai-2026#14?")]
    assert meeting.presider_ground == "stand_in"
    recorded = last_entry(meeting.stream)[1]
    assert (recorded["presider_ground"], recorded["presider_rule"]) == ("stand_in", "house")


def test_an_earlier_term_counts_as_service_and_a_seat_given_up_on_its_first_day_does_not(
    committee, seven, appoint, call
):
    first, last = date(2020, 1, 1), date(2020, 12, 31)
    appoint(person=seven[5].person, position=Position.MEMBER, starts_on=first, ends_on=last)
    never = appoint(person=seven[3].person, position=Position.MEMBER, starts_on=first - ONE_DAY, ends_on=last)
    never.ended_on = never.starts_on
    never.save()
    out = frozenset({seven[0].person_id, seven[1].person_id})

    assert operations.schedule_meeting(**call(seven[5].person), out=out).presider == seven[5].person


def test_the_presider_is_in_term_on_the_day_of_the_meeting(appoint, call, morning, refused):
    chair = appoint(position=Position.CHAIR, ends_on=date(2026, 6, 10))

    with refused() as outcome:
        operations.schedule_meeting(**call(chair.person, starts_at=morning + ONE_DAY))
    meeting = operations.schedule_meeting(**call(chair.person, starts_at=morning.replace(hour=23, minute=59)))

    assert outcome.reasons == [("meeting.presider", "ai-2026#14?")]
    assert meeting.number == 1


def test_the_chair_of_another_body_does_not_preside(seven, call, body, appoint, refused):
    stranger = appoint(committee=body(), position=Position.CHAIR)

    with refused() as outcome:
        operations.schedule_meeting(**call(stranger.person))

    assert outcome.reasons == [("meeting.presider", "ai-2026#14?")]


@pytest.mark.parametrize("mode", ["video", "hybrid"])
def test_video_needs_the_committees_own_rule(seven, call, refused, video_rules, mode):
    with refused() as outcome:
        operations.schedule_meeting(**call(seven[0].person, mode=mode))
    meeting = operations.schedule_meeting(**call(seven[0].person, mode=mode, rules=video_rules))

    assert outcome.reasons == [("meeting.video", "house")]
    assert meeting.mode == mode


def test_matters_are_put_on_the_agenda_in_order(meeting, secretary, last_entry):
    first = operations.put_on_agenda(meeting=meeting, subject="case:1", label="甲", **secretary)
    second = operations.put_on_agenda(meeting=meeting, subject="case:2", label="乙", **secretary)

    assert (first.order, second.order) == (1, 2)
    assert last_entry(meeting.stream) == (
        "agenda.added",
        {"item": second.pk, "subject": "case:2", "order": 2},
        "secretary",
    )


def test_a_matter_changes_places_with_the_next_that_waits(meeting, secretary, last_entry):
    first, between, last = (
        operations.put_on_agenda(meeting=meeting, subject=f"case:{number}", label="甲", **secretary)
        for number in (1, 2, 3)
    )
    operations.close_item(item=between, **secretary)

    moved = operations.move_item(item=first, later=True, **secretary)

    assert list(meeting.items.order_by("order")) == [last, between, first]
    assert last_entry(meeting.stream) == (
        "agenda.moved",
        {"item": first.pk, "order": 3, "passed": [last.pk]},
        "secretary",
    )
    assert operations.move_item(item=moved, later=False, **secretary).order == 1


@pytest.mark.parametrize("later", [True, False])
def test_a_matter_without_a_neighbour_stays_and_nothing_is_written(meeting, item, secretary, last_entry, later):
    before = last_entry(meeting.stream)

    assert operations.move_item(item=item, later=later, **secretary).order == item.order
    assert last_entry(meeting.stream) == before


def test_a_matter_dealt_with_keeps_its_place(meeting, item, secretary, refused):
    operations.put_on_agenda(meeting=meeting, subject="case:2", label="乙", **secretary)
    operations.close_item(item=item, **secretary)

    with refused() as outcome:
        operations.move_item(item=item, later=True, **secretary)

    assert outcome.reasons == [("agenda.item_closed", "house")]


@pytest.fixture
def five(meeting, secretary):
    """Five matters, the third of them dealt with."""
    items = [
        operations.put_on_agenda(meeting=meeting, subject=f"case:{number}", label="甲", **secretary)
        for number in range(1, 6)
    ]
    operations.close_item(item=items[2], **secretary)
    return items


@pytest.mark.parametrize(
    ("taken", "onto", "order"),
    [
        (0, 4, [1, 3, 2, 4, 0]),  # the matter dealt with keeps its place
        (4, 0, [4, 0, 2, 1, 3]),
        (1, 3, [0, 3, 2, 1, 4]),
        (3, 1, [0, 3, 2, 1, 4]),
        (4, 3, [0, 1, 2, 4, 3]),
    ],
)
def test_a_matter_is_put_in_the_place_of_another(meeting, five, secretary, last_entry, taken, onto, order):
    moved = operations.place_item(item=five[taken], onto=five[onto], **secretary)

    assert [five.index(item) for item in meeting.items.order_by("order")] == order
    action, body, role = last_entry(meeting.stream)
    assert (action, body["item"], body["order"], role) == ("agenda.moved", moved.pk, moved.order, "secretary")
    low, high = sorted((taken, onto))
    assert body["passed"] == [five[at].pk for at in range(low, high + 1) if at not in {taken, 2}]


def test_a_matter_put_in_its_own_place_stays_and_nothing_is_written(meeting, five, secretary, last_entry):
    before = last_entry(meeting.stream)

    assert operations.place_item(item=five[1], onto=five[1], **secretary).order == five[1].order
    assert last_entry(meeting.stream) == before


@pytest.mark.parametrize(("taken", "onto"), [(2, 0), (0, 2)])
def test_what_is_dealt_with_is_neither_put_elsewhere_nor_makes_room(meeting, five, secretary, refused, taken, onto):
    with refused() as outcome:
        operations.place_item(item=five[taken], onto=five[onto], **secretary)

    assert outcome.reasons == [("agenda.item_closed", "house")]


def test_a_matter_waits_on_one_agenda_only(meeting, item, seven, call, secretary, refused):
    next_meeting = operations.schedule_meeting(**call(seven[0].person))

    with refused() as outcome:
        operations.put_on_agenda(meeting=next_meeting, subject=item.subject, label="再议", **secretary)
    operations.close_item(item=item, **secretary)
    again = operations.put_on_agenda(meeting=next_meeting, subject=item.subject, label="再议", **secretary)

    assert outcome.reasons == [("agenda.subject_open", "house")]
    assert again.meeting == next_meeting


def test_an_item_is_closed_once(item, secretary, last_entry, refused):
    closed = operations.close_item(item=item, **secretary)

    with refused() as outcome:
        operations.close_item(item=item, **secretary)

    assert closed.closed_at == secretary["at"]
    assert last_entry(item.meeting.stream) == ("agenda.closed", {"item": item.pk, "subject": item.subject}, "secretary")
    assert outcome.reasons == [("agenda.item_closed", "house")]


def test_an_item_being_voted_on_is_not_closed(item, seven, comes, morning, put_to_vote, close, secretary, refused):
    comes(seven[0].person, morning)
    ballot = put_to_vote(seven[:1])

    with refused() as outcome:
        operations.close_item(item=item, **secretary)
    close(ballot)

    assert outcome.reasons == [("ballot.open", "house")]
    assert operations.close_item(item=item, **secretary).closed_at == secretary["at"]


def test_the_end_empties_the_room_and_releases_what_was_not_reached(
    meeting, item, seven, comes, goes, minutes, secretary, last_entry
):
    early, late = (comes(seat.person, minutes(0)) for seat in seven[:2])
    goes(early.person, minutes(30))

    ended = operations.end_meeting(meeting=meeting, **(secretary | {"at": minutes(60)}))

    assert ended.ended_at == minutes(60)
    stays = dict(meeting.attendances.values_list("person", "left_at"))
    assert stays == {early.person_id: minutes(30), late.person_id: minutes(60)}
    assert AgendaItem.objects.get().closed_at == minutes(60)
    assert last_entry(meeting.stream) == ("meeting.ended", {"unreached": [item.pk]}, "secretary")


def test_a_meeting_ends_once_and_takes_no_more_matters(meeting, secretary, refused):
    operations.end_meeting(meeting=meeting, **secretary)

    with refused() as twice:
        operations.end_meeting(meeting=meeting, **secretary)
    with refused() as too_late:
        operations.put_on_agenda(meeting=meeting, subject="case:1", label="甲", **secretary)

    assert twice.reasons == too_late.reasons == [("meeting.ended", "house")]


def test_a_meeting_does_not_end_during_a_ballot_or_before_an_arrival(
    meeting, seven, comes, minutes, put_to_vote, secretary, refused
):
    comes(seven[0].person, minutes(20))
    put_to_vote(seven[:1])

    with refused() as outcome:
        operations.end_meeting(meeting=meeting, **(secretary | {"at": minutes(19)}))

    assert outcome.reasons == [("ballot.open", "house"), ("attendance.before_arrival", "house")]


def test_upcoming_lists_meetings_that_have_not_ended(committee, seven, call, minutes, secretary):
    later = operations.schedule_meeting(**call(seven[0].person, starts_at=minutes(600)))
    sooner = operations.schedule_meeting(**call(seven[0].person, starts_at=minutes(60)))
    done = operations.schedule_meeting(**call(seven[0].person, starts_at=minutes(0)))
    operations.end_meeting(meeting=done, **(secretary | {"at": minutes(30)}))

    assert upcoming(committee=committee, at=minutes(30)) == [sooner, later]
    assert upcoming(committee=committee, at=minutes(29)) == [done, sooner, later]
    assert Meeting.objects.count() == 3
