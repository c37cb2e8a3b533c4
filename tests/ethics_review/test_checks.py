"""What must hold before the product serves anybody: the packs of live cases are here, and are what they were."""

from dataclasses import replace

import pytest

import regulations
from ethics_review import checks
from ethics_review.engine import explain
from regulations.house import check_house
from regulations.refusal import Refused
from tests.world import Story

PACK = "ai-2026"


@pytest.fixture
def next_version(monkeypatch):
    """The AI measures in a later version, in place of the one under which cases were accepted."""
    monkeypatch.setitem(regulations.PACKS, PACK, replace(regulations.PACKS[PACK], version="2"))
    regulations.pack.cache_clear()
    yield
    monkeypatch.undo()
    regulations.pack.cache_clear()


def told():
    return [(message.id, message.msg) for message in checks.live_packs_are_present(databases=["default"])]


def test_packs_in_order_are_told_of_nothing(story):
    story.accepted()

    assert told() == []
    assert checks.packs_are_sound() == checks.moves_are_bound() == []


def test_a_version_that_is_gone_is_an_error(story, next_version):
    story.accepted()
    story.case.__class__.objects.update(pack_version="1")

    gone = "有审查事项受 ai-2026 1 约束，而该版本已不在。 Cases are pinned to ai-2026 1, which is gone."
    assert told() == [("ethics_review.E003", gone)]


def test_a_version_that_reads_otherwise_now_is_a_warning(story):
    story.accepted()
    story.case.__class__.objects.update(pack_digest="0" * 64)

    assert [name for name, _ in told()] == ["ethics_review.W001"]


def test_a_move_that_nothing_carries_out_is_an_error_in_both_languages(monkeypatch):
    monkeypatch.delitem(checks.EFFECTS, "suspend")

    (found,) = checks.moves_are_bound()
    assert found.id == "ethics_review.E002"
    assert found.msg == (
        "规则包中的程序行为 suspend 在程序中没有实现，无法办理。 "
        "The move suspend is in a pack and bound to nothing: it could never be made."
    )


@pytest.mark.parametrize(("field", "value"), [("pack_version", "0"), ("pack_digest", "0" * 64)])
def test_whoever_reads_the_console_reads_it_in_either_language(story, field, value):
    story.accepted()
    story.case.__class__.objects.update(**{field: value})

    (found,) = checks.live_packs_are_present(databases=["default"])
    for sentence in (found.msg, found.hint):
        assert any("一" <= sign <= "鿿" for sign in sentence)
        assert any(word.isascii() and word.islower() for word in sentence.split())


def test_what_has_ended_or_was_never_accepted_asks_for_no_pack(world):
    """A draft takes the pack of its committee, and what was withdrawn is acted upon no more."""
    Story(world).drafted()
    ended = Story(world).accepted()
    ended.does(ended.applicant, "withdraw", reasons="调整计划")
    ended.case.__class__.objects.update(pack_digest="0" * 64)

    assert told() == []


def test_settings_beyond_the_bounds_of_the_pack_are_an_error(world):
    """A committee's own setting was lawful when it was made; the pack's bounds have moved since."""
    world.body.house = {"appeal.days": 6}
    world.body.save(update_fields=["house"])

    found = checks.house_settings_are_lawful(databases=["default"])
    assert [(message.id, message.hint) for message in found] == [("ethics_review.E004", str(world.body))]
    assert len(found) == len(check_house(regulations.pack(PACK), world.body.house))


# At the door


def test_nothing_is_done_under_another_version_than_the_one_of_acceptance(story, refused, monkeypatch, everything):
    story.accepted()
    before = everything()
    monkeypatch.setitem(regulations.PACKS, PACK, replace(regulations.PACKS[PACK], version="2"))
    regulations.pack.cache_clear()
    try:
        with refused(("pack.gone", "house")) as outcome:
            story.listed()
        assert outcome.figures == [{"pack": PACK, "version": "1"}]
        with pytest.raises(Refused):
            explain(case=story.case, user=story.chair, now=story.now)
    finally:
        monkeypatch.undo()
        regulations.pack.cache_clear()
    assert everything() == before
    assert story.listed().case.listed == []


def test_a_case_is_accepted_under_the_pack_its_committee_has_adopted_meanwhile(world, story):
    world.body.pack_id = "general-2023"
    world.body.save(update_fields=["pack_id"])
    story.submitted()
    assert story.last.data["pack"] == "general-2023"
    world.body.pack_id = PACK
    world.body.save(update_fields=["pack_id"])
    case, measures = story.accepted().case, regulations.pack(PACK)

    assert (case.pack_id, case.pack_version, case.pack_digest) == (PACK, measures.version, measures.digest)
    assert (story.last.data["pack"], story.last.data["digest"]) == (PACK, measures.digest)
    world.body.pack_id = "general-2023"
    world.body.save(update_fields=["pack_id"])
    story.listed()
    assert story.last.data["pack"] == PACK, "for its whole life"
