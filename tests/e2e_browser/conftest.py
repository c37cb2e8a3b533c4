"""A real browser for each person, on the product served from this process. Skipped where there is no chromium.

Whatever a page does wrong on the way fails the test: a message on the console, an exception, a violation of the
content security policy, a request that leaves the machine.
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings

from tests.e2e_browser.windows import DESKTOP
from tests.e2e_browser.windows import PHONE as PHONE
from tests.world import MORNING, Story, World, build

try:
    from axe_playwright_python import sync_playwright as axe
    from playwright import sync_api
except ModuleNotFoundError:  # most developers have no need of it
    axe = sync_api = None

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "a long enough secret"
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""
GRAVE = {"serious", "critical"}


class Person:
    """One person at one browser window."""

    def __init__(self, page, address):
        self.page, self.address, self.faults = page, address, []
        page.add_init_script(WATCH)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _heard(self, message):
        if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text:
            self.faults.append(message.text)

    def _asked(self, url):
        if not url.startswith(self.address):
            self.faults.append(f"a request left for {urlsplit(url).netloc}")

    def goes_to(self, path):
        self.page.goto(self.address + path)
        return self

    def signs_in(self, user):
        self.goes_to("/sign-in/")
        self.page.fill("#id_username", user.username)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("main button")
        return self

    def follows(self, name):
        """Press the link of that name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def presses(self, name):
        """Press the button of that name in the page itself."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()
        return self

    def ticks(self, name):
        self.page.get_by_label(name, exact=True).first.check()
        return self

    def writes(self, name, text):
        self.page.get_by_label(name).first.fill(text)
        return self

    def sees(self, words):
        sync_api.expect(self.page.locator("body")).to_contain_text(words)
        return self

    def path(self):
        return urlsplit(self.page.url).path

    def is_served_well(self):
        """No fault was met, and everybody can use what is shown."""
        assert self.faults == []
        assert self.page.evaluate("window.violations || []") == []

    def can_be_used_by_everybody(self):
        found = axe.Axe().run(self.page).response["violations"]
        grave = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found if one["impact"] in GRAVE]
        assert grave == [], self.page.url
        return self


@pytest.fixture(scope="session")
def chromium():
    if sync_api is None:
        pytest.skip("playwright is not installed: requirements/e2e.txt")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium, or name one in CHROMIUM")
    with pytest.MonkeyPatch.context() as patch, sync_api.sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright's loop runs in the thread in which the tests do
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def morning():
    """The product's clock runs from the hour at which stories begin."""
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture
def world(transactional_db) -> World:
    """The small lawful world; everybody in it has a password."""
    built = build()
    people = [*built.members, *built.experts, built.applicant, built.secretary, built.officer, built.manager]
    for person in people:
        person.set_password(PASSWORD)
        person.save()
    return built


@pytest.fixture
def story(world) -> Story:
    return Story(world)


@pytest.fixture
def person(chromium, live_server):
    """Opens a window; when the test is over, every window must have been served well."""
    people = []

    def open_window(language="en", width=DESKTOP, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="en-GB", **options)
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}
        context.add_cookies([cookie])
        people.append(Person(context.new_page(), live_server.url))
        return people[-1]

    yield open_window
    for one in people:
        one.is_served_well()
        one.page.context.close()
