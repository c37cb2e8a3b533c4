"""After approval: registration, reports, follow-up reviews, suspension and the end of an activity."""

from collections.abc import Iterable
from functools import partial

from django.db.models import Q

from ethics_review.engine.act import Act
from ethics_review.models import FollowUp, Registration, Report
from ledger import operations as ledger
from regulations import starting
from regulations.facts import CONDITION
from regulations.vocabulary import FollowUpOutcome


def register(act: Act) -> None:
    Registration.objects.create(
        case=act.case,
        round=act.case.round,
        number=act.data["number"],
        note=act.text("note"),
        filed_by=act.person,
        filed_at=act.now,
    )


def confirm_registration(act: Act) -> None:
    """The latest is confirmed: an earlier one that was never confirmed has been overtaken by it."""
    registration = Registration.objects.filter(case=act.case, round=act.case.round).latest("pk")
    registration.confirmed_by, registration.confirmed_at = act.person, act.now
    registration.save(update_fields=["confirmed_by", "confirmed_at"])


def report_change(act: Act) -> None:
    _report(act, Report.Kind.CHANGE, major=act.data["major"])


def report_incident(act: Act) -> None:
    _report(act, Report.Kind.INCIDENT)


def report_progress(act: Act) -> None:
    """What is said to show that conditions are met stays in the report; the record tells of which."""
    _report(act, Report.Kind.PROGRESS)
    if evidence := act.data.get("evidence"):
        act.recorded["evidenced"] = sorted({one["condition"] for one in evidence})


def _report(act: Act, kind: str, *, major: bool = False) -> None:
    report = Report.objects.create(case=act.case, kind=kind, body=dict(act.data), major=major, reported_at=act.now)
    act.recorded["report"] = report.pk


def conclude_follow_up(act: Act) -> None:
    """The committee's answer to the period gone by and to every open report."""
    outcome = FollowUpOutcome(act.data["outcome"])
    FollowUp.objects.create(
        case=act.case,
        outcome=outcome,
        reasons=act.text("reasons"),
        requirements=act.text("requirements"),
        concluded_by=act.person,
        concluded_at=act.now,
    )
    _assess_reports(act)
    _settle_conditions(act)
    if outcome is FollowUpOutcome.TERMINATE:
        act.change(decided_at=act.now)


def _settle_conditions(act: Act) -> None:
    numbers = starting.conditions_ended(act.facts, act.recorded)
    if not numbers:
        return
    stream, named = act.case.stream, Q(item__in=[number - 1 for number in numbers])
    settle = partial(ledger.settle, stream=stream, clocks=[CONDITION], at=act.now, only=named)
    act.with_entry.append(lambda entry: settle(entry=entry))


def _assess_reports(act: Act, *, kinds: Iterable[str] = Report.Kind.values) -> None:
    Report.objects.filter(case=act.case, kind__in=kinds, assessed_at__isnull=True).update(assessed_at=act.now)


def suspend(act: Act) -> None:
    """The activity stops; the clocks of follow-up and registration run on."""


def resume(act: Act) -> None:
    """The cause is removed: that answers what was reported as a change or an incident (P20).

    Progress, and the evidence with it that conditions are met, waits for the follow-up review (P19), as it would have
    without the suspension: nobody has looked at it, and nobody is made to report it a second time.
    """
    _assess_reports(act, kinds=(Report.Kind.CHANGE, Report.Kind.INCIDENT))


def terminate(act: Act) -> None:
    _assess_reports(act)
    act.change(decided_at=act.now)


def complete(act: Act) -> None:
    act.change(decided_at=act.now)
