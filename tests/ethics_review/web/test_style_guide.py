"""The style guide leaves no component out, in either language."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ethics_review.web.style_guide import larger, specimens

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "ui").glob("*.html"))
INCLUDED = re.compile(r'"([a-z]+/parts/[a-z_]+\.html)"')
WHOLE = {
    "cases/parts/asks.html": "what a page asks the server again and again; there is nothing to see",
    "cases/parts/difference.html": "all of a revision, made of difference_row",
    "cases/parts/dossier.html": "a form of one field",
    "cases/parts/filing_fields.html": "all the fields of a filing, made by the form",
    "cases/parts/letter.html": "a whole letter",
    "cases/parts/letters.html": "the table of deliveries",
    "cases/parts/lines.html": "a plain list of terms",
    "cases/parts/sections.html": "all of a filing, made of lists of terms and tables",
    "cases/parts/ways.html": "the tabs of the page it stands on",
    "meetings/parts/ending.html": "the end of the room's forms for its office, drawn anew with the room",
    "meetings/parts/office.html": "all that is recorded of a room, drawn anew with it",
    "moves/parts/move.html": "the frame of the form of every act",
    "moves/parts/questions.html": "the fields of an act, made by the form",
    "moves/parts/reading.html": "all of a filing again, with its documents",
}
"""Parts of several pages that are no pieces to build with, each with what it is instead."""


def included(path):
    """The parts a template includes."""
    return set(INCLUDED.findall(path.read_text(encoding="utf-8")))


def of_several_pages():
    """The parts that more than one template includes."""
    found = Counter(part for path in TEMPLATES.rglob("*.html") for part in included(path))
    return {part for part, times in found.items() if times > 1}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_component_is_in_it(language):
    with override(language):
        shown = [*specimens(language, timezone.now())]

    assert [one.name for one in shown] == COMPONENTS


def test_every_part_of_several_pages_is_in_it_or_known_to_be_no_piece():
    shown = {one.template for one in larger("en", timezone.now())}
    within = {part for template in shown for part in included(TEMPLATES / template)}

    assert of_several_pages() - shown - within == set(WHOLE)
    assert not shown & set(WHOLE)


def test_what_waits_at_pages_that_are_made_of_one_piece_is_shown_too():
    shown = [one.template for one in larger("en", timezone.now())]

    for template in ("desk/task.html", "meetings/parts/matter.html", "moves/parts/candidates.html"):
        assert template in shown
    assert len(set(shown)) == len(shown) == 20


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_piece_is_drawn_with_each_set_of_its_values(browse, world, language):
    whole = browse(world.stranger, language).get(reverse("style-guide")).content.decode()

    with override(language):
        for one in larger(language, timezone.now()):
            drawn = whole.partition(f'id="specimen-{one.name}"')[2].partition('aria-labelledby="specimen-')[0]
            assert f"<code>{one.template}</code>" in drawn
            assert len(re.sub(r"<[^>]+>|\s", "", drawn.partition('class="card-body specimen specimen-large"')[2])) > 20


def test_nothing_that_is_sent_from_it_finds_a_case(browse, world, story):
    story.submitted()
    whole = browse(world.applicant).get(reverse("style-guide")).content.decode()

    addresses = {one for one in re.findall(r'(?:action|href)="([^"]+)"', whole) if "/cases/2" in one}

    assert {one.split("/")[2] for one in addresses} == {"2026-0000"}


@pytest.mark.parametrize(
    ("language", "title", "refused"),
    [
        ("zh-hans", "界面规范", "不予办理，没有写入任何内容"),
        ("en", "Style guide", "This was refused; nothing was written"),
    ],
)
def test_it_is_drawn_in_the_readers_language(browse, world, read, language, title, refused):
    answer = browse(world.stranger, language).get(reverse("style-guide"))

    assert answer.status_code == 200
    assert (title in read(answer), refused in read(answer)) == (True, True)
    assert [answer.content.decode().count(f"<code>ui/{name}.html</code>") for name in COMPONENTS] == [1] * len(
        COMPONENTS
    )


def test_it_names_what_each_component_is_given():
    given = {one.name: one.parameters for one in specimens("en", timezone.now())}

    assert given["reasons"] == ["reasons", "title"]
    assert given["clock"] == ["clock"]


def test_it_is_for_those_who_are_signed_in(browse):
    answer = browse(None).get(reverse("style-guide"))

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/style-guide/")
