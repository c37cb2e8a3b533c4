"""Each of the eight dossiers from the draft to the end it expects, by nothing but what the pages offer.

Each party sits at a window of their own. The parties of a story are spread over the four windows, each language at each
width (`SEATS`), and of the members and experts who press the same, one or two are watched while the rest act without a
page (`unseen`). CI walks the eight (DOSSIERS=all), who works on something else one of them; with EXHAUSTIVE=1 each is
walked at every window by everybody. A picture of each station is left in tests/artifacts/dossiers.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import resolve

from tests.e2e_browser import hall as halls
from tests.e2e_browser.conftest import DESKTOP, PHONE
from tests.e2e_browser.journey import PANEL, Journey
from tests.e2e_browser.pages import PAGES
from tests.e2e_browser.party import PICTURES, Gallery, Window, kind_of
from tests.e2e_browser.stories import STORIES
from tests.exhaustive import EXHAUSTIVE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DOSSIERS = Path(__file__).parents[2] / "fixtures" / "dossiers"
LOOKED_AT = [page for page in PAGES if page.status == 200 and not page.path.startswith(("/answers/", "/api/"))]
WINDOWS = {
    "A": Window("zh-hans", DESKTOP),
    "B": Window("zh-hans", PHONE),
    "C": Window("en", DESKTOP),
    "D": Window("en", PHONE),
}
ROLES = ("applicant", "secretary", "chair", "member", "unit", "officer", "expert", "outsider")
SEATS = {
    "01": ("A", "B", "C", "ADABC", "", "", "", "A"),
    "02": ("B", "C", "D", "DDABC", "", "", "", "B"),
    "03": ("C", "D", "A", "ACBCD", "A", "B", "ABCDB", "C"),
    "04": ("D", "A", "B", "ABCDA", "B", "C", "", "D"),
    "05": ("A", "B", "C", "CADBC", "C", "D", "CABDA", "A"),
    "06": ("B", "C", "D", "DBDCA", "D", "A", "DABCB", "B"),
    "07": ("C", "D", "A", "ACBDA", "", "", "", "C"),
    "08": ("D", "A", "B", "BDCAB", "", "", "", "D"),
}
"""By story, at which window each party sits: members and experts one after the other, in the order of `present`."""
PARTS = [("01", "07"), *((story,) for story in STORIES if story not in {"01", "07"})]
"""07 changes what 01 was approved for: the same walk goes on."""
EVERYBODY = {window: tuple(window * 5 for _ in ROLES) for window in WINDOWS}
EACH_TIME = [("02",)]
"""What there is time for in between: from the draft to the approval, a worksheet and a decision among it."""
WALKED = PARTS if EXHAUSTIVE or os.environ.get("DOSSIERS") == "all" else EACH_TIME
WALKS = [(story, seats) for story in WALKED for seats in (EVERYBODY if EXHAUSTIVE else ("spread",))]


@pytest.fixture(autouse=True)
def _django_db_marker():
    """Instead of pytest-django's, which would empty the database after each story: here the bodies stay."""


@pytest.fixture(scope="module")
def hall(chromium, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), halls.opened() as opened:
        yield opened


@pytest.fixture(autouse=True)
def morning(hall):
    """The clock is the hall's, which each story sets."""


@pytest.fixture(scope="module")
def examined():
    """The kinds of page that `test_every_page` looks at."""
    paths = {page.path.partition("?")[0].format_map(Named()) for page in LOOKED_AT}
    return frozenset(kind_of(resolve(path)) for path in paths)


@pytest.fixture(scope="module")
def met():
    """The others, as far as a walk has come upon them."""
    return set()


class Named(dict):
    """Any name of a case or a meeting, as a number."""

    def __missing__(self, name: str) -> str:
        return "1"


def seating(story: str, seats: str) -> Callable[[str, int], Window]:
    table = EVERYBODY.get(seats) or SEATS[story]

    def window(role: str, place: int) -> Window:
        own = table[ROLES.index(role)]
        return WINDOWS[own[place % len(own)]]

    return window


@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("stories", "seats"), WALKS, ids=lambda one: one if isinstance(one, str) else "-".join(one))
def test_a_dossier_comes_to_the_end_it_expects(chromium, hall, examined, met, stories, seats):
    of = []
    for story in stories:
        cast = STORIES[story]
        journey = Journey(
            hall,
            chromium,
            path=next(DOSSIERS.glob(f"{story}-*.yaml")),
            applicant=cast.applicant,
            body=cast.body,
            present=cast.present,
            seats=seating(story, seats),
            watched=None if EXHAUSTIVE else cast.watched,
            gallery=Gallery(PICTURES / seats / story, examined, met),
        )
        try:
            cast.tell(journey, *of)
        except BaseException:
            journey.pictures_of_all()
            raise
        journey.leave()
        of.append(journey.number)


def windows_of(story: str) -> dict[str, set[str]]:
    """By role, where its people sit who are watched in the story."""
    cast, found = STORIES[story], {}
    members, experts = (SEATS[story][ROLES.index(role)] for role in ("member", "expert"))
    for role, seats in zip(ROLES, SEATS[story], strict=True):
        found[role] = set(seats) if role not in {"member", "expert"} else set()
    found["member"] |= {members[cast.present.index(one)] for one in cast.watched if one in cast.present}
    found["expert"] |= {experts[PANEL.index(one)] for one in cast.watched if one in PANEL}
    return found


def test_every_story_is_seen_at_every_window_and_so_is_every_party():
    walked = {story: windows_of(story) for story in STORIES}
    for story, seats in walked.items():
        assert set().union(*seats.values()) == set(WINDOWS), story
    for role in ROLES:
        assert set().union(*(seats[role] for seats in walked.values())) == set(WINDOWS), role


def test_every_dossier_has_its_story():
    assert sorted(STORIES) == [path.name[:2] for path in sorted(DOSSIERS.glob("*.yaml"))]
    assert sorted(story for part in PARTS for story in part) == sorted(STORIES) == sorted(SEATS)
