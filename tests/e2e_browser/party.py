"""One person of a story at a window of their own: finds things by what they are called, presses them, and is watched.

Whatever a page does wrong on the way fails the walk: a message on the console, a violation of the content security
policy, a request that leaves the machine, a page wider than its window; on a page of a kind not met before also what
keeps somebody from using it, and a word left untranslated.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import ResolverMatch, resolve

from accounts.models import User
from ethics_review.demo import PASSWORD
from tests.e2e_browser import looking, served
from tests.e2e_browser.conftest import Person, sync_api
from tests.e2e_browser.tongue import Tongue

PICTURES = Path(__file__).parents[1] / "artifacts" / "dossiers"
TOLD = """
document.addEventListener("securitypolicyviolation", (event) => {
  const where = [event.violatedDirective, event.sourceFile, event.lineNumber, event.target.outerHTML];
  console.error(where.join(" ").slice(0, 400));
});
"""
OWN_NAME = {"en": "English", "zh-hans": "中文"}
"""What is pressed to be spoken to in a language; it stays the choice of the browser."""
HEIGHT = "document.documentElement.scrollHeight"
TALLEST = 2000
"""Pixels of a page that stand in its picture: what is below is read elsewhere, and drawing it costs most of a walk."""
WIDTH = "document.documentElement.scrollWidth"


def kind_of(match: ResolverMatch) -> tuple[str, ...]:
    """What makes pages alike: the name of the address, the move, the step of the application."""
    return (match.url_name or "", match.kwargs.get("move", ""), str(match.kwargs.get("key", "")))


@dataclass(frozen=True)
class Window:
    """What a person looks through."""

    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.width}"


@dataclass
class Gallery:
    """The pictures of one walk, numbered in the order of its stations; and the kinds of page met in any walk."""

    folder: Path
    examined: frozenset[tuple[str, ...]]
    """Kinds of page that another test looks at closely."""
    met: set[tuple[str, ...]]
    faults: list[str] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0

    def lacks(self, role: str, name: str) -> bool:
        """Of what several members do one after the other, the first is taken."""
        first = (role, name) not in self.taken
        self.taken.add((role, name))
        return first

    def next(self, name: str) -> Path:
        self.count += 1
        return self.folder / f"{self.count:02}-{name}.png"


class Party(Person):
    """A person of the demo in a role of the story."""

    def __init__(self, page: Any, address: str, *, user: User, role: str, window: Window, gallery: Gallery) -> None:
        super().__init__(page, address)
        page.add_init_script(TOLD)
        page.set_default_timeout(60_000)
        self.user, self.role, self.window, self.gallery = user, role, window, gallery
        self.tongue, self.known, self.read = Tongue(window.language), False, ()

    def _heard(self, message: Any) -> None:
        """What is wrong, and where."""
        before = len(self.faults)
        super()._heard(message)
        self.faults[before:] = [f"{self.page.url}: {fault}" for fault in self.faults[before:]]

    # What stands on a page, as a person would find it

    @property
    def main(self) -> Any:
        return self.page.locator("main")

    def region(self, phrase: str) -> Any:
        """A part of the page by its heading."""
        return self.main.get_by_role("region", name=self.tongue.phrase(phrase), exact=True)

    def says(self, phrase: str, **values: Any) -> "Party":
        self.sees(self.tongue.phrase(phrase, **values))
        return self

    def link(self, phrase: str, inside: Any = None) -> "Party":
        """Follow the link so called; the next page is there afterwards."""
        return self.follows_one((inside or self.main).get_by_role("link", name=self.tongue.phrase(phrase), exact=True))

    def named(self, text: str, inside: Any = None) -> "Party":
        """Follow the link that contains a name: a title, a number."""
        return self.follows_one((inside or self.main).get_by_role("link", name=text).first)

    def follows_one(self, link: Any) -> "Party":
        """Where a page offers the same twice, the first of them."""
        with self.page.expect_navigation():
            link.first.click()
        return self

    def button(self, phrase: str, inside: Any = None, **values: Any) -> "Party":
        return self.press(self.tongue.phrase(phrase, **values), inside)

    def press(self, name: str, inside: Any = None) -> "Party":
        with self.page.expect_navigation():
            (inside or self.main).get_by_role("button", name=name, exact=True).click()
        return self

    def unfold(self, part: Any) -> Any:
        """Open what is folded away."""
        if not part.evaluate("(part) => part.open"):
            part.locator("summary").first.click()
        return part

    def labelled(self, label: str, inside: Any = None) -> Any:
        """A field by its label, with or without the mark that it must be filled in."""
        return (inside or self.main).get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))

    def group(self, label: str, inside: Any = None) -> Any:
        """Several choices under one heading."""
        return (inside or self.main).get_by_role("group", name=re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))

    def fills(self, label: str, text: str, inside: Any = None) -> "Party":
        self.labelled(label, inside).fill(text)
        return self

    def chooses(self, label: str, option: str, inside: Any = None) -> "Party":
        self.labelled(label, inside).select_option(label=option)
        return self

    def marks(self, option: str, inside: Any = None) -> "Party":
        (inside or self.main).get_by_label(option, exact=True).check()
        return self

    # Coming and going

    def comes(self) -> "Party":
        """To the first page of the product; who comes first in a role, through the sign-in page."""
        if self.known or (self.role, "at-the-door") in self.gallery.taken:
            self.is_signed_in()
            return self.goes_to("/")
        self.gallery.taken.add((self.role, "at-the-door"))
        self.goes_to("/")
        return self.signs_in_here()

    def is_signed_in(self) -> None:
        """A session lasts half a day; who comes back later has signed in again, in the language chosen before."""
        key = served.session_of(self.user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.address, "httpOnly": True}
        chosen = {"name": settings.LANGUAGE_COOKIE_NAME, "value": self.window.language, "url": self.address}
        self.page.context.add_cookies([cookie, chosen])

    def signs_in_here(self) -> "Party":
        self.fills(self.tongue.phrase("Username"), self.user.username)
        self.fills(self.tongue.phrase("Password"), PASSWORD).button("Sign in")
        if self.page.locator("html").get_attribute("lang") != self.window.language:
            self.press(OWN_NAME[self.window.language], self.page.get_by_role("banner"))
        self.known = True
        return self

    def section(self, phrase: str) -> "Party":
        """Go to an entry of the navigation."""
        return self.link(phrase, self.page.get_by_role("navigation", name=self.tongue.phrase("Main"), exact=True))

    def waits_on_desk(self, number: str) -> Any:
        """The line of the desk on which the case waits for this person."""
        return self.page.get_by_role("article").filter(has_text=number)

    def opens(self, number: str) -> "Party":
        """Read anew where it is before them; else from the desk if the case waits there, or from the list of cases."""
        if self.path() == f"/cases/{number}/":
            self.is_signed_in()
            return self.goes_to(self.path())
        self.comes()
        if self.waits_on_desk(number).count():
            return self.follows_one(self.waits_on_desk(number).get_by_role("heading").get_by_role("link"))
        self.section("Cases")
        row = self.main.get_by_role("row").filter(has_text=number)
        return self.follows_one(row.get_by_role("link"))

    # What is asked on the page of a move

    def answers(self, move: str, given: Mapping[str, Any]) -> "Party":
        for name, value in given.items():
            ask = self.tongue.ask(move, name)
            self._answer(self.tongue.asked(ask), ask, value)
        return self

    def _answer(self, label: str, ask: Any, value: Any) -> None:
        if isinstance(value, bool):
            if ask.required:
                self.marks(self.tongue.word("yes" if value else "no"), self.group(label))
            elif value:
                self.labelled(label).check()
        elif ask.name == "extra":
            for number, item in enumerate(value):
                self.labelled(self.tongue.phrase("Item")).nth(number).select_option(
                    label=self.tongue.place(item["path"])
                )
                self.labelled(self.tongue.phrase("What is wanted")).nth(number).fill(item["reason"])
        elif isinstance(value, list):
            for one in value:
                self.marks(self.tongue.choice(ask, str(one)))
        elif ask.options or "enum" in ask.schema or ask.name == "position":
            self._chosen(label, self.tongue.choice(ask, value))
        else:
            self.fills(label, value)

    def _chosen(self, label: str, option: str) -> None:
        """Few choices stand side by side, many in a list that opens."""
        group = self.group(label)
        if group.count():
            self.marks(option, group)
        else:
            self.chooses(label, option)

    # Being watched

    def station(self, name: str, part: Any = None) -> "Party":
        """A picture of where the story stands, or of a part of it, and a look at whether the page holds."""
        wide = self.page.evaluate(WIDTH)
        if wide > self.window.width:
            self.gallery.faults.append(f"{self.page.url} is {wide} px wide in a window of {self.window.width}")
        self._looked_at_first_time()
        if self.gallery.lacks(self.role, name):
            path = self.gallery.next(f"{self.role}-{name}-{self.window}")
            if part:
                part.screenshot(path=path)
            else:
                tall = min(self.page.evaluate(HEIGHT), TALLEST)
                self.page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": wide, "height": tall})
        return self

    def _looked_at_first_time(self) -> None:
        kind, met = kind_of(resolve(self.path())), self.gallery.met
        if kind in self.gallery.examined:
            return
        if kind not in met:
            self.can_be_used_by_everybody()
        if (*kind, self.window.language) not in met:
            self.gallery.faults += [f"{self.page.url}: {fault}" for fault in self._untranslated()]
        met |= {kind, (*kind, self.window.language)}

    def _untranslated(self) -> Iterable[str]:
        words = self.page.evaluate(looking.WORDS)
        return looking.untranslated(words, self.window.language, served.texts(), looking.catalogue())

    def finds_nothing(self, path: str) -> "Party":
        """What is not theirs is not there for them."""
        self.comes()
        answer = self.page.goto(self.address + path)
        assert answer.status == 404
        return self

    def is_let_go(self) -> None:
        sync_api.expect(self.main).to_be_visible()
        self.is_served_well()
        self.page.context.close()
