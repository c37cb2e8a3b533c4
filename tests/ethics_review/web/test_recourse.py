"""What the applicant may report or appeal against is found on the case's page, with its rule and what follows."""

import pytest
from django.urls import reverse

from tests.world import Story


def shown(browse, person, number):
    return browse(person).get(reverse("case", args=[number])).content.decode()


@pytest.mark.parametrize(
    ("stage", "moves", "amendable"),
    [
        ("drafted", (), False),
        ("submitted", (), False),
        ("decided", ("report_progress", "report_change", "report_incident"), True),
    ],
)
def test_what_is_open_to_the_applicant_is_listed(browse, at, world, story, stage, moves, amendable):
    getattr(story, stage)()

    with at(story.now):
        page = shown(browse, world.applicant, story.number)

    part = page.partition('id="recourse"')[2].partition("</section>")[0]
    linked = tuple(
        name
        for name in ("report_progress", "report_change", "report_incident", "appeal")
        if reverse("move", args=[story.number, name]) in part
    )
    assert (linked, f"{reverse('case-new')}?amends={story.number}" in part) == (moves, amendable)


def test_an_appeal_is_offered_with_the_time_limit_it_starts(browse, at, world, story, read):
    story.submitted()
    story.does(world.secretary, "request_completion", extra=[{"path": "plan", "reason": "补充"}])
    story.revised().does(world.applicant, "resubmit")
    story.does(world.secretary, "decline", ground="materials", reasons="材料不符合要求")

    with at(story.now):
        browser = browse(world.applicant)
        case = browser.get(reverse("case", args=[story.number]))
        form = read(browser.get(reverse("move", args=[story.number, "appeal"])))

    assert 'id="recourse"' in case.content.decode()
    assert "Appeal" in read(case)
    assert "amends=" not in case.content.decode()
    assert "Under appeal" in form


@pytest.mark.parametrize("who", ["secretary", "chair", "manager"])
def test_nobody_else_is_offered_them(browse, at, world, story, who):
    story.decided()

    with at(story.now):
        assert 'id="recourse"' not in shown(browse, getattr(world, who), story.number)


def test_a_change_is_filed_from_the_page_of_the_activity_it_changes(browse, at, world):
    story = Story(world).decided()

    with at(story.now):
        page = browse(world.applicant).get(reverse("case-new"), amends=story.number).content.decode()

    assert f'name="amends" value="{story.number}"' in page
