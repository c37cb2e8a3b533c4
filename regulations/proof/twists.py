"""What may be otherwise at any moment, beside what a world tells: asked of every attempt, so that no world is doubled.

A twist changes the facts, the actor or the words of an attempt the pack has allowed; the pack must then refuse it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from regulations.facts import Actor, BodyFact, ClockFact, Facts
from regulations.guards.common import refuse
from regulations.procedures import found
from regulations.proof.cast import ABSENT, APPLICANT, STRANGER
from regulations.proof.explore import Attempt, Breach, Step
from regulations.proof.portrait import CENTRE, NOW, TERM
from regulations.proof.world import POSITIVE
from regulations.vocabulary import CommitteeKind, FollowUpOutcome, Opinion, Outcome, Procedure, Role, State
from regulations.words import Words

Tried = tuple[Facts, Actor, Mapping[str, object]]
Change = Callable[[Attempt], Tried | None]

OF_THE_COMMITTEE = frozenset({
    "accept", "open_ballot", "issue_decision", "pass_preliminary", "confirm_modifications", "conclude_follow_up",
    "suspend", "resume", "terminate", "complete", "rule_on_appeal",
})  # fmt: skip
"""Acts that only a lawfully composed body does."""
ON_MANDATE = frozenset({"submit", "accept", "open_ballot", "issue_decision", "pass_preliminary"})
DECIDING = (OF_THE_COMMITTEE - {"accept"}) | {
    "determine_list", "grant_exemption", "assign_reviewers", "submit_worksheet", "convert_to_general", "cast_vote",
}  # fmt: skip
"""Acts in which nobody takes part who keeps an interest. Acceptance and completion are the office's."""
NOT_ONES_OWN = DECIDING | {
    "accept", "request_completion", "decline", "convene", "close_ballot", "accept_re_examination", "form_panel",
    "give_opinion", "confirm_registration", "extend", "pause_clock", "resume_clock",
}  # fmt: skip


@dataclass(frozen=True)
class Twist:
    """One thing that may be otherwise, the moves it stands in the way of, and the invariant it guards."""

    law: str
    moves: frozenset[str]
    words: Words
    change: Change


def _with_body(attempt: Attempt, body: BodyFact) -> Tried:
    return replace(attempt.facts, body=body), attempt.actor, attempt.choice.data


def _unlawful(attempt: Attempt) -> Tried | None:
    if attempt.world.state is State.RE_EXAMINATION:
        return None
    need = attempt.facts.rules.number("committee.min_members")
    defect = refuse(attempt.facts, "committee.too_few", "committee.min_members", need=need, have=need - 1)
    return _with_body(attempt, replace(attempt.facts.body, defects=(defect,)))


def _unmandated(attempt: Attempt) -> Tried | None:
    if attempt.world.state is State.RE_EXAMINATION:
        return None
    body = replace(attempt.facts.body, kind=CommitteeKind.SERVICE_CENTRE, own=False, mandated=False)
    return _with_body(attempt, body)


def _re_examined_here(attempt: Attempt) -> Tried:
    independence = replace(attempt.facts.independence, re_examined_here=True)
    return replace(attempt.facts, independence=independence), attempt.actor, attempt.choice.data


def _nobody_there(attempt: Attempt) -> Tried:
    return replace(attempt.facts, holders={}), attempt.actor, attempt.choice.data


def _by(attempt: Attempt, person: int) -> Tried:
    """Somebody else in the same role, in whose way nothing but the twist stands: on the roll, unless it is that."""
    return attempt.facts, replace(attempt.actor, person=person), attempt.choice.data


def _own_matter(attempt: Attempt) -> Tried | None:
    if Role.APPLICANT in attempt.actor.roles:
        return None
    facts = attempt.facts
    case = replace(facts.case, applicant=attempt.actor.person or APPLICANT)
    return replace(facts, case=case), attempt.actor, attempt.choice.data


def _recused(attempt: Attempt) -> Tried:
    interests = replace(attempt.facts.interests, recused=frozenset({attempt.actor.person or 0}))
    return replace(attempt.facts, interests=interests), attempt.actor, attempt.choice.data


def _not_on_roll(attempt: Attempt) -> Tried:
    return _by(attempt, STRANGER)


def _gone(attempt: Attempt) -> Tried | None:
    ballot = attempt.world.ballot
    return _by(attempt, ABSENT) if ballot is not None and ballot.left else None


def _voted(attempt: Attempt) -> Tried | None:
    ballot, person = attempt.facts.ballot, attempt.actor.person
    if ballot is None or person is None:
        return None
    return replace(attempt.facts, ballot=replace(ballot, voted=frozenset({person}))), attempt.actor, attempt.choice.data


def _too_near(attempt: Attempt) -> Tried | None:
    """Whoever is named, sits or votes turns out to have had a part in the review."""
    if attempt.world.state is not State.RE_EXAMINATION:
        return None
    independence = attempt.facts.independence
    experts = {seat.person: seat.name for seat in attempt.facts.panel.experts} if attempt.facts.panel else {}
    named = attempt.choice.data.get("experts")
    if isinstance(named, list):
        experts = {one["person"]: str(one["person"]) for one in named}
    near = {**independence.near, **experts}
    return replace(attempt.facts, independence=replace(independence, near=near)), attempt.actor, attempt.choice.data


def _same_centre(attempt: Attempt) -> Tried:
    return attempt.facts, attempt.actor, {**attempt.choice.data, "centre": CENTRE}


def _without(attempt: Attempt, name: str) -> Tried:
    data = {key: value for key, value in attempt.choice.data.items() if key != name}
    return attempt.facts, attempt.actor, data


def _no_reasons(attempt: Attempt) -> Tried | None:
    outcome = found(attempt.facts)
    return None if outcome is None or outcome in POSITIVE else _without(attempt, "reasons")


def _no_requirements(attempt: Attempt) -> Tried | None:
    return _without(attempt, "requirements") if found(attempt.facts) is Outcome.APPROVE_AFTER_MODIFICATION else None


def _no_changes(attempt: Attempt) -> Tried | None:
    changed = attempt.choice.takes is FollowUpOutcome.CONTINUE_WITH_CHANGES
    return _without(attempt, "requirements") if changed else None


def _no_reason_for_a_vote(attempt: Attempt) -> Tried | None:
    in_favour = attempt.choice.data["position"] in {*POSITIVE, Opinion.AGREE}
    return None if in_favour else _without(attempt, "reason")


def _interested_reviewers(attempt: Attempt) -> Tried:
    """Those named keep an interest, while others enough could be named."""
    named, facts = attempt.choice.data["reviewers"], attempt.facts
    others = frozenset(person + OTHERS for person in facts.body.voting)
    recused = frozenset(named) if isinstance(named, list) else frozenset()
    interests = replace(facts.interests, declared=facts.interests.declared | others, recused=recused)
    body = replace(facts.body, voting=facts.body.voting | others)
    return replace(facts, body=body, interests=interests), attempt.actor, attempt.choice.data


OTHERS = 1000
"""The first of the members who could be named instead."""


def _not_on_file(attempt: Attempt) -> Tried:
    return attempt.facts, attempt.actor, {**attempt.choice.data, "number": "9999"}


def _no_later(attempt: Attempt) -> Tried:
    return attempt.facts, attempt.actor, {**attempt.choice.data, "new_date": (NOW - TERM).date().isoformat()}


def _no_focus(attempt: Attempt) -> Tried:
    return attempt.facts, attempt.actor, {**attempt.choice.data, "focuses": {}}


def _too_late(attempt: Attempt) -> Tried:
    return attempt.facts, attempt.actor, {**attempt.choice.data, "follow_up_months": 13}


TWISTS = (
    Twist("body", OF_THE_COMMITTEE, Words("委员会的组成不合法", "the committee is unlawfully composed"), _unlawful),
    Twist("body", ON_MANDATE, Words("机构没有委托", "the body has no mandate"), _unmandated),
    Twist("apart", frozenset({"submit", "accept"}),
          Words("该机构已组织过复核", "the body has organised a re-examination of the activity"), _re_examined_here),
    Twist("reachable", frozenset({"submit", "apply_re_examination"}),
          Words("没有人能够接收", "nobody is there to receive it"), _nobody_there),
    Twist("own_matter", NOT_ONES_OWN, Words("行为人就是申请人", "the one who acts is the applicant"), _own_matter),
    Twist("recusal", DECIDING, Words("行为人已回避", "the one who acts keeps an interest"), _recused),
    Twist("voters", frozenset({"cast_vote"}), Words("投票人不在册", "the voter is not on the roll"), _not_on_roll),
    Twist("voters", frozenset({"cast_vote"}), Words("投票人已离开会场", "the voter has left the room"), _gone),
    Twist("voters", frozenset({"cast_vote"}), Words("投票人已经投过票", "the voter has voted before"), _voted),
    Twist("apart", frozenset({"form_panel", "open_ballot", "cast_vote", "give_opinion"}),
          Words("专家参与过该活动的审查", "the experts had a part in the review"), _too_near),
    Twist("apart", frozenset({"accept_re_examination"}),
          Words("受托机构也是审查机构", "the centre that organises it also reviewed"), _same_centre),
    Twist("reasons", frozenset({"issue_decision"}), Words("没有说明理由", "no reasons are given"), _no_reasons),
    Twist("reasons", frozenset({"issue_decision"}), Words("没有说明修改要求", "no requirements are stated"),
          _no_requirements),
    Twist("reasons", frozenset({"conclude_follow_up"}), Words("没有说明调整要求", "no requirements are stated"),
          _no_changes),
    Twist("reasons", frozenset({"cast_vote"}), Words("没有说明不同意的理由", "a vote against gives no reason"),
          _no_reason_for_a_vote),
    Twist("recusal", frozenset({"assign_reviewers"}),
          Words("被指定的委员已回避", "those named to review keep an interest"), _interested_reviewers),
    Twist("re_examined", frozenset({"grant_exemption"}),
          Words("申请中没有这一备案", "the application names no such filing"), _not_on_file),
    Twist("clocks", frozenset({"extend"}), Words("新的期限并不更晚", "the new date is no later one"), _no_later),
    Twist("focuses", frozenset({"submit_worksheet"}), Words("没有逐项审查", "no focus is assessed"), _no_focus),
    Twist("follow_up", frozenset({"issue_decision", "conclude_follow_up"}),
          Words("跟踪审查定在 13 个月后", "the follow-up is set in thirteen months"), _too_late),
)  # fmt: skip


def twisted(attempt: Attempt, step: Step | None) -> Iterator[Breach]:
    """Every twist under which a move the pack allows is still allowed and must not be."""
    if step is None:
        return
    for twist in TWISTS:
        if attempt.move.name in twist.moves:
            tried = twist.change(attempt)
            if tried is not None and not attempt.again(*tried):
                yield Breach(twist.law, step, twist.words)


URGENT = Words("改为应急程序", "the procedure is the emergency one")


def urgency_lowers_nothing(attempt: Attempt, step: Step | None) -> Iterator[Breach]:
    """Every refusal in the general procedure is one in the emergency procedure too, on the same facts."""
    if attempt.world.procedure is not Procedure.GENERAL or not attempt.refusals:
        return
    case = replace(attempt.facts.case, procedure=Procedure.EMERGENCY)
    still = {refusal.code for refusal in attempt.again(replace(attempt.facts, case=case), attempt.actor)}
    if not still.issuperset(refusal.code for refusal in attempt.refusals):
        yield Breach("urgency", _tried(attempt), URGENT)


AGO = TERM * 9
LATER = Words("所有期限届满", "every time limit runs out")


@cache
def _over(clocks: tuple[ClockFact, ...]) -> tuple[ClockFact, ...]:
    return tuple(replace(one, due_at=one.due_at - AGO, due_on=one.due_on - AGO, missed=True) for one in clocks)


def time_decides_nothing(attempt: Attempt, step: Step | None) -> Iterator[Breach]:
    """No move becomes possible because time has run out, but the closing of what nobody answered."""
    if not attempt.refusals or attempt.move.name == "withdraw" or not attempt.world.clocks:
        return
    facts = replace(attempt.facts, clocks=_over(attempt.facts.clocks))
    still = {refusal.code for refusal in attempt.again(facts, attempt.actor)}
    if not still.issuperset(refusal.code for refusal in attempt.refusals):
        yield Breach("time", _tried(attempt), LATER)


def _tried(attempt: Attempt) -> Step:
    """The move that should have been refused: it leads nowhere that is looked at."""
    role = next(iter(attempt.actor.roles))
    return Step(attempt.move.name, role, attempt.choice.words, attempt.world)
