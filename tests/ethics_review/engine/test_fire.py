"""The door: one transaction, one permit, one version; what fails leaves nothing behind."""

import pytest
from django.db import connection, transaction
from django_fsm import TransitionNotAllowed

from ethics_review import operations
from ethics_review.engine import Stale, fire
from ethics_review.engine.facts import gather
from ethics_review.fsm import Permit
from ethics_review.models import Case
from ledger.models import Entry, Message
from regulations import pack
from regulations.vocabulary import State
from tests.world import Story, acceptance


class Broken(Exception):
    """Raised by an effect that fails half-way."""


def test_a_version_that_has_been_overtaken_is_stale(story, everything):
    story.submitted()
    before = everything()

    with pytest.raises(Stale) as caught:
        operations.make_move(
            number=story.number, move="accept", user=story.secretary, data=acceptance(), now=story.now, version=1
        )
    assert (caught.value.case.number, caught.value.case.version) == (story.number, 2)
    assert everything() == before


def test_the_version_that_was_read_is_taken(story):
    story.submitted()
    words = {"user": story.secretary, "data": acceptance(), "now": story.now}
    case = operations.make_move(number=story.number, move="accept", version=2, **words)

    assert case.version == 3


def test_an_effect_that_fails_leaves_nothing_behind(story, everything):
    def half_way(act):
        operations.EFFECTS["accept"](act)
        raise Broken

    story.submitted()
    before = everything()

    with pytest.raises(Broken):
        fire(
            number=story.number,
            move="accept",
            user=story.secretary,
            data=acceptance(),
            now=story.now,
            effects=operations.EFFECTS | {"accept": half_way},
        )
    assert everything() == before


def test_a_failure_of_the_record_takes_the_move_back(story, everything):
    """The database refuses an entry without an author's role; the state does not outlive it."""

    def without_a_chain(act):
        operations.EFFECTS["accept"](act)
        Entry.objects.create(
            stream=act.case.stream, seq=99, action="x", body="{}", role="system", at="x", prev="x", hash="x"
        )

    story.submitted()
    before = everything()

    with pytest.raises(Exception, match="ledger expects the next seq"):
        fire(
            number=story.number,
            move="accept",
            user=story.secretary,
            data=acceptance(),
            now=story.now,
            effects=operations.EFFECTS | {"accept": without_a_chain},
        )
    assert everything() == before


@pytest.mark.parametrize("move", pack("ai-2026").moves)
def test_no_move_is_made_beside_the_door(story, move):
    story.drafted()
    case = story.case

    with pytest.raises(TransitionNotAllowed):
        getattr(case, move)()
    case.permit = Permit("a_move_that_is_not", State.ACTIVE)
    with pytest.raises(TransitionNotAllowed):
        getattr(case, move)()
    assert case.state == "draft"


def test_a_permit_is_spent_by_one_use(story):
    case = story.drafted().case
    case.permit = Permit("submit", State.SUBMITTED)
    case.submit()
    assert case.permit is None

    with pytest.raises(TransitionNotAllowed):
        case.accept()


def test_the_state_cannot_be_assigned(story):
    case = story.drafted().case

    with pytest.raises(AttributeError):
        case.state = "active"
    case.refresh_from_db()
    with pytest.raises(AttributeError):
        case.state = "active"
    case.full_clean()


def test_a_failed_refresh_leaves_the_state_protected(story):
    case = story.drafted().case
    case.pk = 10**6

    with pytest.raises(Case.DoesNotExist):
        case.refresh_from_db()
    assert case.state == "draft"
    with pytest.raises(AttributeError):
        case.state = "active"


def test_the_database_refuses_a_state_no_pack_knows(story):
    case = story.drafted().case

    with pytest.raises(Exception, match="case_state_known"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ethics_review_case SET state = 'hacked' WHERE id = %s", [case.pk])


def test_nobody_is_told_of_their_own_act(story):
    story.submitted().does(story.chair, "accept", **acceptance())

    assert not Message.objects.filter(entry=story.last, recipient=story.chair).exists()
    assert Message.objects.filter(entry=story.last, notice="interest_asked").count() == 8


def test_gather_reads_the_same_facts_twice(story):
    story.in_review().reviewed().balloting()

    assert gather(story.case, story.now).facts == gather(story.case, story.now).facts


def test_a_case_is_pinned_to_its_pack_for_life(world, monkeypatch):
    """What was accepted keeps the digest of the pack under which it was accepted."""
    story = Story(world).accepted()
    pinned = story.case.pack_digest
    story.listed().assigned()

    assert story.case.pack_digest == pinned
    assert {entry.data["digest"] for entry in Entry.objects.filter(stream=story.stream)} == {pinned}
