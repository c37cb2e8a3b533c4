"""Guards of the ballot, where there is none yet, and of the panel, counted again another way."""

import random

import pytest

from regulations.guards import voting
from tests.regulations.builder import BROUGHT, EXPERTS, actor_of, facts_of

PANELS = 300
MEMBER, EXPERT, AUTHORITY = actor_of("member"), actor_of("expert"), actor_of("authority")


@pytest.mark.parametrize("guard", [voting.on_roll, voting.not_voted, voting.in_the_room])
def test_without_a_ballot_only_its_absence_is_told(guard):
    facts = facts_of("ai-2026", state="in_review")

    assert guard(facts, MEMBER) is None
    assert voting.ballot_is_open(facts, MEMBER).code == "ballot.not_open"


@pytest.mark.parametrize(("guard", "roll"), [(voting.on_roll, [1, 2, 4, 5, 6]), (voting.in_the_room, [1, 2, 3, 4, 5])])
def test_closed_ballot_says_only_that_it_is_closed(guard, roll):
    facts = facts_of("ai-2026", state="in_review", ballot={"roll": roll, "in_room": [], "tally": {"approve": 5}})

    assert guard(facts, MEMBER) is None
    assert voting.ballot_is_open(facts, MEMBER).code == "ballot.not_open"


def test_whoever_is_not_on_the_roll_is_not_told_to_be_out_of_the_room():
    facts = facts_of("ai-2026", state="in_review", ballot={"open": True, "roll": [1, 2, 4, 5, 6], "in_room": []})

    assert voting.in_the_room(facts, MEMBER) is None


def test_panel_has_no_room_to_leave():
    facts = facts_of("ai-2026", state="re_examination", listed=[1], panel={}, ballot={"open": True, "in_room": []})

    assert voting.in_the_room(facts, EXPERT) is None


def test_option_is_not_asked_about_before_there_is_a_ballot():
    assert voting.option_offered(facts_of("ai-2026", state="in_review"), MEMBER, {"position": "approve"}) is None


@pytest.mark.parametrize(
    ("position", "reason", "code"),
    [
        ("approve", None, None),
        ("approve_after_modification", None, None),
        ("agree", None, None),
        ("reject", None, "ballot.reason_missing"),
        ("revise_and_re_review", "", "ballot.reason_missing"),
        ("disagree", "  ", "ballot.reason_missing"),
        ("disagree", "依赖风险", None),
    ],
)
def test_dissent_gives_its_reason(position, reason, code):
    data = {"position": position} | ({} if reason is None else {"reason": reason})

    refusal = voting.dissent_reasoned(facts_of("ai-2026", state="in_review"), MEMBER, data)

    assert (refusal.code if refusal else None) == code


def panels():
    """Panels of any size, with anybody recused; each expert brings what the builder says."""
    draw = random.Random(20231201)  # noqa: S311 -- the same panels every time
    for _ in range(PANELS):
        experts = draw.sample(range(31, 39), draw.randint(0, 8))
        yield experts, draw.sample(experts, draw.randint(0, min(3, len(experts))))


def test_panel_counts_exactly_who_keeps_no_interest():
    sizes, coverages = set(), set()
    for experts, recused in panels():
        facts = facts_of("ai-2026", state="re_examination", listed=[1], panel={"experts": experts, "recused": recused})
        left = set(experts) - set(recused)
        brought = set().union(*(BROUGHT.get(person, set()) for person in left))

        small, uncovered = voting.panel_large_enough(facts, AUTHORITY), voting.panel_categories(facts, AUTHORITY)

        assert (dict(small.figures) if small else None) == (None if len(left) >= 5 else {"need": 5, "have": len(left)})
        assert (uncovered.figures["missing"] if uncovered else []) == sorted({"field", "ethics", "law"} - brought)
        sizes.add(small is None)
        coverages.add(uncovered is None)
    assert sizes == coverages == {True, False}


def test_recused_expert_need_not_declare_any_more():
    facts = facts_of("ai-2026", state="re_examination", listed=[1], panel={"recused": [31], "undeclared": [31]})

    assert voting.panel_declared(facts, AUTHORITY) is None


def test_applicant_is_no_expert_on_their_own_matter():
    facts = facts_of("ai-2026", state="re_examination", listed=[1], applicant=31, panel={})

    assert voting.panel_independent(facts, AUTHORITY).figures["people"] == [31]


def test_panel_that_reviewed_nothing_is_independent():
    facts = facts_of("ai-2026", state="re_examination", listed=[1], panel={}, independence={"side": []})

    assert voting.panel_independent(facts, AUTHORITY) is None


def test_experts_named_before_there_is_a_panel_are_held_against_the_committee():
    experts = [{"person": person, "categories": ["field", "ethics", "law"]} for person in (1, *EXPERTS)]

    found = voting.panel_fit(facts_of("ai-2026", state="re_examination", listed=[1]), AUTHORITY, {"experts": experts})

    assert [(refusal.code, refusal.figures["people"]) for refusal in found] == [("panel.not_independent", [1])]


def test_everything_wrong_with_the_experts_is_told_at_once():
    experts = [{"person": 3, "categories": ["field"]}]

    found = voting.panel_fit(facts_of("ai-2026", state="re_examination", listed=[1]), AUTHORITY, {"experts": experts})

    assert [refusal.code for refusal in found] == ["panel.too_few", "panel.categories", "panel.not_independent"]


@pytest.mark.parametrize("centre", [None, 200])
def test_another_centre_or_none_may_organise(centre):
    facts = facts_of("ai-2026", state="re_examination_applied", independence={"centres": [100]})

    assert voting.centre_separate(facts, AUTHORITY, {"centre": centre}) is None
