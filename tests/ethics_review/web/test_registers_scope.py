"""Of what, and to whom, the registers of a body tell nothing."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import InstitutionRole
from committees import operations as committees
from regulations.vocabulary import Position
from tests.ethics_review.positions import OPINION
from tests.ethics_review.registering import BEGUN
from tests.world import TERM, Story, appoint, experts, someone

EVERY = {"year": "every"}


@pytest.fixture
def answered(browse, at, world):
    """The page of a register and its file, for a person, at the end of a story."""

    def ask(story, key, who, body=None):
        with at(story.now):
            paths = [reverse(name, args=[body or world.body.pk, key]) for name in ("register", "register-csv")]
            return [browse(who).get(path, **EVERY) for path in paths]

    return ask


@pytest.fixture
def told(answered):
    """Whether the page of a register and its file tell of each of these cases."""

    def ask(key, who, *stories):
        texts = [answer.content.decode() for answer in answered(stories[-1], key, who)]
        return [[story.number in text for text in texts] for story in stories]

    return ask


@pytest.fixture
def two(world):
    """Two cases, each with a line in the register."""

    def begin(key):
        stories = Story(world), Story(world)
        for story in stories:
            BEGUN[key](story)
        return stories

    return begin


def recuse(story, person):
    with transaction.atomic():
        committees.recuse(subject=story.stream, item=None, person=person, reason="近亲属参与", at=story.now)


BOTH, NEITHER = [True, True], [False, False]


@pytest.mark.parametrize("key", BEGUN)
def test_the_office_keeps_them_and_nobody_else(story, world, answered, key):
    BEGUN[key](story)
    others = [
        world.vice, world.members[4], world.applicant, world.manager, world.officer, world.centre_secretary,
        world.bare_manager, world.experts[0], world.stranger,
    ]  # fmt: skip

    assert [[one.status_code for one in answered(story, key, who)] for who in (world.secretary, world.chair)] == [
        [200, 200],
        [200, 200],
    ]
    assert {one.status_code for who in others for one in answered(story, key, who)} == {404}


def test_who_has_left_the_office_keeps_them_no_more(story, world, answered):
    story.decided()
    world.end_seat(world.secretary, on=story.now.date(), at=story.now)

    assert [one.status_code for one in answered(story, "decisions", world.secretary)] == [404, 404]


@pytest.mark.parametrize("key", ["votes", "Decisions", "decisions-"])
def test_a_register_nobody_knows_is_not_there(story, world, answered, key):
    assert [one.status_code for one in answered(story, key, world.secretary)] == [404, 404]


def test_a_body_there_is_none_of_has_none(story, world, answered):
    assert [one.status_code for one in answered(story, "decisions", world.secretary, body=10_000)] == [404, 404]


def test_a_panel_keeps_none(story, world, answered):
    story.applied().panelled()
    panel = story.case.re_examinations.get().panel

    assert [one.status_code for one in answered(story, "decisions", world.experts[0], panel.pk)] == [404, 404]


@pytest.mark.parametrize("key", BEGUN)
def test_a_matter_from_which_the_keeper_keeps_out_is_in_none(world, two, told, key):
    hidden, shown = two(key)
    recuse(hidden, world.secretary)

    assert told(key, world.secretary, hidden, shown) == [NEITHER, BOTH]
    assert told(key, world.chair, hidden, shown) == [BOTH, BOTH]


@pytest.mark.parametrize("key", BEGUN)
def test_nor_is_it_where_the_keeper_sees_it_as_the_manager_of_the_unit(world, two, told, key):
    hidden, shown = two(key)
    recuse(hidden, world.secretary)
    InstitutionRole.objects.create(user=world.secretary, institution=world.unit, kind="manager", starts_on=TERM[0])

    assert told(key, world.secretary, hidden, shown) == [NEITHER, BOTH]


@pytest.mark.parametrize("key", BEGUN)
def test_the_keepers_own_matter_is_in_none(world, two, told, key):
    own, _ = two(key)
    other = BEGUN[key](Story(world, applicant=someone("另一人", world.unit)))
    appoint(world.body, world.applicant, Position.SECRETARY, world.manager)

    assert told(key, world.applicant, own, other) == [NEITHER, BOTH]


@pytest.mark.parametrize("key", ["decisions", "registrations"])
def test_what_the_keeper_was_heard_on_as_an_expert_is_in_none(world, told, key):
    other, heard = Story(world).re_examined(), Story(world).applied()
    heard.does(world.officer, "accept_re_examination")
    heard.does(world.officer, "form_panel", experts=experts(world.experts[2:]))
    heard.declared(*world.experts[2:]).does(world.officer, "open_ballot")
    heard.votes("agree", *world.experts[2:]).does(world.officer, "give_opinion", **OPINION)
    heard.found().issued()
    appoint(world.body, world.experts[6], Position.SECRETARY, world.manager)

    assert told(key, world.experts[6], heard, other) == [NEITHER, BOTH]
    assert told(key, world.secretary, heard, other) == [BOTH, BOTH]


def test_what_lies_before_another_body_of_the_same_keeper_is_in_none(world, told, answered):
    elsewhere = Story(world, applicant=world.loner, committee=world.centre).decided("reject")
    here = Story(world).decided("reject")
    appoint(world.body, world.centre_secretary, Position.SECRETARY, world.manager)

    of_centre = [
        answer.content.decode() for answer in answered(here, "decisions", world.centre_secretary, world.centre.pk)
    ]

    assert told("decisions", world.centre_secretary, elsewhere, here) == [NEITHER, BOTH]
    assert [[one.number in text for text in of_centre] for one in (elsewhere, here)] == [BOTH, NEITHER]


def test_the_way_to_them_is_shown_to_whom_they_are_open(browse, at, world, story):
    path, way = reverse("committee", args=[world.body.pk]), reverse("register", args=[world.body.pk, "decisions"])

    with at(story.now):
        offered = {
            who: way in browse(getattr(world, who)).get(path).content.decode()
            for who in ("secretary", "chair", "vice", "manager", "applicant", "centre_secretary")
        }

    assert {who for who, shown in offered.items() if shown} == {"secretary", "chair"}
