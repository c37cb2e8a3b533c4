"""The order in which reasons are told, and that each is told once."""

from dataclasses import replace

from regulations.examine import examine
from regulations.guards.common import refuse
from regulations.vocabulary import Role, State
from tests.regulations.builder import actor_of, facts_of, line


def first(facts, actor):
    return refuse(facts, "test.first", "materials.complete", have=1)


def pair(facts, actor):
    return first(facts, actor), refuse(facts, "test.second", "materials.complete")


def silent(facts, actor):
    return None


def none_of_many(facts, actor):
    return ()


def shape(facts, actor, data):
    return refuse(facts, "test.data", "materials.complete", given=data["x"])


def with_guards(*guards, checks=()):
    return replace(line("ai-2026", "submit"), guards=guards, checks=checks)


def codes(refusals):
    return [refusal.code for refusal in refusals]


def test_reasons_are_told_in_the_order_of_the_line_each_once():
    move = with_guards(silent, pair, none_of_many, first, checks=(shape,))
    facts, applicant = facts_of("ai-2026", state="draft"), actor_of("applicant")

    assert codes(examine(move, facts, applicant)) == ["test.first", "test.second"]
    assert codes(examine(move, facts, applicant, {"x": 1})) == ["test.first", "test.second", "test.data"]


def test_the_same_code_with_other_figures_is_another_reason():
    def other(facts, actor):
        return refuse(facts, "test.first", "materials.complete", have=2)

    refusals = examine(with_guards(first, other), facts_of("ai-2026", state="draft"), actor_of("applicant"))

    assert [dict(refusal.figures) for refusal in refusals] == [{"have": 1}, {"have": 2}]


def test_wrong_state_and_wrong_role_leave_the_guards_unasked():
    refusals = examine(with_guards(first), facts_of("ai-2026", state="active"), actor_of("chair"), {"x": 1})

    assert codes(refusals) == ["state.not_here", "role.not_yours"]


def test_a_move_may_be_fewer_peoples_in_some_of_its_states():
    move = line("ai-2026", "close_ballot")

    assert move.roles_in(State.IN_REVIEW) == (Role.CHAIR, Role.SYSTEM)
    assert move.roles_in(State.RE_EXAMINATION) == (Role.AUTHORITY, Role.SYSTEM)
    assert line("ai-2026", "suspend").roles_in(State.ACTIVE) == (Role.CHAIR,)


def test_checks_are_not_asked_without_data_but_are_with_none_given():
    def empty(facts, actor, data):
        return None if data else refuse(facts, "test.empty", "materials.complete")

    move = with_guards(checks=(empty,))
    facts, applicant = facts_of("ai-2026", state="draft"), actor_of("applicant")

    assert examine(move, facts, applicant) == ()
    assert codes(examine(move, facts, applicant, {})) == ["test.empty"]
    assert examine(move, facts, applicant, {"x": 1}) == ()


def test_facts_and_actor_are_left_as_they_were():
    facts, actor = facts_of("ai-2026", state="submitted"), actor_of("secretary")
    data = {"procedure": "general", "reason": "x", "scope": ["ecology"]}

    examine(line("ai-2026", "accept"), facts, actor, data)

    assert data == {"procedure": "general", "reason": "x", "scope": ["ecology"]}
    assert facts == facts_of("ai-2026", state="submitted")
