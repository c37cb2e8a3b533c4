"""Where the rules a case goes by are not installed, its own pages say so and every list goes on."""

import pytest
from django.urls import reverse

from committees.models import Committee
from ethics_review.models import Case
from tests.world import MORNING, Story

GONE = {"en": "is not installed and nothing can be done", "zh-hans": "没有安装"}
ANOTHER_VERSION, ANOTHER_PACK = {"pack_version": "0.0.1"}, {"pack_id": "old-2020"}


@pytest.fixture(params=[ANOTHER_VERSION, ANOTHER_PACK], ids=["version", "pack"])
def gone(request):
    return request.param


@pytest.fixture
def stranded(story, gone):
    """A case before its meeting whose rules are gone."""
    story.in_review().reviewed().balloting(7)
    Case.objects.update(**gone)
    return story


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("who", ["applicant", "secretary", "chair"])
def test_the_page_of_the_case_and_of_a_move_say_why_nothing_can_be_done(
    browse, at, stranded, world, read, unchanged, who, language
):
    browser, number = browse(getattr(world, who), language), stranded.number

    with at(stranded.now), unchanged():
        shown = browser.get(reverse("case", args=[number]))
        sent = browser.post(reverse("move", args=[number, "withdraw"]), {"version": 1})

    for answer in (shown, sent):
        assert answer.status_code == 409
        assert GONE[language] in read(answer)


def test_who_may_not_see_the_case_learns_nothing_of_it(browse, at, stranded, world):
    with at(stranded.now):
        assert browse(world.stranger).get(reverse("case", args=[stranded.number])).status_code == 404


def test_the_desk_goes_on_and_marks_the_case(browse, at, story, gone, world, read):
    story.accepted()
    Case.objects.update(**gone)
    other = Story(world).accepted()

    with at(story.now):
        said = read(browse(world.chair).get(reverse("desk")))

    assert said.count(GONE["en"]) == 1
    assert {story.number, other.number} <= set(said.split())


def test_the_letters_to_issue_go_on_and_mark_the_case(browse, at, story, gone, world, read):
    """No letter is named and nothing is offered to look at in the one; the other stands as ever."""
    story.in_review().reviewed().found()
    Case.objects.update(**gone)
    other = Story(world).in_review().reviewed().found()

    with at(other.now):
        answer = browse(world.chair).get(reverse("letters-to-issue"))

    assert read(answer).count(GONE["en"]) == 1
    offered = [
        reverse("move", args=[one.number, "issue_decision"]) in answer.content.decode() for one in (story, other)
    ]
    assert offered == [False, True]


def test_the_meeting_goes_on_and_counts_nothing_for_the_case(browse, at, stranded, world, read):
    with at(stranded.now):
        answer = browse(world.secretary).get(reverse("meeting", args=[stranded.meeting.pk]))

    assert answer.status_code == 200
    assert GONE["en"] in read(answer)
    assert "on the roll, at least" not in read(answer)


def test_before_acceptance_it_is_the_pack_of_the_committee_that_may_be_gone(browse, at, story, world, read):
    story.submitted()
    Committee.objects.filter(pk=world.body.pk).update(pack_id="old-2020")
    browser = browse(world.secretary)

    with at(story.now):
        desk, page = browser.get(reverse("desk")), browser.get(reverse("case", args=[story.number]))

    assert (desk.status_code, page.status_code) == (200, 409)
    assert "The pack old-2020, under which the committee reviews, is not installed" in read(desk)
    assert "The pack old-2020, under which the committee reviews, is not installed" in read(page)


def test_cases_whose_pack_is_gone_cost_the_desk_no_statement(browse, at, story, gone, world, statements):
    story.accepted()
    browser = browse(world.chair)
    with at(story.now):
        sound = statements(browser.get, reverse("desk"))
        Case.objects.update(**gone)
        stranded = statements(browser.get, reverse("desk"))
        Story(world).accepted()
        both = statements(browser.get, reverse("desk"))

    assert sound == stranded == both


def test_the_pages_of_a_body_whose_pack_is_gone_say_so(browse, at, world, read):
    """Its own page, the same by a form, and what is drafted for it: none is a fault of the program."""
    Committee.objects.filter(pk=world.body.pk).update(pack_id="old-2020")
    said = "The pack old-2020, under which the committee reviews, is not installed"

    with at(MORNING):
        office, applicant = browse(world.secretary), browse(world.applicant)
        answers = (
            office.get(reverse("committee", args=[world.body.pk])),
            office.post(reverse("committee-register", args=[world.body.pk]), {"number": ""}),
            applicant.post(reverse("case-new"), {"committee": world.body.pk}),
        )

    for answer in answers:
        assert answer.status_code == 409
        assert said in read(answer)
