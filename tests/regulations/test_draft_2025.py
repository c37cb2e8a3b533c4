"""The consultation draft of August 2025: what is told of it, how sure that is, and that it binds nobody."""

import regulations
from regulations.citation import Cite, Source
from regulations.vocabulary import Basis

DRAFT = regulations.pack("ai-draft-2025")
TOLD = Source(Cite("ai-draft-2025", certain=False), Basis.REPORTED)
OWN = {
    "scope.criteria",
    "committee.if_feasible",
    "committee.categories",
    "body.centre_separation",
    "review.focuses",
    "list.items",
}


def test_it_is_a_draft_and_cannot_be_pinned():
    assert (DRAFT.status, DRAFT.pinnable) == ("draft", False)
    assert DRAFT.title.zh == "人工智能科技伦理管理服务办法（试行）（公开征求意见稿）"
    assert DRAFT.chain == ("ai-draft-2025", "general-2023")


def test_what_it_says_itself_is_reported_and_cited_without_an_article():
    own = {key for key, supplier in DRAFT.suppliers.items() if supplier == DRAFT.id}

    assert own == OWN
    assert {DRAFT.rules[key].source for key in own} == {TOLD}
    assert str(TOLD.cite) == "ai-draft-2025"


def test_it_has_a_committee_if_feasible_and_no_separation_of_centres():
    rules = DRAFT.rules_for(house={})

    assert rules.flag("committee.if_feasible") is True
    assert rules.flag("body.centre_separation") is False
    assert "committee.if_feasible" not in regulations.pack("ai-2026").rules
    assert regulations.pack("ai-2026").rules_for(house={}).flag("body.centre_separation") is True


def test_its_six_points_have_the_staff_and_not_privacy():
    points = DRAFT.rules_for(house={}).items("review.focuses")

    assert points == ("fairness", "controllable", "transparency", "responsibility", "qualification", "risk_benefit")


def test_where_nothing_is_told_of_it_the_general_measures_apply():
    for key in ("committee.min_members", "meeting.min_present", "decision.majority", "panel.min_experts"):
        assert DRAFT.suppliers[key] == "general-2023"
        assert DRAFT.rules[key].source.basis is Basis.PARENT
    assert DRAFT.clocks["decision"].source == Source(Cite("general-2023", 17), Basis.PARENT)
