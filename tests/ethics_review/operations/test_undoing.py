"""An interest found after the vote: an open ballot is void, a closed one set aside, and both are named and marked."""

import pytest

from committees.models import Ballot, Vote
from committees.operations import set_aside
from ethics_review.operations import sittings
from regulations.vocabulary import Outcome
from tests.world import Story


def votes():
    """Every vote as it was cast."""
    return list(Vote.objects.order_by("pk").values_list("seat", "position", "reason", "salt", "cast_at"))


def counted(ballot):
    return ballot.status, ballot.result, ballot.tally, ballot.closed_at


@pytest.fixture
def found(story):
    """Seven have voted for it, and the last vote has closed the ballot."""
    return story.in_review().reviewed().found()


def test_the_entry_names_the_open_ballot_that_became_void(story):
    story.in_review().reviewed().balloting().votes("approve", *story.members[:3])
    before, ballot = votes(), story.ballot
    story.does(story.members[5], "declare_interest", conflict=True, details="亲属任职")

    names = ("ballot", "ballot_item", "ballot_before", "ballot_after")
    assert [story.last.data[name] for name in names] == [ballot.pk, ballot.item_id, "open", "void"]
    assert (story.ballot.status, story.ballot.set_aside_by) == ("void", None)
    assert votes() == before


def test_the_entry_names_the_closed_ballot_and_the_ballot_names_the_entry(found):
    before, ballot = votes(), found.ballot
    found.does(found.members[5], "declare_interest", conflict=True, details="亲属任职")

    names = ("ballot", "ballot_item", "ballot_before", "ballot_after")
    assert [found.last.data[name] for name in names] == [ballot.pk, ballot.item_id, "closed", "set_aside"]
    assert found.ballot.set_aside_by == found.last
    assert counted(found.ballot) == counted(ballot)
    assert votes() == before


def test_a_further_interest_leaves_the_mark_of_the_first(found):
    found.does(found.members[5], "declare_interest", conflict=True)
    first = found.last
    found.does(found.members[4], "declare_interest", conflict=True)

    assert "ballot" not in found.last.data
    assert found.ballot.set_aside_by == first


@pytest.mark.parametrize("who", ["not on the roll", "without an interest"])
def test_other_declarations_leave_the_result(found, who):
    member, conflict = {"not on the roll": (found.members[8], True), "without an interest": (found.members[7], False)}[
        who
    ]
    found.does(member, "declare_interest", conflict=conflict)

    assert "ballot" not in found.last.data
    assert found.ballot.set_aside_by is None
    assert found.issued().case.state == "active"


def test_the_body_votes_again_on_a_ballot_of_its_own(found):
    found.does(found.members[5], "declare_interest", conflict=True)
    remaining = [*found.members[:5], found.members[6]]
    found.convened().arrives(*remaining).declared(*remaining).does(found.chair, "open_ballot")
    found.votes(Outcome.APPROVE, *remaining)

    first, second = Ballot.objects.order_by("pk")
    assert (first.set_aside_by is None, second.set_aside_by) == (False, None)
    assert found.issued().case.state == "active"


def test_a_panels_opinion_is_set_aside_as_well(world, story):
    story.applied().panel_voting().votes("agree", *world.experts[:5])
    story.does(world.experts[0], "declare_interest", conflict=True)

    assert story.ballot.set_aside_by == story.last
    assert Ballot.objects.filter(committee=world.body).get().set_aside_by is None


def test_who_presides_sets_a_vote_without_majority_aside(world, story):
    """It went to the next meeting, and there a member must keep out of whose vote it was."""
    story.in_review().reviewed().balloting(6).votes("approve", *story.members[:3]).votes("reject", *story.members[3:6])
    ballot = story.ballot
    story.convened()
    words = {"meeting": story.meeting.pk, "item": story.meeting.items.get().pk, "person": story.members[4].pk}
    sittings.recuse(**words, reason="持股", user=story.chair, now=story.now)

    ballot.refresh_from_db()
    assert ballot.set_aside_by == story.last
    assert (story.last.data["ballot_before"], story.last.data["ballot_after"]) == ("closed", "set_aside")


def test_only_what_has_closed_is_set_aside(story, refused):
    story.in_review().reviewed().balloting()

    with refused(("ballot.not_closed", "house")) as outcome:
        set_aside(ballot=story.ballot, by=story.last)
    assert outcome.figures == [{"status": "open"}]


def test_api_and_pages_show_the_mark_beside_the_votes(found, client):
    found.does(found.members[5], "declare_interest", conflict=True)
    client.force_login(found.secretary)
    case = client.get(f"/api/v1/cases/{found.number}/").json()["ballot"]
    meeting = client.get(f"/api/v1/meetings/{found.meeting.pk}/").json()["items"][0]["ballot"]

    assert case == meeting
    assert (case["set_aside"]["seq"], case["set_aside"]["action"]) == (found.last.seq, "declare_interest")
    assert (case["status"], case["result"], case["tally"]["approve"]) == ("closed", "approve", 7)
    page = client.get(f"/meetings/{found.meeting.pk}/", headers={"accept-language": "en"}).content.decode()
    assert f"Set aside by entry {found.last.seq} of the record" in page
    assert (
        "Set aside; the body votes again"
        in client.get(f"/cases/{found.number}/", headers={"accept-language": "en"}).content.decode()
    )


def test_a_ballot_that_stands_bears_no_mark(world, client):
    story = Story(world).in_review().reviewed().found()
    client.force_login(story.secretary)

    assert client.get(f"/api/v1/cases/{story.number}/").json()["ballot"]["set_aside"] is None
    page = client.get(f"/meetings/{story.meeting.pk}/", headers={"accept-language": "en"}).content.decode()
    assert "Set aside" not in page
