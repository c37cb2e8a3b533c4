"""Who may know that a case exists, and nobody else; at whatever size of the list."""

from datetime import timedelta

import pytest

from ethics_review.models import Case
from tests.ethics_review.positions import STATES
from tests.world import Story


def sees(story, who, at=None):
    return Case.objects.visible_to(who, at or story.now).filter(number=story.number).exists()


def seers(story):
    world = story.world
    people = {
        "applicant": story.applicant,
        "manager": world.manager,
        "secretary": world.secretary,
        "chair": world.chair,
        "member": world.members[8],
        "officer": world.officer,
        "expert": world.experts[0],
        "centre": world.centre_members[0],
        "other unit": world.bare_manager,
        "stranger": world.stranger,
    }
    return {name for name, person in people.items() if sees(story, person)}


COMMITTEE = {"secretary", "chair", "member"}


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("draft", {"applicant"}),
        ("submitted", {"applicant", "manager", *COMMITTEE}),
        ("in_review", {"applicant", "manager", *COMMITTEE}),
        ("active", {"applicant", "manager", *COMMITTEE}),
        ("rejected", {"applicant", "manager", *COMMITTEE}),
        ("withdrawn", {"applicant", "manager", *COMMITTEE}),
        ("preliminary_passed", {"applicant", "manager", "officer", *COMMITTEE}),
        ("re_examination", {"applicant", "manager", "officer", "expert", *COMMITTEE}),
        ("opinion_returned", {"applicant", "manager", "officer", "expert", *COMMITTEE}),
    ],
)
def test_who_sees_a_case(story, state, who):
    STATES[state](story)

    assert seers(story) == who


def test_a_draft_withdrawn_stays_its_applicants_own(story):
    story.drafted().does(story.applicant, "withdraw", reasons="不再开展")

    assert seers(story) == {"applicant"}
    assert story.told() == {}


def test_a_recused_member_sees_no_more(story):
    story.accepted().does(story.members[8], "declare_interest", conflict=True)

    assert seers(story) == {"applicant", "manager", "secretary", "chair"}


def test_an_applicant_on_the_committee_sees_their_own(world):
    story = Story(world, applicant=world.members[8]).accepted()

    assert sees(story, world.members[8])


def test_a_recused_expert_sees_no_more(world, story):
    story.applied().panelled().does(world.experts[0], "declare_interest", conflict=True)

    assert not sees(story, world.experts[0])
    assert sees(story, world.experts[1])


@pytest.mark.parametrize(("days", "visible"), [(1, True), (2, False)])
def test_a_member_sees_until_the_seat_ends(world, story, days, visible):
    story.accepted()
    end = (story.now + timedelta(days=2)).date()
    world.end_seat(world.members[8], on=end, at=story.now)

    assert sees(story, world.members[8], story.now + timedelta(days=days)) is visible


@pytest.mark.parametrize(("region", "visible"), [("51", True), ("5101", True), ("5102", False), ("52", False)])
def test_an_authority_sees_listed_matters_of_its_own_region(world, region, visible):
    listed, unlisted = Story(world).accepted().listed(1), Story(world).accepted().listed()
    undetermined = Story(world).accepted()
    world.authority.region = region
    world.authority.save()

    assert sees(listed, world.officer) is visible
    assert not sees(unlisted, world.officer)
    assert not sees(undetermined, world.officer)


def test_a_matter_without_a_unit_lies_where_its_committee_does(world):
    story = Story(world, applicant=world.loner, committee=world.centre).accepted().listed(1)

    assert sees(story, world.officer)


def test_a_case_is_seen_once_whatever_the_ways_to_it(world):
    """A member who is also the unit's manager and an expert of a later panel sees each case one time."""
    story = Story(world).applied().panelled()
    role = world.officer.institution_roles.get()
    role.user = world.experts[0]
    role.save()

    assert Case.objects.visible_to(world.experts[0], story.now).count() == 1


def test_the_list_costs_the_same_with_one_row_and_with_three(world, statements):
    def listing(who, now):
        return list(Case.objects.visible_to(who, now).select_related("committee", "institution", "applicant"))

    people = (world.applicant, world.chair, world.manager, world.officer, world.experts[0], world.stranger)
    last = Story(world).applied().panelled()
    alone = [statements(listing, who, last.now) for who in people]
    for _ in range(2):
        last = Story(world).applied().panelled()

    assert [statements(listing, who, last.now) for who in people] == alone
    assert max(alone) <= 3
    assert [len(listing(who, last.now)) for who in people] == [3, 3, 3, 3, 3, 0]
