"""The record of a case read from its first entry on: how the case stood before each of them.

An entry changes here what the effect of its move changes in rows. What the rules make of it is gathered elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ethics_review.engine.past.reading import Told
from regulations.vocabulary import Procedure, State

OPEN, CLOSED, VOID = "open", "closed", "void"


@dataclass(frozen=True)
class PastBallot:
    """A ballot of this round: where it was held, how far it had come, and after the experts' opinion or before."""

    key: int
    on_panel: bool
    after_opinion: bool
    status: str = OPEN
    voted: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PastExemption:
    """The filing that stands in for the experts, and its last day where it has one."""

    regime: str
    number: str
    until: date | None


@dataclass(frozen=True)
class Round:
    """What counts in one round of review only."""

    exemption: PastExemption | None = None
    declared: frozenset[tuple[int, int | None]] = frozenset()
    """Who declared, and at which agenda item, if at one."""
    reviewers: tuple[int, ...] = ()
    worksheets: frozenset[int] = frozenset()
    """Who has filed one."""
    ballots: tuple[PastBallot, ...] = ()
    decided_revision: int = 0
    conditions: tuple[str, ...] = ()
    """The days of the conditions decided on, each empty where none was stated."""
    applied: bool = False
    """Whether re-examination has been applied for."""
    panel: bool = False
    """Whether its panel has been seated."""
    opinion: str = ""
    registered: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class Past:
    """The case before an entry. `round` and what counts in it begin anew when the committee takes it up once more."""

    state: State = State.DRAFT
    number: int = 1
    round: Round = field(default_factory=Round)
    procedure: str = ""
    ground: str = ""
    listed: tuple[int, ...] | None = None
    completion_notices: int = 0
    prior_state: str = ""
    revision: int = 0
    submitted_revision: int = 0
    recused: frozenset[int] = frozenset()
    item: int | None = None
    reports: tuple[bool, ...] = ()
    """The reports not answered, each with whether it tells of a major change."""
    evidenced: frozenset[int] = frozenset()
    """The conditions of which there is evidence that nobody has looked at."""

    def with_round(self, **values: Any) -> "Past":
        return replace(self, round=replace(self.round, **values))

    def ballot(self) -> PastBallot | None:
        """The latest that counts at this stage: of the committee before or after the opinion, or of the panel."""
        on_panel, returned = self.state is State.RE_EXAMINATION, self.state is State.OPINION_RETURNED
        here = [one for one in self.round.ballots if one.on_panel == on_panel and one.status != VOID]
        return next((one for one in reversed(here) if one.after_opinion or not returned), None)


def after(past: Past, entry: Told) -> Past:
    """The case as `entry` left it."""
    effect = EFFECTS.get(entry.action)
    found = effect(past, entry) if effect is not None else past
    if entry.body.get("ballot_after") == VOID:
        found = _change_ballot(found, entry.body["ballot"], status=VOID)
    if "to" not in entry.body:
        return found
    return _in_round(replace(found, state=State(entry.body["to"])), past, entry)


def _in_round(found: Past, past: Past, entry: Told) -> Past:
    """A revised plan is filed anew; an appeal that is upheld is taken up by the general procedure."""
    number = entry.body.get("round", past.number)
    if number == past.number:
        return found
    reopened = entry.action == "rule_on_appeal"
    return replace(
        found,
        number=number,
        round=Round(),
        procedure=Procedure.GENERAL.value if reopened else "",
        ground="",
        listed=None,
        completion_notices=past.completion_notices if reopened else 0,
    )


def _filed(past: Past, entry: Told) -> Past:
    return replace(past, revision=entry.body["revision"])


def _submitted(past: Past, entry: Told) -> Past:
    return replace(past, submitted_revision=entry.body["revision"])


def _asked_to_complete(past: Past, entry: Told) -> Past:
    return replace(past, completion_notices=entry.body["notice"])


def _accepted(past: Past, entry: Told) -> Past:
    found = replace(past, procedure=entry.body["procedure"], ground=entry.body["ground"])
    return _recused(found, entry)


def _recused(past: Past, entry: Told) -> Past:
    return replace(past, recused=past.recused | set(entry.body.get("recused", ())))


def _determined(past: Past, entry: Told) -> Past:
    return replace(past.with_round(exemption=None), listed=tuple(entry.body["items"]))


def _exempted(past: Past, entry: Told) -> Past:
    until = entry.body.get("valid_until")
    granted = PastExemption(entry.body["regime"], entry.body["number"], date.fromisoformat(until) if until else None)
    return past.with_round(exemption=granted)


def _declared(past: Past, entry: Told) -> Past:
    person = entry.actor or 0
    item = past.item if entry.body["occasion"] == "item" else None
    found = past.with_round(declared=past.round.declared | {(person, item)})
    return replace(found, recused=past.recused | {person}) if entry.body["conflict"] else found


def _assigned(past: Past, entry: Told) -> Past:
    named, before = entry.body["reviewers"], past.round.reviewers
    kept = tuple(person for person in before if person in named or person in past.round.worksheets)
    return past.with_round(reviewers=kept + tuple(person for person in named if person not in before))


def _worksheet(past: Past, entry: Told) -> Past:
    return past.with_round(worksheets=past.round.worksheets | {entry.actor or 0})


def _converted(past: Past, entry: Told) -> Past:  # noqa: ARG001 -- every effect's shape
    return replace(past, procedure=Procedure.GENERAL.value)


def _convened(past: Past, entry: Told) -> Past:
    return replace(past, item=entry.body["item"])


def _opened(past: Past, entry: Told) -> Past:
    on_panel, after_opinion = past.state is State.RE_EXAMINATION, past.state is State.OPINION_RETURNED
    ballot = PastBallot(entry.body["ballot"], on_panel, after_opinion)
    return past.with_round(ballots=(*past.round.ballots, ballot))


def _voted(past: Past, entry: Told) -> Past:
    key = entry.body["ballot"]
    before = next(one.voted for one in past.round.ballots if one.key == key)
    return _change_ballot(past, key, voted=before | {entry.actor or 0})


def _closed(past: Past, entry: Told) -> Past:
    found = _change_ballot(past, entry.body["ballot"], status=CLOSED)
    return found if past.state is State.RE_EXAMINATION else replace(found, item=None)


def _change_ballot(past: Past, key: int, **values: Any) -> Past:
    return past.with_round(
        ballots=tuple(replace(one, **values) if one.key == key else one for one in past.round.ballots)
    )


def _decided(past: Past, entry: Told) -> Past:
    days = tuple(one["due_on"] for one in entry.body.get("conditions", ()))
    return past.with_round(decided_revision=entry.body["revision"], conditions=days)


def _withdrawn(past: Past, entry: Told) -> Past:  # noqa: ARG001 -- as above
    return replace(past, item=None)


def _applied(past: Past, entry: Told) -> Past:  # noqa: ARG001 -- as above
    return past.with_round(applied=True)


def _panel(past: Past, entry: Told) -> Past:  # noqa: ARG001 -- as above
    return past.with_round(panel=True)


def _opined(past: Past, entry: Told) -> Past:
    return past.with_round(opinion=entry.body["opinion"])


def _registered(past: Past, entry: Told) -> Past:  # noqa: ARG001 -- as above
    return past.with_round(registered=True, confirmed=False)


def _confirmed(past: Past, entry: Told) -> Past:  # noqa: ARG001 -- as above
    return past.with_round(confirmed=True)


def _reported(past: Past, entry: Told) -> Past:
    return replace(past, reports=(*past.reports, bool(entry.body.get("major", False))))


def _answered(past: Past, entry: Told) -> Past:  # noqa: ARG001 -- as above
    return replace(past, reports=(), evidenced=frozenset())


def _resumed(past: Past, entry: Told) -> Past:  # noqa: ARG001 -- as above
    """Changes and incidents are answered by it; what was evidenced still waits for the follow-up review."""
    return replace(past, reports=())


def _evidenced(past: Past, entry: Told) -> Past:
    return replace(past, evidenced=past.evidenced | set(entry.body.get("evidenced", ())))


def _appealed(past: Past, entry: Told) -> Past:
    return replace(past, prior_state=entry.body["against"])


def _ruled(past: Past, entry: Told) -> Past:  # noqa: ARG001 -- as above
    return replace(past, prior_state="")


EFFECTS: Mapping[str, Callable[[Past, Told], Past]] = {
    "create": _filed,
    "revise": _filed,
    "submit": _submitted,
    "resubmit": _submitted,
    "withdraw": _withdrawn,
    "request_completion": _asked_to_complete,
    "accept": _accepted,
    "determine_list": _determined,
    "grant_exemption": _exempted,
    "declare_interest": _declared,
    "member_recused": _recused,
    "assign_reviewers": _assigned,
    "submit_worksheet": _worksheet,
    "convert_to_general": _converted,
    "convene": _convened,
    "open_ballot": _opened,
    "cast_vote": _voted,
    "close_ballot": _closed,
    "issue_decision": _decided,
    "apply_re_examination": _applied,
    "form_panel": _panel,
    "give_opinion": _opined,
    "register": _registered,
    "confirm_registration": _confirmed,
    "report_change": _reported,
    "report_incident": _reported,
    "report_progress": _evidenced,
    "conclude_follow_up": _answered,
    "resume": _resumed,
    "terminate": _answered,
    "appeal": _appealed,
    "rule_on_appeal": _ruled,
}
