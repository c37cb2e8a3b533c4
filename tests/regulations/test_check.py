"""Each flaw a pack can have is put into a good one, and found; the good ones have none."""

from dataclasses import replace

import pytest

import regulations
from regulations.check import check, check_together
from regulations.citation import Cite, Source
from regulations.clocks import Clock, Unit
from regulations.move import Ask, Settle, Start
from regulations.pack import Between
from regulations.packs.lifecycle.conditions import Recorded
from regulations.packs.writing import HOUSE, setting
from regulations.vocabulary import Basis, Role, State
from regulations.words import Words

GOOD = regulations.pack("ai-2026")


def codes(problems):
    return sorted({problem.code for problem in problems})


def with_rule(key, **changes):
    return replace(GOOD, rules={**GOOD.rules, key: replace(GOOD.rules[key], **changes)})


def with_clock(name, **changes):
    return replace(GOOD, clocks={**GOOD.clocks, name: replace(GOOD.clocks[name], **changes)})


def with_move(name, **changes):
    return replace(GOOD, moves={**GOOD.moves, name: replace(GOOD.moves[name], **changes)})


def without(kind, name):
    return replace(GOOD, **{kind: {key: one for key, one in getattr(GOOD, kind).items() if key != name}})


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_packs_of_the_product_hold_together(pack):
    assert check(pack) == ()


def test_packs_of_the_product_hold_together_with_one_another():
    assert check_together(regulations.all_packs()) == ()


FLAWS = {
    "pack.status": replace(GOOD, status="binding"),
    "rule.unknown": without("rules", "withdrawal.right"),
    "move.nobody": with_move("suspend", by=(Role.SYSTEM,)),
    "move.by_state": with_move("suspend", by_state={State.DRAFT: (Role.CHAIR,)}),
    "move.branches": with_move("resubmit", target={State.COMPLETION_REQUESTED.value: State.SUBMITTED}),
    "clock.unknown": with_move("suspend", starts=(Start("penance"),)),
    "cite.basis": with_rule("panel.majority", source=Source(Cite("ai-2026"), Basis.READ)),
    "cite.unknown": with_rule("panel.majority", source=Source(Cite("ai-2026", 38), Basis.READ)),
    "setting.twice": with_clock("supplement", setting="acceptance.days"),
    "setting.default": replace(GOOD, limits={**GOOD.limits, "appeal.days": Between(40, 60)}),
    "setting.unknown": replace(GOOD, limits={**GOOD.limits, "meeting.min_present": Between(3, 7)}),
    "state.unwatched": with_move("submit", starts=()),
    "state.nobody": with_clock("acceptance", owner=Role.UNIT),
    "state.unreachable": without("moves", "pass_preliminary"),
    "state.still_watched": with_move("terminate", starts=(Start("change_assessment"),)),
    "clock.elsewhere": with_move("suspend", starts=(Start("annual_report"),)),
    "clock.never_started": with_move("pause_clock", starts=()),
    "clock.never_settled": with_move("apply_re_examination", settles=()),
    "clock.twice": with_move("suspend", starts=(Start("follow_up"),)),
}


@pytest.mark.parametrize(("code", "flawed"), FLAWS.items(), ids=list(FLAWS))
def test_flaw_is_found(code, flawed):
    assert code in codes(check(flawed))


def test_flaw_says_where_it_is_in_both_languages():
    (problem,) = check(FLAWS["rule.unknown"])

    assert problem.where == "withdraw: withdrawal.right"
    assert problem.sentence == Words(
        "withdraw: withdrawal.right：规则不存在。", "withdraw: withdrawal.right: there is no such rule."
    )


def test_options_of_a_question_are_a_rule():
    asked = Ask("ground", {"type": "string"}, Words("情形", "Ground"), options="decline.grounds")

    assert [problem.where for problem in check(with_move("decline", asks=(asked,)))] == ["decline: decline.grounds"]


def test_states_nobody_can_reach_are_named():
    lost = without("moves", "request_completion")

    assert [problem.where for problem in check(lost) if problem.code == "state.unreachable"] == ["completion_requested"]


def test_states_a_pack_does_not_name_need_not_be_reached():
    moves = {name: move for name, move in GOOD.moves.items() if name not in {"appeal", "rule_on_appeal", "extend"}}

    found = check(replace(GOOD, moves=moves))

    assert [(problem.code, problem.where) for problem in found] == [("clock.never_started", "appeal_ruling")]


def test_standing_without_any_clock_is_told_with_its_state():
    assert [problem.where for problem in check(FLAWS["state.unwatched"])] == ["submitted (-)"]


def test_standing_with_clocks_is_told_with_all_of_them():
    found = check(with_clock("final_decision", owner=Role.UNIT))

    assert [problem.where for problem in found if problem.code == "state.nobody"] == [
        "opinion_returned (final_decision)"
    ]


def test_by_state_may_say_all_of_by():
    assert check(with_move("suspend", by_state={State.ACTIVE: (Role.CHAIR,)})) == ()


def test_parent_does_not_cite_the_measures_that_fall_back_to_it():
    general = regulations.pack("general-2023")
    majority = replace(general.rules["decision.majority"], source=Source(Cite("ai-2026", 16), Basis.REPORTED))

    found = check(replace(general, rules={**general.rules, "decision.majority": majority}))

    assert [problem.where for problem in found] == ["decision.majority: ai-2026#16"]


def test_by_state_names_no_role_that_may_not_make_the_move():
    wider = with_move("suspend", by_state={State.ACTIVE: (Role.SECRETARY,)})

    assert codes(check(wider)) == ["move.by_state"]


def test_cite_is_no_surer_than_its_article():
    surer = with_rule("meeting.min_present", source=Source(Cite("ai-2026", 14), Basis.REPORTED))

    assert [problem.where for problem in check(surer)] == ["meeting.min_present: ai-2026#14"]


def test_cite_of_an_instrument_outside_the_chain_is_unknown():
    foreign = with_clock("decision", source=Source(Cite("eu-2024", 9), Basis.READ))

    assert [problem.where for problem in check(foreign)] == ["decision: eu-2024#9"]


def test_what_the_house_fixed_cites_no_article():
    claimed = with_rule("clock.pausing", source=Source(Cite("general-2023", 17), Basis.HOUSE))

    assert codes(check(claimed)) == ["cite.basis"]


def test_annex_is_cited_without_a_number():
    listed = with_rule("scope.criteria", source=Source(Cite("ai-2026", annex=True), Basis.READ))

    assert check(listed) == ()


def test_setting_without_bounds_is_yes_or_no():
    unbounded = replace(GOOD, rules={**GOOD.rules, "meeting.rooms": setting("meeting.rooms", 3, "会议室", "Rooms")})

    assert [(problem.code, problem.where) for problem in check(unbounded)] == [("setting.default", "meeting.rooms")]


def test_clock_ended_in_one_outcome_only_has_to_exist():
    conditional = with_move("suspend", settles_if=(Settle("penance", Recorded("outcome", ("approve",))),))

    assert [problem.where for problem in check(conditional)] == ["suspend: penance"]


def test_clock_nobody_starts_is_named():
    idle = Clock("idle", 1, Unit.DAYS, source=HOUSE, label=Words("闲", "Idle"), owner=Role.CHAIR)

    found = check(replace(GOOD, clocks={**GOOD.clocks, "idle": idle}))

    assert [(problem.code, problem.where) for problem in found] == [("clock.never_started", "idle")]


def test_each_flaw_is_told_once():
    found = check(replace(GOOD, moves={}))

    assert len(set(found)) == len(found)


def test_move_of_one_name_leads_to_the_same_states_in_every_pack():
    other = with_move("suspend", target=State.TERMINATED)

    found = check_together((GOOD, other))

    assert [(problem.code, problem.where) for problem in found] == [("move.targets_differ", "ai-2026: suspend")]
