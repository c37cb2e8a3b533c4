"""Declared once, bound everywhere: every line of the table has an effect, a method, words, and the same edges."""

import ast
from collections.abc import Mapping

import pytest
from django_fsm import FSMFieldMixin

import regulations
from ethics_review import operations, wording
from ethics_review.models import Case
from regulations.vocabulary import Role, State
from tests.architecture.reading import ROOT, tree

PACKS = regulations.all_packs()
MOVES = sorted({name for pack in PACKS for name in pack.moves})
NAMED = [
    "submit", "withdraw", "request_completion", "resubmit", "accept", "decline", "determine_list", "grant_exemption",
    "assign_reviewers", "submit_worksheet", "declare_interest", "convene", "open_ballot", "cast_vote", "close_ballot",
    "convert_to_general", "issue_decision", "confirm_modifications", "pass_preliminary", "apply_re_examination",
    "accept_re_examination", "form_panel", "give_opinion", "register", "confirm_registration", "report_change",
    "report_incident", "report_progress", "conclude_follow_up", "suspend", "resume", "terminate", "complete", "extend",
    "pause_clock", "resume_clock", "appeal", "rule_on_appeal",
]  # fmt: skip
"""The moves of the API's contract; these names are fixed."""


def test_the_moves_are_those_of_the_contract():
    assert sorted(NAMED) == MOVES
    assert len(NAMED) == 38


def test_every_move_has_an_effect_and_every_effect_a_move():
    assert sorted(operations.EFFECTS) == MOVES


def test_every_move_is_one_line_of_the_case():
    body = next(
        node for node in tree(ROOT / "ethics_review/models/case.py").body if getattr(node, "name", "") == "Case"
    )
    bound = [
        (line.targets[0].id, line.value.args[0].value)
        for line in body.body
        if isinstance(line, ast.Assign)
        and isinstance(line.value, ast.Call)
        and getattr(line.value.func, "id", "") == "move"
    ]

    assert [name for name, given in bound if name != given] == []
    assert sorted(name for name, _ in bound) == MOVES


def edges_of_the_table():
    """(move, source, target) of every line; a move that stays leads from each source to itself."""
    found = set()
    for pack in PACKS:
        for line in pack.moves.values():
            for source in line.sources:
                targets = _targets(line.target, source)
                found |= {(line.name, source.value, target.value) for target in targets}
    return found


def _targets(target, source):
    if target is None:
        return {source}
    return set(target.values()) if isinstance(target, Mapping) else {target}


def edges_of_the_machine():
    """The same, as django-fsm has collected them from the model: its own graph, independent of our table."""
    found = set()
    field = Case._meta.get_field("state")
    assert isinstance(field, FSMFieldMixin)
    for transition in field.get_all_transitions(Case):
        target = transition.target
        targets = {transition.source} if target is None else set(getattr(target, "allowed_states", None) or [target])
        found |= {(transition.name, str(transition.source), str(one)) for one in targets}
    return found


def test_the_machine_has_the_edges_of_the_table_and_no_other():
    table, machine = edges_of_the_table(), edges_of_the_machine()

    assert table - machine == set()
    assert {(name, source) for name, source, _ in machine} == {(name, source) for name, source, _ in table}
    union = {(name, target) for name, _, target in table}
    assert {(name, target) for name, _, target in machine} == union


def test_every_state_is_reached_from_the_draft_and_every_open_one_can_be_left():
    onward = {}
    for _, source, target in edges_of_the_table():
        onward.setdefault(source, set()).add(target)
    reached, waiting = {"draft"}, ["draft"]
    while waiting:
        for target in onward.get(waiting.pop(), set()) - reached:
            reached.add(target)
            waiting.append(target)

    assert reached == {state.value for state in State}
    assert {source for source, targets in onward.items() if targets == {source}} == set()


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_move_and_what_it_asks_is_worded(move, language):
    for pack in PACKS:
        line = pack.moves[move]
        assert wording.move_label(move, language)
        for ask in line.asks:
            assert all((ask.label.zh, ask.label.en))
        for notice in line.tells:
            params = {"number": "2026-0001", "title_zh": "甲", "title_en": "A"}
            subject, text = wording.notice(notice.kind, params, language)
            assert subject
            assert text


def test_every_line_says_who_may_make_it():
    assert [line.name for pack in PACKS for line in pack.moves.values() if not line.by] == []
    assert {role for pack in PACKS for line in pack.moves.values() for role in line.by} <= set(Role)
