"""Meetings over the API: convened, attended, ended; a member kept out of a matter by whoever presides."""

from datetime import timedelta

import pytest

from committees.models import Attendance, Ballot, Meeting, Recusal
from ledger.models import Entry
from tests.world import MINUTE


@pytest.fixture
def asks(calls, at, story):
    """A person's program at the story's instant, a minute after whatever came before."""

    def ask(who, method, path, data=None):
        story.now += MINUTE
        with at(story.now):
            return calls(who).ask(method, path, data)

    return ask


@pytest.fixture
def invitation(story):
    """What the office sends to convene a meeting in an hour."""
    starts_at = (story.now + timedelta(hours=1)).isoformat()
    return {"committee": story.committee.pk, "starts_at": starts_at, "presider": story.chair.pk, "place": "301室"}


def reasons(answer):
    assert answer.status_code == 409, answer.content
    return [(refusal["code"], refusal["cite"]["instrument"]) for refusal in answer.json()["refusals"]]


# Convening


def test_office_convenes_a_meeting(story, asks, invitation):
    answer = asks(story.secretary, "POST", "meetings/", invitation)

    meeting = Meeting.objects.get()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/meetings/{meeting.pk}/"
    shown = answer.json()
    assert (shown["number"], shown["mode"], shown["place"], shown["items"], shown["attendance"]) == (
        1,
        "in_person",
        "301室",
        [],
        [],
    )
    assert shown["starts_at"] == invitation["starts_at"]
    entry = Entry.objects.get(stream=meeting.stream)
    assert (entry.action, entry.role, entry.actor) == ("meeting.scheduled", "secretary", story.secretary)


@pytest.mark.parametrize("who", ["applicant", "manager", "stranger", "officer"])
def test_nobody_else_convenes(story, asks, invitation, unchanged, who):
    with unchanged():
        answer = asks(getattr(story.world, who), "POST", "meetings/", invitation)

    assert reasons(answer) == [("role.not_yours", "ai-2026")]
    assert answer.json()["refusals"][0]["figures"] == {"needs": ["chair", "secretary"], "has": []}


def test_member_convenes_nothing(story, asks, invitation, unchanged):
    with unchanged():
        answer = asks(story.members[4], "POST", "meetings/", invitation)

    assert answer.json()["refusals"][0]["figures"]["has"] == ["member"]


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"committee": 999_999}, [("committee", "input.not_found")]),
        ({"presider": 999_999}, [("presider", "input.not_found")]),
        ({"starts_at": "tomorrow", "mode": "by post"}, [("mode", "input.enum"), ("starts_at", "input.format")]),
        ({"starts_at": "2026-06-10T09:00:00"}, [("starts_at", "input.format")]),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, [("starts_at", "input.format")]),
        ({"place": "x" * 201}, [("place", "input.too_long")]),
        ({"guests": []}, [("guests", "input.unknown_field")]),
        ({"presider": "1"}, [("presider", "input.type")]),
    ],
)
def test_invitation_of_another_shape_is_refused(story, asks, invitation, unchanged, changed, errors):
    with unchanged():
        answer = asks(story.secretary, "POST", "meetings/", invitation | changed)

    assert answer.status_code == 422
    assert [(error["path"], error["code"]) for error in answer.json()["errors"]] == errors


def test_presider_who_may_not_preside_is_refused_by_the_rule(story, asks, invitation, unchanged):
    with unchanged():
        answer = asks(
            story.secretary, "POST", "meetings/", invitation | {"presider": story.members[4].pk, "mode": "video"}
        )

    assert reasons(answer) == [("meeting.presider", "ai-2026"), ("meeting.video", "house")]


# Seeing


def test_meeting_is_seen_by_those_who_sit_on_the_body(story, asks):
    story.in_review().reviewed().in_meeting()
    path = f"meetings/{story.meeting.pk}/"

    seen = {who: asks(who, "GET", path).status_code for who in (story.secretary, story.members[8])}
    unseen = [story.applicant, story.manager, story.world.officer, story.world.centre_secretary, story.world.stranger]

    assert set(seen.values()) == {200}
    for who in unseen:
        assert asks(who, "GET", path).status_code == 404
        assert asks(who, "GET", "meetings/").json()["results"] == []
        assert asks(who, "POST", f"{path}end/", {}).status_code == 404
        assert asks(who, "POST", f"{path}attendance/", {"person": who.pk}).status_code == 404
        assert asks(who, "POST", f"{path}recusals/", {"item": 1, "person": 1, "reason": "x"}).status_code == 404


def test_meeting_tells_agenda_roll_and_ballot(story, asks):
    story.in_review().reviewed().balloting(present=6)
    story.votes("approve", *story.members[:2])

    shown = asks(story.members[8], "GET", f"meetings/{story.meeting.pk}/").json()

    (item,) = shown["items"]
    assert (item["case"], item["hidden"], item["order"]) == (story.number, False, 1)
    assert item["label"].startswith(story.number)
    assert [voter["voted"] for voter in item["ballot"]["roll"]] == [True] * 2 + [False] * 4
    assert item["ballot"]["tally"] is None
    assert [stay["person"]["id"] for stay in shown["attendance"]] == [one.pk for one in story.members[:6]]


def test_meetings_are_listed_latest_first_and_narrowed(story, asks, invitation):
    later = invitation | {"starts_at": (story.now + timedelta(days=1)).isoformat()}
    one, other = (asks(story.secretary, "POST", "meetings/", data).json()["id"] for data in (invitation, later))
    asks(story.secretary, "POST", f"meetings/{one}/end/", {})

    def listed(query):
        return [row["id"] for row in asks(story.secretary, "GET", f"meetings/{query}").json()["results"]]

    assert listed("") == [other, one]
    assert listed("?ended=true") == [one]
    assert listed("?ended=false") == [other]
    assert listed(f"?committee={story.committee.pk}") == [other, one]
    assert listed(f"?committee={story.world.centre.pk}") == []


# Attending


@pytest.fixture
def sitting(story):
    """A case is on the agenda of a meeting that has begun; nobody is in the room."""
    return story.in_review().reviewed().convened()


def test_office_records_who_comes_and_who_leaves(sitting, asks):
    path, person = f"meetings/{sitting.meeting.pk}/attendance/", sitting.members[0]

    came = asks(sitting.secretary, "POST", path, {"person": person.pk, "event": "arrive", "kind": "member"})
    arrived_at = sitting.now
    left = asks(sitting.secretary, "POST", path, {"person": person.pk, "event": "leave"})

    stay = Attendance.objects.get()
    assert (came.status_code, left.status_code) == (201, 201)
    assert (stay.person, stay.kind, stay.arrived_at, stay.left_at) == (person, "member", arrived_at, sitting.now)
    assert left.json()["left_at"] == sitting.now.isoformat()


def test_arrival_is_meant_where_no_event_is_named(sitting, asks):
    answer = asks(sitting.secretary, "POST", f"meetings/{sitting.meeting.pk}/attendance/", {"person": sitting.chair.pk})

    assert (answer.status_code, answer.json()["left_at"]) == (201, None)


def test_arrival_is_recorded_at_the_instant_it_happened(sitting, asks):
    at = (sitting.now - timedelta(minutes=5)).isoformat()
    data = {"person": sitting.world.adviser.pk, "kind": "adviser", "categories": ["field"], "at": at}

    shown = asks(sitting.secretary, "POST", f"meetings/{sitting.meeting.pk}/attendance/", data).json()

    assert (shown["arrived_at"], shown["kind"], shown["categories"]) == (at, "adviser", ["field"])


def test_whoever_presides_records_as_well_and_a_member_does_not(sitting, asks):
    path = f"meetings/{sitting.meeting.pk}/attendance/"

    assert asks(sitting.chair, "POST", path, {"person": sitting.members[3].pk}).status_code == 201
    assert reasons(asks(sitting.members[3], "POST", path, {"person": sitting.members[4].pk})) == [
        ("role.not_yours", "ai-2026")
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"event": "leave"}, "attendance.not_in_room"),
        ({"kind": "member", "person": "adviser"}, "attendance.no_voting_seat"),
        ({"at": "2027-01-01T00:00:00+08:00"}, "attendance.in_future"),
        ({"by_video": True}, "meeting.video"),
    ],
)
def test_what_would_make_the_record_untrue_is_refused(sitting, asks, unchanged, data, code):
    person = sitting.world.adviser.pk if data.get("person") == "adviser" else sitting.members[0].pk
    with unchanged():
        answer = asks(
            sitting.secretary, "POST", f"meetings/{sitting.meeting.pk}/attendance/", data | {"person": person}
        )

    assert [refusal["code"] for refusal in answer.json()["refusals"]] == [code]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({}, "person"),
        ({"person": 999_999}, "person"),
        ({"person": 1, "event": "sleep"}, "event"),
        ({"person": True}, "person"),
    ],
)
def test_line_of_another_shape_is_refused(sitting, asks, unchanged, data, path):
    with unchanged():
        answer = asks(sitting.secretary, "POST", f"meetings/{sitting.meeting.pk}/attendance/", data)

    assert answer.status_code == 422
    assert [error["path"] for error in answer.json()["errors"]] == [path]


# Ending


def test_meeting_ends_and_what_was_not_reached_may_go_on_another_agenda(sitting, asks):
    sitting.arrives(*sitting.members[:3])

    shown = asks(sitting.secretary, "POST", f"meetings/{sitting.meeting.pk}/end/", {}).json()

    assert shown["ended_at"] == sitting.now.isoformat()
    assert {stay["left_at"] for stay in shown["attendance"]} == {sitting.now.isoformat()}
    assert shown["items"][0]["closed_at"] == sitting.now.isoformat()
    sitting.convened()


def test_meeting_does_not_end_with_a_ballot_open(story, asks, unchanged):
    story.in_review().reviewed().balloting()
    with unchanged():
        answer = asks(story.secretary, "POST", f"meetings/{story.meeting.pk}/end/", {})

    assert reasons(answer) == [("ballot.open", "house")]


# Keeping a member out


def recusal(story, member, **changed):
    item = story.meeting.items.get()
    return {"item": item.pk, "person": member.pk, "reason": "合作项目负责人"} | changed


def test_presider_keeps_a_member_out_and_the_open_ballot_is_void(story, asks):
    story.in_review().reviewed().balloting()
    member, version = story.members[5], story.case.version

    answer = asks(story.chair, "POST", f"meetings/{story.meeting.pk}/recusals/", recusal(story, member))

    row = Recusal.objects.get()
    entry = Entry.objects.filter(stream=story.stream).last()
    assert answer.status_code == 201
    assert answer.json()["person"]["id"] == member.pk
    assert (row.person, row.subject, row.reason) == (member, story.stream, "合作项目负责人")
    assert Ballot.objects.get().status == "void"
    assert (entry.action, entry.role, entry.actor) == ("member_recused", "chair", story.chair)
    assert (entry.data["recused"], entry.data["ballot"]) == ([member.pk], Ballot.objects.get().pk)
    assert (entry.data["ballot_before"], entry.data["ballot_after"]) == ("open", "void")
    assert "合作项目" not in entry.body
    assert story.case.version == version + 1 == entry.data["version"]
    assert asks(member, "GET", f"cases/{story.number}/").status_code == 404


def test_ballot_without_the_member_goes_on(story, asks):
    story.in_review().reviewed().balloting(present=6)
    member = story.members[7]

    asks(story.chair, "POST", f"meetings/{story.meeting.pk}/recusals/", recusal(story, member))

    entry = Entry.objects.filter(stream=story.stream).last()
    assert Ballot.objects.get().status == "open"
    assert "ballot" not in entry.data


def test_applicant_learns_of_a_recusal_no_more_than_that_there_was_one(story, asks):
    story.in_review().reviewed().in_meeting()
    member = story.members[5]
    asks(story.chair, "POST", f"meetings/{story.meeting.pk}/recusals/", recusal(story, member))

    entry = asks(story.applicant, "GET", f"cases/{story.number}/history/").json()["results"][-1]

    assert (entry["action"], set(entry["body"])) == ("member_recused", {"version"})


@pytest.mark.parametrize("who", ["secretary", "vice", "member"])
def test_only_whoever_presides_keeps_a_member_out(sitting, asks, unchanged, who):
    person = {"secretary": sitting.secretary, "vice": sitting.members[1], "member": sitting.members[4]}[who]
    with unchanged():
        answer = asks(person, "POST", f"meetings/{sitting.meeting.pk}/recusals/", recusal(sitting, sitting.members[5]))

    assert reasons(answer) == [("role.not_yours", "ai-2026")]
    assert answer.json()["refusals"][0]["figures"]["needs"] == ["chair"]


def test_chair_who_does_not_preside_keeps_nobody_out(story, asks, unchanged):
    story.in_review().reviewed().convened(by=story.chair, presider=story.members[1].pk)
    data, path = recusal(story, story.members[5]), f"meetings/{story.meeting.pk}/recusals/"
    with unchanged():
        refused = asks(story.chair, "POST", path, data)

    assert reasons(refused) == [("role.not_yours", "ai-2026")]
    assert asks(story.members[1], "POST", path, data).status_code == 201


@pytest.mark.parametrize(
    ("changed", "path"), [({"item": 999_999}, "item"), ({"person": 999_999}, "person"), ({"reason": " "}, "reason")]
)
def test_recusal_of_nobody_or_from_nothing_is_refused(sitting, asks, unchanged, changed, path):
    data = recusal(sitting, sitting.members[5], **changed)
    with unchanged():
        answer = asks(sitting.chair, "POST", f"meetings/{sitting.meeting.pk}/recusals/", data)

    assert answer.status_code == 422
    assert [error["path"] for error in answer.json()["errors"]] == [path]


def test_somebody_who_does_not_vote_here_cannot_be_kept_out(sitting, asks, unchanged):
    data = recusal(sitting, sitting.secretary)
    with unchanged():
        answer = asks(sitting.chair, "POST", f"meetings/{sitting.meeting.pk}/recusals/", data)

    assert [error["code"] for error in answer.json()["errors"]] == ["input.not_found"]


def test_nobody_is_kept_out_twice(sitting, asks, unchanged):
    path, data = f"meetings/{sitting.meeting.pk}/recusals/", recusal(sitting, sitting.members[5])
    asks(sitting.chair, "POST", path, data)
    with unchanged():
        answer = asks(sitting.chair, "POST", path, data)

    assert reasons(answer) == [("interest.recused", "house")]
