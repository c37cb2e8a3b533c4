"""A refusal carries its rule and figures; the exception carries every refusal."""

import pytest

from regulations.citation import Cite
from regulations.guards.common import At, refuse
from regulations.owners import asked, owned_by
from regulations.refusal import Refusal, Refused
from regulations.vocabulary import Role, State
from tests.regulations.builder import actor_of, facts_of


def test_refusal_stands_on_the_rule_of_the_pack_that_binds():
    refusal = refuse(facts_of("general-2023"), "quorum.too_few", "meeting.min_present", need=5, have=4)

    assert (str(refusal.source.cite), dict(refusal.figures), refusal.path) == (
        "general-2023#11",
        {"need": 5, "have": 4},
        "",
    )
    assert str(refuse(facts_of("ai-2026"), "quorum.too_few", "meeting.min_present").source.cite) == "ai-2026#14?"


def test_refused_names_every_code_in_order():
    facts = facts_of("ai-2026")
    refusals = tuple(refuse(facts, code, "meeting.min_present") for code in ("quorum.too_few", "meeting.not_begun"))

    with pytest.raises(Refused, match=r"^quorum\.too_few, meeting\.not_begun$") as caught:
        raise Refused(refusals)

    assert caught.value.refusals == refusals


def test_figures_of_nothing_are_empty_and_cannot_be_changed():
    refusal = Refusal("x.y", facts_of("ai-2026").rules.source("meeting.chair"))

    with pytest.raises(TypeError):
        refusal.figures["need"] = 5


def test_cite_is_written_as_instrument_and_place():
    assert str(Cite("ai-2026", 16)) == "ai-2026#16"
    assert str(Cite("ai-2026", 14, certain=False)) == "ai-2026#14?"
    assert str(Cite("ai-2026", annex=True)) == "ai-2026#annex"
    assert str(Cite("house")) == "house"


def test_guard_kept_to_some_states_is_silent_in_the_others():
    def always(facts, actor):
        return refuse(facts, "x.y", "meeting.chair")

    guard = At((State.IN_REVIEW,), always)

    assert guard(facts_of("ai-2026", state="in_review"), actor_of("chair")).code == "x.y"
    assert guard(facts_of("ai-2026", state="opinion_returned"), actor_of("chair")) is None


@pytest.mark.parametrize(
    ("held", "people"),
    [
        ({Role.SECRETARY: {8}, Role.CHAIR: {1}, Role.UNIT: {50}}, {8}),
        ({Role.SECRETARY: set(), Role.CHAIR: {1}, Role.UNIT: {50}}, {1}),
        ({Role.UNIT: {50}}, {50}),
        ({}, set()),
    ],
)
def test_where_nobody_holds_the_office_the_next_is_asked(held, people):
    assert asked(Role.SECRETARY, {role: frozenset(some) for role, some in held.items()}) == people


def test_states_wait_for_their_owner():
    assert owned_by(Role.UNIT) == (State.PRELIMINARY_PASSED,)
    assert owned_by(Role.AUTHORITY) == (State.RE_EXAMINATION_APPLIED, State.RE_EXAMINATION)
