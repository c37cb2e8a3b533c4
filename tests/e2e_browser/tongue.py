"""The product's own words in one language, so that a test says what is pressed once and finds it in both.

Phrases of the pages come from the catalogue of translations, words of the law from the pack, questions of the filing
from its form: nothing here is a translation of its own.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext, override

import regulations
from ethics_review import wording
from ethics_review.web.choices import of_items
from ethics_review.web.filing_form import FilingForm
from ethics_review.web.filing_steps import parts
from ethics_review.web.terms import sentence_case, word
from regulations.materials import fields
from regulations.move import Ask

PACK = "ai-2026"


@dataclass(frozen=True)
class Tongue:
    """How the product says things in `language`."""

    language: str

    def spoken(self) -> Any:
        """Inside, whatever the product says is said in this language."""
        return override(self.language)

    def phrase(self, phrase: str, **values: Any) -> str:
        """A phrase of the pages, by what it is in English."""
        with self.spoken():
            said = gettext(phrase)
        return said % values if values else said

    def counted(self, one: str, many: str, number: int) -> str:
        with self.spoken():
            return ngettext(one, many, number) % {"n": number}

    def move(self, name: str) -> str:
        return self.law.pack.moves[name].label.in_language(self.language)

    def ask(self, move: str, name: str) -> Ask:
        return next(ask for ask in self.law.pack.moves[move].asks if ask.name == name)

    def asked(self, ask: Ask) -> str:
        return ask.label.in_language(self.language)

    def choice(self, ask: Ask, value: str) -> str:
        """One of the values that may be chosen, as it stands beside its mark."""
        rule = {"position": "decision.outcomes", "items": "list.items"}.get(ask.name, ask.options)
        known = {one.value: one.label for one in of_items(self.law.entries(rule), self.language)} if rule else {}
        return known.get(str(value)) or self.word(str(value))

    def place(self, path: str) -> str:
        """A place of the filing at which something can be missing."""
        return next(field.words.in_language(self.language) for field in fields() if field.path == path)

    def word(self, value: str) -> str:
        with self.spoken():
            return word(value, self.language)

    def state(self, state: str) -> str:
        return sentence_case(wording.label(wording.labels.State(state), self.language))

    def clock(self, name: str) -> str:
        return self.law.pack.clocks[name].label.in_language(self.language)

    def filing(self, body: Any) -> FilingForm:
        """The form of a filing that says all of `body`, with the questions in this language."""
        with self.spoken():
            listed = of_items(self.law.entries("list.items"), self.language)
            return FilingForm(None, body=body, listed=listed, language=self.language)

    @property
    def steps(self) -> tuple[str, ...]:
        """The parts of a filing in the order in which they are asked."""
        return parts()

    @property
    def law(self) -> Any:
        return regulations.pack(PACK).rules_for(house={})
