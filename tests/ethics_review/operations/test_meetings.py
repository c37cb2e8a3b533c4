"""On the agenda, and the opening of the vote: who presides, who is in the room, what they have said."""

from datetime import date, timedelta

import pytest

from committees import operations as bodies
from committees.models import AgendaItem
from ethics_review.notices import render
from ethics_review.operations import sittings as acts
from ledger.models import Entry, Message
from regulations.vocabulary import Category, Position
from tests.world import MINUTE, Story, appoint, build


@pytest.fixture
def reviewed(story):
    """Both worksheets are in."""
    return story.in_review().reviewed()


def test_convene_calls_a_meeting_and_puts_the_case_on_its_agenda(reviewed):
    when = reviewed.now + timedelta(days=2)
    case = reviewed.does(reviewed.secretary, "convene", starts_at=when.isoformat(), place="行政楼301")

    assert case.state == "in_review"
    meeting = reviewed.meeting
    assert (meeting.starts_at, meeting.place, meeting.mode) == (when, "行政楼301", "in_person")
    assert (meeting.presider, meeting.number) == (reviewed.chair, 1)
    assert AgendaItem.objects.get().subject == reviewed.stream
    assert reviewed.last.data["meeting"] == meeting.pk
    assert reviewed.told() == {
        "meeting_convened": [f"委员{number}" for number in range(1, 10)]  # and not the secretary, who acted
    }
    assert Entry.objects.filter(stream=meeting.stream).count() == 2


def test_convene_in_a_meeting_that_is_called_already(world, reviewed):
    first = reviewed.convened().meeting
    other = Story(world).in_review().reviewed()
    other.now = reviewed.now
    other.does(other.secretary, "convene", meeting=first.pk)

    assert other.meeting == first
    assert first.items.count() == 2


def test_convene_in_a_meeting_that_is_not_there_is_an_input_problem(reviewed, invalid):
    with invalid(("meeting", "input.not_found")):
        reviewed.does(reviewed.secretary, "convene", meeting=10**6)


def test_convene_in_the_meeting_of_another_body_is_an_input_problem(world, reviewed, invalid):
    other = Story(world, applicant=world.loner, committee=world.centre).in_review().reviewed().convened().meeting

    with invalid(("meeting", "input.not_found")):
        reviewed.does(reviewed.secretary, "convene", meeting=other.pk)


def test_convene_needs_a_meeting_or_a_time(reviewed, invalid):
    with invalid(("starts_at", "input.required")):
        reviewed.does(reviewed.secretary, "convene")


def test_convene_is_refused_while_on_an_agenda(reviewed, refused):
    reviewed.convened()

    with refused(("meeting.on_agenda", "ai-2026#14")) as outcome:
        reviewed.convened()
    assert outcome.figures == [{"meeting": reviewed.meeting.pk}]


@pytest.mark.parametrize("presider", ["secretary", "ordinary"])
def test_only_the_chair_or_a_vice_chair_presides(reviewed, refused, presider):
    person = {"secretary": reviewed.secretary, "ordinary": reviewed.members[4]}[presider]

    with refused(("meeting.presider", "ai-2026#14")) as outcome:
        reviewed.convened(presider=person.pk)
    assert outcome.figures == [{"person": person.pk}]


def test_the_vice_chair_presides_when_named_and_then_acts_as_chair(world, reviewed):
    people = world.members[1:8]
    reviewed.convened(by=world.chair, presider=world.vice.pk).arrives(*people).declared(*people)
    reviewed.does(world.vice, "open_ballot")

    assert reviewed.last.role == "chair"


def test_a_vice_chair_who_does_not_preside_is_no_chair(world, reviewed, refused):
    reviewed.in_meeting()

    with refused(("role.not_yours", "ai-2026#16")):
        reviewed.does(world.vice, "open_ballot")


def test_the_vice_chair_acts_where_the_chair_is_recused(world):
    story = Story(world, applicant=world.chair).accepted()
    story.does(world.vice, "determine_list", items=[], reasons="对照清单")

    assert story.last.role == "chair"
    story.declared(world.members[2]).does(world.vice, "assign_reviewers", reviewers=[world.members[2].pk])
    story.reviewed(world.members[2]).convened()
    assert story.meeting.presider == world.vice


def test_convene_is_refused_where_nobody_may_preside(world, reviewed, refused):
    for person in world.members:
        reviewed.does(person, "declare_interest", conflict=True)

    with refused(("meeting.no_presider", "ai-2026#14")) as outcome:
        reviewed.convened()
    assert outcome.figures == [{"names": [f"委员{number}" for number in range(1, 10)]}]


@pytest.mark.parametrize("mode", ["video", "hybrid"])
def test_video_is_for_committees_whose_own_rules_permit_it(reviewed, refused, mode):
    with refused(("meeting.video", "house")):
        reviewed.convened(mode=mode)


def test_a_committee_that_permits_video_meets_by_video(db):
    story = Story(build(house={"meeting.video": True})).in_review().reviewed().convened(mode="video")
    story.arrives(*story.members[:5], by_video=True)

    assert story.meeting.mode == "video"


def test_open_ballot_freezes_who_counts(reviewed):
    reviewed.balloting(6)

    ballot = reviewed.ballot
    people = [person.pk for person in reviewed.members[:6]]
    assert sorted(ballot.roll.values_list("person", flat=True)) == sorted(people)
    assert (ballot.status, ballot.share, ballot.of_all, ballot.round) == ("open", "2/3", False, 1)
    assert ballot.options == ["approve", "approve_after_modification", "revise_and_re_review", "reject"]
    assert reviewed.last.data["roll"] == people
    assert reviewed.told() == {"ballot_opened": [f"委员{number}" for number in range(2, 10)]}


@pytest.mark.parametrize(("present", "figures"), [(5, None), (4, {"need": 5, "have": 4})])
def test_five_members_present_are_enough_and_four_are_not(reviewed, refused, present, figures):
    reviewed.in_meeting(present)
    if figures is None:
        reviewed.does(reviewed.chair, "open_ballot")
        assert reviewed.ballot.roll.count() == 5
        return

    with refused(("quorum.too_few", "ai-2026#14")) as outcome:
        reviewed.does(reviewed.chair, "open_ballot")
    assert outcome.figures == [figures]


def test_a_member_who_left_a_minute_before_the_vote_is_not_counted(reviewed, refused):
    reviewed.in_meeting(5).leaves(reviewed.members[4])

    with refused(("quorum.too_few", "ai-2026#14")) as outcome:
        reviewed.does(reviewed.chair, "open_ballot")
    assert outcome.figures == [{"need": 5, "have": 4}]


def test_a_member_who_leaves_a_minute_after_the_opening_stays_on_the_roll(reviewed):
    reviewed.in_meeting(5).does(reviewed.chair, "open_ballot")
    reviewed.now += MINUTE
    reviewed.leaves(reviewed.members[4])

    assert reviewed.ballot.roll.count() == 5


@pytest.mark.parametrize(("ended_on", "counted"), [(date(2026, 6, 11), 6), (date(2026, 6, 10), 5)])
def test_a_member_whose_seat_ends_today_is_not_counted(world, reviewed, ended_on, counted):
    reviewed.in_meeting(6)
    world.end_seat(world.members[5], on=ended_on, at=reviewed.now)
    reviewed.does(reviewed.chair, "open_ballot")

    assert reviewed.ballot.roll.count() == counted


def test_whoever_stood_on_a_roll_today_leaves_from_tomorrow(world, reviewed, refused):
    reviewed.balloting(6)

    with refused(("seat.end_in_past", "house")) as outcome:
        world.end_seat(world.members[5], on=date(2026, 6, 10), at=reviewed.now)
    assert outcome.figures == [{"earliest": "2026-06-11"}]
    world.end_seat(world.members[5], on=date(2026, 6, 11), at=reviewed.now)
    assert world.seat(world.members[5]).ended_on == date(2026, 6, 11)


@pytest.mark.parametrize(("ends_on", "counted"), [(date(2026, 6, 10), 6), (date(2026, 6, 9), 5)])
def test_a_member_counts_through_the_last_day_of_the_term(world, reviewed, ends_on, counted):
    reviewed.in_meeting(6)
    world.body.seats.filter(person=world.members[5]).update(ends_on=ends_on)
    reviewed.does(reviewed.chair, "open_ballot")

    assert reviewed.ballot.roll.count() == counted


def test_a_recused_member_counts_neither_in_quorum_nor_in_the_vote(reviewed, refused):
    reviewed.convened().arrives(*reviewed.members[:5]).declared(*reviewed.members[:4])
    reviewed.does(reviewed.members[4], "declare_interest", conflict=True)

    with refused(("quorum.too_few", "ai-2026#14")) as outcome:
        reviewed.does(reviewed.chair, "open_ballot")
    assert outcome.figures == [{"need": 5, "have": 4}]


def test_those_present_cover_the_required_fields(reviewed, refused):
    """Without the two lawyers of the nine, seven members are no quorum."""
    people = [person for number, person in enumerate(reviewed.members) if number not in {3, 7}]
    reviewed.convened().arrives(*people).declared(*people)

    with refused(("quorum.categories", "ai-2026#14")) as outcome:
        reviewed.does(reviewed.chair, "open_ballot")
    assert outcome.figures == [{"missing": ["law"]}]


def test_everybody_in_the_room_has_declared(reviewed, refused):
    reviewed.convened().arrives(*reviewed.members[:6]).declared(*reviewed.members[:4])

    with refused(("interest.undeclared", "general-2023#8")) as outcome:
        reviewed.does(reviewed.chair, "open_ballot")
    assert outcome.figures == [{"people": [person.pk for person in reviewed.members[4:6]], "names": ["委员5", "委员6"]}]


def test_an_adviser_and_the_secretary_are_in_the_room_and_never_on_the_roll(world, reviewed):
    reviewed.in_meeting(5).arrives(world.adviser, kind="adviser", categories=[Category.LAW])
    reviewed.arrives(world.secretary, kind="secretary").does(reviewed.chair, "open_ballot")

    assert reviewed.ballot.roll.count() == 5


def test_the_presider_is_in_the_room(reviewed, refused):
    people = reviewed.members[2:8]
    reviewed.convened().arrives(*people).declared(*people)

    with refused(("meeting.presider_absent", "ai-2026#14")) as outcome:
        reviewed.does(reviewed.chair, "open_ballot")
    assert outcome.figures == [{"names": ["委员1"]}]


@pytest.mark.parametrize("early", [True, False])
def test_the_ballot_is_opened_at_a_meeting_that_has_begun(reviewed, refused, early):
    """To the minute: whoever came early may declare, but the vote is not opened before the hour."""
    when = reviewed.now + timedelta(hours=1)
    reviewed.does(reviewed.secretary, "convene", starts_at=when.isoformat())
    reviewed.now = when - timedelta(minutes=20)
    reviewed.arrives(*reviewed.members[:5]).declared(*reviewed.members[:5])
    reviewed.now = when - (2 * MINUTE if early else MINUTE)
    if not early:
        reviewed.does(reviewed.chair, "open_ballot")
        assert reviewed.ballot.opened_at == when
        return

    with refused(("meeting.not_begun", "ai-2026#14")) as outcome:
        reviewed.does(reviewed.chair, "open_ballot")
    assert outcome.figures == [{"starts_at": when.isoformat()}]


def test_the_ballot_waits_for_a_meeting(reviewed, refused):
    with refused(("meeting.not_convened", "ai-2026#14")):
        reviewed.does(reviewed.chair, "open_ballot")


def test_the_ballot_waits_for_the_worksheets(story, refused):
    story.in_review().reviewed(story.members[2]).in_meeting()

    with refused(("worksheets.outstanding", "house")) as outcome:
        story.does(story.chair, "open_ballot")
    assert outcome.figures == [{"need": 2, "have": 1}]


def test_the_ballot_needs_a_lawful_committee(world, reviewed, refused):
    reviewed.in_meeting(6)
    for person in world.members[6:]:
        world.end_seat(person, on=reviewed.now.date(), at=reviewed.now)

    with refused(("committee.too_few", "general-2023#7")) as outcome:
        reviewed.does(reviewed.chair, "open_ballot")
    assert outcome.figures == [{"need": 7, "have": 6}]


def test_one_ballot_is_open_at_a_time(reviewed, refused):
    reviewed.balloting()

    with refused(("ballot.open", "ai-2026#16")) as outcome:
        reviewed.does(reviewed.chair, "open_ballot")
    assert outcome.figures == [{"voted": 0, "of": 7}]


def test_what_a_vote_has_settled_is_not_put_to_the_vote_again(reviewed, refused):
    reviewed.found("reject")

    with refused(("ballot.has_result", "ai-2026#16")) as outcome:
        reviewed.convened()
    assert outcome.figures == [{"result": "reject"}]


def test_an_item_that_was_not_reached_goes_on_another_agenda(reviewed):
    reviewed.convened().wait(hours=2)
    bodies.end_meeting(meeting=reviewed.meeting, actor=reviewed.secretary, role="secretary", at=reviewed.now)
    reviewed.found()

    assert reviewed.meeting.number == 2
    assert reviewed.ballot.result == "approve"


@pytest.fixture
def urgent(story):
    return story.in_review("emergency").reviewed().in_meeting()


def test_an_emergency_hears_somebody_from_the_field(urgent, refused):
    with refused(("emergency.no_field_expert", "ai-2026#27")):
        urgent.does(urgent.chair, "open_ballot")


def test_an_invited_adviser_from_the_field_is_enough(world, urgent):
    urgent.arrives(world.adviser, kind="adviser", categories=[Category.FIELD]).does(urgent.chair, "open_ballot")

    assert urgent.ballot.roll.count() == 7


def test_a_member_from_the_field_is_enough(world):
    person = world.experts[0]
    appoint(world.body, person, Position.MEMBER, world.manager, categories=(Category.FIELD,), sex="female")
    story = Story(world).in_review("emergency").reviewed().in_meeting().arrives(person).declared(person)
    story.does(story.chair, "open_ballot")

    assert story.ballot.roll.count() == 8


def test_a_recused_member_from_the_field_is_not(world, refused):
    person = world.experts[0]
    appoint(world.body, person, Position.MEMBER, world.manager, categories=(Category.FIELD,), sex="female")
    story = Story(world).in_review("emergency").reviewed().in_meeting().arrives(person)
    story.does(person, "declare_interest", conflict=True)

    with refused(("emergency.no_field_expert", "ai-2026#27")):
        story.does(story.chair, "open_ballot")


def test_urgency_lowers_no_quorum(story, refused):
    story.in_review("emergency").reviewed().in_meeting(4)
    story.arrives(story.world.adviser, kind="adviser", categories=[Category.FIELD])

    with refused(("quorum.too_few", "ai-2026#14")) as outcome:
        story.does(story.chair, "open_ballot")
    assert outcome.figures == [{"need": 5, "have": 4}]


@pytest.mark.parametrize("existing", [False, True])
def test_whoever_is_asked_to_a_meeting_is_told_when_and_where(story, existing, settings):
    """As much where the matter comes onto a meeting called before."""
    settings.PUBLIC_URL = "https://ethics.example"
    reviewed = story.in_review().reviewed()
    when = reviewed.now + timedelta(days=2)
    asked = {"starts_at": when.isoformat(), "place": "行政楼301"}
    if existing:
        called = acts.schedule(
            committee=reviewed.committee.pk,
            starts_at=when,
            mode="in_person",
            place="行政楼301",
            presider=reviewed.chair.pk,
            user=reviewed.secretary,
            now=reviewed.now,
        )
        asked = {"meeting": called.pk}

    reviewed.does(reviewed.secretary, "convene", **asked)

    message = Message.objects.filter(notice="meeting_convened").first()
    text = render(message).text
    assert f"时间：{when.year}年{when.month}月{when.day}日 {when:%H:%M}" in text
    assert "地点：行政楼301" in text
    assert f"https://ethics.example/cases/{reviewed.number}/\n" in text


def test_whoever_owes_an_extended_step_is_told_its_new_last_day(story):
    story.in_review()
    story.does(story.secretary, "extend", clock="decision", new_date="2026-08-31", reasons="补充论证")

    message = Message.objects.filter(notice="clock_extended").first()
    assert (message.params["clock"], message.params["due_on"]) == ("decision", "2026-08-31")
    assert "截止：2026年8月31日" in render(message).text
