"""The letters of a case (文书): each act that answers the applicant, set out to be read, printed and stamped.

A letter is not stored: it is the record of its act, worded for whoever reads it, so it cannot say anything else. What
this reader may not know, such as the names of reviewers, is left out here as there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from accounts.models import User
from committees.models import Committee
from ethics_review import wording
from ethics_review.engine import WholeFile
from ethics_review.engine.facts import TakingPart
from ethics_review.engine.roles import roles_of
from ethics_review.models import Case
from ethics_review.operations.trying import try_move
from ethics_review.queries import case_record, history
from ethics_review.queries.history import Row
from ethics_review.web.case_rulings import OPINING, rulings_of
from ethics_review.web.heading import Heading, heading_of, named, pack_shown, unit_of, visible_case
from ethics_review.web.history_page import FIGURES, LogLine, Reading, log
from ethics_review.web.notice_items import Named, named_in
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.shown import Ground, TimeLimit, ground_of, time_limit
from ethics_review.web.terms import sentence_case
from ethics_review.wording.papers import LETTERS
from ledger.models import Message
from regulations.pack import Resolved


@dataclass(frozen=True)
class Line:
    """One letter in the list."""

    seq: int
    title: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Letter:
    """One letter: who writes to whom about what, what was done and why, on which rule, and which limits run from it."""

    line: Line
    heading: Heading
    body: str
    applicant: str
    unit: str
    revision: int
    act: LogLine
    items: list[Named]
    facts: list[tuple[str, str]]
    ground: Ground
    limits: list[TimeLimit]
    told: tuple[str, ...] = ()
    """Who is told of it once it is sent, by role; of one that is only looked at."""


@dataclass(frozen=True)
class Read:
    """The file of a case with its rules, and the record as this reader may know it, in rows and in words."""

    file: WholeFile
    pack: Resolved
    rows: list[Row]
    lines: list[LogLine]


@answers("GET")
def listing(request: SignedIn, number: str) -> HttpResponse:
    """Every letter of the case, latest first."""
    read = _read(request, number)
    found = [_line(row, line) for row, line in _written(read.rows, read.lines)]
    return page(
        request, "cases/letters.html", section="cases", case=heading_of(read.file.case, language()), letters=found
    )


@answers("GET")
def show(request: SignedIn, number: str, seq: int) -> HttpResponse:
    """One letter. What is no letter of this case is not found."""
    read = _read(request, number)
    found = next(((row, line) for row, line in _written(read.rows, read.lines) if row.seq == seq), None)
    if found is None:
        raise Http404
    letter = _letter(read.file, read.pack, *found)
    return page(request, "cases/letter.html", section="cases", case=letter.heading, letter=letter)


def as_issued(
    *, number: str, move: str, user: User, data: Mapping[str, Any], now: datetime, version: int | None
) -> Letter:
    """The very letter that `move` would be, as `user` would read it, were it made now. Nothing of it is kept.

    Raises what `make_move` raises.
    """

    def look(case: Case) -> Letter:
        read = _read_by(user, case, now)
        found = next(one for one in _written(read.rows, read.lines) if one[1].action == move)
        return replace(_letter(read.file, read.pack, *found), told=_told(read, move, found[0].seq))

    return try_move(number=number, move=move, user=user, data=data, now=now, look=look, version=version)


def _told(read: Read, move: str, seq: int) -> tuple[str, ...]:
    """Who gets a message of the act, by role. One statement."""
    people = TakingPart(read.file).people
    messages = Message.objects.filter(entry__stream=read.file.case.stream, entry__seq=seq)
    recipients = frozenset(messages.values_list("recipient", flat=True))
    named = dict.fromkeys(role for notice in read.pack.moves[move].tells for role in notice.to)
    heard = [role for role in named if people.get(role, frozenset()) & recipients]
    return tuple(sentence_case(wording.label(role, language())) for role in heard)


def _read(request: SignedIn, number: str) -> Read:
    now = timezone.now()
    return _read_by(request.user, visible_case(number=number, user=request.user, now=now), now)


def _read_by(reader: User, case: Case, now: datetime) -> Read:
    """Where the rules of the case are gone there are no words for its letters, and they are not found."""
    pack, _ = pack_shown(case, language())
    if pack is None:
        raise Http404
    file = WholeFile(case, now)
    roles = roles_of(reader.pk, TakingPart(file).people)
    rows = history.shown(record=file.record, roles=roles, person=reader.pk)
    return Read(file, pack, rows, log(rows, Reading(pack, {}, language())))


def _written(rows: Iterable[Row], lines: Iterable[LogLine]) -> list[tuple[Row, LogLine]]:
    by_seq = {row.seq: row for row in rows}
    return [(by_seq[line.seq], line) for line in lines if line.action in LETTERS]


def _line(row: Row, line: LogLine) -> Line:
    by = f"{line.actor} · {line.role}" if row.actor else line.role
    return Line(row.seq, LETTERS[row.action].in_language(language()), line.at, by)


def _letter(file: WholeFile, pack: Resolved, row: Row, act: LogLine) -> Letter:
    tongue, case = language(), file.case
    rulings = [one for one in rulings_of(file, {row.action}, pack, tongue) if one.at == act.at]
    deadlines = case_record.running_first(deadlines=file.record.deadlines)
    started = [one for one in deadlines if one.started_at == act.at]
    items = _items(case, act, pack, tongue) if row.action == "request_completion" else []
    told = [one for one in act.figures if not items or one[0] != str(FIGURES["items"])]
    said = [(rulings[0].kind, rulings[0].outcome), *rulings[0].lines] if rulings else [*told, *act.words]
    body = _writes(file, row)
    return Letter(
        line=_line(row, act),
        heading=heading_of(case, tongue),
        body=named(body.name, body.name_en, tongue),
        applicant=str(case.applicant),
        unit=unit_of(case, tongue) if case.institution else "",
        revision=row.body.get("revision", 0),
        act=act,
        items=items,
        facts=said,
        ground=ground_of(pack.rules[pack.moves[row.action].rule].source, tongue),
        limits=[time_limit(one, pack, act.at, tongue) for one in started],
    )


def _writes(file: WholeFile, row: Row) -> Committee:
    """The body whose letter it is: the opinion of the experts is their panel's, every other the committee's."""
    examined = file.activity.re_examination if row.action == OPINING else None
    return file.case.committee if examined is None or examined.panel is None else examined.panel


def _items(case: Case, act: LogLine, pack: Resolved, tongue: str) -> list[Named]:
    """Everything the notice named, what is wanted there, and where that is written."""
    notice = next((one for one in case_record.notices(case=case) if one.issued_at == act.at), None)
    return named_in(notice, pack, tongue) if notice else []
