"""What the answers to an invitation promise for each matter of a meeting to come (到会预测).

The seats are those of the day of the meeting; who keeps out of a matter is kept out of it here as at the door. The
rules are the case's own. A matter whose pack is gone, or that is no case, has no forecast.
"""

from collections.abc import Collection, Iterable, Mapping

from committees import queries
from committees.models import AgendaItem, Meeting, Recusal, Seat
from committees.terms import day_of
from ethics_review.engine.case_file import EXAMINED
from ethics_review.engine.drawn import seat_facts
from ethics_review.engine.facts import rules_of
from ethics_review.engine.independence import heard_on, may_have_heard
from ethics_review.models import Case
from regulations.chairing import chair_of
from regulations.forecast import Convened, Forecast, foresee
from regulations.pack import Rules
from regulations.refusal import Refused
from regulations.vocabulary import Category, ChairGround, Procedure


def forecasts(*, meeting: Meeting, items: Iterable[AgendaItem]) -> dict[int, Forecast]:
    """The forecast of each matter still to be heard, by item. Four statements; one more where experts may have been
    heard on any.
    """
    waiting = {item.subject: item for item in items if item.closed_at is None}
    cases = _cases(waiting)
    if not cases:
        return {}
    return forecasts_of(
        meeting=meeting,
        items=waiting.values(),
        cases=cases,
        seats=queries.seats_on(committee=meeting.committee, on=day_of(meeting.starts_at)),
        comes=queries.answered(meeting=meeting),
        recused=_recused(waiting),
    )


def forecasts_of(
    *,
    meeting: Meeting,
    items: Iterable[AgendaItem],
    cases: Collection[Case],
    seats: Iterable[Seat],
    comes: Mapping[int, bool],
    recused: Mapping[str, frozenset[int]],
) -> dict[int, Forecast]:
    """The same of those of `cases` that are still to be heard there, where all this is known. `comes` says of whoever
    has answered whether they come; `recused` who is recused from which subject. One statement at most.
    """
    waiting = {item.subject: item for item in items if item.closed_at is None}
    seats = queries.acting(seats=seats, on=day_of(meeting.starts_at))
    heard = heard_on([case for case in cases if may_have_heard(case, EXAMINED)])
    found: dict[int, Forecast] = {}
    for case in (one for one in cases if one.stream in waiting):
        rules = _rules(case)
        if rules is not None:
            out = recused.get(case.stream, frozenset()) | heard.get(case.pk, frozenset()) | {case.applicant_id}
            found[waiting[case.stream].pk] = _of_case(case, meeting, seats, out, comes, rules)
    return found


def _of_case(
    case: Case, meeting: Meeting, seats: list[Seat], out: frozenset[int], comes: Mapping[int, bool], rules: Rules
) -> Forecast:
    """By the rules on which the door will let the vote be opened: number, expertise, presider."""
    return foresee(
        seat_facts(tuple(seats), present=frozenset(), recused=out, declared=frozenset()),
        comes=comes,
        convened=Convened(
            meeting.presider_id, ChairGround(meeting.presider_ground), chair_of(queries.serving(seats), out)
        ),
        need=rules.number("meeting.min_present"),
        fields=rules.items("meeting.categories"),
        brought_by_others=[Category.FIELD] if case.procedure == Procedure.EMERGENCY else [],
    )


def _cases(subjects: Iterable[str]) -> list[Case]:
    numbers = [subject.partition(":")[2] for subject in subjects if subject.startswith("case:")]
    return list(Case.objects.filter(number__in=numbers).select_related("committee")) if numbers else []


def _recused(subjects: Iterable[str]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for subject, person in Recusal.objects.filter(subject__in=list(subjects)).values_list("subject", "person_id"):
        found[subject] = found.get(subject, frozenset()) | {person}
    return found


def _rules(case: Case) -> Rules | None:
    try:
        return rules_of(case)
    except Refused:
        return None
