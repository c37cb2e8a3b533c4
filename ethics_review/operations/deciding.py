"""Decisions of the committee and what they rest on: final, preliminary, modifications confirmed, appeal."""

from collections.abc import Iterable, Mapping

from ethics_review.engine.act import Act, digest
from ethics_review.models import Appeal, Decision, Review
from regulations import calendar, starting
from regulations.procedures import POSITIVE, follow_up_rule, found
from regulations.vocabulary import Outcome, Procedure, State

UPHELD_REOPENS = frozenset({State.REJECTED, State.MODIFICATION_REQUIRED, State.REVISION_REQUIRED, State.TERMINATED})


def issue_decision(act: Act) -> None:
    """Sign what was found. The outcome is the ballot's, or the named members'; nobody chooses it here."""
    outcome = _outcome(act)
    months = _months(act) if outcome in POSITIVE else None
    act.recorded |= {"outcome": outcome.value, "tally": _tally(act), "revision": act.rows.filing.revision}
    if months is not None:
        act.recorded["follow_up_months"] = months
    _record_conditions(act)
    if outcome is Outcome.APPROVE:
        _record_exemption(act)
        _owe_conditions(act, act.data.get("conditions") or ())
    _write(act, Decision.Kind.FINAL, outcome, act.text("reasons"), months)
    act.change(decided_at=act.now)


def _outcome(act: Act) -> Outcome:
    outcome = found(act.facts)
    if outcome is None:
        raise TypeError("a decision without a finding passed its guards")
    return outcome


def _months(act: Act) -> int:
    """Months to the follow-up: the maximum of the rules, or the closer one the committee asked for."""
    return act.data.get("follow_up_months") or act.rules.number(follow_up_rule(act.facts))


def _tally(act: Act) -> dict[str, int]:
    if act.facts.case.procedure is Procedure.SIMPLIFIED:
        return {_outcome(act).value: len(act.facts.reviewers)}
    return dict(act.facts.ballot.tally) if act.facts.ballot is not None else {}


def _write(act: Act, kind: str, outcome: Outcome, reasons: str, months: int | None) -> None:
    Decision.objects.create(
        case=act.case,
        round=act.case.round,
        kind=kind,
        outcome=outcome,
        reasons=reasons,
        requirements=act.text("requirements"),
        conditions=list(act.data.get("conditions") or ()),
        follow_up_months=months,
        tally=_tally(act),
        ballot=act.rows.ballot,
        filing_revision=act.rows.filing.revision,
        signed_by=act.person,
        issued_at=act.now,
    )


def pass_preliminary(act: Act) -> None:
    outcome = _outcome(act)
    act.recorded |= {"outcome": outcome.value, "tally": _tally(act)}
    _write(act, Decision.Kind.PRELIMINARY, outcome, act.text("opinion"), None)


def confirm_modifications(act: Act) -> None:
    """The approval takes effect with the revision that was confirmed."""
    decision = act.rows.decision
    act.recorded["revision"] = act.rows.filing.revision
    if decision is not None and decision.follow_up_months:
        act.recorded["follow_up_months"] = decision.follow_up_months
    if decision is not None:
        _owe_conditions(act, decision.conditions)
    _record_exemption(act)


def _record_conditions(act: Act) -> None:
    """Each condition with its day and the digest of its words; the words stand in the decision."""
    conditions = act.data.get("conditions") or ()
    if conditions:
        act.recorded["conditions"] = [
            {"text_sha256": digest(one["text"]), "due_on": one.get("due_on", "")} for one in conditions
        ]


def _owe_conditions(act: Act, conditions: Iterable[Mapping[str, str]]) -> None:
    """From when the approval takes effect each condition runs."""
    days = [one.get("due_on", "") for one in conditions]
    act.owed += starting.conditions(act.facts, days, calendar=calendar.built_in())


def _record_exemption(act: Act) -> None:
    """The last day of the filing that stands in for the experts, where the exemption named one."""
    until = act.facts.case.exempt_until
    if act.facts.rests_on_exemption and until is not None:
        act.recorded["valid_until"] = until.isoformat()


def appeal(act: Act) -> None:
    against = act.case.state
    Appeal.objects.create(
        case=act.case,
        round=act.case.round,
        against=against,
        reasons=act.text("reasons"),
        support=act.text("support"),
        lodged_at=act.now,
    )
    act.change(prior_state=against)
    act.recorded["against"] = against


def rule_on_appeal(act: Act) -> None:
    """Dismissed, the matter stands where it stood; upheld, the committee takes it up anew."""
    prior, ruling = State(act.case.prior_state), act.data["ruling"]
    lodged = Appeal.objects.filter(case=act.case, ruled_at__isnull=True)
    lodged.update(ruling=ruling, ruling_reasons=act.text("reasons"), ruled_at=act.now)
    act.recorded["result"] = f"{ruling}:{prior.value}"
    act.change(prior_state="")
    if ruling == "upheld" and prior in UPHELD_REOPENS:
        _reopen(act)


def _reopen(act: Act) -> None:
    """A new round by the general procedure: nothing found before counts in it."""
    round_ = act.case.round + 1
    act.change(round=round_, procedure=Procedure.GENERAL.value, ground="", listed=None, accepted_at=act.now)
    Review.objects.create(
        case=act.case,
        round=round_,
        procedure=Procedure.GENERAL,
        reason=act.text("reasons"),
        opened_at=act.now,
    )
