"""What I owe and what I oversee, soonest first; and for a body's office, what will be told in the days to come."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from committees.models import Committee
from ethics_review import wording
from ethics_review.models import Case
from ethics_review.queries import ahead, duties, sittings
from ethics_review.queries.ahead import Coming
from ethics_review.queries.duties import Owed
from ethics_review.relations import Relations, relations_of
from ethics_review.web.heading import named
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.shown import Ground, TimeLimit, ground_of, numbered, time_limit
from ethics_review.web.terms import joined, sentence_case
from ledger.models import Deadline
from regulations.citation import Cite, Source
from regulations.clocks import local
from regulations.owners import asked
from regulations.vocabulary import Basis, Role

Subject = Case | Committee
ON_PAGE = 25
ON_DESK = 6
BEFORE_LONG = timedelta(days=90)
"""What is due later than that stands on the page of duties, and not on the desk."""


@dataclass(frozen=True)
class DutyLine:
    """One duty as a page shows it: what is owed, by whom, until when, what settles it and what follows otherwise."""

    label: str
    subject: str
    number: str
    url: str
    clock: TimeLimit
    owner: str
    people: str
    detail: str
    evidence: str
    consequence: str
    consequence_ground: Ground
    owes: bool
    is_right: bool


@dataclass(frozen=True)
class TellingLine:
    """One telling to come: at what time, of what, at which rung, to whom and to how many, by which rule."""

    moment: datetime
    label: str
    subject: str
    url: str
    rung: str
    to: str
    people: int
    due_on: date
    ground: Ground


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    on: date
    lines: list[TellingLine]


@answers("GET")
def listing(request: SignedIn) -> HttpResponse:
    """Everything this person owes, and what others owe where this person sees to it."""
    now, tongue = timezone.now(), language()
    mine = request.GET.get("of") != "all"
    rows = duties.duties(user=request.user, now=now, wanted={"owes": True} if mine else {})
    shown = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "duties/list.html",
        section="duties",
        duties=[line(one, now, tongue) for one in duties.read(deadlines=shown, now=now)],
        pages=shown,
        mine=mine,
        keeps_office=bool(sittings.bodies_kept(user=request.user, now=now)),
    )


def on_desk(*, user: User, now: datetime, me: Relations, tongue: str) -> list[DutyLine]:
    """The soonest of what the person owes before long, nobody named. Five statements."""
    soon = {"owes": True, "due_before": now + BEFORE_LONG}
    rows = duties.duties(user=user, now=now, wanted=soon, me=me)[:ON_DESK]
    return [line(one, now, tongue) for one in duties.brief(deadlines=rows)]


def line(owed: Owed, now: datetime, tongue: str) -> DutyLine:
    """One duty, worded for this reader."""
    deadline, clock = owed.deadline, time_limit(owed.deadline, None, now, tongue)
    subject, number, url = _subject(owed.subject, tongue)
    label = owed.clock.label.in_language(tongue) if owed.clock is not None else clock.label
    return DutyLine(
        label=numbered(deadline, label),
        subject=subject,
        number=number,
        url=url,
        clock=clock,
        owner=sentence_case(wording.label_in(Role, deadline.owner, tongue)),
        people=joined((str(person) for person in owed.people), tongue),
        detail=owed.detail,
        evidence=owed.duty.evidence.in_language(tongue),
        consequence=owed.duty.consequence.in_language(tongue),
        consequence_ground=ground_of(owed.duty.source, tongue),
        owes=owed.owes,
        is_right=owed.is_right,
    )


def _subject(subject: Subject, tongue: str) -> tuple[str, str, str]:
    """The title or name, the case's number if it is one, and the address of its page."""
    if isinstance(subject, Case):
        title = named(subject.title_zh, subject.title_en, tongue)
        return title, subject.number, reverse("case", args=[subject.number])
    return named(subject.name, subject.name_en, tongue), "", reverse("committee", args=[subject.pk])


@answers("GET")
def coming(request: SignedIn) -> HttpResponse:
    """What will be told about the bodies whose office this person keeps, and their cases, if nothing happens."""
    now, tongue = timezone.now(), language()
    office = sittings.bodies_kept(user=request.user, now=now)
    if not office:
        raise Http404
    kept = ahead.kept_by(office=office, me=relations_of(request.user, now))
    until = now + timedelta(days=ahead.DAYS)
    rows = list(ahead.due_to_be_told(until=until).filter(kept)[: ahead.MOST])
    late = list(ahead.overdue(now=now).filter(kept)[: ahead.MOST])
    known = {row.pk: row for row in (*rows, *late)}
    subjects = duties.subjects_of(known.values())
    people = duties.people_behind(subjects=subjects, now=now)
    told = [one for one in ahead.coming(deadlines=rows, now=now, until=until) if one.deadline.stream in subjects]
    lines = [_telling(one, subjects[one.deadline.stream], people[one.deadline.stream], tongue) for one in told]
    return page(
        request,
        "duties/ahead.html",
        section="duties",
        bodies=joined((named(body.name, body.name_en, tongue) for body in office), tongue),
        overdue=[_overdue(row, subjects[row.stream], now, tongue) for row in late if row.stream in subjects],
        days=[Day(on, list(found)) for on, found in groupby(lines, key=lambda one: local(one.moment).date())],
        days_ahead=ahead.DAYS,
        cut=len(rows) == ahead.MOST or len(late) == ahead.MOST,
    )


def _overdue(row: Deadline, subject: Subject, now: datetime, tongue: str) -> tuple[str, str, TimeLimit]:
    title, number, url = _subject(subject, tongue)
    clock = duties.clock_of(subject=subject, name=row.clock)
    label = clock.label.in_language(tongue) if clock is not None else row.clock
    return f"{number} {title}".strip(), url, replace(time_limit(row, None, now, tongue), label=numbered(row, label))


def _telling(one: Coming, subject: Subject, people: dict[Role, frozenset[int]], tongue: str) -> TellingLine:
    deadline = one.deadline
    title, number, url = _subject(subject, tongue)
    clock = duties.clock_of(subject=subject, name=deadline.clock)
    reached = frozenset[int]().union(*(asked(Role(role), people) for role in one.to))
    source = Source(Cite(deadline.instrument, deadline.article, deadline.certain), Basis(deadline.basis))
    quiet = gettext("closes; nobody is told")
    return TellingLine(
        moment=one.moment,
        label=numbered(deadline, clock.label.in_language(tongue) if clock is not None else deadline.clock),
        subject=f"{number} {title}".strip(),
        url=url,
        rung=one.rung.words().in_language(tongue) if one.rung is not None else quiet,
        to=joined((sentence_case(wording.label_in(Role, role, tongue)) for role in one.to), tongue),
        people=len(reached),
        due_on=deadline.due_on,
        ground=ground_of(source, tongue),
    )
