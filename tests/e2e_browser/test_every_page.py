"""Every page, seen by those who use it: on desktop and phone, in both languages, and a sample of them in the dark.

The world is built once and served once; nobody signs in. A picture of each page is left in tests/artifacts/pages.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve

import regulations
from tests.e2e_browser import looking, served
from tests.e2e_browser.conftest import Person
from tests.e2e_browser.pages import BILINGUAL, MOST_STATEMENTS, NO_PAGES, PAGES, TO_TRY, Page
from tests.e2e_browser.windows import CORNERS, DARK, EVERY, Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = Path(__file__).parents[1] / "artifacts" / "pages"
NOT_ALLOWED = 405
FILL = """(values) => {
  let form, pressed = null;
  for (const [name, value] of Object.entries(values)) {
    const fields = [...document.querySelectorAll(`main [name="${name}"]`)];
    const chosen = fields.find((one) => !["radio", "submit"].includes(one.type) || one.value === value);
    form = chosen.form;
    if (chosen.type === "radio") chosen.checked = true;
    else if (chosen.type === "submit") pressed = chosen;
    else chosen.value = value;
  }
  form.noValidate = true;
  if (pressed) form.requestSubmit(pressed); else form.submit();
}"""


@pytest.fixture(autouse=True)
def _django_db_marker():
    """Instead of pytest-django's, which would empty the database after each page: here the rows stay for the next."""


@pytest.fixture(scope="module")
def house(chromium, django_db_setup, django_db_blocker):
    """The product with everybody in it, at one address for all pages."""
    with django_db_blocker.unblock(), served.serve() as house:
        yield house


@pytest.fixture(autouse=True)
def morning(house):
    """The hour at which the meeting is under way."""
    with served.hour(house):
        yield


@pytest.fixture(scope="module")
def person_at(chromium, house):
    """The window of a person in a language; it stays open for the next page."""
    open_now: dict[tuple[str, Window], Person] = {}

    def window_of(who: str, window: Window) -> Person:
        if (who, window) not in open_now:
            open_now[who, window] = _opened(chromium, house, who, window)
        return open_now[who, window]

    yield window_of
    for one in open_now.values():
        one.page.context.close()


def _opened(chromium, house, who, window) -> Person:
    context = chromium.new_context(
        viewport={"width": window.width, "height": 900}, locale="en-GB", color_scheme=window.scheme
    )
    context.add_init_script(looking.WATCH)
    cookies = {settings.LANGUAGE_COOKIE_NAME: window.language}
    if who:
        cookies[settings.SESSION_COOKIE_NAME] = house.session(who)
    context.add_cookies([{"name": name, "value": value, "url": house.address} for name, value in cookies.items()])
    opened = Person(context.new_page(), house.address)
    opened.goes_to("/nowhere/")  # styles and scripts are met once
    return opened


@pytest.fixture(scope="module")
def validator(chromium):
    """Gives what a source breaks of the HTML standard, read by a page of its own."""
    page = chromium.new_page()
    page.add_script_tag(path=looking.VALIDATOR)
    yield lambda source: page.evaluate(looking.VALIDATE, source)
    page.close()


@dataclass(frozen=True)
class Answer:
    """What the server gave; kept, because a page that is loaded again forgets it."""

    status: int
    source: str
    statements: int


def answered(person, house, page) -> Answer:
    """What comes of going there, and of sending what is to be sent. The page stands before the eyes then."""
    answer = person.page.goto(person.address + house.path(page))
    if page.fill:
        with person.page.expect_navigation() as sent:
            person.page.evaluate(FILL, dict(page.fill))
        answer = sent.value
    return Answer(answer.status, answer.text(), int(answer.headers[served.STATEMENTS.lower()]))


@pytest.mark.parametrize(("window", "page"), [*EVERY, *DARK], ids=str)
def test_every_page(house, person_at, validator, window, page):
    person = person_at(page.who, window)

    answer = answered(person, house, page)

    assert [*faults_of(person, house, page, window, answer)] == []
    if window in CORNERS:  # the same source comes to both widths
        assert validator(answer.source) == []
    person.can_be_used_by_everybody()
    person.is_served_well()


PARTS = [
    Page("/cases/", "secretary"),
    Page("/cases/{waiting}/news/0/", "applicant"),
    Page("/committees/{body}/", "chair"),
    Page("/meetings/{meeting}/", "secretary"),
    Page("/rules/general-2023/replay/all/", "officer"),
]
"""What a page asks for to change a part of itself."""
AROUND = '<!doctype html><html lang="{}"><head><title>A part</title></head><body><h1>A page</h1>{}</body></html>'


@pytest.mark.parametrize("window", CORNERS, ids=str)
@pytest.mark.parametrize("part", PARTS, ids=str)
def test_every_part_fits_into_a_page(house, person_at, validator, window, part):
    person = person_at(part.who, window)

    answer = person.page.request.get(person.address + house.path(part), headers={"HX-Request": "true"})
    source = answer.text()

    assert answer.ok
    assert source.strip()
    assert "<html" not in source
    assert validator(AROUND.format(window.language, source)) == []


def faults_of(person, house, page, window, answer):
    """Measured before anything is unfolded, then once more for the width."""
    measured = person.page.evaluate(looking.MEASURE)
    if measured["bytes"] > looking.HEAVIEST and not page.fill:  # its own script was not met before
        person.page.reload()
        measured = person.page.evaluate(looking.MEASURE)
    person.page.evaluate(looking.UNFOLD)
    unfolded = person.page.evaluate(looking.MEASURE)
    yield from looking.unsteady(measured | {name: unfolded[name] for name in ("width", "beyond")}, window.width)
    name, words = name_of(house, page), person.page.evaluate(looking.WORDS)
    if name not in BILINGUAL:
        yield from looking.untranslated(words, window.language, house.data, looking.catalogue())
    if answer.status != page.status:
        yield f"answered {answer.status}"
    if answer.statements > MOST_STATEMENTS + (TO_TRY if page.tries else 0):
        yield f"{answer.statements} statements"
    picture = PICTURES / str(window) / f"{page.name}.png"
    person.page.screenshot(path=picture, full_page=True)


def name_of(house, page):
    """The name of the page's address; none where there is nothing."""
    try:
        return resolve(house.path(page).partition("?")[0]).url_name or ""
    except Resolver404:
        return ""


SAMPLES = {"int": 1, "str": "x", "slug": "x", "uuid": UUID(int=0)}


def addresses(patterns, inside=""):
    """Every address of the product's own pages by its name, with values of its own; the API's and the admin's apart."""
    for pattern in patterns:
        route = inside + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if not route.startswith(("admin/", "api/")):
                yield from addresses(pattern.url_patterns, route)
        elif pattern.name:
            yield pattern.name, "/" + re.sub(r"<(\w+):\w+>", lambda kind: str(SAMPLES[kind[1]]), route)


def test_every_address_has_its_page(house):
    """Or only takes a form, or is known to show nothing. Whoever adds an address adds it to `pages`."""
    seen = {name_of(house, page) for page in PAGES}
    client = Client(SERVER_NAME="localhost")
    client.force_login(house.people["chair"])

    unseen = {
        name: path for name, path in addresses(get_resolver("ethics_review.urls").url_patterns) if name not in seen
    }

    answering = {name for name, path in unseen.items() if client.get(path).status_code != NOT_ALLOWED}
    assert answering == set(NO_PAGES)


def test_every_move_has_its_page():
    """One address stands for all moves, and each asks something else."""
    looked_at = {page.path.split("/")[4] for page in PAGES if "/moves/" in page.path}

    assert looked_at == set(regulations.pack("ai-2026").moves)
