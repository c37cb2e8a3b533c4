"""The minutes from facts, the sum of a vote written out, and the room as whoever presides needs it at each item."""

import re

import pytest
from django.urls import reverse

from committees.models import Recusal
from regulations.vocabulary import Category
from tests.world import MINUTE, Story


def meeting_path(story):
    return reverse("meeting", args=[story.meeting.pk])


def path(story):
    return reverse("minutes", args=[story.meeting.pk])


@pytest.fixture
def convened(story):
    return story.in_review().reviewed().convened()


def read_at(browse, at, read, story, person, where, language="en"):
    with at(story.now):
        return read(browse(person, language).get(where))


@pytest.fixture
def recused(convened, world):
    """Seven came; one of them keeps out, on their own word; the six others vote."""
    convened.arrives(*world.members[:7]).declared(*world.members[:6])
    convened.does(world.members[6], "declare_interest", conflict=True, details="与申请人合作发表论文")
    return convened


# The presiding view


def test_each_member_stands_at_the_item_as_they_are_to_it(browse, at, convened, world, read):
    convened.arrives(*world.members[:4]).declared(*world.members[:2])
    convened.does(world.members[3], "declare_interest", conflict=True, details="与申请人合作")

    chair = read_at(browse, at, read, convened, world.chair, meeting_path(convened))

    told = chair.partition("Who takes part in this item")[2]
    assert told.startswith(
        " 委员4 must leave the room 与申请人合作 委员3 must declare first 委员1 counts 委员2 counts "
    )


def test_whoever_is_in_the_room_without_a_vote_stands_at_the_item_too(browse, at, convened, world, read):
    other = world.bare_applicant
    convened.arrives(world.chair).arrives(world.adviser, kind="adviser", categories=[Category.FIELD])
    convened.arrives(world.applicant, other, kind="applicant").arrives(world.secretary, kind="secretary")
    convened.declared(world.chair)

    chair = read_at(browse, at, read, convened, world.chair, meeting_path(convened))

    told = chair.partition("Who takes part in this item")[2]
    assert told.startswith(
        f" {other} has no part in this item Applicant 委员1 counts"
        " 顾问 in the room, no vote Adviser · The field"
        " 沈若水 heard on their own matter, no vote Applicant 秘书 in the room, no vote Secretary "
    )


def test_an_adviser_who_keeps_out_must_leave_and_whoever_has_left_is_gone(browse, at, convened, world, read):
    convened.arrives(world.chair, world.members[1]).arrives(world.adviser, kind="adviser")
    convened.arrives(world.applicant, kind="applicant").leaves(world.applicant)
    convened.declared(world.chair, world.members[1])
    Recusal.objects.create(
        subject=convened.stream, person=world.adviser, reason="合作者", recused_at=convened.now, item=None
    )

    member = read_at(browse, at, read, convened, world.members[1], meeting_path(convened))

    told = member.partition("Who takes part in this item")[2]
    assert told.startswith(" 顾问 must leave the room Adviser 委员1 counts 委员2 counts ")
    assert "沈若水" not in told.partition("Members")[0]
    assert "合作者" not in member


def test_whoever_keeps_out_of_an_item_is_told_by_which_rule_and_nobody_else_is(browse, at, recused, world, read):
    """The case and its vote are not there for them; the item of the meeting they sit in is."""
    vote = reverse("move", args=[recused.number, "cast_vote"])
    with at(recused.now):
        assert browse(world.members[6]).get(vote).status_code == 404

    told = read_at(browse, at, read, recused, world.members[6], meeting_path(recused))
    other = read_at(browse, at, read, recused, world.members[2], meeting_path(recused))

    assert re.search(r"You keep out of this item: .* see no more of the case\. Measures for .*?, Art\. 8 parent", told)
    assert "You keep out of this item" not in other


def test_why_somebody_keeps_out_is_for_the_office_alone(browse, at, recused, world, read):
    member = read_at(browse, at, read, recused, world.members[2], meeting_path(recused))
    office = read_at(browse, at, read, recused, world.secretary, meeting_path(recused))

    assert "委员7 must leave the room" in member
    assert "与申请人合作发表论文" not in member
    assert "委员7 must leave the room 与申请人合作发表论文" in office


def test_the_sum_of_a_vote_is_written_out_in_both_languages(browse, at, recused, world, read):
    recused.does(world.chair, "open_ballot")
    recused.votes("approve", *world.members[:5]).votes("reject", world.members[5])

    en = read_at(browse, at, read, recused, world.members[2], meeting_path(recused))
    zh = read_at(browse, at, read, recused, world.members[2], meeting_path(recused), "zh-hans")

    assert "7 present, 1 recused, 6 counted, needs 4, has 5: carried" in en
    assert "到会7人，回避1人，计入6人，需4票，得5票：通过" in zh


def test_a_vote_without_a_majority_is_summed_as_well(browse, at, recused, world, read):
    recused.does(world.chair, "open_ballot")
    recused.votes("approve", *world.members[:3]).votes("reject", *world.members[3:6])

    en = read_at(browse, at, read, recused, world.members[2], meeting_path(recused))

    assert "7 present, 1 recused, 6 counted, needs 4, has 3: not carried" in en


def test_an_open_vote_names_who_has_voted_and_has_no_sum(browse, at, recused, world, read):
    recused.does(world.chair, "open_ballot")
    recused.votes("reject", world.members[1])

    shown = read_at(browse, at, read, recused, world.chair, meeting_path(recused))

    assert "Have voted: 委员2 Awaited: 委员1, 委员3, 委员4, 委员5, 委员6" in shown
    assert "needs" not in shown
    assert "Reject" not in shown


def test_the_room_is_refreshed_in_part_with_the_quorum_of_that_instant(browse, at, convened, world):
    convened.arrives(*world.members[:5]).declared(*world.members[:5])
    browser = browse(world.chair)
    with at(convened.now):
        before = browser.part(meeting_path(convened)).content.decode()
    convened.now += MINUTE
    convened.leaves(world.members[4])
    with at(convened.now):
        after = browser.part(meeting_path(convened)).content.decode()

    assert ("5 of at least 5" in before, "4 of at least 5" in after) == (True, True)
    assert "<html" not in before


def test_a_meeting_costs_the_same_for_one_matter_and_three(browse, at, convened, world, statements):
    browser = browse(world.chair)
    with at(convened.now):
        one = statements(browser.get, meeting_path(convened))
        minutes = statements(browser.get, path(convened))
    for _ in range(2):
        other = Story(world, now=convened.now).in_review().reviewed()
        other.does(world.secretary, "convene", meeting=convened.meeting.pk)
        convened.now = other.now
    with at(convened.now):
        assert convened.meeting.items.count() == 3
        three = statements(browser.get, meeting_path(convened))
        assert statements(browser.get, path(convened)) == minutes
    assert one == three
    assert (one, minutes) == (14, 11)


# The minutes


def test_the_minutes_tell_minute_by_minute_who_came_and_went(browse, at, convened, world, read):
    convened.arrives(world.members[0], world.members[1])
    convened.now += MINUTE
    convened.arrives(world.adviser, kind="adviser", categories=["field"])
    convened.now += MINUTE
    convened.leaves(world.members[1])

    shown = read_at(browse, at, read, convened, world.members[2], path(convened))

    first = convened.meeting.attendances.order_by("pk").first().arrived_at
    assert first < convened.now
    told = shown.partition("Members in the room")[2]
    assert [part in told for part in ("委员1 comes", "委员2 comes", "顾问 comes", "委员2 leaves")] == [True] * 4
    assert "委员2 leaves Member 1" in told


def test_the_minutes_hold_recusals_ballots_with_figures_and_decisions(browse, at, recused, world, read):
    recused.does(world.chair, "open_ballot")
    recused.votes("approve", *world.members[:5]).votes("reject", world.members[5])
    recused.issued()

    shown = read_at(browse, at, read, recused, world.members[2], path(recused))

    assert "Keep out 委员7" in shown
    assert "Declared no interest 委员1, 委员2, 委员3, 委员4, 委员5, 委员6" in shown
    assert "7 present, 1 recused, 6 counted, needs 4, has 5: carried votes: Approve 5, Reject 1" in shown
    assert "On the roll: 委员1, 委员2, 委员3, 委员4, 委员5, 委员6 · opened by 委员1" in shown
    assert "Decision: Approve · 委员1" in shown


def test_the_minutes_never_tell_how_or_why_anybody_voted(browse, at, recused, world, read):
    recused.does(world.chair, "open_ballot")
    recused.votes("approve", *world.members[:5]).votes("reject", world.members[5])

    for person in (world.chair, world.secretary, world.members[5]):
        shown = read_at(browse, at, read, recused, person, path(recused))
        assert "风险未受控" not in shown
        assert "委员6 Reject" not in shown


def test_a_vote_that_became_void_is_in_the_minutes(browse, at, convened, world, read):
    convened.arrives(*world.members[:7]).declared(*world.members[:7])
    convened.does(world.chair, "open_ballot")
    convened.does(world.members[6], "declare_interest", conflict=True, details="x")

    shown = read_at(browse, at, read, convened, world.members[2], path(convened))

    assert "Ballot void" in shown


def test_whoever_keeps_out_reads_nothing_of_what_was_voted(browse, at, recused, world, read):
    recused.does(world.chair, "open_ballot")
    recused.votes("approve", *world.members[:6])

    shown = read_at(browse, at, read, recused, world.members[6], path(recused))

    assert "No vote was taken that you may read of." in shown
    assert "needs" not in shown


def test_the_reason_to_keep_out_is_in_the_minutes_of_the_office_alone(browse, at, recused, world, read):
    office = read_at(browse, at, read, recused, world.secretary, path(recused))
    member = read_at(browse, at, read, recused, world.members[2], path(recused))

    assert "与申请人合作发表论文" in office
    assert "与申请人合作发表论文" not in member


def test_the_minutes_are_those_of_people_seated_on_the_body(browse, at, convened, world):
    with at(convened.now):
        for person in (world.applicant, world.manager, world.officer, world.centre_secretary, world.stranger):
            assert browse(person).get(path(convened)).status_code == 404


def test_in_chinese(browse, at, recused, world, read):
    shown = read_at(browse, at, read, recused, world.members[2], path(recused), "zh-hans")

    assert "会议记录" in shown
    assert "回避 委员7" in shown
    assert "声明无利益关系 委员1" in shown
