"""After the decision: registration, reports, follow-up, clocks, the end of an activity."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from regulations.clocks import local
from regulations.facts import Actor, ClockFact, Facts
from regulations.guards.common import refuse
from regulations.refusal import Refusal
from regulations.vocabulary import FollowUpOutcome, State

GOING_ON = frozenset({FollowUpOutcome.CONTINUE, FollowUpOutcome.CONTINUE_WITH_CHANGES})
ANEW_OR_NEVER = frozenset({FollowUpOutcome.RE_REVIEW, FollowUpOutcome.TERMINATE})


def registration_open(facts: Facts, actor: Actor) -> Refusal | None:
    """A registration is made once, and again while the clock of a change runs."""
    if not facts.after.registration_filed or facts.clock("registration") is not None:
        return None
    return refuse(facts, "registration.filed", "registration.listed")


def registration_to_confirm(facts: Facts, actor: Actor) -> Refusal | None:
    if facts.after.registration_filed and not facts.after.registration_confirmed:
        return None
    code = "registration.confirmed" if facts.after.registration_confirmed else "registration.not_filed"
    return refuse(facts, code, "registration.listed")


def registered_if_listed(facts: Facts, actor: Actor) -> Refusal | None:
    """A listed activity does not end with its registration owed."""
    filed = facts.after.registration_filed and facts.clock("registration") is None
    if not facts.case.listed or filed:
        return None
    return refuse(facts, "registration.outstanding", "registration.listed")


def no_open_reports(facts: Facts, actor: Actor) -> Refusal | None:
    """An activity does not end with a change or incident report unanswered."""
    if facts.after.open_reports == 0:
        return None
    return refuse(facts, "report.open", "change.report", open=facts.after.open_reports)


def conditions_met(facts: Facts, actor: Actor) -> Refusal | None:
    """An activity does not end with a condition of its approval unmet."""
    unmet = facts.open_conditions
    return refuse(facts, "condition.open", "decision.conditions", conditions=sorted(unmet)) if unmet else None


def evidence_of_open_conditions(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """Evidence is of a condition that is still to be met."""
    named = {one["condition"] for one in data.get("evidence") or ()}
    return _none_unless(facts, "condition.unknown", named - facts.open_conditions)


def conditions_evidenced(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """The committee confirms what was evidenced since it last concluded, not what was promised."""
    named = frozenset(data.get("conditions_met") or ())
    still_open = named & facts.open_conditions
    found = (
        _none_unless(facts, "condition.unknown", named - still_open),
        _none_unless(facts, "condition.not_evidenced", still_open - facts.after.evidenced),
    )
    return tuple(one for one in found if one is not None)


def _none_unless(facts: Facts, code: str, conditions: AbstractSet[int]) -> Refusal | None:
    return refuse(facts, code, "decision.conditions", conditions=sorted(conditions)) if conditions else None


def major_change_re_reviewed(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """A major change of a listed activity is re-reviewed and re-examined, not waved through, nor set aside."""
    return None if data["outcome"] in ANEW_OR_NEVER else no_major_change_open(facts, actor)


def no_major_change_open(facts: Facts, actor: Actor) -> Refusal | None:
    if not (facts.case.listed and facts.after.major_change_open):
        return None
    return refuse(facts, "change.re_review_required", "change.major_listed")


def stays_suspended(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """A follow-up does not resume what is suspended: resuming is an act of its own, with its own conditions."""
    if facts.case.state is not State.SUSPENDED or data["outcome"] not in GOING_ON:
        return None
    return refuse(facts, "follow_up.suspended", "committee.acts")


def exemption_stands(facts: Facts, actor: Actor) -> Refusal | None:
    """A listed activity that was exempt goes on only while its filing lasts, or once experts have agreed."""
    if not facts.needs_re_examination or facts.experts_agreed:
        return None
    if facts.case.exempt_until is None:
        return refuse(facts, "exemption.gone", "exemption.regimes")
    return refuse(facts, "exemption.lapsed", "exemption.regimes", until=facts.case.exempt_until.isoformat())


def continued_lawfully(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    return exemption_stands(facts, actor) if data["outcome"] in GOING_ON else None


def reinstated_lawfully(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """An appeal against a suspension puts the activity back only where it could be resumed."""
    if data["ruling"] != "upheld" or facts.case.prior_state is not State.SUSPENDED:
        return ()
    found = (no_major_change_open(facts, actor), exemption_stands(facts, actor))
    return tuple(refusal for refusal in found if refusal is not None)


def follow_up_reasoned(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """Whatever departs from going on as approved says why and what is required."""
    if data["outcome"] != FollowUpOutcome.CONTINUE_WITH_CHANGES or str(data.get("requirements", "")).strip():
        return None
    return refuse(facts, "decision.requirements_missing", "decision.requirements")


def some_clock_extendable(facts: Facts, actor: Actor) -> Refusal | None:
    if any(clock.extendable for clock in facts.clocks):
        return None
    return refuse(facts, "clock.none_extendable", "clock.extension")


def extension_states_new_date(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """An extension names a running, extendable clock and a later date within the house's reach."""
    clock = facts.clock(data["clock"])
    if clock is None:
        return _not_running(facts, data["clock"])
    if not clock.extendable:
        return refuse(facts, "clock.not_extendable", "clock.extension", clock=clock.name)
    return _reach(facts, clock, date.fromisoformat(data["new_date"]))


def _reach(facts: Facts, clock: ClockFact, new: date) -> Refusal | None:
    """Later than the end and than today, by no more days than the house lets one extension have."""
    beyond = (new - max(clock.due_on, local(facts.now).date())).days
    due_on, given = clock.due_on.isoformat(), new.isoformat()
    if beyond <= 0:
        return refuse(facts, "clock.not_later", "clock.extension", clock=clock.name, due_on=due_on, given=given)
    most = facts.rules.number("clock.extension_days")
    if beyond <= most:
        return None
    return refuse(
        facts, "clock.too_far", "clock.extension_days", clock=clock.name, due_on=due_on, given=given, most=most
    )


def pausing_allowed(facts: Facts, actor: Actor) -> Refusal | None:
    """Whether a clock may stop is not regulated: the committee's own switch, off by default."""
    if facts.rules.flag("clock.pausing"):
        return None
    return refuse(facts, "clock.no_pausing", "clock.pausing")


def some_clock_pausable(facts: Facts, actor: Actor) -> Refusal | None:
    if any(clock.pausable and not clock.paused for clock in facts.clocks):
        return None
    return refuse(facts, "clock.none_pausable", "clock.pausing")


def some_clock_paused(facts: Facts, actor: Actor) -> Refusal | None:
    if any(clock.paused for clock in facts.clocks):
        return None
    return refuse(facts, "clock.none_paused", "clock.pausing")


def pause_fits(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    clock = facts.clock(data["clock"])
    if clock is None:
        return _not_running(facts, data["clock"])
    if clock.pausable and not clock.paused:
        return None
    return refuse(facts, "clock.not_pausable", "clock.pausing", clock=clock.name)


def resume_fits(facts: Facts, actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    clock = facts.clock(data["clock"])
    if clock is None:
        return _not_running(facts, data["clock"])
    return None if clock.paused else refuse(facts, "clock.not_paused", "clock.pausing", clock=clock.name)


def _not_running(facts: Facts, name: str) -> Refusal:
    return refuse(facts, "clock.not_running", "clock.extension", clock=name, running=[c.name for c in facts.clocks])
