"""A meeting before everyone's eyes: who is in the room, whether a matter may be voted on now, and who records it."""

import re

import pytest
from django.urls import reverse

from committees.models import Attendance, Meeting, Recusal
from ledger.models import Entry
from tests.world import Story


def path(story, name="meeting"):
    return reverse(name, args=[story.meeting.pk])


@pytest.fixture
def convened(story):
    return story.in_review().reviewed().convened()


def test_the_secretary_records_who_comes_and_goes(browse, at, convened, world, read):
    browser, member = browse(world.secretary), world.members[4]

    with at(convened.now):
        came = browser.post(path(convened, "attendance"), {"arrive": member.pk})
        inside = read(browser.get(path(convened)))
        left = browser.post(path(convened, "attendance"), {"leave": member.pk})

    stay = Attendance.objects.get()
    assert (came.status_code, left.status_code) == (302, 302)
    assert (stay.person, stay.kind, stay.arrived_at, stay.left_at) == (member, "member", convened.now, convened.now)
    assert "委员5 Member AI technology present Leaves" in inside


def test_a_time_may_be_given_in_shanghai(browse, at, convened, world):
    convened.wait(hours=1)
    given = convened.now.strftime("%Y-%m-%dT%H:") + "00"

    with at(convened.now):
        browse(world.secretary).post(path(convened, "attendance"), {"arrive": world.members[4].pk, "at": given})

    assert Attendance.objects.get().arrived_at == convened.now.replace(minute=0)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 422),
        ({"arrive": "1", "leave": "1"}, 422),
        ({"arrive": "nobody"}, 422),
        ({"arrive": "999999"}, 422),
        ({"arrive": "9" * 30}, 422),
        ({"leave": "9" * 30}, 422),
        ({"arrive": "1", "at": "yesterday"}, 422),
        ({"arrive": "member", "at": "2027-01-01T09:00"}, 409),
        ({"leave": "member"}, 409),
        ({"arrive": "stranger"}, 409),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_written(
    browse, at, convened, world, unchanged, data, status
):
    people = {"member": world.members[4].pk, "stranger": world.stranger.pk}
    data = {name: people.get(value, value) for name, value in data.items()}

    with at(convened.now), unchanged():
        answer = browse(world.secretary).post(path(convened, "attendance"), data)

    assert answer.status_code == status
    assert "This was refused; nothing was written" in answer.content.decode()


@pytest.mark.parametrize("index", [2, 1])
def test_a_member_records_nothing(browse, at, convened, world, unchanged, index):
    member = world.members[index]

    with at(convened.now), unchanged():
        answer = browse(member).post(path(convened, "attendance"), {"arrive": member.pk})

    assert answer.status_code == 409
    assert "Attendance sheet" not in browse(member).get(path(convened)).content.decode()


@pytest.mark.parametrize("name", ["meeting", "attendance", "recusal", "meeting-end"])
def test_whoever_does_not_sit_on_the_body_sees_no_meeting(browse, at, convened, world, unchanged, name):
    with at(convened.now), unchanged():
        for person in (world.applicant, world.manager, world.officer, world.centre_secretary):
            browser = browse(person)
            answer = browser.get(path(convened)) if name == "meeting" else browser.post(path(convened, name))
            assert answer.status_code == 404


def test_an_adviser_is_recorded_with_the_fields_they_bring(browse, at, convened, world, read):
    with at(convened.now):
        browser = browse(world.secretary)
        browser.post(
            path(convened, "attendance"),
            {"arrive": world.adviser.pk, "kind": "adviser", "categories": ["field", "law"]},
        )
        shown = read(browser.get(path(convened)))

    assert Attendance.objects.get().categories == ["field", "law"]
    assert "顾问 Re-examination adviser" in shown or "顾问 Adviser" in shown


def test_the_quorum_is_counted_anew_at_every_look(browse, at, convened, world, read):
    browser = browse(world.members[8])

    def quorum():
        with at(convened.now):
            return read(browser.get(path(convened)))

    empty = quorum()
    convened.arrives(*world.members[:4]).declared(*world.members[:4])
    four = quorum()
    convened.arrives(world.members[4])
    silent = quorum()
    convened.declared(world.members[4])
    five = quorum()
    convened.leaves(world.members[3])
    gone = quorum()

    assert "0 of at least 5 count · no vote may be opened yet Expertise missing in the room: AI technology" in empty
    assert "4 of at least 5 count · no vote may be opened yet Counted: 委员1, 委员2, 委员3, 委员4" in four
    assert "5 of at least 5 count · no vote may be opened yet" in silent
    assert "Interests not declared at this item: 委员5" in silent
    assert "5 of at least 5 count · the matter may be put to the vote" in five
    assert "4 of at least 5 count · no vote may be opened yet" in gone
    assert "Expertise missing in the room: Law" in gone
    assert "Art. 14 (article number to be confirmed) reported" in five


def test_htmx_is_given_the_room_alone(browse, at, convened, world):
    with at(convened.now):
        part = browse(world.secretary).part(path(convened)).content.decode()

    assert 'id="agenda"' in part
    assert "<html" not in part


def test_a_recused_member_keeps_out_of_the_count(browse, at, convened, world, read):
    convened.arrives(*world.members[:6]).declared(*world.members[:6])
    data = {"item": convened.meeting.items.get().pk, "person": world.members[4].pk, "reason": "与申请人共同发表论文"}

    with at(convened.now):
        answer = browse(world.chair).post(path(convened, "recusal"), data)
        shown = read(browse(world.secretary).get(path(convened)))

    assert answer.status_code == 302
    assert "Keeps out: 委员5" in shown
    assert "5 of at least 5 count" in shown
    assert Recusal.objects.get().person == world.members[4]


def test_only_who_presides_keeps_a_member_out(browse, at, convened, world, unchanged):
    data = {"item": convened.meeting.items.get().pk, "person": world.members[4].pk, "reason": "x"}

    with at(convened.now), unchanged():
        assert browse(world.secretary).post(path(convened, "recusal"), data).status_code == 409


@pytest.mark.parametrize("missing", ["item", "person", "reason"])
def test_a_recusal_names_matter_member_and_reason(browse, at, convened, world, unchanged, missing):
    data = {"item": convened.meeting.items.get().pk, "person": world.members[4].pk, "reason": "x"}
    del data[missing]

    with at(convened.now), unchanged():
        assert browse(world.chair).post(path(convened, "recusal"), data).status_code == 422


def test_the_ballot_is_followed_without_showing_how_anyone_voted(browse, at, convened, world, read):
    convened.arrives(*world.members[:7]).declared(*world.members[:7])
    convened.does(world.chair, "open_ballot")
    convened.votes("reject", *world.members[:3])

    with at(convened.now):
        shown = read(browse(world.members[8]).get(path(convened)))
    convened.votes("reject", *world.members[3:7])
    with at(convened.now):
        closed = read(browse(world.members[8]).get(path(convened)))

    assert "ballot open 3 of 7 have voted Have voted: 委员1, 委员2, 委员3 Awaited: 委员4, " in shown
    assert "7 on the roll, at least 5 votes needed" in shown
    assert "Reject" not in shown
    assert "Reject · votes: Reject 7 7 present, 0 recused, 7 counted, needs 5, has 7: carried 7 on the roll" in closed


def test_the_meeting_is_ended_and_shows_who_came(browse, at, convened, world, read):
    convened.arrives(*world.members[:2])

    with at(convened.now):
        ended = browse(world.secretary).post(path(convened, "meeting-end"))
        shown = read(browse(world.secretary).get(path(convened)))

    assert ended.status_code == 302
    assert Meeting.objects.get().ended_at == convened.now
    assert "委员2 Vice-chair AI application was present" in shown
    assert "委员3 Member Ethics absent" in shown
    assert "not reached, or put off" in shown
    assert "Attendance sheet" not in shown


def test_a_meeting_is_convened_by_the_office_of_a_body(browse, at, story, world, read):
    data = {
        "committee": world.body.pk,
        "starts_at": "2026-06-15T09:30",
        "mode": "in_person",
        "place": "一号会议室",
        "presider": world.chair.pk,
    }

    with at(story.now):
        answer = browse(world.secretary).post(reverse("meeting-new"), data)

    meeting = Meeting.objects.get()
    assert answer.url == reverse("meeting", args=[meeting.pk])
    assert (meeting.place, meeting.presider, meeting.starts_at.isoformat()) == (
        "一号会议室",
        world.chair,
        "2026-06-15T01:30:00+00:00",
    )
    assert Entry.objects.filter(stream=meeting.stream).count() == 1


def test_a_meeting_by_video_needs_the_bodys_own_rule(browse, at, story, world, read, unchanged):
    data = {"committee": world.body.pk, "starts_at": "2026-06-15T09:30", "mode": "video", "presider": world.chair.pk}

    with at(story.now), unchanged():
        answer = browse(world.secretary).post(reverse("meeting-new"), data)

    assert answer.status_code == 409
    assert "The meeting was not convened" in read(answer)


@pytest.mark.parametrize(
    "changed", [{"starts_at": ""}, {"starts_at": "soon"}, {"mode": "by letter"}, {"presider": "1"}, {"committee": "0"}]
)
def test_an_invitation_that_says_too_little_is_sent_back(browse, at, story, world, unchanged, changed):
    data = {
        "committee": world.body.pk,
        "starts_at": "2026-06-15T09:30",
        "mode": "in_person",
        "presider": world.chair.pk,
    }

    with at(story.now), unchanged():
        assert browse(world.secretary).post(reverse("meeting-new"), data | changed).status_code == 422


def test_whoever_keeps_no_office_convenes_nothing(browse, at, story, world):
    with at(story.now):
        assert browse(world.members[3]).get(reverse("meeting-new")).status_code == 404


def test_the_list_holds_the_meetings_of_ones_own_bodies_at_one_price(browse, at, world, statements, story, read):
    convened = story.in_review().reviewed().convened()
    browser = browse(world.members[3])

    with at(convened.now):
        one = statements(browser.get, reverse("meetings"))
        for _ in range(2):
            Story(world, now=convened.now).in_review().reviewed().convened()
        three = statements(browser.get, reverse("meetings"))
        numbers = re.findall(r"Meeting (\d+)", read(browser.get(reverse("meetings"))))
        stranger = read(browse(world.stranger).get(reverse("meetings")))

    assert one == three
    assert sorted(numbers) == ["1", "2", "3"]
    assert "Whoever sits on none sees no meetings." in stranger


def test_a_matter_is_named_in_the_readers_language(browse, at, convened, world, read):
    case = convened.case
    case.title_en = "Triage assistant"
    case.save(update_fields=["title_en"])

    with at(convened.now):
        en, zh = (read(browse(world.secretary, tongue).get(path(convened))) for tongue in ("en", "zh-hans"))

    assert (f"1. {case.number} Triage assistant" in en, f"1. {case.number} {case.title_zh}" in zh) == (True, True)


def test_how_many_must_agree_is_counted_on_the_roll(browse, at, convened, world, read):
    """Two thirds of five are four, of six four, of seven five, of eight and nine six."""
    convened.arrives(*world.members[:8]).declared(*world.members[:8])
    convened.does(world.chair, "open_ballot")

    with at(convened.now):
        shown = read(browse(world.members[8]).get(path(convened)))

    assert "8 on the roll, at least 6 votes needed" in shown
    assert "Art. 16 reported" in shown
