"""Application, completeness and acceptance."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from regulations.clocks import local
from regulations.facts import Actor, Facts
from regulations.guards.common import refuse
from regulations.refusal import Refusal
from regulations.vocabulary import Procedure, Role, State


def body_may_review(facts: Facts, actor: Actor) -> Refusal | None:
    """The unit's own committee, or a centre it mandated in writing for this day."""
    if facts.body.own or facts.body.mandated:
        return None
    return refuse(facts, "body.no_mandate", "body.mandate")


def not_re_examined_here(facts: Facts, actor: Actor) -> Refusal | None:
    """No centre reviews an activity, or a change of one, whose re-examination its institution has organised."""
    if not facts.independence.re_examined_here or not facts.rules.flag("body.centre_separation"):
        return None
    return refuse(facts, "body.re_examined", "body.centre_separation")


def body_has_office(facts: Facts, actor: Actor) -> Refusal | None:
    """Nothing is filed with a body where nobody could receive it: neither a secretary nor a chair can act on it."""
    if facts.holders.get(Role.SECRETARY) or facts.holders.get(Role.CHAIR):
        return None
    return refuse(facts, "body.no_office", "acceptance.procedure")


def composition_lawful(facts: Facts, actor: Actor) -> tuple[Refusal, ...]:
    """A committee whose composition fails cannot accept, vote or decide."""
    return facts.body.defects


def materials_complete(facts: Facts, actor: Actor) -> Refusal | None:
    missing = facts.filing.missing
    if not missing:
        return None
    return refuse(facts, "materials.incomplete", "materials.complete", missing=len(missing), paths=list(missing))


def draft_complete(facts: Facts, actor: Actor) -> Refusal | None:
    """What is put before the committee after acceptance may lack nothing: nobody would ask for it again."""
    missing = facts.filing.draft_missing
    if not missing:
        return None
    return refuse(facts, "materials.incomplete", "materials.complete", missing=len(missing), paths=list(missing))


def not_own_matter(facts: Facts, actor: Actor) -> Refusal | None:
    """Nobody acts for the committee in their own matter."""
    if actor.person != facts.case.applicant:
        return None
    return refuse(facts, "roles.own_matter", "roles.separate")


def not_recused(facts: Facts, actor: Actor) -> Refusal | None:
    if actor.person not in facts.interests.recused:
        return None
    return refuse(facts, "interest.recused", "interest.recusal")


def filing_changed(facts: Facts, actor: Actor) -> Refusal | None:
    """A resubmission has to contain something new."""
    if facts.filing.revision > facts.filing.submitted_revision:
        return None
    return refuse(facts, "filing.unchanged", "materials.complete", revision=facts.filing.revision)


def no_open_ballot(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.ballot is None or not facts.ballot.open:
        return None
    return refuse(facts, "ballot.open", "ballot.roll", voted=len(facts.ballot.voted), of=len(facts.ballot.roll))


WAITING_FOR = {
    State.COMPLETION_REQUESTED: "supplement",
    State.PRELIMINARY_PASSED: "re_examination_application",
    State.REVISION_REQUIRED: "revision",
    State.MODIFICATION_REQUIRED: "modification",
}
"""Where the committee waits for the applicant or the unit, and the clock that says for how long."""


def office_closes_only_expired(facts: Facts, actor: Actor) -> Refusal | None:
    """The applicant withdraws at will; the office closes only what nobody answered in time, and nobody may appeal."""
    if actor.person == facts.case.applicant:
        return None
    awaited, appeal = facts.clock(WAITING_FOR.get(facts.case.state, "")), facts.clock("appeal_window")
    if awaited is None or _answered(facts):
        return refuse(facts, "withdrawal.not_waiting", "supplement.expiry")
    if facts.now <= awaited.due_at:
        return refuse(facts, "withdrawal.not_expired", "supplement.expiry", due_on=awaited.due_on.isoformat())
    if appeal is not None and facts.now <= appeal.due_at:
        return refuse(facts, "withdrawal.appeal_open", "appeal.window", due_on=appeal.due_on.isoformat())
    return None


def _answered(facts: Facts) -> bool:
    """What was asked for lies before the committee, or could not be done: the wait is no fault of the applicant's."""
    if facts.case.state is State.MODIFICATION_REQUIRED:
        return facts.filing.submitted_revision > facts.filing.decided_revision
    return facts.case.state is State.PRELIMINARY_PASSED and not facts.holders.get(Role.AUTHORITY)


def completion_has_items(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """One notice names everything missing; a notice that names nothing is none."""
    if facts.filing.missing or data.get("extra"):
        return None
    return refuse(facts, "completion.nothing_missing", "acceptance.single_notice")


def further_notice_has_legal_reason(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    given, allowed = facts.case.completion_notices, facts.rules.number("acceptance.single_notice")
    if given < allowed or str(data.get("legal_reason", "")).strip():
        return None
    return refuse(facts, "completion.second_notice", "acceptance.single_notice", given=given, allowed=allowed)


def declined_after_notice(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """Nobody is turned away for what they were never told was missing."""
    if data["ground"] != "materials" or facts.case.completion_notices:
        return None
    return refuse(facts, "decline.no_notice", "acceptance.single_notice")


def procedure_fits(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | tuple[Refusal, ...] | None:
    """The chosen procedure against what the filing says: its ground, its urgency, its list claim."""
    match data["procedure"]:
        case Procedure.SIMPLIFIED:
            return _simplified_fits(facts, str(data.get("ground", "")))
        case Procedure.EMERGENCY if not facts.filing.urgent:
            return refuse(facts, "emergency.not_urgent", "emergency.urgency")
    return None


def _simplified_fits(facts: Facts, ground: str) -> Refusal | tuple[Refusal, ...] | None:
    grounds = facts.rules.items("simplified.grounds")
    if ground not in grounds:
        return refuse(facts, "simplified.no_ground", "simplified.grounds", given=ground, allowed=list(grounds))
    refusals = []
    if facts.filing.listed_claim and not facts.case.original_listed:
        refusals.append(
            refuse(facts, "simplified.listed", "simplified.not_listed", items=list(facts.filing.listed_claim))
        )
    if not _ground_shown(facts, ground):
        refusals.append(refuse(facts, "simplified.ground_not_shown", "simplified.grounds", given=ground))
    return tuple(refusals)


def _ground_shown(facts: Facts, ground: str) -> bool:
    """Each ground needs its own showing in the filing."""
    match ground:
        case "minimal_risk":
            return facts.filing.minimal_risk_claimed and not facts.case.amendment
        case "minor_modification" | "follow_up":
            return facts.case.amendment and facts.filing.leaves_risk_unchanged
    return False


def list_items_known(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    known = {int(key) for key in facts.rules.items("list.items")}
    items = data["items"]
    if known.issuperset(items):
        return None
    return refuse(facts, "list.unknown_item", "list.items", given=items, known=sorted(known))


def listed_not_simplified(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """A listed activity never has its first review by the simplified procedure: convert it first."""
    if not data["items"] or facts.case.procedure is not Procedure.SIMPLIFIED or facts.case.original_listed:
        return None
    return refuse(facts, "simplified.listed", "simplified.not_listed", items=data["items"])


def not_yet_balloted(facts: Facts, actor: Actor) -> Refusal | None:
    """What the vote rests on does not change once a vote has been opened in this round."""
    if facts.ballot is None:
        return None
    return refuse(facts, "list.after_ballot", "list.determination")


def listed(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.case.listed:
        return None
    return refuse(facts, "list.not_listed", "list.determination")


def exemption_claimed(facts: Facts, actor: Actor) -> Refusal | None:
    """The application names at least one filing that could exempt."""
    regimes = facts.rules.items("exemption.regimes")
    if any(regime in regimes for regime, _ in facts.filing.exempting_references):
        return None
    return refuse(facts, "exemption.none_claimed", "exemption.regimes", regimes=list(regimes))


def exemption_to_renew(facts: Facts, actor: Actor) -> Refusal | None:
    """What is in force was exempted before it was approved, or never: what experts have examined needs no exemption."""
    if facts.rests_on_exemption:
        return None
    return refuse(facts, "exemption.none_to_renew", "exemption.regimes")


def exemption_on_file(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | tuple[Refusal, ...] | None:
    """The filing that exempts is named in the application, and makes ethics compliance a condition."""
    regime, number = str(data["regime"]), str(data["number"])
    if regime not in facts.rules.items("exemption.regimes"):
        return refuse(facts, "exemption.unknown_regime", "exemption.regimes", given=regime)
    if (regime, number) not in facts.filing.exempting_references:
        return refuse(facts, "exemption.not_on_file", "exemption.regimes", given=number)
    until = data.get("valid_until")
    if until and date.fromisoformat(until) < local(facts.now).date():
        return refuse(facts, "exemption.lapsed", "exemption.regimes", until=until)
    return None
