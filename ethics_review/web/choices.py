"""What may be chosen where a move asks for a person, a meeting, a clock or an item: the lawful values, in words.

Only what the situation already knows, or one statement for an ask that needs people or meetings. Whether a choice is
lawful is examined at the door; what plainly is not is left out here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from committees.models import Seat
from ethics_review import wording
from ethics_review.engine import Explained
from ethics_review.engine.situation import Situation
from ethics_review.queries import case_record, sittings
from ethics_review.web.inputs import Choice
from ethics_review.web.terms import joined, moment, word
from regulations.clocks import local
from regulations.materials import fields
from regulations.move import Ask, Move
from regulations.pack import Item
from regulations.vocabulary import Category, Opinion, Role

Choices = tuple[Choice, ...]


@dataclass(frozen=True)
class Asked:
    """The situation in which an ask is put, and the language it is put in."""

    situation: Situation
    line: Move
    language: str

    @property
    def day(self) -> date:
        return local(self.situation.facts.now).date()


def choices_for(*, explained: Explained, line: Move, language: str) -> dict[str, Choices]:
    """The choices of every ask of `line` that has any, by the ask's name."""
    asked = Asked(explained.situation, line, language)
    found = {ask.name: _choices(asked, ask) for ask in line.asks}
    return {name: choices for name, choices in found.items() if choices}


def _choices(asked: Asked, ask: Ask) -> Choices:
    if ask.options:
        return of_items(asked.situation.facts.rules.entries(ask.options), asked.language)
    if "enum" in ask.schema:
        values = ask.schema["enum"]
        return tuple(Choice(str(value), word(str(value), asked.language)) for value in values)  # type: ignore[attr-defined] # a list
    offer = OFFERS.get(ask.name)
    return offer(asked) if offer else ()


def of_items(items: tuple[Item, ...], language: str) -> Choices:
    return tuple(Choice(str(item.key), item.words.in_language(language)) for item in items)


def categories(language: str) -> Choices:
    return tuple(Choice(category.value, word(category.value, language)) for category in Category)


def _positions(asked: Asked) -> Choices:
    """What the open ballot puts to the vote, in the words of the rule."""
    ballot = asked.situation.facts.ballot
    known = {
        item.key: item.words.in_language(asked.language)
        for item in asked.situation.facts.rules.entries("decision.outcomes")
    }
    known |= {opinion.value: word(opinion.value, asked.language) for opinion in Opinion}
    return tuple(Choice(option, known.get(option, option)) for option in (ballot.options if ballot else ()))


def _clocks(asked: Asked) -> Choices:
    """The running clocks this move can be about."""
    pack = asked.situation.facts.rules.pack
    fits = {
        "extend": lambda clock: clock.extendable,
        "pause_clock": lambda clock: clock.pausable and not clock.paused,
        "resume_clock": lambda clock: clock.paused,
    }[asked.line.name]
    return tuple(
        Choice(clock.name, f"{wording.clock_label(clock.name, asked.language, pack=pack)} · {clock.due_on.isoformat()}")
        for clock in asked.situation.facts.clocks
        if fits(clock)
    )


def _meetings(asked: Asked) -> Choices:
    """Meetings of the body that have not ended."""
    meetings = sittings.open_meetings(committee=asked.situation.rows.case.committee_id)
    return tuple(Choice(str(meeting.pk), f"#{meeting.number} · {moment(meeting.starts_at)}") for meeting in meetings)


def _presiders(asked: Asked) -> Choices:
    """Chair and vice-chairs who keep no interest in the matter, or who stands in for them."""
    fit = asked.situation.facts.body.chair.able
    return tuple(_seated(seat, asked.language) for seat in asked.situation.rows.seats if seat.person_id in fit)


def _reviewers(asked: Asked) -> Choices:
    """Members who vote and keep no interest. Whoever has not declared yet is marked."""
    members = asked.situation.people.get(Role.MEMBER, frozenset())
    declared = asked.situation.facts.interests.declared
    seats = [seat for seat in asked.situation.rows.seats if seat.votes and seat.person_id in members]
    return tuple(_seated(seat, asked.language, undeclared=seat.person_id not in declared) for seat in seats)


def _seated(seat: Seat, language: str, *, undeclared: bool = False) -> Choice:
    brings = joined((word(category, language) for category in seat.categories), language)
    notes = [word(seat.position, language), brings, word("undeclared", language) if undeclared else ""]
    return Choice(str(seat.person_id), " · ".join([str(seat.person), *filter(None, notes)]))


def _centres(asked: Asked) -> Choices:
    """Service centres other than the one that reviewed."""
    centres = sittings.centres(besides=asked.situation.rows.case.committee_id)
    return tuple(Choice(str(centre.pk), centre.name) for centre in centres)


def _experts(asked: Asked) -> Choices:
    """People who neither sit on the reviewing committee nor belong to the applicant's unit."""
    case, seated = asked.situation.rows.case, {seat.person_id for seat in asked.situation.rows.seats}
    people = sittings.possible_experts(unit=case.institution_id, besides=seated | {case.applicant_id})
    return tuple(
        Choice(str(person.pk), " · ".join(filter(None, [str(person), str(person.institution or "")])))
        for person in people
    )


def _places(asked: Asked) -> Choices:
    """The places of a filing at which something can be missing."""
    return tuple(
        Choice(field.path, field.words.in_language(asked.language)) for field in fields() if "*" not in field.path
    )


def _conditions(asked: Asked) -> Choices:
    """The conditions of the approval still to be met. One statement, where there are any."""
    still_open = asked.situation.facts.open_conditions
    if not still_open:
        return ()
    texts = case_record.conditions(case=asked.situation.rows.case)
    return tuple(Choice(str(number), f"{number}. {texts.get(number, '')}") for number in sorted(still_open))


OFFERS: Mapping[str, Callable[[Asked], Choices]] = {
    "position": _positions,
    "clock": _clocks,
    "meeting": _meetings,
    "presider": _presiders,
    "reviewers": _reviewers,
    "centre": _centres,
    "experts": _experts,
    "extra": _places,
    "evidence": _conditions,
    "conditions_met": _conditions,
    "items": lambda asked: of_items(asked.situation.facts.rules.entries("list.items"), asked.language),
}
