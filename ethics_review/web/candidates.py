"""Who votes on the body, for whoever names reviewers: what speaks for each, what they owe, and what stands in the way.

What their body knows of its people, their statements and training, is shown to those alone who may name them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from accounts.models import User
from committees.models import Seat
from ethics_review.engine import Explained, Option
from ethics_review.engine.roles import actor_for
from ethics_review.queries import trainings
from ethics_review.queries.reviewing import loads
from ethics_review.queries.trainings import Trained
from ethics_review.web.shown import Ground, Reason, ground_of, reasons_of
from ethics_review.web.terms import joined, word
from regulations import training as training_rule
from regulations.clocks import local
from regulations.pack import Rules
from regulations.refusal import Refusal
from regulations.vocabulary import Position

SIGNED = "committee.signed_statements"


@dataclass(frozen=True)
class Speaking:
    """One thing that speaks for somebody, or that is to be known of them; and the rule that asks for it, if any does.

    `tone` is good; waiting where something is to be seen to that does not stand in the way; quiet where nothing asks
    for it.
    """

    words: str
    tone: str
    ground: Ground | None


@dataclass(frozen=True)
class Candidate:
    """Somebody who votes on the body: what they bring, how many worksheets they owe, what speaks for them or not.

    Who may be named has no `reasons`; who may not has nothing that `speaks` for them.
    """

    key: str
    name: str
    position: str
    brings: str
    load: int
    speaks: list[Speaking]
    reasons: list[Reason]


def candidates_of(*, explained: Explained, option: Option, user: User, language: str) -> list[Candidate]:
    """Who may be named first, the least burdened first; then who may not, each with every reason. Two statements."""
    seats = [seat for seat in explained.situation.rows.seats if seat.votes]
    burdens = loads(people=[seat.person_id for seat in seats])
    trained = trainings.of_seats(committee=explained.situation.rows.case.committee, seats=seats)
    found = []
    for seat in seats:
        reasons = reasons_of(_in_the_way(explained, option, user, seat.person_id), language)
        known = [] if reasons else _speaking(seat, explained, trained, language)
        found.append(_candidate(seat, burdens, known, reasons, language))
    return sorted(found, key=lambda one: (bool(one.reasons), one.load))


def _candidate(
    seat: Seat, burdens: Mapping[int, int], speaks: list[Speaking], reasons: list[Reason], language: str
) -> Candidate:
    return Candidate(
        key=str(seat.person_id),
        name=str(seat.person),
        position=word(Position(seat.position).value, language),
        brings=joined((word(category, language) for category in seat.categories), language),
        load=burdens.get(seat.person_id, 0),
        speaks=speaks,
        reasons=reasons,
    )


def _in_the_way(explained: Explained, option: Option, user: User, person: int) -> list[Refusal]:
    """What the door would say of naming this person: all but that one alone is too few."""
    situation = explained.situation
    actor = actor_for(user, situation.people)
    told = (check(situation.facts, actor, {"reviewers": [person]}) for check in option.line.checks)
    found = [refusal for refusals in told for refusal in _each(refusals)]
    return [refusal for refusal in found if refusal.code != "reviewers.too_few"]


def _each(found: Refusal | tuple[Refusal, ...] | None) -> tuple[Refusal, ...]:
    return found if isinstance(found, tuple) else (found,) if found else ()


def _speaking(seat: Seat, explained: Explained, trained: Mapping[int, Trained], language: str) -> list[Speaking]:
    """In the order in which the door asks; then what no move asks, but whoever names somebody wants to know."""
    facts = explained.situation.facts
    rules, on = facts.rules, local(facts.now).date()
    term = gettext("In term until %(day)s") % {"day": seat.ends_on.isoformat()}
    found = [Speaking(term, "good", _ground(rules, "committee.members", language))]
    if seat.person_id in facts.interests.declared:
        said = gettext("Has declared that there is no interest")
        found.append(Speaking(said, "good", _ground(rules, "interest.declaration", language)))
    return [
        *found,
        statements_of(seat=seat, rules=rules, language=language),
        _training(trained[seat.person_id], on, language),
    ]


def _ground(rules: Rules, rule: str, language: str) -> Ground:
    return ground_of(rules.source(rule), language)


def statements_of(*, seat: Seat, rules: Rules, language: str) -> Speaking:
    """Whether both statements of a seat's holder are on record; no rule stands behind it where none asks for them."""
    ground = _ground(rules, SIGNED, language) if rules.holds(SIGNED) else None
    if seat.secrecy_signed_on is None or seat.interests_signed_on is None:
        return Speaking(gettext("Signed statements are not on record"), "waiting" if ground else "quiet", ground)
    days = {"secrecy": seat.secrecy_signed_on.isoformat(), "interests": seat.interests_signed_on.isoformat()}
    return Speaking(gettext("Signed: secrecy %(secrecy)s, interests %(interests)s") % days, "good", ground)


def _training(known: Trained, on: date, language: str) -> Speaking:
    ground = ground_of(training_rule.SOURCE, language)
    if known.latest is None or known.through is None:
        return Speaking(gettext("No training is on record"), "waiting", ground)
    days = {"held": known.latest.held_on.isoformat(), "through": known.through.isoformat()}
    if known.is_recent(on):
        return Speaking(gettext("Trained on %(held)s, counts through %(through)s") % days, "good", ground)
    return Speaking(gettext("Trained on %(held)s, counted through %(through)s") % days, "waiting", ground)
