"""Invitations over the API: answered, moved, called off, cut short; and one's own calendar address."""

from datetime import timedelta

import pytest

from accounts.models import CalendarKey
from committees.models import Answer, Meeting
from tests.world import MINUTE, MORNING

START = MORNING + timedelta(days=10)


@pytest.fixture
def asks(calls, at, story):
    """A person's program at the story's instant, a minute after whatever came before."""

    def ask(who, method, path, data=None):
        story.now += MINUTE
        with at(story.now):
            return calls(who).ask(method, path, data)

    return ask


@pytest.fixture
def convened(story):
    story.in_review().reviewed()
    story.does(story.secretary, "convene", starts_at=START.isoformat(), place="行政楼301")
    return story


def path(story, *more):
    return "/".join(["meetings", str(story.meeting.pk), *map(str, more), ""])


def codes(answer):
    return [refusal["code"] for refusal in answer.json()["refusals"]]


def test_a_member_answers_and_changes_the_answer(convened, asks):
    member = convened.members[4]
    first = asks(member, "POST", path(convened, "answer"), {"answer": "comes"})
    then = asks(member, "POST", path(convened, "answer"), {"answer": "does_not_come", "reason": "出差"})

    assert (first.status_code, first.json()["answer"]) == (200, "comes")
    assert (then.json()["answer"], then.json()["reason"]) == ("does_not_come", "出差")
    assert Answer.objects.get().person == member


@pytest.mark.parametrize(
    "data", [{}, {"answer": "perhaps"}, {"answer": "comes", "person": 1}, {"answer": "comes", "reason": 5}]
)
def test_an_answer_of_another_shape_is_refused(convened, asks, unchanged, data):
    with unchanged():
        assert asks(convened.members[4], "POST", path(convened, "answer"), data).status_code == 422


def test_others_see_counts_and_the_office_sees_people(convened, asks, world):
    asks(world.members[4], "POST", path(convened, "answer"), {"answer": "does_not_come", "reason": "住院"})
    asks(world.members[5], "POST", path(convened, "answer"), {"answer": "comes"})
    seen = {
        who: asks(who, "GET", path(convened)).json()["answers"]
        for who in (world.members[4], world.secretary, world.chair)
    }

    own = seen[world.members[4]]
    assert {name: own[name] for name in ("invited", "comes", "by_video", "does_not_come", "silent")} == {
        "invited": 10,
        "comes": 1,
        "by_video": 0,
        "does_not_come": 1,
        "silent": 8,
    }
    assert (own["mine"]["reason"], own["people"]) == ("住院", None)
    for keeper in (world.secretary, world.chair):
        assert [(one["person"]["id"], one["answer"], one["reason"]) for one in seen[keeper]["people"]] == [
            (world.members[4].pk, "does_not_come", "住院"),
            (world.members[5].pk, "comes", ""),
        ]
    assert "住院" not in asks(world.members[6], "GET", path(convened)).content.decode()


def test_each_item_tells_what_the_answers_promise(convened, asks, world):
    for person in world.members[:4]:
        asks(person, "POST", path(convened, "answer"), {"answer": "comes"})
    (item,) = asks(world.secretary, "GET", path(convened)).json()["items"]

    assert {
        name: item["forecast"][name] for name in ("need", "coming", "silent", "missing", "assured", "possible")
    } == {
        "need": 5,
        "coming": 4,
        "silent": 5,
        "missing": [],
        "assured": False,
        "possible": True,
    }
    assert item["forecast"]["sentence"] == "5 needed, 4 have said they come, 5 have not answered"


def test_who_keeps_out_is_told_no_forecast_and_nothing_once_it_has_begun(convened, asks, world):
    convened.does(world.members[5], "declare_interest", conflict=True)
    (hidden,) = asks(world.members[5], "GET", path(convened)).json()["items"]
    convened.now = START
    (begun,) = asks(world.secretary, "GET", path(convened)).json()["items"]

    assert (hidden["hidden"], hidden["forecast"], begun["forecast"]) == (True, None, None)


def test_the_office_moves_the_meeting_and_calls_it_off(convened, asks, world):
    moved = asks(
        world.secretary, "POST", path(convened, "change"), {"starts_at": (START + timedelta(days=1)).isoformat()}
    )
    again = asks(world.secretary, "POST", path(convened, "change"), {"place": "行政楼301"})
    off = asks(world.secretary, "POST", path(convened, "cancel"), {"reason": "停电"})
    late = asks(world.secretary, "POST", path(convened, "change"), {"place": "别处"})

    assert (moved.status_code, moved.json()["sequence"]) == (200, 1)
    assert (again.status_code, codes(again)) == (409, ["meeting.unchanged"])
    assert (off.status_code, off.json()["cancel_reason"], off.json()["items"][0]["closed_at"] is None) == (
        200,
        "停电",
        False,
    )
    assert (late.status_code, codes(late)) == (409, ["meeting.cancelled"])


def test_a_matter_is_taken_off(convened, asks, world):
    item = convened.meeting.items.get()
    answer = asks(world.secretary, "POST", path(convened, "agenda", item.pk, "put-off"))

    assert (answer.status_code, answer.json()["items"][0]["closed_at"] is not None) == (200, True)
    assert asks(world.secretary, "POST", path(convened, "agenda", 10**6, "put-off")).status_code == 422


@pytest.mark.parametrize(
    ("call", "data"),
    [
        ("answer", {"answer": "comes"}),
        ("change", {"place": "x"}),
        ("cancel", {"reason": "x"}),
        ("agenda/1/put-off", {}),
    ],
)
def test_whoever_does_not_sit_on_the_body_finds_no_meeting(convened, asks, world, unchanged, call, data):
    with unchanged():
        for who in (world.applicant, world.manager, world.officer, world.centre_secretary):
            assert asks(who, "POST", path(convened, call), data).status_code == 404


@pytest.mark.parametrize(
    ("call", "data"), [("change", {"place": "x"}), ("cancel", {"reason": "x"}), ("agenda/1/put-off", {})]
)
def test_a_member_changes_nothing(convened, asks, world, unchanged, call, data):
    with unchanged():
        answer = asks(world.members[4], "POST", path(convened, call), data)

    assert (answer.status_code, codes(answer)) == (409, ["role.not_yours"])
    assert Meeting.objects.get().sequence == 0


def test_ones_calendar_address_is_made_renewed_and_ended(story, asks, world, client):
    none = asks(world.secretary, "GET", "me/calendar/")
    made = asks(world.secretary, "POST", "me/calendar/")
    shown = asks(world.secretary, "GET", "me/calendar/")
    renewed = asks(world.secretary, "POST", "me/calendar/")

    assert none.json() == {"active": False, "created_at": None, "read_at": None}
    assert (made.status_code, renewed.status_code) == (201, 201)
    first, second = (answer.json()["address"] for answer in (made, renewed))
    assert (shown.json()["active"], first in shown.content.decode(), first == second) == (True, False, False)
    assert [client.get(address.partition(":8000")[2]).status_code for address in (first, second)] == [404, 200]
    assert CalendarKey.objects.get().user == world.secretary
    ended = [asks(world.secretary, "DELETE", "me/calendar/").status_code for _ in range(2)]
    assert ended == [204, 404]
