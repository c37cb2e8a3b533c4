"""With the keyboard alone: Tab, the arrows of a group of choices, Space and Enter take a person through the steps.

Where the focus is can be seen at every stop.
"""

import pytest
import time_machine
from django.forms import DateField

from ethics_review.models import Case
from tests.e2e_browser.test_walk import DOSSIER
from tests.e2e_browser.tongue import Tongue
from tests.filings import filing

pytestmark = pytest.mark.browser
FARTHEST = 150
"""Stops: no page has more before what one wants."""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const labelled = one.labels && one.labels.length ? one.labels[0].innerText : "";
  const ownStops = ["date", "datetime-local"].includes(one.type); // of which the browser itself shows the one in focus
  return {
    name: (labelled || one.getAttribute("aria-label") || one.innerText || "").trim(),
    tag: one.tagName,
    seen: ownStops || style.outlineStyle !== "none" || style.boxShadow !== "none",
  };
}"""


class Hands:
    """A person who has no mouse."""

    def __init__(self, person):
        self.person, self.keys = person, person.page.keyboard
        self.unseen = []

    def tabs_to(self, name, tag=None):
        """Press Tab until what is so called has the focus."""
        for _ in range(FARTHEST):
            self.keys.press("Tab")
            here = self.person.page.evaluate(FOCUSED)
            if not here["seen"] and here["tag"] != "BODY":
                self.unseen.append(here["name"])
            if here["name"].startswith(name) and tag in {None, here["tag"]}:
                return self
        raise AssertionError(f"{name} is not reached")

    def enters(self, name, tag=None):
        """Reach it and press Enter; the page changes."""
        self.tabs_to(name, tag)
        with self.person.page.expect_navigation():
            self.keys.press("Enter")
        return self

    def types(self, name, text):
        self.tabs_to(name)
        self.keys.insert_text(text)
        return self

    def marks(self, name):
        """Reach it and press Space."""
        self.tabs_to(name)
        self.keys.press("Space")
        return self

    def answers(self, group):
        """Every question of a part of the application, in the order in which Tab comes to them."""
        for record in group.records:
            for question in record.fields if record.filled else ():
                self._answer(question)
        for question in group.fields:
            self._answer(question)
        return self

    def _answer(self, question):
        value = question.value()
        with Tongue("en").spoken():
            choices = {key: str(label) for key, label in getattr(question.field, "choices", ())}
        if value in (None, "", []):
            return
        if isinstance(value, list):
            for one in value:
                self.marks(choices[one])
        elif choices:
            self.tabs_to(question.label).keys.type(choices[value])
        elif isinstance(question.field, DateField):
            year, month, day = str(value).split("-")
            self.tabs_to(question.label).keys.type(month + day + year)  # chromium asks for it as its own language does
        else:
            self.tabs_to(question.label).keys.press("Control+a")
            self.keys.insert_text(str(value))


@pytest.fixture
def hands(person):
    """Somebody at a window who has signed in by the keys; at the end no stop was unseen."""
    people = []

    def sit_down(user):
        people.append(Hands(person().goes_to("/sign-in/")))
        people[-1].types("Username", user.username).types("Password", "a long enough secret").enters(
            "Sign in", "BUTTON"
        )
        return people[-1]

    yield sit_down
    assert [one.unseen for one in people] == [[] for _ in people]


def test_a_vote_is_cast_with_the_keys_alone(hands, world, story):
    story.in_review().reviewed().balloting(6)
    with time_machine.travel(story.now, tick=True):
        voter = hands(world.members[3])

        voter.enters("Vote", "A").marks("Approve").enters("On to check it", "BUTTON")
        voter.enters("Send: Cast vote", "BUTTON")

        voter.person.sees("Done: Cast vote.").sees("Your vote is in and stays")


def test_an_application_is_filed_with_the_keys_alone(hands, world):
    applicant = hands(world.applicant)

    applicant.enters("File a new case").enters("As a text (YAML or JSON)")
    applicant.types("Paste a dossier (YAML or JSON)", DOSSIER.read_text("utf-8")).enters("Open the draft", "BUTTON")
    applicant.enters("On to submitting it").enters("Submit", "BUTTON")

    applicant.person.sees("Done: Submit.")


def test_an_application_is_filled_in_step_by_step_with_the_keys_alone(hands, world):
    """From the first question of the activity through every step to the last look, and away."""
    applicant, tongue, body = hands(world.applicant), Tongue("en"), filing()
    groups = {group.key: group for group in tongue.filing(body).groups() if group.opened}
    applicant.enters("File a new case")
    applicant.answers(groups.pop("activity")).enters("Open the draft", "BUTTON")

    for group in groups.values():
        applicant.enters(group.label, "A").answers(group).enters("Save and go on", "BUTTON")
    applicant.enters("Check and submit", "A").enters("On to submitting it", "A").enters("Submit", "BUTTON")

    applicant.person.sees("Done: Submit.")
    assert Case.objects.get().filings.latest("revision").body == body


def test_the_first_stop_leads_past_the_navigation(hands, world):
    reader = hands(world.applicant)
    reader.person.goes_to("/cases/")

    reader.keys.press("Tab")
    assert reader.person.page.evaluate(FOCUSED)["name"] == "Skip to the content"
    reader.keys.press("Enter")
    reader.keys.press("Tab")

    assert reader.person.page.evaluate("document.activeElement.closest('main') !== null")
