"""What holds of all 38 moves alike: they work, and are refused to the wrong people and in the wrong state."""

import pytest

from ethics_review import operations
from ethics_review.models import Case
from ledger.models import Entry
from regulations import pack
from regulations.refusal import Refused
from regulations.vocabulary import Role, State
from tests.ethics_review.positions import POSITIONS, STATES
from tests.world import Story

LINES = pack("ai-2026").moves


def test_there_is_a_position_for_every_move_and_a_story_for_every_state():
    assert set(POSITIONS) == set(LINES) == set(operations.EFFECTS)
    assert set(STATES) == set(State)


@pytest.mark.parametrize("move", POSITIONS)
def test_the_move_is_made_recorded_and_counted(story, chain_holds, move):
    who, data = POSITIONS[move](story)
    before = story.case
    entries = Entry.objects.filter(stream=story.stream).count()
    case = story.does(who, move, **data)

    entry = Entry.objects.get(stream=story.stream, seq=entries)
    line = LINES[move]
    assert (entry.action, entry.actor, entry.moment) == (move, who, story.now)
    assert Role(entry.role) in line.roles_in(State(before.state))
    assert entry.data["rule"].rstrip("?") == str(pack("ai-2026").cite(line.rule)).rstrip("?")
    assert (entry.data["from"], entry.data["to"]) == (before.state, case.state)
    assert entry.data["version"] == before.version + 1
    assert case.state in (line.targets or (before.state,))
    saved = Case.objects.get(pk=case.pk)
    assert (saved.state, saved.version) == (case.state, case.version)
    assert chain_holds()


@pytest.mark.parametrize("move", POSITIONS)
def test_the_move_is_refused_to_everybody_who_has_no_part_in_it(story, refused, move):
    world, state = story.world, POSITIONS[move](story) and State(story.case.state)
    line, holders = LINES[move], _holders(story)
    cite = str(pack("ai-2026").cite(line.rule)).rstrip("?")
    strangers = [
        person for role, person in holders.items() if not (_roles_of(story, person) & set(line.roles_in(state)))
    ]
    assert world.stranger in strangers

    for person in strangers:
        with refused(("role.not_yours", cite)) as outcome:
            story.does(person, move)
        assert outcome.figures[0]["needs"] == list(line.roles_in(state))


def _holders(story):
    """One person for each part, and one who has none."""
    world = story.world
    return {
        "applicant": story.applicant,
        "unit": story.manager,
        "secretary": story.secretary,
        "chair": story.chair,
        "member": story.members[7],
        "reviewer": story.members[2],
        "authority": world.officer,
        "expert": world.experts[0],
        "stranger": world.stranger,
    }


def _roles_of(story, person):
    """Who is what, said independently of the engine."""
    world, roles = story.world, set()
    state = story.case.state
    if person == story.applicant:
        roles.add(Role.APPLICANT)
    if person == story.manager:
        roles.add(Role.UNIT)
    if person == story.secretary:
        roles.add(Role.SECRETARY)
    if person == story.chair:
        roles.add(Role.CHAIR)
    if person in story.members:
        roles.add(Role.MEMBER)
    if person in story.members[2:4] and state == State.IN_REVIEW:
        roles.add(Role.REVIEWER)
    if person == world.officer:
        roles.add(Role.AUTHORITY)
    if person in world.experts and story.case.re_examinations.filter(panel__seats__person=person).exists():
        roles.add(Role.EXPERT)
    return roles


@pytest.mark.parametrize("state", STATES)
def test_every_move_that_does_not_leave_the_state_is_refused_there(story, everything, state):
    STATES[state](story)
    assert story.case.state == state
    last = story.last
    before = everything()
    away = {name: line for name, line in LINES.items() if state not in line.sources}
    assert away

    for name, line in away.items():
        with pytest.raises(Refused) as caught:
            story.does(_actor(story, line), name)
        first = caught.value.refusals[0]
        assert first.code == "state.not_here"
        assert first.source == pack("ai-2026").rules[line.rule].source
        assert first.figures["state"] == state
        assert first.figures["latest"]["action"] == last.action
    assert everything() == before


def _actor(story, line):
    world = story.world
    people = {
        Role.APPLICANT: story.applicant,
        Role.UNIT: story.manager,
        Role.SECRETARY: story.secretary,
        Role.CHAIR: story.chair,
        Role.MEMBER: story.members[4],
        Role.REVIEWER: story.members[2],
        Role.AUTHORITY: world.officer,
        Role.EXPERT: world.experts[0],
    }
    return people[line.by[0]]


def test_a_case_that_does_not_exist(story):
    with pytest.raises(Case.DoesNotExist):
        operations.make_move(number="2026-9999", move="submit", user=story.applicant, data={}, now=story.now)


def test_nobody_who_left_office_acts_for_the_unit(world, refused):
    story = Story(world).preliminary()
    world.manager.institution_roles.update(ends_on="2026-06-09")

    with refused(("role.not_yours", "ai-2026#22")):
        story.does(world.manager, "apply_re_examination")
    world.manager.institution_roles.update(ends_on="2026-06-10")
    assert story.does(world.manager, "apply_re_examination").state == "re_examination_applied"


def test_an_officer_of_another_region_has_no_part(world, refused):
    story = Story(world).applied()
    world.authority.region = "52"
    world.authority.save()

    with refused(("role.not_yours", "ai-2026#21")):
        story.does(world.officer, "accept_re_examination")
