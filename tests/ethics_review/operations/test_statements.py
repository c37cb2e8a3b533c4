"""What an act costs the database: a fixed number of statements, at most forty, however much is stored."""

from datetime import timedelta

import pytest

from committees.models import Meeting
from ethics_review import operations
from ethics_review.operations.sweeping import sweep
from ledger.models import Deadline
from regulations.vocabulary import Position
from tests.ethics_review.positions import POSITIONS
from tests.recollection import undone
from tests.world import Story, appoint, experts, someone, worksheet

MOST = 40


def crowd(world, count):
    """More of everything: other cases with votes and reports, members, revisions."""
    for number in range(count):
        person = someone(f"增补委员{number}", world.unit)
        other = Story(world).decided()
        change = {"what": "更换模型基座", "reason": "性能", "affects_risk_benefit": False, "major": False}
        other.does(other.applicant, "report_change", **change)
        appoint(world.body, person, Position.MEMBER, world.manager, categories=("science",), sex="female")


@pytest.fixture
def cost(world, statements):
    """The statements of one move, made in a world with `others` more of everything, and taken back.

    So whatever is asked next begins in the small world, and the crowd is the same for every move: it is recalled.
    """

    def of(move, others):
        with undone():
            crowd(world, others)
            story = Story(world)
            who, data = POSITIONS[move](story)
            story.now += story.now.resolution
            words = {"number": story.number, "move": move, "user": who, "data": data, "now": story.now}
            return statements(operations.make_move, **words)

    return of


@pytest.mark.parametrize("move", POSITIONS)
def test_a_move_costs_no_more_than_forty_statements_whatever_else_is_stored(cost, move):
    alone, among_three = cost(move, 0), cost(move, 3)

    assert alone == among_three
    assert alone <= MOST


@pytest.fixture
def counted(statements):
    """The statements of one move of the story, made now."""

    def of(story, who, move, **data):
        words = {"number": story.number, "move": move, "user": who, "data": data, "now": story.now}
        return statements(operations.make_move, **words)

    return of


def test_a_panel_costs_the_same_whatever_its_size(world, counted):
    costs = []
    for size in (5, 7):
        story = Story(world).applied()
        story.does(world.officer, "accept_re_examination")
        costs.append(counted(story, world.officer, "form_panel", experts=experts(world.experts[:size])))

    assert costs[0] == costs[1] <= MOST


def test_the_last_vote_costs_the_same_whatever_the_roll(world, counted):
    costs = []
    for present in (5, 9):
        story = Story(world).in_review().reviewed().balloting(present)
        story.votes("approve", *story.members[: present - 1])
        costs.append(counted(story, story.members[present - 1], "cast_vote", position="approve"))
        assert story.ballot.status == "closed"

    assert costs[0] == costs[1] <= MOST


@pytest.mark.parametrize("stage", ["listed", "after the opinion"])
def test_the_last_vote_on_a_listed_activity_costs_no_more_than_forty(story, counted, stage):
    if stage == "listed":
        story.in_review(items=(1,)).reviewed().balloting()
    else:
        story.opined().balloting()
    story.votes("approve", *story.members[:6])

    assert counted(story, story.members[6], "cast_vote", position="approve") <= MOST
    assert story.ballot.status == "closed"


def test_to_convene_after_the_opinion_costs_no_more_than_forty(story, counted):
    story.opined()
    starts_at = (story.now + timedelta(hours=1)).isoformat()

    assert counted(story, story.secretary, "convene", starts_at=starts_at) <= MOST


def test_a_conflict_that_voids_a_ballot_costs_no_more_than_forty(story, counted):
    story.in_review().reviewed().balloting()

    assert counted(story, story.members[4], "declare_interest", conflict=True) <= MOST
    assert story.ballot.status == "void"


def test_the_worksheet_that_turns_a_review_general_costs_no_more_than_forty(story, counted):
    story.accepted("simplified").listed().assigned().reviewed(story.members[2])

    assert counted(story, story.members[3], "submit_worksheet", **worksheet("reject")) <= MOST
    assert story.case.procedure == "general"


@pytest.mark.parametrize("act", ["miss", "remind"])
def test_a_deadline_costs_the_sweep_the_same_among_many(world, statements, act):
    costs = []
    for others in (0, 3):
        crowd(world, others)
        story = Story(world).in_review()
        now = story.clock("decision").due_at + timedelta(hours=1 if act == "miss" else -1)
        Deadline.objects.exclude(pk=story.clock("decision").pk).filter(settled_at=None).update(next_at=None)
        Meeting.objects.update(next_at=None)
        costs.append(statements(sweep, now=now, limit=1))
        assert (story.clock("decision").missed_at is not None) is (act == "miss")

    assert costs[0] == costs[1] <= MOST


def test_filing_costs_the_same_among_many(world, statements):
    Story(world).drafted()
    costs = []
    for others in (1, 3):
        crowd(world, others)
        story = Story(world)
        costs.append((statements(story.drafted), statements(story.revised)))

    assert costs[0] == costs[1]
    assert max(costs[0]) <= MOST
