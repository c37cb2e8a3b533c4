"""Why a case stands as it does at one instant: rules, composition, mandate, roles, and how each time limit was counted.

The body, the roles and the limits are those of the instant asked for; what the committee has found since is not undone.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.models import User
from committees import queries as committees
from ethics_review.api.bearing import rules_bearing
from ethics_review.api.reasons import refusal_json
from ethics_review.api.shapes.cases import deadline_json
from ethics_review.api.shapes.common import sourced, words
from ethics_review.api.shapes.explanation import ExplanationShape, rung_json
from ethics_review.engine.facts import gather
from ethics_review.engine.roles import roles_of
from ethics_review.engine.situation import Situation
from ethics_review.models import Case
from ethics_review.queries.instants import deadlines_at, state_at
from ledger.models import Deadline
from regulations import calendar, clocks
from regulations.canonical import plain
from regulations.clocks import local
from regulations.pack import Rules
from regulations.units import Unit


def explanation_json(*, case: Case, user: User, at: datetime, language: str) -> dict[str, Any]:
    """Everything that bears on `case` at `at`, for `user`. A fixed number of statements."""
    situation = gather(case, at)
    rules, state = situation.facts.rules, state_at(case=case, at=at)
    pack = rules.pack
    data: dict[str, Any] = ExplanationShape(
        {
            "number": case.number,
            "at": local(at),
            "state": state,
            "pack": {"id": pack.id, "version": pack.version, "digest": pack.digest},
            "roles": sorted(roles_of(user.pk, situation.people)),
            "rules": [
                rule_json(rules, key) | {"moves": moves}
                for key, moves in (rules_bearing(pack, state) if state is not None else {}).items()
            ],
            "composition": _composition(case, situation, at, language),
            "mandate": _mandate(case, situation, at),
            "clocks": [_clock(deadline, rules, at) for deadline in deadlines_at(case=case, at=at)],
        }
    ).data
    return data


def rule_json(rules: Rules, key: str) -> dict[str, Any]:
    """One rule under the committee's own settings: its value, where it is written, and which instrument supplies it."""
    rule = rules.rule(key)
    return {
        "key": key,
        "value": plain(rules.value(key)),
        "gist": words(rule.gist),
        "supplier": rules.pack.suppliers[key],
        "setting": rule.setting,
    } | sourced(rule.source)


def _composition(case: Case, situation: Situation, at: datetime, language: str) -> dict[str, Any]:
    body = situation.facts.body
    return {
        "committee": case.committee,
        "on": local(at).date(),
        "lawful": not body.defects,
        "voting": len(body.voting),
        "refusals": [refusal_json(refusal, language) for refusal in body.defects],
    }


def _mandate(case: Case, situation: Situation, at: datetime) -> dict[str, Any] | None:
    """The written mandate by which the body reviews; none is needed of a unit's own committee."""
    if situation.facts.body.own:
        return None
    found = committees.mandate_in_force(
        centre=case.committee,
        institution=case.institution,
        person=None if case.institution_id else case.applicant,
        scope="review",
        on=local(at).date(),
    )
    names = ("signed_on", "starts_on", "ends_on", "scope_note")
    terms = {name: getattr(found, name) for name in names} if found is not None else dict.fromkeys(names)
    return {"in_force": found is not None, **terms} | sourced(situation.facts.rules.source("body.mandate"))


def _clock(deadline: Deadline, rules: Rules, at: datetime) -> dict[str, Any]:
    """The limit, and how its end was counted. Nothing is told of the counting where no count leads to an end it had."""
    clock, due = rules.clock(deadline.clock), _count(deadline, rules)
    deadline.settled_at = None  # if it was settled, then later than the instant asked for
    return deadline_json(deadline, at) | {
        "label": words(clock.label),
        "length": words(due.length.words()) if due is not None else None,
        "paused_seconds": deadline.paused_seconds,
        "counted": [_line(line) for line in clocks.explain(due)] if due is not None else [],
        "ladder": [rung_json(rung) for rung in deadline.ladder],
        "evidence": words(clock.duty.evidence),
        "consequence": words(clock.duty.consequence),
    }


def _count(deadline: Deadline, rules: Rules) -> clocks.Due | None:
    """The count that gives the present end, from the start or the last resumption; else the one of the first end.

    An end that only an extension moved was stated, not counted. Once the limit is resumed it is counted again.
    """
    days = calendar.built_in()
    rolls = deadline.rolls
    present = clocks.due(start=deadline.counted_from, clock=deadline.length, calendar=days, roll_last_day=rolls)
    stated = deadline.extensions and deadline.counted_from == deadline.started_at
    if present.due_at == deadline.due_at and not stated:
        return present
    first = clocks.due(start=deadline.started_at, clock=_first_length(deadline, rules), calendar=days)
    return first if first.due_at == deadline.original_due_at else None


def _first_length(deadline: Deadline, rules: Rules) -> clocks.Clock:
    clock = rules.clock(deadline.clock)
    months = deadline.started_by.data.get("follow_up_months")
    if clock.unit is Unit.MONTHS and isinstance(months, int):
        return replace(clock, amount=months)
    return clock


def _line(line: clocks.Line) -> dict[str, Any]:
    """One line of the count: a day, or an instant where the limit runs by the hour."""
    return {"kind": line.kind.value, "on": line.on.isoformat(), "note": words(line.note), "document": line.document}
