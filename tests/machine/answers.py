"""What a person would sensibly answer to what a move asks, read from the database and not from the engine.

`answer()` gives data with which the move is lawful whenever any data would make it so. `choices` lets a caller choose
among several lawful answers; by default the first is taken.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from accounts.models import User
from committees.models import Ballot, Declaration, Recusal, Seat
from ethics_review.models import Case
from ledger.models import Deadline
from regulations.clocks import SHANGHAI
from regulations.vocabulary import VOTING_POSITIONS
from tests.world import Story, experts, worksheet

T = TypeVar("T")
Choose = Callable[[Sequence[T]], T]
WHY = {"reasons": "依据如下"}


def first(options: Sequence[T]) -> T:
    return options[0]


def answer(story: Story, move: str, person: User, choose: Choose[Any] = first) -> dict[str, Any]:
    """Data for `move` as `person` could give it now."""
    made = ANSWERS.get(move)
    return made(story, person, choose) if made is not None else {}


def _accept(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    body = latest_filing(story.case)
    offered = ["general"]
    if body.get("urgency"):
        offered.append("emergency")
    assessed = body["risk_assessment"]
    if assessed["minimal_risk_claimed"] and not assessed["listed_claim"]:
        offered.append("simplified")
    procedure = choose(offered[::-1] if len(offered) > 1 else offered)
    ground = {"ground": "minimal_risk"} if procedure == "simplified" else {}
    return {"procedure": procedure, "reason": "按风险程度确定", "scope": ["life_health"], **ground}


def latest_filing(case: Case) -> dict[str, Any]:
    return case.filings.latest("revision").body


def _list(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    items = [[]] if story.case.procedure == "simplified" else [[], [1], [2, 3]]
    return {"items": choose(items), **WHY}


def _exemption(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    references = latest_filing(story.case).get("cross_references") or [{"regime": "algorithm-filing", "number": "无"}]
    until = [(story.now + timedelta(days=days)).astimezone(SHANGHAI).date().isoformat() for days in (400, 40, 0)]
    return {
        "regime": references[0]["regime"],
        "number": references[0]["number"],
        "legal_basis": "备案以伦理合规为条件",
        "valid_until": choose(until),
    }


def in_term(story: Story, committee: int) -> list[Seat]:
    """The seats that vote today, with who holds them."""
    today = story.now.astimezone(SHANGHAI).date()
    seats = Seat.objects.filter(committee=committee, starts_on__lte=today, ends_on__gte=today).select_related("person")
    voting = [seat for seat in seats if seat.position in VOTING_POSITIONS]
    return [seat for seat in voting if seat.ended_on is None or seat.ended_on > today]


def recused(story: Story) -> set[int]:
    return set(Recusal.objects.filter(subject=story.stream).values_list("person_id", flat=True))


def declared(story: Story) -> set[int]:
    rows = Declaration.objects.filter(subject=story.stream, round=story.case.round)
    return set(rows.values_list("person_id", flat=True))


def _reviewers(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    case = story.case
    sitting = {seat.person_id for seat in in_term(story, case.committee_id)}
    fit = sorted((sitting & declared(story)) - recused(story) - {case.applicant_id})
    return {"reviewers": choose([fit[:2], fit[:3], fit[-2:]]) or [case.applicant_id]}


def _worksheet(_: Story, __: User, choose: Choose[Any]) -> dict[str, Any]:
    made = [*[worksheet()] * 4, worksheet("approve_after_modification"), worksheet("reject"), worksheet(doubt=True)]
    return choose(made)


def _declare(story: Story, person: User, choose: Choose[Any]) -> dict[str, Any]:
    said = person.pk in declared(story)
    return {"conflict": choose([said, said, True]), "details": "说明"}


def _convene(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    return {"starts_at": choose([story.now, story.now + timedelta(hours=20)]).isoformat()}


def _vote(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    ballot = Ballot.objects.filter(subject=story.stream, status="open").first()
    return {"position": choose(ballot.options if ballot is not None else ["approve"]), "reason": "理由"}


def _panel(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    pool = story.world.experts
    return {"experts": experts(choose([pool[:5], pool[1:6], pool]))}


def running(story: Story, **having: object) -> list[Deadline]:
    rows = Deadline.objects.filter(stream=story.stream, settled_at__isnull=True, **having)
    return list(rows.order_by("due_at", "pk"))


def _extend(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    rows = running(story, extendable=True)
    clock, due_at = (choose(rows).clock, rows[0].due_at) if rows else ("decision", story.now)
    latest = max(row.due_at for row in rows) if rows else due_at
    later = max(latest, story.now).astimezone(SHANGHAI).date() + timedelta(days=choose([10, 90]))
    return {"clock": clock, "new_date": later.isoformat(), **WHY}


def _pause(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    rows = [row for row in running(story, pausable=True, paused_at=None) if row.due_at >= story.now]
    return {"clock": choose(rows).clock if rows else "decision", **WHY}


def _resume_clock(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    rows = running(story, paused_at__isnull=False)
    return {"clock": choose(rows).clock if rows else "decision", **WHY}


def _follow_up(_: Story, __: User, choose: Choose[Any]) -> dict[str, Any]:
    """The first is lawful whatever was reported and whatever has lapsed."""
    outcome = choose(["re_review", "continue", "continue_with_changes", "suspend", "terminate"])
    return {"outcome": outcome, "requirements": "补充日志", **WHY}


def _change(_: Story, __: User, choose: Choose[Any]) -> dict[str, Any]:
    major = choose([False, True])
    return {"what": "更换模型基座", "reason": "性能", "affects_risk_benefit": major, "major": major}


def _incident(story: Story, _: User, choose: Choose[Any]) -> dict[str, Any]:
    severity = choose(["low", "critical"])
    return {"what": "误报", "occurred_at": story.now.isoformat(), "severity": severity, "measures": "已停用"}


def _decide(_: Story, __: User, choose: Choose[Any]) -> dict[str, Any]:
    months = choose([{}, {"follow_up_months": 3}])
    return {"reasons": "依据表决结果", "requirements": "补充偏差检验", **months}


ANSWERS: dict[str, Callable[[Story, User, Choose[Any]], dict[str, Any]]] = {
    "withdraw": lambda *_: WHY,
    "request_completion": lambda *_: {"extra": [{"path": "plan", "reason": "补充"}], "legal_reason": "新规施行"},
    "accept": _accept,
    "decline": lambda *_: {"ground": "out_of_scope", **WHY},
    "determine_list": _list,
    "grant_exemption": _exemption,
    "declare_interest": _declare,
    "assign_reviewers": _reviewers,
    "submit_worksheet": _worksheet,
    "convert_to_general": lambda *_: {"trigger": "request"},
    "convene": _convene,
    "cast_vote": _vote,
    "issue_decision": _decide,
    "pass_preliminary": lambda *_: {"opinion": "通过"},
    "form_panel": _panel,
    "give_opinion": lambda *_: {"compliance": "符合", "reasonableness": "合理"},
    "register": lambda *_: {"number": "KJLL-DJ-2026-001"},
    "report_change": _change,
    "report_incident": _incident,
    "report_progress": lambda *_: {"execution": "按计划", "risk_controls": "有效", "effects": "无变化"},
    "conclude_follow_up": _follow_up,
    "suspend": lambda *_: WHY,
    "resume": lambda *_: WHY,
    "terminate": lambda *_: WHY,
    "complete": lambda *_: WHY,
    "appeal": lambda *_: {**WHY, "support": "附件"},
    "rule_on_appeal": lambda _story, _person, choose: {"ruling": choose(["dismissed", "upheld"]), **WHY},
    "extend": _extend,
    "pause_clock": _pause,
    "resume_clock": _resume_clock,
}
