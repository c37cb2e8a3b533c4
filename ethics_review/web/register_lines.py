"""The lines of the registers, worded. Each reads what it needs beside its rows, however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from committees.models import Committee, Recusal
from ethics_review import wording
from ethics_review.models import Appeal, Case, Decision, Registration, Report
from ethics_review.queries import registers
from ethics_review.queries.registers import Scope
from ethics_review.web.case_rulings import votes_told
from ethics_review.web.heading import heading_of, named, pack_shown, unit_of
from ethics_review.web.presiding_page import reason_told
from ethics_review.web.register_table import Cell, Line
from ethics_review.web.shown import standing_of, time_limit
from ethics_review.web.terms import sentence_case, word
from ethics_review.wording.papers import LETTERS
from ledger.models import Deadline, Entry
from regulations.clocks import local
from regulations.vocabulary import Procedure

WRITTEN = {Decision.Kind.FINAL: "issue_decision", Decision.Kind.PRELIMINARY: "pass_preliminary"}
"""The act that writes each kind of decision."""
RENEWS = "grant_exemption"
LASTING = frozenset({"issue_decision", "confirm_modifications", RENEWS})
"""The acts that say through which day an approval may rest on a filing."""
PRESSING = frozenset({"over", "soon"})


@dataclass(frozen=True)
class Reading:
    """What it takes to word a line: what the register covers, the instant and the reader's language."""

    scope: Scope
    now: datetime
    tongue: str


def decided(rows: Sequence[Decision], reading: Reading) -> list[Line]:
    """What was signed, each with its letter. One statement."""
    acts = {*WRITTEN.values(), *LASTING}
    entries = registers.entries_of(streams=[row.case.stream for row in rows], actions=acts)
    letters = {(one.stream, one.action, one.data["round"]): one.seq for one in entries}
    until = _valid_until(entries)
    return [
        [
            *_case(row.case, reading),
            *_ruled(row, letters.get((row.case.stream, WRITTEN[Decision.Kind(row.kind)], row.round)), reading),
            Cell(until.get((row.case.stream, row.round), "") if row.kind == Decision.Kind.FINAL else ""),
        ]
        for row in rows
    ]


def _valid_until(entries: Iterable[Entry]) -> dict[tuple[str, int], str]:
    """The last day of the filing on which an approval rests, by case and round. One granted anew later replaces it."""
    until: dict[tuple[str, int], str] = {}
    for entry in entries:
        key, day = (entry.stream, entry.data["round"]), entry.data.get("valid_until")
        if day and (entry.action != RENEWS or key in until):
            until[key] = day
    return until


def _ruled(row: Decision, letter: int | None, reading: Reading) -> list[Cell]:
    tongue, (pack, _) = reading.tongue, pack_shown(row.case, reading.tongue)
    procedure: str = row.procedure or ""  # type: ignore[attr-defined] # annotated by the query
    address = "" if letter is None else reverse("letter", args=[row.case.number, letter])
    return [
        Cell(LETTERS[WRITTEN[Decision.Kind(row.kind)]].in_language(tongue), address),
        Cell(gettext("round %(n)d") % {"n": row.round}),
        Cell(sentence_case(wording.item_label("decision.outcomes", row.outcome, tongue, pack=pack))),
        Cell(sentence_case(wording.label_in(Procedure, procedure, tongue))),
        Cell(_day(row.issued_at)),
        Cell(str(row.signed_by)),
        Cell(votes_told(row, pack, tongue)),
    ]


def untold(_: Committee) -> str:
    """Where nothing is to be said of the body itself."""
    return ""


def own_registration(body: Committee) -> str:
    """Under which number the body itself is registered now, if it is."""
    if body.registered_at is None:
        return gettext("No registration of the body itself is on record.")
    figures = {"number": body.registration_number, "day": _day(body.registered_at)}
    return gettext("The body itself is registered under %(number)s, last recorded on %(day)s.") % figures


def registered(rows: Sequence[Deadline], reading: Reading) -> list[Line]:
    """What was to be registered. Two statements."""
    cases = registers.cases_of(streams=[row.stream for row in rows if row.clock == registers.REGISTRATION])
    filed = registers.filed(cases=list(cases.values()))
    return [_registered(row, cases.get(row.stream), filed, reading) for row in rows]


def _registered(row: Deadline, case: Case | None, filed: Mapping[registers.At, Registration], reading: Reading) -> Line:
    done = None
    if case is not None and row.settled_at is not None:
        done = filed.get((case.number, row.settled_at))
    met = done is not None or (case is None and row.settled_at is not None)
    what = _of_body(row, reading) if case is None else _case(case, reading)
    return [*what, Cell(_day(row.started_at)), *_due(row, reading, met=met), *_number(row, case, done)]


def _number(row: Deadline, case: Case | None, done: Registration | None) -> list[Cell]:
    """The number, who filed it and who confirmed it; of a body itself the platform's word is the confirmation."""
    if case is None and row.settled_by is not None:
        number, by = row.settled_by.data.get("number", ""), str(row.settled_by.actor or "")
        return [Cell(number), Cell(_day(row.settled_at)), Cell(by), Cell(), Cell()]
    if done is None:
        return [Cell() for _ in range(5)]
    confirmed = Cell(_day(done.confirmed_at)), Cell(str(done.confirmed_by or ""))
    return [Cell(done.number), Cell(_day(done.filed_at)), Cell(str(done.filed_by)), *confirmed]


def _of_body(row: Deadline, reading: Reading) -> Line:
    """The body itself: why it was to register, and its unit."""
    unit = reading.scope.body.institution
    return [
        Cell(gettext("The body itself")),
        Cell(wording.act_label(row.started_by.action, reading.tongue)),
        Cell(named(unit.name, unit.name_en, reading.tongue)),
    ]


def attached(rows: Sequence[Deadline], reading: Reading) -> list[Line]:
    """The conditions of approvals, with what was reported to show that they are met. Three statements."""
    cases = registers.cases_of(streams=[row.stream for row in rows])
    approvals = registers.approvals(cases=list(cases.values()))
    reports = registers.evidence(cases=list(cases.values()))
    lines = []
    for row in rows:
        case = cases[row.stream]
        met = row.settled_by is not None and row.item + 1 in row.settled_by.data.get("conditions_met", ())
        lines.append(
            [
                *_case(case, reading),
                Cell(_condition(row, approvals.get(case.pk, ()))),
                Cell(_day(row.started_at)),
                *_due(row, reading, met=met),
                Cell(_day(row.settled_at)),
                Cell(str(row.settled_by.actor) if row.settled_by is not None and row.settled_by.actor else ""),
                Cell(_evidence(row, reports.get(case.pk, ()))),
            ]
        )
    return lines


def _condition(row: Deadline, decisions: Iterable[Decision]) -> str:
    """The condition in the words of the approval it was attached to."""
    approval = next((one for one in decisions if one.issued_at <= row.started_at), None)
    words = [one["text"] for one in approval.conditions] if approval is not None else []
    return f"{row.item + 1}. {words[row.item]}" if row.item < len(words) else str(row.item + 1)


def _evidence(row: Deadline, reports: Iterable[Report]) -> str:
    """What was said to show that it is met, while it was to be met, each on a line of its own."""
    said = [
        f"{_day(report.reported_at)} {one['text']}"
        for report in reports
        if row.started_at <= report.reported_at <= (row.settled_at or report.reported_at)
        for one in report.body.get("evidence") or ()
        if one["condition"] == row.item + 1
    ]
    return "\n".join(said)


def kept_out(rows: Sequence[Recusal], reading: Reading) -> list[Line]:
    """Who keeps out of which matter, how that came about, and why. Two statements."""
    streams = [row.subject for row in rows]
    cases = registers.cases_of(streams=streams)
    entries = registers.entries_of(streams=streams, actions={"member_recused"})
    decided = {(one.stream, person): str(one.actor) for one in entries for person in one.data.get("recused", ())}
    return [
        [
            *_case(cases[row.subject], reading),
            Cell(str(row.person)),
            Cell(_day(row.recused_at)),
            Cell(_how(row, decided.get((row.subject, row.person_id), ""))),
            _occasion(row, reading),
            Cell(reason_told(row.reason)),
        ]
        for row in rows
    ]


def _how(row: Recusal, by: str) -> str:
    if by:
        return gettext("decided by %(person)s") % {"person": by}
    said: bool = row.said  # type: ignore[attr-defined] # annotated by the query
    return gettext("declared by themselves") if said else gettext("by the rule, at acceptance")


def _occasion(row: Recusal, reading: Reading) -> Cell:
    """The meeting at which it came about, where there was one."""
    if row.item is None:
        said: bool = row.said  # type: ignore[attr-defined] # annotated by the query
        return Cell(word("assignment", reading.tongue) if said else "")
    meeting = row.item.meeting
    return Cell(gettext("meeting no. %(n)d") % {"n": meeting.number}, reverse("meeting", args=[meeting.pk]))


def appealed(rows: Sequence[Appeal], reading: Reading) -> list[Line]:
    """The appeals, with the answer to each. Two statements."""
    entries = registers.entries_of(streams=[row.case.stream for row in rows], actions={"rule_on_appeal"})
    answers = {(one.stream, one.moment): one for one in entries}
    due = registers.rulings_due(cases=[row.case for row in rows])
    return [
        [
            *_case(row.case, reading),
            Cell(_day(row.lodged_at)),
            Cell(str(row.case.applicant)),
            Cell(standing_of(row.against, reading.tongue).label),
            *_due(due.get((row.case.number, row.lodged_at)), reading, met=row.ruled_at is not None),
            *_answered(row, answers, reading),
        ]
        for row in rows
    ]


def _answered(row: Appeal, answers: Mapping[tuple[str, datetime], Entry], reading: Reading) -> list[Cell]:
    if row.ruled_at is None:
        return [Cell(), Cell(), Cell()]
    entry = answers.get((row.case.stream, row.ruled_at))
    address = "" if entry is None else reverse("letter", args=[row.case.number, entry.seq])
    by = str(entry.actor) if entry is not None else ""
    return [Cell(word(row.ruling, reading.tongue), address), Cell(_day(row.ruled_at)), Cell(by)]


def _case(case: Case, reading: Reading) -> Line:
    title = heading_of(case, reading.tongue).title
    return [Cell(case.number, reverse("case", args=[case.number])), Cell(title), Cell(unit_of(case, reading.tongue))]


def _due(row: Deadline | None, reading: Reading, *, met: bool) -> list[Cell]:
    """The last day, and how it stands; what was settled otherwise than by being met says by which act."""
    if row is None:
        return [Cell(), Cell()]
    limit = time_limit(row, None, reading.now, reading.tongue)
    if row.settled_by is not None and not met:
        act = wording.act_label(row.settled_by.action, reading.tongue)
        return [Cell(row.due_on.isoformat()), Cell(gettext("ended by: %(act)s") % {"act": act})]
    return [Cell(row.due_on.isoformat()), Cell(limit.left, tone=limit.tone if limit.tone in PRESSING else "")]


def _day(at: Any) -> str:
    """The day in Shanghai on which something was done; none where it has not been."""
    return "" if at is None else local(at).date().isoformat()
