"""Decision, preliminary pass, re-examination's opinion, and the appeal against all of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from regulations.facts import Actor, Facts
from regulations.guards.common import refuse
from regulations.procedures import POSITIVE, by_members, enough_sitting, follow_up_rule, found
from regulations.quorum import needed
from regulations.refusal import Refusal
from regulations.vocabulary import Outcome, State


def finding_exists(facts: Facts, actor: Actor) -> Refusal | None:
    """A decision needs a closed ballot with a result, or the named members of one mind, if they are enough."""
    if found(facts) is not None or (by_members(facts) and not enough_sitting(facts)):
        return None
    ballot = facts.ballot
    if ballot is not None and not ballot.open:
        share = facts.rules.share("decision.majority")
        return refuse(
            facts,
            "decision.no_majority",
            "decision.majority",
            need=needed(share, of=ballot.counted),
            of=ballot.counted,
            tally=dict(ballot.tally),
        )
    return refuse(facts, "decision.no_finding", "decision.majority")


def no_result_yet(facts: Facts, actor: Actor) -> Refusal | None:
    """What a vote has settled is not put to the vote again; only a vote without a result is."""
    if facts.ballot is None or facts.ballot.open or not facts.ballot.result:
        return None
    rule = "panel.majority" if facts.case.state is State.RE_EXAMINATION else "decision.majority"
    return refuse(facts, "ballot.has_result", rule, result=facts.ballot.result)


def re_examined_if_listed(facts: Facts, actor: Actor) -> Refusal | None:
    """A listed activity that no filing exempts is approved only after the experts have been heard."""
    if facts.case.state is not State.IN_REVIEW or not facts.needs_re_examination or found(facts) not in POSITIVE:
        return None
    return refuse(facts, "re_examination.required", "re_examination.required", items=list(facts.case.listed or ()))


def follows_opinion(facts: Facts, actor: Actor) -> Refusal | None:
    """No approval against a disagreeing opinion."""
    if facts.case.state is not State.OPINION_RETURNED or found(facts) not in POSITIVE:
        return None
    if facts.experts_agreed:
        return None
    return refuse(facts, "re_examination.disagreed", "re_examination.binding")


def preliminary_positive(facts: Facts, actor: Actor) -> Refusal | None:
    """Only a positive finding on a listed, non-exempt activity is a preliminary pass. `finding_exists` asks for one."""
    if not facts.needs_re_examination:
        return refuse(facts, "re_examination.not_required", "re_examination.required")
    if found(facts) is None or found(facts) in POSITIVE:
        return None
    return refuse(facts, "preliminary.not_positive", "re_examination.required", finding=found(facts))


def negative_reasoned(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    if found(facts) in {None, Outcome.APPROVE, Outcome.APPROVE_AFTER_MODIFICATION} or _said(data, "reasons"):
        return None
    return refuse(facts, "decision.reasons_missing", "decision.reasons", outcome=found(facts))


def modifications_stated(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    if found(facts) is not Outcome.APPROVE_AFTER_MODIFICATION or _said(data, "requirements"):
        return None
    return refuse(facts, "decision.requirements_missing", "decision.requirements")


def follow_up_close_enough(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """The committee may follow up sooner than the rule asks, never later."""
    months, rule = data.get("follow_up_months"), follow_up_rule(facts)
    most = facts.rules.number(rule)
    if months is None or months <= most:
        return None
    return refuse(facts, "follow_up.too_far", rule, most=most, given=months)


def conditions_on_approval(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """Only an approval has conditions, and none that is to be met on a day gone by."""
    conditions = data.get("conditions") or ()
    today = facts.now.date()
    past = [one["due_on"] for one in conditions if "due_on" in one and date.fromisoformat(one["due_on"]) < today]
    found_so = (
        [refuse(facts, "condition.without_approval", "decision.conditions")]
        if conditions and found(facts) not in POSITIVE
        else []
    )
    if past:
        found_so.append(
            refuse(facts, "condition.due_past", "decision.conditions", given=min(past), today=today.isoformat())
        )
    return tuple(found_so)


def _said(data: Mapping[str, Any], name: str) -> bool:
    return bool(str(data.get(name, "")).strip())


def modifications_filed(facts: Facts, actor: Actor) -> Refusal | None:
    """The committee confirms what the applicant has filed, not what was promised."""
    if facts.filing.submitted_revision > facts.filing.decided_revision:
        return None
    return refuse(facts, "modification.not_filed", "decision.requirements")


def opinion_formed(facts: Facts, actor: Actor) -> Refusal | None:
    """The panel's opinion is what two thirds of all its experts have voted for."""
    ballot = facts.ballot
    if ballot is not None and not ballot.open and ballot.result:
        return None
    share = facts.rules.share("panel.majority")
    of = ballot.counted if ballot is not None else len(facts.panel.experts if facts.panel else ())
    return refuse(
        facts,
        "panel.no_opinion",
        "panel.majority",
        need=needed(share, of=of),
        of=of,
        tally=dict(ballot.tally) if ballot is not None and not ballot.open else {},
    )


def appeal_window_open(facts: Facts, actor: Actor) -> Refusal | None:
    clock = facts.clock("appeal_window")
    if clock is not None and facts.now <= clock.due_at:
        return None
    figures = {"closed_on": clock.due_on.isoformat()} if clock is not None else {}
    return refuse(facts, "appeal.window_closed", "appeal.window", **figures)
