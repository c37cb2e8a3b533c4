"""Who may try which move with what words: for each move the few choices the rules tell apart.

The words are those of a well-meaning person: reasons are given, dates are later ones. What happens without them is
asked beside the world, see `twists`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from regulations.facts import Actor
from regulations.guards.filing import WAITING_FOR
from regulations.move import Move
from regulations.pack import Rules
from regulations.proof.cast import ABSENT, WHO, Cast, cast_of
from regulations.proof.portrait import NOW, NUMBER, TERM
from regulations.proof.world import Panel, Room, World
from regulations.vocabulary import FollowUpOutcome, Opinion, Outcome, Procedure, Role, State
from regulations.words import Words

PLAIN = Words("", "")
SAID = "依据充分"
REASONED: Mapping[str, object] = {"reasons": SAID, "requirements": SAID}


@dataclass(frozen=True)
class Choice:
    """One way to make a move: in words for the trace, and as the data sent. `takes` is what its effect reads."""

    words: Words = PLAIN
    data: Mapping[str, object] = field(default_factory=dict)
    takes: object = None


Choices = Callable[[World, Rules], tuple[Choice, ...]]
ONE = (Choice(),)
WITH_REASONS = (Choice(data=REASONED),)


def choices_of(move: Move, world: World, rules: Rules) -> tuple[Choice, ...]:
    """Every choice of the move in this world."""
    return CHOICES[move.name](world, rules) if move.name in CHOICES else WITH_REASONS


def actors_of(move: Move, world: World, rules: Rules) -> Iterator[Actor]:
    """Somebody for each role that may make the move here. The system moves only where the rules demand it."""
    for role in move.roles_in(world.state):
        if role is not Role.SYSTEM and _held(role, world):
            yield actor_in(role, world, rules)


def _held(role: Role, world: World) -> bool:
    """A reviewer or an expert is whoever was named; every other role is held by somebody."""
    match role:
        case Role.REVIEWER:
            return bool(world.reviewers)
        case Role.EXPERT:
            return world.panel is not Panel.NONE
    return True


def actor_in(role: Role, world: World, rules: Rules) -> Actor:
    """Somebody in that role: of the reviewers who has not reported yet, of the members who has not declared."""
    person = WHO[role]
    if role is Role.REVIEWER and "" in world.reviewers:
        person = cast_of(rules).peers[world.reviewers.index("")]
    if role is Role.MEMBER and world.room is Room.SILENT:
        person = ABSENT
    return Actor(person, role.value, frozenset({role}))


def _accept(world: World, rules: Rules) -> tuple[Choice, ...]:
    ground = "minor_modification" if world.amends else "minimal_risk"
    said = {"reason": SAID, "ground": ground, "scope": ["life_health"]}
    return tuple(Choice(PROCEDURES[one], {**said, "procedure": one}, one) for one in Procedure)


PROCEDURES = {
    Procedure.GENERAL: Words("一般程序", "general procedure"),
    Procedure.SIMPLIFIED: Words("简易程序", "simplified procedure"),
    Procedure.EMERGENCY: Words("应急程序", "emergency procedure"),
}


def _decline(world: World, rules: Rules) -> tuple[Choice, ...]:
    return (
        Choice(Words("不属于审查范围", "out of scope"), {"ground": "out_of_scope", **REASONED}),
        Choice(Words("材料不符合要求", "for its materials"), {"ground": "materials", **REASONED}),
    )


def _request_completion(world: World, rules: Rules) -> tuple[Choice, ...]:
    extra = [{"path": "plan.purpose", "reason": SAID}]
    return (
        Choice(),
        Choice(Words("另有法定事由", "for a legal reason"), {"extra": extra, "legal_reason": SAID}),
    )


def _determine_list(world: World, rules: Rules) -> tuple[Choice, ...]:
    return (
        Choice(Words("不属于清单", "not on the list"), {"items": [], **REASONED}, takes=False),
        Choice(Words("属于清单第 1 项", "item 1 of the list"), {"items": [1], **REASONED}, takes=True),
    )


def _grant_exemption(world: World, rules: Rules) -> tuple[Choice, ...]:
    said = {"regime": rules.items("exemption.regimes")[0], "number": NUMBER, "legal_basis": SAID}
    until, past = (NOW + TERM).date().isoformat(), (NOW - TERM).date().isoformat()
    return (
        Choice(data={**said, "valid_until": until}, takes=True),
        Choice(Words("备案已失效", "by a filing that has lapsed"), {**said, "valid_until": past}, takes=False),
    )


def _declare_interest(world: World, rules: Rules) -> tuple[Choice, ...]:
    return (
        Choice(Words("没有利益关系", "none is kept"), {"conflict": False}, takes=False),
        Choice(Words("存在利益关系", "one is kept"), {"conflict": True}, takes="member"),
        *(
            (Choice(Words("审查委员存在利益关系", "a reviewer keeps one"), {"conflict": True}, takes="reviewer"),)
            * bool(world.reviewers)
        ),
    )


def _assign_reviewers(world: World, rules: Rules) -> tuple[Choice, ...]:
    """One alone, or as many as the pack asks for."""
    peers = cast_of(rules).peers
    simplified = world.procedure is Procedure.SIMPLIFIED
    need = rules.number("simplified.min_members" if simplified else "review.reviewers")
    return tuple(
        Choice(Words(f"{count} 人", f"{count} of them"), {"reviewers": list(peers[:count])}, takes=count)
        for count in sorted({1, need})
    )


def _submit_worksheet(world: World, rules: Rules) -> tuple[Choice, ...]:
    focuses = {key: {"answer": "yes"} for key in rules.items("review.focuses")}
    filed = WORKSHEETS if world.procedure is Procedure.SIMPLIFIED else {"approve": WORKSHEETS["approve"]}
    return tuple(
        Choice(words, {"focuses": focuses, "recommendation": "approve" if one == "doubt" else one}, takes=one)
        for one, words in filed.items()
    )


OUTCOMES = {
    "approve": Words("批准", "approve"),
    "approve_after_modification": Words("修改后批准", "approve after modification"),
    "revise_and_re_review": Words("修改后再审", "revise and re-review"),
    "reject": Words("不予批准", "reject"),
    "agree": Words("同意", "agree"),
    "disagree": Words("不同意", "disagree"),
}
WORKSHEETS = {
    "approve": OUTCOMES["approve"],
    "approve_after_modification": OUTCOMES["approve_after_modification"],
    "reject": OUTCOMES["reject"],
    "doubt": Words("有疑义", "with a doubt"),
}


def _convert(world: World, rules: Rules) -> tuple[Choice, ...]:
    return (Choice(data={"trigger": "request"}),)


def _cast_vote(world: World, rules: Rules) -> tuple[Choice, ...]:
    """As many votes for an option as the law asks for; for an approval also one fewer."""
    if world.ballot is None or world.ballot.votes:
        return ()
    options: tuple[str, ...] = tuple(Opinion) if world.state is State.RE_EXAMINATION else tuple(Outcome)
    short = options[0]
    return (*(_votes(one, carried=True) for one in options), _votes(short, carried=False))


def _votes(option: str, *, carried: bool) -> Choice:
    words = OUTCOMES[option]
    zh = f"{words.zh}，{'达到' if carried else '差一票达到'}法定多数"
    en = f"{words.en}, {'by the majority the law asks for' if carried else 'one vote short of the majority'}"
    return Choice(Words(zh, en), {"position": option, "reason": SAID}, takes=(option, carried))


def _accept_re_examination(world: World, rules: Rules) -> tuple[Choice, ...]:
    return (Choice(data={"centre": 900}),)


def _form_panel(world: World, rules: Rules) -> tuple[Choice, ...]:
    cast = cast_of(rules)
    return tuple(
        Choice(words, {"experts": [_expert(person, cast) for person in cast.named[panel]]}, takes=panel)
        for panel, words in PANELS.items()
    )


PANELS = {
    Panel.SILENT: Words("足够的合格专家", "enough fit experts"),
    Panel.FEW: Words("专家少一名", "one expert too few"),
    Panel.NARROW: Words("没有法律专家", "without a jurist"),
}


def _expert(person: int, cast: Cast) -> dict[str, object]:
    return {"person": person, "categories": sorted(cast.brought.get(person, {"field"}))}


def _report_change(world: World, rules: Rules) -> tuple[Choice, ...]:
    return (
        Choice(Words("非重大变更", "a minor one"), {"major": False}, takes=False),
        Choice(Words("重大变更", "a major one"), {"major": True}, takes=True),
    )


def _conclude_follow_up(world: World, rules: Rules) -> tuple[Choice, ...]:
    return tuple(Choice(FOLLOW_UPS[one], {"outcome": one, **REASONED}, takes=one) for one in FollowUpOutcome)


FOLLOW_UPS = {
    FollowUpOutcome.CONTINUE: Words("继续实施", "continue"),
    FollowUpOutcome.CONTINUE_WITH_CHANGES: Words("调整后继续实施", "continue with changes"),
    FollowUpOutcome.SUSPEND: Words("暂停", "suspend"),
    FollowUpOutcome.TERMINATE: Words("终止", "terminate"),
    FollowUpOutcome.RE_REVIEW: Words("重新审查", "review again"),
}


def _rule_on_appeal(world: World, rules: Rules) -> tuple[Choice, ...]:
    return (
        Choice(Words("驳回", "dismissed"), {"ruling": "dismissed", **REASONED}, takes="dismissed"),
        Choice(Words("成立", "upheld"), {"ruling": "upheld", **REASONED}, takes="upheld"),
    )


def _extend(world: World, rules: Rules) -> tuple[Choice, ...]:
    """What is waited for, or any one clock: elsewhere no rule sees how long is left."""
    later = (NOW + TERM + TERM).date().isoformat()
    awaited = WAITING_FOR.get(world.state, "")
    extendable = sorted(name for name in world.clocks if rules.pack.clocks[name].extendable)
    chosen = [awaited] if awaited in extendable else extendable[:1]
    return tuple(Choice(rules.pack.clocks[one].label, {"clock": one, "new_date": later}) for one in chosen)


def _tend(world: World, rules: Rules) -> tuple[Choice, ...]:
    """Any clock that runs, by its name in the pack."""
    return tuple(
        Choice(rules.pack.clocks[clock].label, {"clock": clock, **REASONED}, takes=clock)
        for clock in sorted(world.clocks)
    )


CHOICES: Mapping[str, Choices] = {
    "accept": _accept,
    "decline": _decline,
    "request_completion": _request_completion,
    "determine_list": _determine_list,
    "grant_exemption": _grant_exemption,
    "declare_interest": _declare_interest,
    "assign_reviewers": _assign_reviewers,
    "submit_worksheet": _submit_worksheet,
    "convert_to_general": _convert,
    "cast_vote": _cast_vote,
    "accept_re_examination": _accept_re_examination,
    "form_panel": _form_panel,
    "report_change": _report_change,
    "conclude_follow_up": _conclude_follow_up,
    "rule_on_appeal": _rule_on_appeal,
    "extend": _extend,
    "pause_clock": _tend,
    "resume_clock": _tend,
}
