"""The door: lock, facts, guards, change, ledger entry, clocks, messages. One transaction; nothing else moves a case.

Nothing leaves the process here. A follow-up move that the rules demand (the last vote closes the ballot) is made in
the same transaction by the system, through the same door.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from ethics_review.engine.act import Act, Effect, digest
from ethics_review.engine.facts import gather, pack_of, regather_ballot
from ethics_review.engine.input import validate
from ethics_review.engine.roles import actor_for
from ethics_review.engine.situation import Situation
from ethics_review.fsm import Permit
from ethics_review.locks import lock_case
from ethics_review.models import Case, Statement
from ledger import operations as ledger
from ledger.channels import URGENT
from ledger.models import Entry
from ledger.tasks import nudge
from regulations import calendar, chairing, starting
from regulations.examine import examine
from regulations.facts import Actor
from regulations.move import Move, Notice
from regulations.refusal import Refused
from regulations.telling import URGENT_CLOCKS
from regulations.vocabulary import ChairGround, Role, State


class Stale(Exception):
    """The case has moved on since the caller read it."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"{case.number} is at version {case.version}")
        self.case = case


def fire(
    *,
    number: str,
    move: str,
    user: User,
    data: Mapping[str, Any],
    now: datetime,
    effects: Mapping[str, Effect],
    version: int | None = None,
) -> Case:
    """Make `move` in the case as `user`, with everything that follows from it.

    Raises `Case.DoesNotExist`, `Stale` where `version` is not the case's, `Refused` with every refusal, and
    `InputInvalid` with every problem of the data. In each case nothing was written.
    """
    with transaction.atomic():
        case = lock_case(number)
        if version is not None and version != case.version:
            raise Stale(case)
        situation = gather(case, now)
        actor = actor_for(user, situation.people)
        _make(situation, move, actor, user, data, effects)
    return case


def _make(
    situation: Situation,
    move: str,
    actor: Actor,
    user: User | None,
    data: Mapping[str, Any],
    effects: Mapping[str, Effect],
) -> None:
    """Examine and make one move, then whatever the rules demand next."""
    case = situation.rows.case
    line = pack_of(case).moves[move]
    _refuse(examine(line, situation.facts, actor))
    validate(pack_of(case), line, data)
    _refuse(examine(line, situation.facts, actor, data))
    actor = situation.facts.acting(actor, presides=line.presides)
    act = Act(situation, line, actor, user, data, situation.facts.now, recorded=_plainly(line, data))
    source = State(case.state)
    effects[move](act)
    _change_state(act, source)
    entry = _record(act, source)
    _keep_words(act, entry)
    _run_clocks(act, entry)
    _tell(act, entry)
    for name, more in act.follow:
        _make(regather_ballot(situation), name, _system(), None, more, effects)


def _refuse(refusals: tuple[Any, ...]) -> None:
    if refusals:
        raise Refused(refusals)


def _system() -> Actor:
    return Actor.system()


def _plainly(line: Move, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the entry shows of the input: free text as its digest, nothing of a sealed move."""
    if line.sealed:
        return {}
    return {
        ask.name + "_sha256" if ask.free else ask.name: digest(data[ask.name]) if ask.free else data[ask.name]
        for ask in line.asks
        if data.get(ask.name) not in (None, "")
    }


def _change_state(act: Act, source: State) -> None:
    """Through django-fsm, with a permit for this move and this destination; then save what changed, by name."""
    case = act.case
    case.permit = Permit(act.line.name, act.line.destination(source, act.recorded))
    getattr(case, act.line.name)()
    case.version += 1
    case.save(update_fields=["state", "version", *sorted(act.fields)])


def _record(act: Act, source: State) -> Entry:
    case, pack = act.case, pack_of(act.case)
    body = {
        "pack": pack.id,
        "digest": pack.digest,
        "rule": str(act.rules.source(act.line.rule).cite),
        "from": source.value,
        "to": case.state,
        "version": case.version,
        "round": case.round,
    }
    return ledger.append(
        stream=case.stream,
        action=act.line.name,
        body=body | act.recorded | _in_the_chair(act),
        actor=act.user,
        role=act.role,
        at=act.now,
    )


def _in_the_chair(act: Act) -> dict[str, Any]:
    """On what ground somebody other than the chair acted as the chair, and the rule it stands on."""
    if act.role is not Role.CHAIR:
        return {}
    ground = act.facts.ground_of(act.actor.person)
    if ground is None or ground is ChairGround.CHAIR:
        return {}
    return {"chair_ground": ground, "chair_rule": str(act.rules.source(chairing.RULES[ground]).cite)}


def _keep_words(act: Act, entry: Entry) -> None:
    if act.line.sealed:
        return
    said = {ask.name: _as_text(act.data.get(ask.name)) for ask in act.line.asks if ask.free}
    words = {name: text for name, text in said.items() if text}
    Statement.objects.bulk_create(Statement(entry=entry, name=name, text=text) for name, text in words.items())


def _as_text(given: object) -> str:
    """What was said as text to be read again: of several things said at once, one a line."""
    if isinstance(given, list):
        return "\n".join(" · ".join(str(value) for value in one.values()) for one in given)
    return str(given or "").strip()


def _run_clocks(act: Act, entry: Entry) -> None:
    """Settle, then start: a move may end one clock of a name and begin the next."""
    names = act.line.settled(act.facts, act.recorded, State(act.case.state))
    if names:
        ledger.settle(stream=entry.stream, clocks=names, entry=entry, at=act.now)
    counted = starting.started(act.line, act.facts, act.recorded, calendar=calendar.built_in())
    started = [*counted, *act.owed]
    if started:
        ledger.start(entry=entry, clocks=started, at=act.now)
    for effect in act.with_entry:
        effect(entry)


TOLD = ("starts_at", "place", "clock", "due_on")
"""What an entry records that its messages tell as well: when and where one is asked to come, and a new last day."""


def _tell(act: Act, entry: Entry) -> None:
    """Leave a message for everyone the line names, except the actor, and let the relay look once this has committed."""
    params: dict[str, object] = {
        "number": act.case.number,
        "title_zh": act.case.title_zh,
        "title_en": act.case.title_en,
    }
    params |= {name: entry.data[name] for name in TOLD if entry.data.get(name)}
    if _hours_run(act):
        params[URGENT] = True
    told = [(notice, _told(act, notice)) for notice in act.line.tells]
    for notice, people in told:
        if people:
            ledger.post(entry=entry, notice=notice.kind, recipients=people, params=params)
    if any(people for _, people in told):
        nudge()


def _hours_run(act: Act) -> bool:
    """Whether a time limit of hours runs, or begins: then nothing about the matter waits for the morning."""
    running = {clock.name for clock in act.facts.clocks}
    running |= {start.clock for start in starting.begun(act.line, act.facts, act.recorded)}
    return bool(running & URGENT_CLOCKS)


def _told(act: Act, notice: Notice) -> frozenset[int]:
    """The people behind the notice's roles after the move. An authority hears of listed matters only."""
    if notice.when is not None and not notice.when(act.facts, act.recorded):
        return frozenset()
    people = {**act.situation.people, **act.people}
    overseen = act.situation.overseen or act.case.listed
    roles = [role for role in notice.to if role is not Role.AUTHORITY or overseen]
    return frozenset[int]().union(*(people.get(role, frozenset()) for role in roles)) - {act.actor.person}


__all__ = ["Stale", "fire"]
