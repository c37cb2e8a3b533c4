"""Look at every clock whose moment has come: remind before the end, record it, and go on telling until it is settled.
And count again every provisional end whose year the calendar knows by now; let last year's reports fall due; and begin
to watch the terms of members that nobody watches yet.

Whoever slept through several rungs of a ladder tells the latest alone, and says which were passed over.

Nothing is decided by the passing of time: overdue is flagged and told, never deemed. Idempotent: the ids are read
unlocked, each subject is locked (or left to whoever holds it), the deadline is read again, then acted upon. A handful
of subjects share a transaction; where one of them fails, each is dealt with alone.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from django.db import OperationalError, transaction

from accounts.models import InstitutionRole, User
from committees import queries as committees
from committees.models import Committee, Meeting
from committees.operations import invitations
from committees.queries import acting_on
from ethics_review.engine.people import foresee, people_at
from ethics_review.locks import lock_cases_if_free, lock_committee_if_free
from ethics_review.models import Case
from ethics_review.operations import convening, reporting, rosters
from ethics_review.queries import annual, roster
from ethics_review.relations import offices_over
from ledger import operations as ledger
from ledger import queries
from ledger.models import Deadline, Entry
from ledger.queries import Waiting
from regulations import calendar, clocks
from regulations.citation import Cite, Source
from regulations.clocks import local
from regulations.ladder import KNOWN_SKIPPED, Occurrence, Rung
from regulations.owners import asked
from regulations.vocabulary import Basis, Position, Role

logger = logging.getLogger(__name__)
BATCH = 500
TOGETHER = 100
"""So many subjects at most are dealt with in one transaction: whoever waits for one of them waits for no more."""
AGAIN = timedelta(minutes=10)
"""After how long a deadline that could not be dealt with is tried again."""
OFFICES = {Role.UNIT: InstitutionRole.Kind.MANAGER, Role.AUTHORITY: InstitutionRole.Kind.OFFICER}
SEATED = {Role.SECRETARY: Position.SECRETARY, Role.CHAIR: Position.CHAIR}


@dataclass(frozen=True)
class Found:
    """What the sweeper did, or would do, about one deadline, and by which rule.

    `told` is the time at which the rung that has come is told, `to` the roles it tells, `people` how many that reaches
    where it was asked, and `passed_over` the rungs nobody was told at in their time.
    """

    stream: str
    clock: str
    due_at: datetime
    act: str
    told: Occurrence | None = None
    to: tuple[str, ...] = ()
    source: Source | None = None
    passed_over: tuple[Rung, ...] = ()
    people: int | None = field(default=None, compare=False)

    @property
    def rung(self) -> Rung | None:
        return self.told.rung if self.told is not None else None


def sweep(*, now: datetime, limit: int = BATCH) -> list[Found]:
    """Deal with up to `limit` deadlines whose moment came before `now`. Safe to run anywhere, at once, twice.

    Provisional ends come first: what a notice has moved is not missed on the day that was a guess.
    """
    found = [_apart(body.stream, partial(_owe, body, now)) for body in annual.owing(now=now)[:limit]]
    found += recount(now=now, limit=limit)
    found += [_apart(body.stream, partial(_watch, body, now)) for body in roster.unwatched(now=now)[:limit]]
    for waiting in _handfuls(queries.due(now=now, limit=limit)):
        found += _together(waiting, now)
    return [one for one in [*found, *_meetings(now, limit)] if one is not None]


def _meetings(now: datetime, limit: int) -> list[Found | None]:
    """Remind of the meetings to come, and warn where the answers leave nothing to decide."""
    waiting = committees.to_look_at(now=now, limit=limit)
    later = partial(invitations.look_later, until=now + AGAIN)
    return [_apart(f"meeting:{pk}", partial(_look_at, pk, now), partial(later, meeting=pk)) for pk in waiting]


def _look_at(pk: int, now: datetime) -> Found | None:
    acts = convening.look(meeting=pk, now=now)
    starts_at = Meeting.objects.values_list("starts_at", flat=True).get(pk=pk)
    return Found(f"meeting:{pk}", "meeting", starts_at, acts[0]) if acts else None


def passes(*, now: datetime) -> Iterator[list[Found]]:
    """Sweep batch after batch until nothing is left whose moment came before `now`, forgetting each batch."""
    while found := sweep(now=now):
        yield found


def recount(*, now: datetime, limit: int = BATCH) -> list[Found]:
    """Count again up to `limit` provisional ends whose year is known by now."""
    years = calendar.built_in().years
    due = queries.provisional(years=years, limit=limit)
    found = [_apart(stream, partial(_recount, pk, stream, now)) for pk, stream in due]
    return [one for one in found if one is not None]


def preview(*, now: datetime, limit: int = BATCH) -> list[Found]:
    """What `sweep` would do at `now`. Writes nothing."""
    years = calendar.built_in().years
    waiting = [pk for pk, _ in queries.provisional(years=years, limit=limit)]
    guessed = Deadline.objects.filter(pk__in=waiting).order_by("pk")
    owed = [_as_owed(body, reporting.report_due(body=body, now=now).due_at) for body in annual.owing(now=now)[:limit]]
    recounted = [_as_recount(one) for one in guessed if _settles_something(one, _count_again(one))]
    watched = [_as_watched(body, now) for body in roster.unwatched(now=now)[:limit]]
    ids = [pk for pk, _ in queries.due(now=now, limit=limit)]
    deadlines = Deadline.objects.filter(pk__in=ids).order_by("next_at", "pk")
    return owed + recounted + watched + [_foreseen(deadline, now) for deadline in deadlines] + _reminders(now, limit)


def _reminders(now: datetime, limit: int) -> list[Found]:
    meetings = Meeting.objects.filter(pk__in=committees.to_look_at(now=now, limit=limit)).select_related("committee")
    due = [meeting for meeting in meetings.order_by("pk") if convening.due_rung(meeting=meeting, now=now)]
    return [Found(meeting.stream, "meeting", meeting.starts_at, "remind") for meeting in due]


def _foreseen(deadline: Deadline, now: datetime) -> Found:
    """What would be done about it, and how many people would be told."""
    found, subject = _described(deadline, now), _subject(deadline.stream)
    reached = frozenset[int]() if subject is None else _reached(deadline, subject, found.to, now)
    return replace(found, people=len(reached))


def _described(deadline: Deadline, now: datetime) -> Found:
    told, act = deadline.told_last(now=now), _act(deadline, now)
    source = Source(Cite(deadline.instrument, deadline.article, deadline.certain), Basis(deadline.basis))
    told = None if act == "close" else told
    return Found(
        deadline.stream,
        deadline.clock,
        deadline.due_at,
        act,
        told=told,
        to=_roles(deadline, told) if told else (),
        source=source,
        passed_over=tuple(one.rung for one in deadline.passed_over(now=now)),
    )


def _roles(deadline: Deadline, told: Occurrence) -> tuple[str, ...]:
    """Whom the rung tells: the owner, and those it names besides."""
    return tuple(dict.fromkeys((deadline.owner, *(role.value for role in told.rung.to))))


def _act(deadline: Deadline, now: datetime) -> str:
    if now <= deadline.due_at:
        return "remind"
    if deadline.is_window:
        return "close"
    return "escalate" if deadline.is_missed else "miss"


def _apart(
    stream: str, act: Callable[[], Found | None], otherwise: Callable[[], object] = lambda: None
) -> Found | None:
    """What becomes of one subject, in a transaction of its own. What fails is logged and must not stop the others."""
    try:
        return act()
    except OperationalError:
        raise  # the database itself: the next sweep begins anew
    except Exception:
        logger.exception("a deadline of %s could not be dealt with", stream)
        with transaction.atomic():
            otherwise()
        return None


def _handfuls(waiting: Iterable[Waiting]) -> Iterator[list[Waiting]]:
    """In their order, `TOGETHER` at most, and no subject twice: what is done about one clock may end another of it."""
    handful: dict[str, Waiting] = {}
    for one in waiting:
        if one.stream in handful or len(handful) == TOGETHER:
            yield list(handful.values())
            handful = {}
        handful[one.stream] = one
    if handful:
        yield list(handful.values())


def _together(waiting: list[Waiting], now: datetime) -> list[Found | None]:
    """One transaction for all of them; where that fails, one for each, so that only whoever fails is left behind."""
    try:
        return [*_deal_with(waiting, now)]
    except OperationalError:
        raise
    except Exception:  # noqa: BLE001 -- which of them it was is found out, and logged, apart
        return [_alone(one, now) for one in waiting]


def _alone(one: Waiting, now: datetime) -> Found | None:
    later = partial(ledger.postpone, deadline=one.deadline, until=now + AGAIN)
    return _apart(one.stream, lambda: next(iter(_deal_with([one], now)), None), later)


def _deal_with(waiting: list[Waiting], now: datetime) -> list[Found]:
    """What was done, in order. A deadline that is settled or was dealt with by now is passed over."""
    with transaction.atomic():
        subjects = _lock_all([one.stream for one in waiting])
        ids = [one.deadline for one in waiting if one.stream in subjects]
        rows = Deadline.objects.filter(pk__in=ids, settled_at__isnull=True, next_at__lt=now)
        deadlines = list(rows.select_related("started_by").order_by("next_at", "pk"))
        held = [subjects[deadline.stream] for deadline in deadlines]
        foresee([subject for subject in held if isinstance(subject, Case)], now)
        found = [_described(deadline, now) for deadline in deadlines]
        with ledger.together(streams=[deadline.stream for deadline in deadlines]):
            for deadline, subject, one in zip(deadlines, held, found, strict=True):
                ACTS[one.act](deadline, subject, one, now)
        for deadline, subject in zip(deadlines, held, strict=True):
            if isinstance(subject, Committee) and deadline.clock == roster.TERM:
                rosters.watch(body=subject, now=now, since=deadline.due_on)
        return found


def _watch(body: Committee, now: datetime) -> Found | None:
    """The terms of a body's members, and what hangs on them, begin to be watched."""
    return _as_watched(body, now) if rosters.begin(committee=body.pk, now=now) else None


def _as_watched(body: Committee, now: datetime) -> Found:
    day = local(now).date()
    ends = min(roster.term_ends(found=roster.seats(body=body, day=day), day=day))
    return Found(body.stream, roster.TERM, clocks.end_of(ends), "watch")


def _owe(body: Committee, now: datetime) -> Found | None:
    """Last year's report of one body falls due."""
    deadline = reporting.owe(committee=body.pk, now=now)
    return _as_owed(body, deadline.due_at) if deadline is not None else None


def _as_owed(body: Committee, due_at: datetime) -> Found:
    return Found(body.stream, annual.CLOCK, due_at, "owe")


def _recount(pk: int, stream: str, now: datetime) -> Found | None:
    with transaction.atomic():
        subject = _lock(stream)
        rows = Deadline.objects.filter(pk=pk, settled_at__isnull=True, paused_at__isnull=True, provisional=True)
        deadline = rows.first()
        if subject is None or deadline is None or not _settles_something(deadline, due := _count_again(deadline)):
            return None
        found = _as_recount(deadline)
        entry = _record_recount(deadline, due, now)
        ledger.recompute(deadline=deadline, due=due, entry=entry)
        _tell(deadline, subject, entry, "clock_recomputed", [deadline.owner], now, suffix=deadline.clock)
        return found


def _count_again(deadline: Deadline) -> clocks.Due:
    """The end by the calendar of today, from where the count began, in the length it has always had."""
    days, rolls = calendar.built_in(), deadline.rolls
    return clocks.due(start=deadline.counted_from, clock=deadline.length, calendar=days, roll_last_day=rolls)


def _settles_something(deadline: Deadline, due: clocks.Due) -> bool:
    """Another end, or a certain one. An end that needs a further year yet stays as it is, without a word."""
    return not due.provisional or due.due_on != deadline.due_on


def _as_recount(deadline: Deadline) -> Found:
    return Found(deadline.stream, deadline.clock, deadline.due_at, "recount")


def _record_recount(deadline: Deadline, due: clocks.Due, now: datetime) -> Entry:
    body = {
        "clock": deadline.clock,
        "was_due_on": deadline.due_on,
        "due_on": due.due_on,
        "provisional": due.provisional,
        "documents": list(calendar.built_in().documents(due.years)),
        "started_by": deadline.started_by.seq,
    } | _which(deadline)
    action = "deadline_recomputed"
    return ledger.append(stream=deadline.stream, action=action, body=body, actor=None, role=Role.SYSTEM, at=now)


def _lock(stream: str) -> Case | Committee | None:
    return _lock_all([stream]).get(stream)


def _lock_all(streams: Collection[str]) -> dict[str, Case | Committee]:
    """Those that nobody else holds, by their stream. One statement for all cases."""
    keys = [stream.partition(":") for stream in streams]
    cases = lock_cases_if_free([key for kind, _, key in keys if kind == "case"])
    bodies = [lock_committee_if_free(int(key)) for kind, _, key in keys if kind != "case"]
    return {subject.stream: subject for subject in (*cases, *bodies) if subject is not None}


def _subject(stream: str) -> Case | Committee | None:
    """The same, read without a lock: to look at, not to change."""
    kind, _, key = stream.partition(":")
    if kind == "case":
        return Case.objects.filter(number=key).first()
    return Committee.objects.filter(pk=int(key)).first()


def _miss(deadline: Deadline, subject: Case | Committee, found: Found, now: datetime) -> None:
    """Recorded once. Who is told is said by the latest rung: the end's own, unless nobody looked for days."""
    entry = _record(deadline, "deadline_missed", now)
    ledger.miss(deadline=deadline, at=now)
    if found.told is not None:
        _tell(deadline, subject, entry, "clock_missed", found.to, now, suffix=deadline.clock, more=_figures(found))
        _tell_blindly(deadline, subject, entry, now, suffix="")


def _escalate(deadline: Deadline, subject: Case | Committee, found: Found, now: datetime) -> None:
    """Told again, and to more, until an act settles it: one message for the rung that has come."""
    if found.told is not None:
        entry, rung = deadline.started_by, _rung_key(deadline, found.told)
        _tell(deadline, subject, entry, "clock_overdue", found.to, now, suffix=rung, more=_figures(found))
        _tell_blindly(deadline, subject, entry, now, suffix=rung)
    ledger.advance(deadline=deadline, now=now)


def _tell_blindly(deadline: Deadline, subject: Case | Committee, entry: Entry, now: datetime, *, suffix: str) -> None:
    """The authority may not see a matter that is not listed: it learns number and clock, not what it is about."""
    if not isinstance(subject, Case) or subject.listed or Role.AUTHORITY not in deadline.escalate:
        return
    officers = [User(pk=person) for person in people_at(subject, now).get(Role.AUTHORITY, ())]
    params = {"number": subject.number, "clock": deadline.clock, "due_on": deadline.due_on}
    ledger.post(entry=entry, notice="emergency_overdue", recipients=officers, params=params, suffix=suffix, at=now)


def _close(deadline: Deadline, subject: Case | Committee, found: Found, now: datetime) -> None:  # noqa: ARG001 -- every act's shape
    """A right not used in its time is gone. Nobody owed anything, so nobody is told; others of its clock run on."""
    ledger.lapse(deadline=deadline, entry=_record(deadline, "window_closed", now), at=now)


def _record(deadline: Deadline, action: str, now: datetime) -> Entry:
    body = {"clock": deadline.clock, "due_at": deadline.due_at, "started_by": deadline.started_by.seq}
    body |= _which(deadline)
    return ledger.append(stream=deadline.stream, action=action, body=body, actor=None, role=Role.SYSTEM, at=now)


def _which(deadline: Deadline) -> dict[str, object]:
    """Which of several under one clock, where it is not the first, as an entry says it."""
    return {"item": deadline.item} if deadline.item else {}


def _remind(deadline: Deadline, subject: Case | Committee, found: Found, now: datetime) -> None:
    """One message for the rung that has come. It hangs on the entry that started the clock, and maybe others too."""
    if found.told is not None:
        entry, rung = deadline.started_by, _rung_key(deadline, found.told)
        _tell(deadline, subject, entry, "clock_reminder", found.to, now, suffix=rung, more=_figures(found))
    ledger.advance(deadline=deadline, now=now)


ACTS = {"miss": _miss, "escalate": _escalate, "close": _close, "remind": _remind}


def _rung_key(deadline: Deadline, told: Occurrence) -> str:
    """What tells one telling of one deadline from every other that hangs on the same entry."""
    which = f"{deadline.clock}.{deadline.item}" if deadline.item else deadline.clock
    return f"{which}:{told.moment.isoformat()}"


def _figures(found: Found) -> dict[str, object]:
    """Which rung has come, and which were passed over: the latest few of them, and how many there were."""
    said: dict[str, object] = {"rung": _plain(found.rung)} if found.rung is not None else {}
    if missed := found.passed_over:
        said |= {"passed_over": [_plain(rung) for rung in missed[-KNOWN_SKIPPED:]], "passed_over_count": len(missed)}
    return said


def _plain(rung: Rung) -> dict[str, object]:
    return {"offset": rung.offset, "unit": rung.unit.value, "every": rung.every}


def _tell(
    deadline: Deadline,
    subject: Case | Committee,
    entry: Entry,
    notice: str,
    roles: Iterable[str],
    now: datetime,
    *,
    suffix: str = "",
    more: Mapping[str, object] | None = None,
) -> None:
    params = {"clock": deadline.clock, "due_on": deadline.due_on, "provisional": deadline.provisional}
    params |= _titles(subject) | dict(more or {})
    if people := _reached(deadline, subject, roles, now):
        recipients = [User(pk=person) for person in people]
        ledger.post(entry=entry, notice=notice, recipients=recipients, params=params, suffix=suffix, at=now)


def _reached(deadline: Deadline, subject: Case | Committee, roles: Iterable[str], now: datetime) -> frozenset[int]:
    """Everybody behind the roles. Of a body's members those alone whom the limit is about, where it is about some."""
    found: set[int] = set()
    for role in dict.fromkeys(roles):
        if isinstance(subject, Committee) and role == Role.MEMBER and deadline.clock in roster.PERSONAL:
            found |= roster.concerned(body=subject, clock=deadline.clock, due_on=deadline.due_on, now=now)
        else:
            found |= _holders(subject, Role(role), now)
    return frozenset(found)


def _titles(subject: Case | Committee) -> dict[str, object]:
    if isinstance(subject, Case):
        return {"number": subject.number, "title_zh": subject.title_zh, "title_en": subject.title_en}
    return {"number": "", "title_zh": subject.name, "title_en": subject.name_en}


def _holders(subject: Case | Committee, role: Role, now: datetime) -> frozenset[int]:
    """Who holds the role now, or stands in for it. An authority hears of listed matters only."""
    if isinstance(subject, Committee):
        return _holders_of_body(subject, role, local(now).date())
    if role is Role.AUTHORITY and not subject.listed:
        return frozenset()
    return asked(role, people_at(subject, now))


def _holders_of_body(body: Committee, role: Role, day: date) -> frozenset[int]:
    """Its own office, the managers of its institution, the authority over its region, or who stands in for them."""
    unit = body.institution
    posts = offices_over(unit=unit.pk, region=unit.region, day=day)
    seats = acting_on(committee=body, on=day)
    people = {held: frozenset(post.user_id for post in posts if post.kind == kind) for held, kind in OFFICES.items()}
    people |= {held: frozenset(seat.person_id for seat in seats if seat.position == at) for held, at in SEATED.items()}
    people[Role.MEMBER] = frozenset(seat.person_id for seat in seats)
    return asked(role, people)
