"""Which instrument a body may be under: one in force. A draft is compared with what came of it, and binds nobody."""

from datetime import date

import pytest

from committees.models import Committee
from ethics_review import checks
from ethics_review.operations import bodies

DRAFT = {"pack": "ai-draft-2025", "status": "draft", "on": "2026-06-10"}


def adopting(world, story, pack_id):
    return bodies.adopt(committee=world.body, pack_id=pack_id, actor=world.manager, role="unit", now=story.now)


def test_a_committee_adopts_what_is_in_force(world, story):
    assert adopting(world, story, "general-2023").pack_id == "general-2023"


def test_a_committee_does_not_adopt_a_draft(world, story, refused):
    with refused(("pack.not_in_force", "house")) as outcome:
        adopting(world, story, "ai-draft-2025")

    assert outcome.figures == [DRAFT]


def test_no_body_is_set_up_under_a_draft(world, story, refused):
    charter = {"kind": "ethics", "name": "第二委员会", "name_en": "", "established_on": date(2026, 6, 10), "house": {}}
    with refused(("pack.not_in_force", "house")) as outcome:
        bodies.establish(
            institution=world.unit,
            pack_id="ai-draft-2025",
            actor=world.manager,
            role="unit",
            now=story.now,
            **charter,
        )

    assert outcome.figures == [DRAFT]


def test_no_case_is_accepted_under_a_draft(world, story, refused):
    """However it got there: by hand, or because an instrument that was in force is no longer."""
    story.submitted()
    Committee.objects.filter(pk=world.body.pk).update(pack_id="ai-draft-2025")

    with refused(("pack.not_in_force", "house")) as outcome:
        story.accepted()

    assert outcome.figures == [DRAFT]


@pytest.mark.parametrize(("pack_id", "told"), [("ai-2026", 0), ("ai-draft-2025", 1), ("ai-2031", 1)])
def test_a_committee_whose_instrument_binds_nobody_is_told_at_start_up(world, pack_id, told):
    Committee.objects.filter(pk=world.body.pk).update(pack_id=pack_id, house={"review.reviewers": 2})

    found = checks.committees_have_their_packs(databases=["default"])
    assert [message.id for message in found] == ["ethics_review.E005"] * told
    assert all("is under" in message.msg for message in found)
    assert checks.house_settings_are_lawful(databases=["default"]) == []
