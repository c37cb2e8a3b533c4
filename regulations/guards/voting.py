"""Opening, casting and closing: on the committee, and on the panel of experts."""

from collections.abc import Mapping
from typing import Any

from regulations.facts import Actor, Facts
from regulations.guards.common import refuse
from regulations.procedures import POSITIVE
from regulations.quorum import Counted, SeatFact, entitled, missing_categories
from regulations.refusal import Refusal
from regulations.vocabulary import Opinion, Role, State


def by_the_presider(facts: Facts, actor: Actor) -> Refusal | None:
    """Whoever presides over the matter, in the room now, opens and closes its vote. The last vote closes by itself.

    Where a vote is open and they have left, whoever of the room could preside closes it.
    """
    if facts.meeting is None or Role.SYSTEM in actor.roles:
        return None
    there = facts.presiding & facts.meeting.room
    if actor.person in there:
        return None
    names = [facts.body.names.get(person, str(person)) for person in sorted(there or facts.presiding)]
    if there:
        return refuse(facts, "ballot.not_presiding", "meeting.chair", names=names)
    return refuse(facts, "meeting.presider_absent", "meeting.chair", names=names)


def ballot_is_open(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.ballot is not None and facts.ballot.open:
        return None
    return refuse(facts, "ballot.not_open", "ballot.roll")


def on_roll(facts: Facts, actor: Actor) -> Refusal | None:
    """Only who was in the room, unconflicted and in term when the ballot opened."""
    if facts.ballot is None or not facts.ballot.open or actor.person in facts.ballot.roll:
        return None
    return refuse(facts, "ballot.not_on_roll", "ballot.roll", of=len(facts.ballot.roll))


def not_voted(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.ballot is None or actor.person not in facts.ballot.voted:
        return None
    return refuse(facts, "ballot.already_voted", "ballot.vote_stays")


def in_the_room(facts: Facts, actor: Actor) -> Refusal | None:
    """Whoever left the room votes no longer. A panel has no room."""
    if facts.case.state is State.RE_EXAMINATION or facts.ballot is None or not facts.ballot.open:
        return None
    if actor.person not in facts.ballot.roll or actor.person in facts.ballot.in_room:
        return None
    return refuse(facts, "ballot.left_room", "meeting.min_present")


def option_offered(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    if facts.ballot is None or data["position"] in facts.ballot.options:
        return None
    if facts.case.state is State.OPINION_RETURNED and data["position"] in POSITIVE:
        return refuse(facts, "re_examination.disagreed", "re_examination.binding")
    rule = "panel.majority" if facts.case.state is State.RE_EXAMINATION else "decision.outcomes"
    return refuse(facts, "ballot.unknown_option", rule, given=data["position"], allowed=list(facts.ballot.options))


def dissent_reasoned(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """Whoever does not vote in favour says why."""
    in_favour = {str(outcome) for outcome in POSITIVE} | {Opinion.AGREE.value}
    if data["position"] in in_favour or str(data.get("reason", "")).strip():
        return None
    return refuse(facts, "ballot.reason_missing", "decision.reasons")


def panel_large_enough(facts: Facts, actor: Actor) -> Refusal | None:
    need = facts.rules.number("panel.min_experts")
    have = len(_entitled(facts))
    return None if have >= need else refuse(facts, "panel.too_few", "panel.min_experts", need=need, have=have)


def panel_categories(facts: Facts, actor: Actor) -> Refusal | None:
    missing = missing_categories(_entitled(facts), facts.rules.categories("panel.categories"))
    return refuse(facts, "panel.categories", "panel.categories", missing=sorted(missing)) if missing else None


def panel_declared(facts: Facts, actor: Actor) -> Refusal | None:
    silent = [seat for seat in _seats(facts) if not seat.declared and not seat.recused]
    if not silent:
        return None
    return refuse(
        facts,
        "interest.undeclared",
        "interest.declaration",
        people=[seat.person for seat in silent],
        names=[seat.name for seat in silent],
    )


def panel_independent(facts: Facts, actor: Actor) -> Refusal | None:
    """No expert sat on a body that reviewed the activity, leads or manages it, or oversees it."""
    return _too_near(facts, {seat.person: seat.name for seat in _seats(facts)})


def _too_near(facts: Facts, experts: Mapping[int, str]) -> Refusal | None:
    both = sorted(experts.keys() & facts.independence.near.keys())
    if not both:
        return None
    names = [facts.independence.near[person] for person in both]
    return refuse(facts, "panel.not_independent", "panel.independence", people=both, names=names)


def _seats(facts: Facts) -> tuple[SeatFact, ...]:
    return facts.panel.experts if facts.panel is not None else ()


def _entitled(facts: Facts) -> tuple[Counted, ...]:
    """A panel opines as a whole: no room, so nobody is absent from it."""
    return entitled(_seats(facts))


def panel_not_voting(facts: Facts, actor: Actor) -> Refusal | None:
    """A panel is changed before its vote, never during or after a vote that has a result."""
    if facts.ballot is None or (not facts.ballot.open and not facts.ballot.result):
        return None
    return refuse(facts, "panel.voting", "panel.majority")


def panel_fit(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """The experts as named: enough, of the fields required, none too near the activity."""
    experts = data["experts"]
    people = {expert["person"]: str(expert["person"]) for expert in experts}
    brought = {category for expert in experts for category in expert["categories"]}
    need, have = facts.rules.number("panel.min_experts"), len(people)
    missing = sorted(set(facts.rules.items("panel.categories")) - brought)
    near = _too_near(facts, people)
    refusals = []
    if have < need:
        refusals.append(refuse(facts, "panel.too_few", "panel.min_experts", need=need, have=have))
    if missing:
        refusals.append(refuse(facts, "panel.categories", "panel.categories", missing=missing))
    return (*refusals, near) if near else tuple(refusals)


def centre_separate(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """No centre reviews and re-examines the same activity, nor a second centre of the same institution."""
    if data.get("centre") not in facts.independence.centres or not facts.rules.flag("body.centre_separation"):
        return None
    return refuse(facts, "body.centre_both", "body.centre_separation")


def authority_there(facts: Facts, actor: Actor) -> Refusal | None:
    """An application for re-examination reaches somebody: an officer over the region who took no part in the review."""
    if facts.holders.get(Role.AUTHORITY):
        return None
    return refuse(facts, "authority.none", "re_examination.applicant")
