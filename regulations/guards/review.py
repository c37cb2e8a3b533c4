"""Interests, reviewers, worksheets and the room in which a matter is heard."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from regulations.chairing import convened_on
from regulations.clocks import local
from regulations.facts import Actor, Facts
from regulations.guards.common import refuse
from regulations.procedures import conversion_trigger, reviewers_needed, sitting
from regulations.quorum import counted, missing_categories
from regulations.refusal import Refusal
from regulations.vocabulary import VOTING_POSITIONS, Procedure, Role


def list_determined(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.case.listed is not None:
        return None
    return refuse(facts, "list.undetermined", "list.determination")


def reviewers_eligible(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """Every named reviewer votes on this committee today, has declared, and keeps no interest."""
    people = set(data["reviewers"])
    refusals = [*_too_few_reviewers(facts, len(people))]
    for code, rule, unfit in (
        ("reviewers.not_voting", "committee.members", people - facts.body.voting),
        ("interest.undeclared", "interest.declaration", people - facts.interests.declared),
        ("interest.recused", "interest.recusal", people & facts.interests.recused),
        ("roles.own_matter", "roles.separate", people & {facts.case.applicant}),
    ):
        if unfit:
            refusals.append(refuse(facts, code, rule, people=sorted(unfit), names=_names(facts, unfit)))
    return tuple(refusals)


def _too_few_reviewers(facts: Facts, have: int) -> tuple[Refusal, ...]:
    rule = reviewers_needed(facts)
    need = facts.rules.number(rule)
    return () if have >= need else (refuse(facts, "reviewers.too_few", rule, need=need, have=have),)


def reviewers_available(facts: Facts, actor: Actor) -> Refusal | None:
    """Enough members could be named: they vote here, have declared, and keep no interest."""
    rule = reviewers_needed(facts)
    eligible = (facts.body.voting & facts.interests.declared) - facts.interests.recused - {facts.case.applicant}
    have, need = len(eligible), facts.rules.number(rule)
    return None if have >= need else refuse(facts, "reviewers.none_eligible", rule, need=need, have=have)


def enough_reviewers(facts: Facts, actor: Actor) -> tuple[Refusal, ...]:
    """Still enough of those named, should one have found an interest since. What was balloted stands on its roll."""
    return () if facts.ballot is not None else _too_few_reviewers(facts, len(sitting(facts)))


def _names(facts: Facts, people: set[int] | frozenset[int]) -> list[str]:
    return [facts.body.names.get(person, str(person)) for person in sorted(people)]


def still_simplified(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.case.procedure is Procedure.SIMPLIFIED:
        return None
    return refuse(facts, "simplified.not_simplified", "simplified.triggers")


def by_meeting(facts: Facts, actor: Actor) -> Refusal | None:
    """Only the general and the emergency procedure decide by meeting."""
    if facts.case.procedure is not Procedure.SIMPLIFIED:
        return None
    return refuse(facts, "meeting.simplified", "simplified.min_members")


def worksheet_open(facts: Facts, actor: Actor) -> Refusal | None:
    """One worksheet a round, before the ballot opens."""
    mine = next((reviewer for reviewer in facts.reviewers if reviewer.person == actor.person), None)
    if mine is not None and mine.submitted:
        return refuse(facts, "worksheet.submitted", "review.independent")
    if facts.ballot is not None:
        return refuse(facts, "worksheet.after_ballot", "review.independent")
    return None


def focuses_assessed(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """Every focus of the review is assessed; none is skipped."""
    missing = [key for key in facts.rules.items("review.focuses") if key not in data["focuses"]]
    if not missing:
        return None
    return refuse(facts, "worksheet.focus_missing", "review.focuses", missing=missing)


def worksheets_in(facts: Facts, actor: Actor) -> Refusal | None:
    named = sitting(facts)
    done = sum(reviewer.submitted for reviewer in named)
    if done == len(named):
        return None
    return refuse(facts, "worksheets.outstanding", "review.independent", need=len(named), have=done)


def not_on_agenda(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.meeting is None:
        return None
    return refuse(facts, "meeting.on_agenda", "meeting.chair", meeting=facts.meeting.meeting)


def on_agenda(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.meeting is None:
        return refuse(facts, "meeting.not_convened", "meeting.chair")
    if facts.now < facts.meeting.starts_at:
        return refuse(facts, "meeting.not_begun", "meeting.chair", starts_at=facts.meeting.starts_at.isoformat())
    return None


def presider_lawful(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """The chair presides, or a vice-chair by the chair's own act; nobody conflicted, or seated no more that day."""
    presider = data.get("presider")
    if presider is None:
        return None
    chair = facts.body.chair_on(_day_of_meeting(facts, data))
    if presider not in chair.able:
        return refuse(facts, "meeting.presider", "meeting.chair", person=presider)
    if convened_on(presider, chair, by_chair=actor.person in facts.body.chair.holders) is not None:
        return None
    names = _names(facts, chair.holders)
    return refuse(facts, "meeting.presider_not_named", "meeting.chair", person=presider, names=names)


def _day_of_meeting(facts: Facts, data: Mapping[str, Any]) -> date:
    starts_at = data.get("starts_at")
    return local(datetime.fromisoformat(starts_at) if starts_at else facts.now).date()


def presider_available(facts: Facts, actor: Actor) -> Refusal | None:
    """Somebody is left who may preside."""
    if facts.body.chair.holders:
        return None
    people = frozenset(one.person for one in facts.body.serving if one.position in VOTING_POSITIONS)
    return refuse(facts, "meeting.no_presider", "meeting.chair", names=_names(facts, people))


def video_permitted(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    if data.get("mode", "in_person") == "in_person" or facts.rules.flag("meeting.video"):
        return None
    return refuse(facts, "meeting.video", "meeting.video")


def presider_present(facts: Facts, actor: Actor) -> Refusal | None:
    """Who presides is in the room; where they leave for this matter, whoever holds the chair for it presides."""
    if facts.meeting is None or Role.SYSTEM in actor.roles:
        return None
    if facts.presiding & {seat.person for seat in counted(facts.meeting.seats)}:
        return None
    return refuse(facts, "meeting.presider_absent", "meeting.chair", names=_names(facts, facts.presiding))


def quorum_met(facts: Facts, actor: Actor) -> Refusal | None:
    """Enough members in the room, conflicted, expired and non-voting ones not counted."""
    if facts.meeting is None:
        return None
    have, need = len(counted(facts.meeting.seats)), facts.rules.number("meeting.min_present")
    return None if have >= need else refuse(facts, "quorum.too_few", "meeting.min_present", need=need, have=have)


def categories_present(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.meeting is None:
        return None
    missing = missing_categories(counted(facts.meeting.seats), facts.rules.categories("meeting.categories"))
    if not missing:
        return None
    return refuse(facts, "quorum.categories", "meeting.categories", missing=sorted(missing))


def room_declared(facts: Facts, actor: Actor) -> Refusal | None:
    """Everyone in the room for this item has said whether they keep an interest in it."""
    if facts.meeting is None or not facts.meeting.undeclared:
        return None
    people = frozenset(facts.meeting.undeclared)
    return refuse(
        facts, "interest.undeclared", "interest.declaration", people=sorted(people), names=_names(facts, people)
    )


def field_expert_heard(facts: Facts, actor: Actor) -> Refusal | None:
    """In an emergency somebody from the field takes part, as a member or as an invited adviser."""
    if facts.case.procedure is not Procedure.EMERGENCY or facts.meeting is None or facts.meeting.field_expert:
        return None
    return refuse(facts, "emergency.no_field_expert", "emergency.field_expert")


def not_declared_twice(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """A statement may be added to (an interest found later), never repeated."""
    owed = facts.meeting.undeclared if facts.meeting is not None else ()
    if data["conflict"] or actor.person in owed or actor.person not in facts.interests.declared:
        return None
    return refuse(facts, "interest.already_declared", "interest.declaration")


def trigger_known(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    known = facts.rules.items("simplified.triggers")
    if data["trigger"] in known:
        return None
    return refuse(facts, "simplified.unknown_trigger", "simplified.triggers", given=data["trigger"], known=list(known))


def no_conversion_due(facts: Facts, actor: Actor) -> Refusal | None:
    """A simplified review with a negative finding, a doubt, a disagreement or a request must turn into general."""
    if facts.case.procedure is not Procedure.SIMPLIFIED:
        return None
    trigger = conversion_trigger(facts.reviewers)
    return refuse(facts, "simplified.must_convert", "simplified.triggers", trigger=trigger) if trigger else None
