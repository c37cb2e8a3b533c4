"""Who holds the chair for a matter: the chair, a vice-chair the chair named or who acts for them, or who stands in."""

import pytest

from ethics_review.engine import explain
from ethics_review.operations import sittings
from regulations.vocabulary import Role
from tests.world import MINUTE, TERM, Story

NOT_NAMED = ("meeting.presider_not_named", "ai-2026#14")
NOT_PRESIDING = ("ballot.not_presiding", "ai-2026#14")
ABSENT = ("meeting.presider_absent", "ai-2026#14")


@pytest.fixture
def reviewed(story):
    """Both worksheets are in."""
    return story.in_review().reviewed()


@pytest.fixture
def under_the_vice(world, reviewed):
    """The chair has named the vice-chair to preside; both are in the room, with five members."""
    reviewed.convened(by=world.chair, presider=world.vice.pk)
    return reviewed.arrives(*world.members[:7]).declared(*world.members[:7])


@pytest.fixture
def headless(world, story):
    """Accepted; chair and vice-chair keep out, and of the others the sixth member has served longest."""
    world.body.seats.filter(person=world.members[5]).update(starts_on=TERM[0].replace(year=2023))
    story.accepted()
    for person in (world.chair, world.vice):
        story.does(person, "declare_interest", conflict=True)
    return story


# Opening and closing


def test_the_presider_in_the_room_opens_and_closes(world, under_the_vice):
    under_the_vice.does(world.vice, "open_ballot")
    under_the_vice.votes("approve", *world.members[:6]).does(world.vice, "close_ballot")

    assert under_the_vice.ballot.result == "approve"
    assert under_the_vice.last.data["chair_ground"] == "named_by_chair"


def test_the_chair_opens_no_ballot_of_a_meeting_the_vice_chair_presides_over(world, under_the_vice, refused):
    with refused(NOT_PRESIDING) as outcome:
        under_the_vice.does(world.chair, "open_ballot")
    assert outcome.figures == [{"names": ["委员2"]}]


def test_an_absent_chair_opens_no_ballot_either(world, under_the_vice, refused):
    under_the_vice.leaves(world.chair)

    with refused(NOT_PRESIDING):
        under_the_vice.does(world.chair, "open_ballot")


def test_the_chair_closes_no_ballot_of_a_meeting_the_vice_chair_presides_over(world, under_the_vice, refused):
    under_the_vice.does(world.vice, "open_ballot")

    with refused(NOT_PRESIDING):
        under_the_vice.does(world.chair, "close_ballot")


@pytest.mark.parametrize("back", [True, False])
def test_a_presider_who_left_the_room_closes_once_they_are_back(world, reviewed, refused, back):
    reviewed.balloting(7).votes("approve", *world.members[1:6])
    reviewed.now += MINUTE
    reviewed.leaves(world.chair)
    if back:
        reviewed.arrives(world.chair).does(world.chair, "close_ballot")
        assert reviewed.ballot.result == "approve"
        return

    with refused(ABSENT) as outcome:
        reviewed.does(world.chair, "close_ballot")
    assert outcome.figures == [{"names": ["委员1"]}]


def test_the_last_vote_closes_by_itself_though_the_presider_has_left(world, reviewed):
    reviewed.balloting(6).votes("approve", *world.members[:5])
    reviewed.now += MINUTE
    reviewed.leaves(world.chair).votes("approve", world.members[5])

    assert (reviewed.ballot.status, reviewed.ballot.result, reviewed.last.role) == ("closed", "approve", "system")


def test_the_organiser_of_a_re_examination_opens_and_closes_as_before(story, world):
    story.applied().panel_voting().votes("agree", *world.experts[:4]).does(world.officer, "close_ballot")

    assert story.ballot.result == "agree"


# Naming


def test_the_office_names_no_vice_chair_for_an_able_chair(world, reviewed, refused):
    with refused(NOT_NAMED) as outcome:
        reviewed.convened(presider=world.vice.pk)
    assert outcome.figures == [{"person": world.vice.pk, "names": ["委员1"]}]


def test_nor_for_a_meeting_that_is_called_without_a_matter(world, refused):
    when = Story(world).now
    asked = {"committee": world.body.pk, "starts_at": when, "mode": "in_person", "place": "", "now": when}

    with refused(NOT_NAMED):
        sittings.schedule(presider=world.vice.pk, user=world.secretary, **asked)
    meeting = sittings.schedule(presider=world.vice.pk, user=world.chair, **asked)
    assert (meeting.presider, meeting.presider_ground) == (world.vice, "named_by_chair")


def test_the_office_convenes_the_vice_chair_where_the_chair_keeps_out(world, reviewed):
    reviewed.does(world.chair, "declare_interest", conflict=True)
    reviewed.convened(presider=world.vice.pk)

    assert reviewed.meeting.presider_ground == "chair_out"


def test_who_presides_for_a_conflicted_chair_gives_way_in_the_other_matters(world, reviewed, refused):
    """The vice-chair was convened for one matter, of which the chair keeps out; another matter there is the chair's."""
    reviewed.does(world.chair, "declare_interest", conflict=True)
    meeting = reviewed.convened().meeting
    other = Story(world).in_review().reviewed()
    other.now = reviewed.now
    other.does(other.secretary, "convene", meeting=meeting.pk)
    other.arrives(*world.members[:7]).declared(*world.members[:7])

    with refused(("role.not_yours", "ai-2026#16")):
        other.does(world.vice, "open_ballot")
    other.does(world.chair, "open_ballot")
    assert "chair_ground" not in other.last.data


def test_whom_the_chair_named_presides_over_every_matter_of_the_meeting(world, under_the_vice):
    other = Story(world).in_review().reviewed()
    other.now = under_the_vice.now
    other.does(other.secretary, "convene", meeting=under_the_vice.meeting.pk)
    other.declared(*world.members[:7]).does(world.vice, "open_ballot")

    assert other.ballot.status == "open"


# Standing in


def test_nobody_stands_in_while_a_vice_chair_may_act(world, story, refused):
    story.accepted().does(world.chair, "declare_interest", conflict=True)

    with refused(("role.not_yours", "ai-2026#annex")):
        story.does(world.members[2], "determine_list", items=[], reasons="对照清单")
    story.does(world.vice, "determine_list", items=[], reasons="对照清单")
    assert (story.last.data["chair_ground"], story.last.data["chair_rule"]) == ("chair_out", "ai-2026#14?")


def test_the_longest_serving_member_carries_a_headless_matter_to_its_end(world, headless):
    senior, room = world.members[5], world.members[2:9]
    headless.does(senior, "determine_list", items=[], reasons="对照清单")
    assert (headless.last.role, headless.last.data["chair_ground"]) == ("chair", "stand_in")
    assert headless.last.data["chair_rule"] == "house"

    headless.declared(*world.members[2:4])
    headless.does(senior, "assign_reviewers", reviewers=[person.pk for person in world.members[2:4]])
    headless.reviewed().convened()
    assert (headless.meeting.presider, headless.meeting.presider_ground) == (senior, "stand_in")
    headless.arrives(*room).declared(*room).does(senior, "open_ballot")
    headless.votes("approve", *room[:6]).does(senior, "close_ballot")
    headless.does(senior, "issue_decision", reasons="依据表决结果")
    assert headless.case.state == "active"
    assert headless.last.data["chair_ground"] == "stand_in"


def test_no_other_member_acts_as_the_chair_of_a_headless_matter(world, headless, refused):
    for person in (world.chair, world.vice, world.members[2]):
        with refused(("role.not_yours", "ai-2026#annex")):
            headless.does(person, "determine_list", items=[], reasons="对照清单")


def test_where_the_longest_serving_keeps_out_too_the_next_stands_in(world, headless):
    headless.does(world.members[5], "declare_interest", conflict=True)
    people = explain(case=headless.case, user=world.secretary, now=headless.now).situation.people

    assert people[Role.CHAIR] == {world.members[2].pk}


def test_the_applicant_never_stands_in_for_the_chair_of_their_own_matter(world):
    world.body.seats.filter(person=world.members[5]).update(starts_on=TERM[0].replace(year=2023))
    story = Story(world, applicant=world.members[5]).accepted()
    for person in (world.chair, world.vice):
        story.does(person, "declare_interest", conflict=True)
    people = explain(case=story.case, user=world.secretary, now=story.now).situation.people

    assert people[Role.CHAIR] == {world.members[2].pk}


def test_who_stands_in_keeps_a_member_out(world, headless):
    headless.does(world.members[5], "determine_list", items=[], reasons="对照清单")
    headless.declared(*world.members[2:4])
    headless.does(world.members[5], "assign_reviewers", reviewers=[person.pk for person in world.members[2:4]])
    headless.reviewed().convened()
    item = headless.meeting.items.get()
    words = {"meeting": headless.meeting.pk, "item": item.pk, "person": world.members[7].pk, "reason": "持股"}
    sittings.recuse(user=world.members[5], now=headless.now, **words)

    assert headless.last.data["recused"] == [world.members[7].pk]


def test_a_meeting_ends_under_whoever_was_convened_to_stand_in(world, headless):
    headless.does(world.members[5], "determine_list", items=[], reasons="对照清单")
    headless.declared(*world.members[2:4])
    headless.does(world.members[5], "assign_reviewers", reviewers=[person.pk for person in world.members[2:4]])
    headless.reviewed().convened()

    assert sittings.end(meeting=headless.meeting.pk, user=world.members[5], now=headless.now).ended_at


@pytest.mark.parametrize(
    ("way", "told"), [("zh-hans", "任职最久的委员代行职责"), ("en", "the longest-serving member stands in")]
)
def test_page_and_api_say_who_stands_in_and_why(world, headless, client, way, told):
    client.force_login(world.secretary)
    page = client.get(f"/cases/{headless.number}/", headers={"accept-language": way}).content.decode()
    answer = client.get(f"/api/v1/cases/{headless.number}/").json()

    assert "委员6 · " in page
    assert told in page
    assert answer["chair_ground"] == "stand_in"
    assert [person["name"] for person in answer["people"]["chair"]] == ["委员6"]
