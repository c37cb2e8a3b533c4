"""Who may act for a body, and which body: nobody in their own matter, nobody who has gone, no body twice."""

from datetime import timedelta

import pytest

from committees.models import Meeting, Recusal
from ethics_review.operations import sittings
from tests.world import Story, acceptance

OWN_MATTER = ("roles.own_matter", "general-2023#8")
RECUSED = ("interest.recused", "general-2023#8")


@pytest.fixture
def together(world):
    """A meeting over which the chair presides, with a matter of the chair's own on its agenda besides another."""
    other = Story(world).in_review().reviewed().convened()
    own = Story(world, applicant=world.chair, now=other.now).accepted()
    own.does(world.vice, "determine_list", items=[], reasons="对照清单")
    own.declared(world.members[2]).does(world.vice, "assign_reviewers", reviewers=[world.members[2].pk])
    own.reviewed(world.members[2]).does(own.secretary, "convene", meeting=other.meeting.pk)
    return other, own


def keep_out(story, item, member, user):
    words = {"meeting": story.meeting.pk, "item": item.pk, "person": member.pk, "reason": "合作项目"}
    return sittings.recuse(user=user, now=story.now, **words)


def item_of(story):
    return story.meeting.items.get(subject=story.stream)


def test_whoever_presides_keeps_nobody_out_of_their_own_matter(together, refused, world):
    other, own = together

    with refused(OWN_MATTER, RECUSED):
        keep_out(own, item_of(own), world.members[4], world.chair)
    keep_out(own, item_of(other), world.members[4], world.chair)
    assert Recusal.objects.filter(person=world.members[4]).get().subject == other.stream


def test_whoever_keeps_an_interest_keeps_nobody_else_out(story, refused, world):
    story.in_review().reviewed().convened()
    story.does(world.chair, "declare_interest", conflict=True)

    with refused(RECUSED):
        keep_out(story, item_of(story), world.members[4], world.chair)


def test_a_chair_whose_term_has_ended_presides_no_longer(story, world):
    story.in_review().reviewed().convened()
    world.body.seats.filter(person=world.chair).update(ends_on="2026-06-09")

    with pytest.raises(Meeting.DoesNotExist):
        keep_out(story, item_of(story), world.members[4], world.chair)
    assert not Recusal.objects.exists()


def gone(person):
    """The person can sign in no longer."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


def test_whoever_has_gone_acts_in_nothing(story, refused, world):
    story.submitted()

    with refused(("role.not_yours", "ai-2026#13")) as outcome:
        story.does(gone(world.secretary), "accept", **acceptance())
    assert outcome.figures == [{"needs": ["secretary", "chair"], "has": []}]
    assert story.does(world.chair, "accept", **acceptance()).state == "accepted"


def test_an_applicant_who_has_gone_files_nothing(story, refused, world):
    story.drafted()
    gone(story.applicant)

    for act in (Story(world).drafted, story.revised, lambda: story.does(story.applicant, "submit")):
        with refused(("role.not_yours", "ai-2026#13")):
            act()


def test_a_member_who_has_gone_counts_for_nothing(story, refused, world):
    story.in_review().reviewed().in_meeting(9)
    gone(world.members[8])
    story.does(world.chair, "open_ballot")
    assert story.ballot.roll.count() == 8


def test_a_committee_half_of_which_has_gone_is_none(story, refused, world):
    story.submitted()
    for person in world.members[6:]:
        gone(person)

    with refused(("committee.too_few", "general-2023#7")) as outcome:
        story.accepted()
    assert outcome.figures == [{"need": 7, "have": 6}]


def test_the_vice_chair_acts_where_the_chair_has_gone(story, world):
    story.accepted()
    gone(world.chair)
    for person in (world.officer, world.manager):
        gone(person)

    assert story.does(world.vice, "determine_list", items=[1], reasons="对照清单").listed == [1]
    assert story.told()["list_determined"] == ["沈若水", "秘书"]  # and no officer


def end_mandates(world, story):
    """The mandates of the centre ended the day before: no operation ends one, so their term is set back."""
    world.centre.mandates.update(ends_on=story.now.date() - timedelta(days=1))


def by_the_centre(world):
    return Story(world, applicant=world.loner, committee=world.centre).in_review().reviewed()


NO_MANDATE = ("body.no_mandate", "ai-2026#12")


def test_a_centre_opens_no_ballot_after_its_mandate(world, refused):
    story = by_the_centre(world).in_meeting()
    end_mandates(world, story)

    with refused(NO_MANDATE):
        story.does(story.chair, "open_ballot")
    world.centre.mandates.update(ends_on=story.now.date())
    story.does(story.chair, "open_ballot")
    assert story.ballot.status == "open"


@pytest.mark.parametrize(
    ("items", "move", "data", "state"),
    [((), "issue_decision", {}, "active"), ((1,), "pass_preliminary", {"opinion": "通过"}, "preliminary_passed")],
)
def test_a_centre_decides_nothing_after_its_mandate(world, refused, items, move, data, state):
    story = Story(world, applicant=world.loner, committee=world.centre).in_review(items=items).reviewed().found()
    end_mandates(world, story)

    with refused(NO_MANDATE):
        story.does(story.chair, move, **data)
    world.centre.mandates.update(ends_on=story.now.date())
    assert story.does(story.chair, move, **data).state == state


def six_left(world, story):
    for person in world.members[6:]:
        world.end_seat(person, on=story.now.date(), at=story.now)


def test_modifications_are_confirmed_by_a_lawful_committee(story, refused, world):
    story.decided("approve_after_modification").revised().does(story.applicant, "resubmit")
    story.wait(days=1)
    six_left(world, story)

    with refused(("committee.too_few", "general-2023#7")) as outcome:
        story.does(story.secretary, "confirm_modifications")
    assert outcome.figures == [{"need": 7, "have": 6}]


def test_an_activity_is_ended_by_a_lawful_committee(story, refused, world):
    story.decided().wait(days=1)
    six_left(world, story)

    with refused(("committee.too_few", "general-2023#7")):
        story.does(story.secretary, "complete", reasons="按期结题")
