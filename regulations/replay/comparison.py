"""What another pack would have made of a case (假设重演), row by row, beside what the case's own rules made of it.

The own side is held against the record first. A row the own rules do not reproduce is not compared: it says so, for
then the record does not show what the rules saw, and nobody may conclude anything from it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from regulations.pack import Resolved
from regulations.refusal import Refusal
from regulations.replay.answers import Answers, Counted, Listed, Procedural, Standing, answers
from regulations.replay.limits import Limit
from regulations.replay.record import Record, RecordedBallot, RecordedLimit


class Kind(StrEnum):
    """What a row is about."""

    MOVE = "move"
    PROCEDURE = "procedure"
    LIMIT = "limit"
    BALLOT = "ballot"
    RE_EXAMINATION = "re_examination"


class Verdict(StrEnum):
    """What became of it under the other pack."""

    SAME = "same"
    CHANGED = "changed"
    NOT_ASKED = "not_asked"


class Reason(StrEnum):
    """Why a row is not compared."""

    PACK_GONE = "pack_gone"
    NOT_REPRODUCED = "not_reproduced"
    NOT_JUDGED = "not_judged"
    NOT_PUT = "not_put"


QUESTIONS = frozenset({"worksheet.focus_missing"})
"""Refusals for want of an answer to a question that the forms of the case's own pack did not put to anybody."""


@dataclass(frozen=True)
class Made:
    """A move as it was made: everything the pack would have refused it for."""

    refusals: tuple[Refusal, ...] = ()


Side = Made | Procedural | Limit | Counted | Listed


@dataclass(frozen=True)
class Row:
    """One thing in the record, by its entry. A side is None where there is no such thing under that pack.

    `key` is the name of the move or of the clock.
    """

    kind: Kind
    seq: int
    key: str
    verdict: Verdict
    own: Side | None = None
    other: Side | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class Replayed:
    """One case under another pack, every row in the order of the record."""

    number: str
    committee: int
    rows: tuple[Row, ...]

    def of(self, verdict: Verdict) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.verdict is verdict)

    @property
    def changed(self) -> bool:
        return bool(self.of(Verdict.CHANGED))


@dataclass(frozen=True)
class Figures:
    """How many cases of one committee were replayed, how many would differ, and how many in each kind of row."""

    committee: int
    cases: int
    changed: int
    not_asked: int
    by_kind: dict[Kind, int]


def replay(record: Record, other: Resolved) -> Replayed:
    """The case under `other`, beside the packs that bound it. Under its own pack every row is the same."""
    if record.gone:
        gone = Row(Kind.MOVE, 0, "create", Verdict.NOT_ASKED, reason=Reason.PACK_GONE)
        return Replayed(record.number, record.committee, (gone,))
    own, there = answers(record, lambda moment: moment.pack), answers(record, lambda _: other)
    rows = (
        *_moves(record, own, there),
        *_procedures(own, there),
        *_limits(record, own, there),
        *_ballots(record, own, there),
        *_listings(own, there),
    )
    return Replayed(record.number, record.committee, tuple(sorted(rows, key=lambda row: row.seq)))


def figures(cases: Iterable[Replayed]) -> tuple[Figures, ...]:
    """The figures per committee, in the order in which the committees come."""
    by_committee: dict[int, list[Replayed]] = {}
    for case in cases:
        by_committee.setdefault(case.committee, []).append(case)
    return tuple(_figures(committee, of_it) for committee, of_it in by_committee.items())


def _figures(committee: int, cases: list[Replayed]) -> Figures:
    kinds = Counter(kind for case in cases for kind in {row.kind for row in case.of(Verdict.CHANGED)})
    return Figures(
        committee=committee,
        cases=len(cases),
        changed=sum(case.changed for case in cases),
        not_asked=sum(bool(case.of(Verdict.NOT_ASKED)) for case in cases),
        by_kind={kind: kinds[kind] for kind in Kind},
    )


def _row(kind: Kind, seq: int, key: str, own: Side | None, other: Side | None, *, reproduced: bool, same: bool) -> Row:
    if not reproduced:  # what either side said rests on facts that were not those of then
        return Row(kind, seq, key, Verdict.NOT_ASKED, reason=Reason.NOT_REPRODUCED)
    return Row(kind, seq, key, Verdict.SAME if same else Verdict.CHANGED, own, other)


def _moves(record: Record, own: Answers, other: Answers) -> Iterator[Row]:
    """Every move was made, so the own rules refuse none; where they seem to, the facts are not those of then."""
    for moment in record.moments:
        if moment.seq in own.moves:
            mine, theirs = own.moves[moment.seq], other.moves[moment.seq]
            sides = Made(mine), Made(theirs)
            if theirs and not mine and all(refusal.code in QUESTIONS for refusal in theirs):
                yield Row(Kind.MOVE, moment.seq, moment.action, Verdict.NOT_ASKED, *sides, Reason.NOT_PUT)
                continue
            yield _row(Kind.MOVE, moment.seq, moment.action, *sides, reproduced=not mine, same=not theirs)


def _procedures(own: Answers, other: Answers) -> Iterator[Row]:
    for seq, mine in own.procedures.items():
        theirs = other.procedures[seq]
        open_ = not mine.refusals
        yield _row(Kind.PROCEDURE, seq, "accept", mine, theirs, reproduced=open_, same=not theirs.refusals)


def _limits(record: Record, own: Answers, other: Answers) -> Iterator[Row]:
    """The limits either side starts. Those of the record are reproduced to the instant, or not compared."""
    mine, theirs, recorded = _named(own.limits), _named(other.limits), {_name(one): one for one in record.limits}
    for name in sorted({*mine, *theirs, *recorded}):
        seq, clock, _ = name
        one, another, row = mine.get(name), theirs.get(name), recorded.get(name)
        same = _says(one) == _says(another)
        yield _row(Kind.LIMIT, seq, clock, one, another, reproduced=_reproduces(one, row), same=same)


Name = tuple[int, str, int]
"""What tells a limit from every other of its case: the entry that started it, the clock, and which of several."""


def _name(limit: RecordedLimit) -> Name:
    return limit.started_by, limit.clock, limit.item


def _named(limits: Iterable[Limit]) -> dict[Name, Limit]:
    return {(limit.started_by, limit.clock.name, limit.item): limit for limit in limits}


def _says(limit: Limit | None) -> tuple[object, ...] | None:
    """What a limit comes to: its end, whether that is certain, what ended it, and whether that was too late."""
    if limit is None:
        return None
    return limit.due.due_at, limit.due.provisional, limit.settled_by, limit.late


def _reproduces(limit: Limit | None, row: RecordedLimit | None) -> bool:
    if limit is None or row is None:
        return limit is None and row is None
    ends = limit.first.due_at, limit.due.due_at, limit.due.provisional, limit.settled_by
    return ends == (row.original_due_at, row.due_at, row.provisional, row.settled_by)


def _ballots(record: Record, own: Answers, other: Answers) -> Iterator[Row]:
    for moment in record.moments:
        if moment.ballot is None or moment.seq not in own.ballots:
            continue
        mine, theirs = own.ballots[moment.seq], other.ballots[moment.seq]
        same = _finds(mine) == _finds(theirs)
        reproduced = _counts(mine, moment.ballot)
        yield _row(Kind.BALLOT, moment.seq, moment.action, mine, theirs, reproduced=reproduced, same=same)


def _finds(counted: Counted) -> tuple[bool, str]:
    """Whether the vote is valid by its attendance, and what it carries."""
    return counted.count.quorate, counted.count.result


def _counts(counted: Counted, ballot: RecordedBallot) -> bool:
    return (dict(counted.count.tally), counted.count.result) == (dict(ballot.tally), ballot.result)


def _listings(own: Answers, other: Answers) -> Iterator[Row]:
    """An activity on none of the other's items is only so as far as somebody judged it by them."""
    for seq, mine in own.listings.items():
        theirs = other.listings[seq]
        if theirs.standing is mine.standing is Standing.NOT_LISTED and theirs.unjudged:
            row = Row(Kind.RE_EXAMINATION, seq, mine.act, Verdict.NOT_ASKED, mine, theirs, Reason.NOT_JUDGED)
        else:
            same = mine.standing is theirs.standing
            row = _row(Kind.RE_EXAMINATION, seq, mine.act, mine, theirs, reproduced=True, same=same)
        yield row
