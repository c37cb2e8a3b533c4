"""What one pack says of everything in the record of a case: each move, each limit, each ballot, each determination.

The moves stand as they were made: what a pack would have refused is told, and the record goes on. The pack's own
functions are asked, as the door asks them; only the time limits and the results of ballots are the pack's own too,
carried from entry to entry, so that a vote it would not count carries no decision under it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from regulations import starting
from regulations.citation import Source
from regulations.clocks import Clock, Due
from regulations.examine import examine
from regulations.facts import Facts
from regulations.guards.filing import procedure_fits
from regulations.move import Move
from regulations.pack import Resolved, Rules
from regulations.procedures import fields_to_vote, follow_up_rule
from regulations.quorum import Count, count
from regulations.refusal import Refusal
from regulations.replay.counterparts import counterparts, described, house_under, unjudged
from regulations.replay.limits import Limit, Limits
from regulations.replay.record import Moment, Record, RecordedBallot
from regulations.words import Words

ACCEPT, LIST, EXEMPT = "accept", "determine_list", "grant_exemption"
MONTHS = "follow_up_months"
Chosen = Callable[[Moment], Resolved]


class Standing(StrEnum):
    """What re-examination (专家复核) a pack asks for."""

    NOT_LISTED = "not_listed"
    EXEMPT = "exempt"
    REQUIRED = "required"


@dataclass(frozen=True)
class Counted:
    """A ballot counted under a pack, with the rules the count stands on."""

    count: Count
    majority: Source
    attendance: Source
    fields: Source


@dataclass(frozen=True)
class Listed:
    """How the case stands to the list after the move `act`. `unjudged` are items nobody judged the case by."""

    act: str
    standing: Standing
    items: Mapping[int, Words]
    source: Source
    unjudged: Mapping[int, Words]


@dataclass(frozen=True)
class Procedural:
    """The procedure that was chosen, and what stands in its way."""

    procedure: str
    ground: str
    source: Source
    refusals: tuple[Refusal, ...]


@dataclass
class Answers:
    """Everything one pack says, by the number of the entry it is about; of limits in the order they started."""

    moves: dict[int, tuple[Refusal, ...]] = field(default_factory=dict)
    procedures: dict[int, Procedural] = field(default_factory=dict)
    ballots: dict[int, Counted] = field(default_factory=dict)
    listings: dict[int, Listed] = field(default_factory=dict)
    limits: list[Limit] = field(default_factory=list)


def answers(record: Record, chosen: Chosen) -> Answers:
    """What the packs `chosen` for the moments say of the record: always one, or each that bound the case then."""
    said, limits, results = Answers(), Limits(), dict[int, str]()
    for moment in record.moments:
        if moment.before is None:
            limits.pass_by(moment)
            continue
        pack = chosen(moment)
        clocks = limits.facts(moment.at)
        facts = moment.before(_rules(pack, record), clocks, results)
        own = facts if pack is moment.pack else moment.before(_rules(moment.pack, record), clocks, results)
        line, (data, recorded) = pack.moves[moment.action], _as_asked(moment, facts, own)
        _ask(said, line, moment, facts, data)
        if moment.ballot is not None:
            said.ballots[moment.seq] = found = counted_under(moment.ballot, facts)
            results[moment.ballot.key] = found.count.result
        limits.settle(line.settled(facts, recorded, moment.destination), moment)
        limits.start(_started(line, facts, recorded, moment), moment)
        limits.meet(starting.conditions_ended(facts, recorded), moment)
        limits.act(moment, data)
    said.limits = limits.all
    return said


def _started(line: Move, facts: Facts, recorded: Mapping[str, object], moment: Moment) -> list[tuple[Clock, Due]]:
    """The limits the move starts, and the conditions of the approval where one takes effect by it."""
    days = moment.calendar
    owed = starting.conditions(facts, moment.conditions, calendar=days)
    return starting.started(line, facts, recorded, calendar=days) + owed


def _rules(pack: Resolved, record: Record) -> Rules:
    """The pack under the committee's own settings, as they are now: those it knows, within its bounds."""
    return pack.rules_for(house=house_under(pack, record.house))


def _ask(said: Answers, line: Move, moment: Moment, facts: Facts, data: Mapping[str, object]) -> None:
    refusals = examine(line, facts, moment.actor, data)
    if moment.action == ACCEPT and procedure_fits in line.checks:
        unfit = examine(replace(line, guards=(), checks=(procedure_fits,)), facts, moment.actor, data)
        said.procedures[moment.seq] = Procedural(
            procedure=str(data["procedure"]),
            ground=str(data.get("ground") or ""),
            source=facts.rules.source("acceptance.procedure"),
            refusals=unfit,
        )
        refusals = tuple(refusal for refusal in refusals if refusal not in unfit)
    said.moves[moment.seq] = refusals
    if moment.action in {LIST, EXEMPT}:
        said.listings[moment.seq] = _listed(moment, facts, data)


def _as_asked(moment: Moment, facts: Facts, own: Facts) -> tuple[Mapping[str, object], dict[str, object]]:
    """What the move was given and what it recorded, as they would read under the rules of `facts`.

    The items of the list are those these rules list in the same words. Months to the follow-up that are the most the
    case's `own` rules allow were nobody's wish: they are the most that these rules allow.
    """
    data, recorded = dict(moment.data), dict(moment.recorded)
    if moment.action == LIST:
        data["items"] = list(counterparts(_items(moment.data), own.rules.pack, facts.rules.pack))
    if recorded.get(MONTHS) == own.rules.number(follow_up_rule(own)):
        recorded[MONTHS] = facts.rules.number(follow_up_rule(facts))
        if MONTHS in data:
            data[MONTHS] = recorded[MONTHS]
    return data, recorded


def counted_under(ballot: RecordedBallot, facts: Facts) -> Counted:
    """The votes counted by the rules of `facts`: the majority of those present, or of all the panel's experts."""
    rules, on_panel = facts.rules, ballot.on_panel
    majority = "panel.majority" if on_panel else "decision.majority"
    attendance = "panel.min_experts" if on_panel else "meeting.min_present"
    fields = "panel.categories" if on_panel else "meeting.categories"
    everybody = frozenset(seat.person for seat in ballot.roll)
    found = count(
        roll=ballot.roll,
        options=ballot.options,
        present=everybody if on_panel or facts.ballot is None else facts.ballot.in_room,
        min_present=rules.number(attendance),
        required=rules.items(fields) if on_panel else fields_to_vote(facts),
        share=rules.share(majority),
    )
    return Counted(found, rules.source(majority), rules.source(attendance), rules.source(fields))


def _listed(moment: Moment, facts: Facts, data: Mapping[str, object]) -> Listed:
    """How the case stands after the act, which has just determined the items or granted an exemption from them."""
    rules, rule = facts.rules, "re_examination.required"
    if moment.action == LIST:
        items = _items(data)
        standing = Standing.REQUIRED if items else Standing.NOT_LISTED
    else:
        items = facts.case.listed or ()
        known = data.get("regime") in rules.items("exemption.regimes")
        standing = Standing.NOT_LISTED if not items else Standing.EXEMPT if known else Standing.REQUIRED
        rule = "exemption.regimes" if known else rule
    words = described(rules.pack)
    return Listed(
        act=moment.action,
        standing=standing,
        items={item: words[item] for item in items if item in words},
        source=rules.source(rule),
        unjudged={item: words[item] for item in unjudged(moment.pack, rules.pack)},
    )


def _items(data: Mapping[str, object]) -> tuple[int, ...]:
    """The items of the list a determination named."""
    items = data["items"]
    return tuple(int(item) for item in items) if isinstance(items, list | tuple) else ()
