"""Who may make which move in which state: the whole table, reviewed by people as a text file.

`UPDATE_GOLDEN=1 pytest tests/regulations/test_permit_matrix.py` writes the tables anew; the difference is then read
line by line before it is committed.
"""

import pytest

import regulations
from regulations.vocabulary import ENDED, Role, State
from tests.regulations.golden import agrees

COLUMNS = {
    Role.APPLICANT: "Ap",
    Role.UNIT: "Un",
    Role.SECRETARY: "Se",
    Role.CHAIR: "Ch",
    Role.MEMBER: "Me",
    Role.REVIEWER: "Re",
    Role.ADVISER: "Ad",
    Role.AUTHORITY: "Au",
    Role.EXPERT: "Ex",
    Role.SYSTEM: "Sy",
}
LEGEND = ", ".join(f"{short} {role}" for role, short in COLUMNS.items())


def rendered(pack):
    """One block for each state: its moves, who may make them, and where they lead."""
    lines = [f"{pack.id} {pack.version}", f"{LEGEND}; -> where it leads, = it stays", ""]
    width = max(len(name) for name in pack.moves) + 2
    for state in State:
        lines.append(f"{state}{' (ended)' if state in ENDED else ''}")
        rows = [row(move, state, width) for move in pack.moves.values() if state in move.sources]
        lines += rows or ["  nothing"]
        lines.append("")
    return "\n".join(lines)


def row(move, state, width):
    roles = move.roles_in(state)
    marks = " ".join(short if role in roles else ". " for role, short in COLUMNS.items())
    targets = sorted({move.destination(state, recorded) for recorded in branches(move, state)}) or [state]
    leads = "=" if targets == [state] else "-> " + ", ".join(targets)
    return f"  {move.name:<{width}}{marks}  {leads}"


def branches(move, state):
    """What the move may record to choose its target; a ruling only what fits some appealed state."""
    if not move.branch:
        return [{}]
    return [{move.branch: key} for key in move.target]


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_permits_are_those_reviewed(pack):
    assert agrees(f"permits_{pack.id.replace('-', '_')}.txt", rendered(pack))


def test_every_role_has_a_column():
    assert set(COLUMNS) == set(Role)


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_nobody_but_the_applicant_touches_a_draft_and_nobody_what_is_withdrawn(pack):
    by_state = {
        state: {role for move in pack.moves.values() if state in move.sources for role in move.roles_in(state)}
        for state in State
    }

    assert by_state[State.DRAFT] == {Role.APPLICANT}
    assert by_state[State.WITHDRAWN] == by_state[State.COMPLETED] == set()
    assert by_state[State.REJECTED] == {Role.APPLICANT}


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_the_system_decides_nothing(pack):
    by_system = {name for name, move in pack.moves.items() if Role.SYSTEM in move.by}

    assert by_system == {"convert_to_general", "close_ballot"}
    assert all(pack.moves[name].target is None for name in by_system)


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_applicant_and_reviewing_body_have_no_move_in_common(pack):
    reviewing = {Role.CHAIR, Role.MEMBER, Role.REVIEWER, Role.EXPERT, Role.AUTHORITY}

    shared = {name for name, move in pack.moves.items() if Role.APPLICANT in move.by and reviewing & set(move.by)}
    assert shared == {"withdraw"}, "which the office makes only for an applicant who has gone silent"


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_adviser_has_no_move(pack):
    assert [name for name, move in pack.moves.items() if Role.ADVISER in move.by] == []


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_panel_and_committee_each_vote_in_their_own_room(pack):
    committee, panel = {Role.CHAIR, Role.MEMBER}, {Role.AUTHORITY, Role.EXPERT}
    for name in ("open_ballot", "cast_vote", "close_ballot"):
        move = pack.moves[name]
        for state in move.sources:
            held = set(move.roles_in(state)) - {Role.SYSTEM}
            assert held <= (panel if state is State.RE_EXAMINATION else committee), (name, state)
