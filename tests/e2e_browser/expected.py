"""What a dossier expects of its end, held against what the pages say and what was written."""

from datetime import date, timedelta

from ethics_review.queries import case_record
from ledger.models import Deadline
from regulations.clocks import local
from tests.e2e_browser.journey import Journey

MOST_MOVED = 15
"""Days by which days off may move the end of a time limit."""


def ends(journey: Journey, state: str) -> None:
    """The state, the procedure, the listing and the decisions, as the applicant reads them and as they are written."""
    expect, case = journey.expect, journey.case
    applicant = journey.reads(journey.applicant)
    procedure = expect.get("converts_to", expect["procedure"])
    applicant.sees(applicant.tongue.state(state)).sees(applicant.tongue.word(procedure))
    listed = expect.get("listed") or []
    profile = applicant.region("The case")
    for item in applicant.tongue.law.entries("list.items"):
        shown = item.words.in_language(applicant.window.language) in profile.inner_text()
        assert shown == (str(item.key) in {str(number) for number in listed})
    if expect.get("exempt"):
        applicant.says("not needed: exempt")
    wanted = [expect[name] for name in ("first_decision", "decision") if name in expect] or ["approve"]
    for outcome in wanted:
        applicant.sees(applicant.tongue.choice(applicant.tongue.ask("submit_worksheet", "recommendation"), outcome))
    applicant.station("end")
    assert (case.state, case.procedure, case.listed) == (state, procedure, listed)
    assert [*case.decisions.filter(kind="final").order_by("pk").values_list("outcome", flat=True)] == wanted
    _opinions(journey)


def _opinions(journey: Journey) -> None:
    """What the experts said, who keeps out, how often completion was asked for."""
    expect, case = journey.expect, journey.case
    opinions = [*case.re_examinations.values_list("opinion", flat=True)]
    assert opinions == ([expect["re_examination"]] if "re_examination" in expect else [])
    if "recused" in expect:
        secretary = journey.reads(journey.secretary)
        for name in expect["recused"]:
            secretary.sees(name)
    assert len([*case_record.notices(case=case)]) == (1 if expect.get("completion_notice") == "once" else 0)


def turned_general(journey: Journey) -> None:
    """A doubt has turned the simplified review; the office reads which."""
    review = journey.case.reviews.latest("round")
    assert (review.procedure, review.trigger) == (journey.expect["procedure"], journey.expect["trigger"])
    assert journey.case.procedure == journey.expect["converts_to"]
    secretary = journey.reads(journey.secretary)
    trigger = secretary.tongue.choice(secretary.tongue.ask("convert_to_general", "trigger"), review.trigger)
    secretary.sees(trigger).station("turned")


def hours_left(journey: Journey) -> None:
    """The clock of the emergency runs by the hour from the acceptance, and the page says until when."""
    clock = _clock(journey, "decision_emergency")
    assert clock.due_at - clock.started_at == timedelta(hours=journey.expect["hours"])
    chair = journey.reads(journey.chair)
    chair.sees(chair.tongue.clock("decision_emergency")).sees(f"{local(clock.due_at):%Y-%m-%d %H:%M}")


def in_time(journey: Journey) -> None:
    """Everything was decided before the hours had run out."""
    clock = _clock(journey, "decision_emergency")
    assert clock.settled_at is not None
    assert clock.settled_at <= clock.due_at


def follow_up_from(journey: Journey, day: str) -> None:
    """The follow-up falls due so many months after the day of the decision; days off may move it."""
    months = journey.expect["follow_up_months"]
    clock = _clock(journey, "follow_up", "follow_up_listed")
    start = date.fromisoformat(day)
    assert local(clock.started_at).date() == start
    years, month = divmod(start.month - 1 + months, 12)
    counted = start.replace(year=start.year + years, month=month + 1)
    assert 0 <= (clock.due_on - counted).days <= (0 if clock.provisional else MOST_MOVED)
    journey.reads(journey.applicant).sees(clock.due_on.isoformat())


def _clock(journey: Journey, *names: str) -> Deadline:
    return Deadline.objects.filter(stream=f"case:{journey.number}", clock__in=names).latest("started_at")
