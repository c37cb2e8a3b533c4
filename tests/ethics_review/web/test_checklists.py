"""The checklists on the form of an application and beside the worksheet; and what the record keeps of them."""

import pytest
from django.urls import reverse

from ethics_review.web.checklists import checklists_of
from regulations.checklists import shown_with
from tests.world import filing

DRIVING = "Checklist for driving automation"
ROAD = {"plan": filing()["plan"] | {"fields_of_use": "有条件自动驾驶"}}


def address(story):
    return reverse("move", args=[story.number, "submit_worksheet"])


def test_the_form_shows_what_applies_to_the_filing_as_it_stands(browse, at, story, world, read):
    story.drafted()
    with at(story.now):
        before = read(browse(world.applicant).get(reverse("filing", args=[story.number]) + "?from=form"))
    story.revised(**ROAD)
    with at(story.now):
        after = read(browse(world.applicant).get(reverse("filing", args=[story.number]) + "?from=form"))

    assert "Kinds of AI safety risk" in before
    assert DRIVING not in before
    assert f"{DRIVING} Ministry of Science and Technology" in after
    assert "Restricted automated driving (levels 3 and 4)" in after
    assert "Advanced driver assistance" not in after


def test_a_new_application_is_shown_the_kinds_of_risk(browse, at, story, world, read):
    with at(story.now):
        shown = read(browse(world.applicant).get("/cases/new/"))

    assert "Kinds of AI safety risk" in shown
    assert DRIVING not in shown


@pytest.mark.parametrize(("changed", "shown"), [(ROAD, True), ({}, False)])
def test_the_worksheet_stands_beside_the_checklists_of_the_field(browse, at, story, world, read, changed, shown):
    story.in_review(**changed)
    with at(story.now):
        sheet = read(browse(world.members[2]).get(address(story)))
        other = read(browse(world.members[2]).get(reverse("move", args=[story.number, "declare_interest"])))

    assert (DRIVING in sheet) is shown
    assert DRIVING not in other


def test_every_list_is_told_with_its_source_in_both_languages():
    body = filing(plan=filing()["plan"] | {"fields_of_use": "政务、驾驶"})

    for language in ("zh-hans", "en"):
        shown = checklists_of(body, language)
        assert [one.key for one in shown] == ["risks", "government", "driving"]
        assert [one.asks for one in shown] == [False, True, True]
        assert all(one.ground.article and one.ground.basis == "reported" and one.parts for one in shown)
        assert all(part.title for part in shown[0].parts)


def test_a_submission_keeps_the_version_and_digest_of_what_applied(story):
    story.submitted(**ROAD)

    assert story.last.data["catalogues"] == shown_with(filing(**ROAD))
    assert set(story.last.data["catalogues"]) == {"focuses", "risks", "driving"}


def test_a_supplement_keeps_what_applies_to_it(story):
    story.submitted(funding=None).does(story.secretary, "request_completion")
    story.revised(**ROAD).does(story.applicant, "resubmit")

    assert set(story.last.data["catalogues"]) == {"focuses", "risks", "driving"}
