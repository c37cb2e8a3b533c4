"""Guards of application and acceptance, where examples of the regulation do not reach."""

from dataclasses import replace

import regulations
from regulations.facts import Actor
from regulations.guards import filing
from regulations.pack import Item
from regulations.vocabulary import Role
from regulations.words import Words
from tests.regulations.builder import APPLICANT, actor_of, facts_of

SECRETARY = actor_of("secretary")


def told(found):
    return [(refusal.code, str(refusal.source.cite)) for refusal in found]


def test_ground_added_to_the_pack_is_not_shown_until_the_filing_can_show_it():
    pack = regulations.pack("ai-2026")
    grounds = pack.rules["simplified.grounds"]
    longer = replace(grounds, value=(*grounds.value, Item("pilot", Words("试点", "Pilot"))))
    facts = facts_of("ai-2026", state="submitted", amendment=True, filing={"minimal_risk_claimed": True})
    facts = replace(facts, rules=replace(pack, rules={**pack.rules, grounds.key: longer}).rules_for(house={}))

    found = filing.procedure_fits(facts, SECRETARY, {"procedure": "simplified", "ground": "pilot"})

    assert told(found) == [("simplified.ground_not_shown", "ai-2026#19?")]


def test_listed_claim_and_unshown_ground_are_told_together():
    facts = facts_of("ai-2026", state="submitted", filing={"listed_claim": [1], "minimal_risk_claimed": False})

    found = filing.procedure_fits(facts, SECRETARY, {"procedure": "simplified", "ground": "minimal_risk"})

    assert told(found) == [("simplified.listed", "ai-2026#19?"), ("simplified.ground_not_shown", "ai-2026#19?")]


def test_the_system_is_nobodys_applicant():
    assert filing.not_own_matter(facts_of("ai-2026"), Actor.system()) is None
    assert Actor.system() == Actor(None, "system", frozenset({Role.SYSTEM}))


def test_applicant_who_is_also_the_secretary_withdraws_as_the_applicant():
    actor = actor_of("applicant", "secretary", who=APPLICANT)

    assert filing.office_closes_only_expired(facts_of("ai-2026", state="in_review"), actor) is None


def test_overdue_supplement_closes_no_case_that_has_moved_on():
    clocks = [{"name": "supplement", "due_on": "2026-06-01"}]

    refusal = filing.office_closes_only_expired(facts_of("ai-2026", state="submitted", clocks=clocks), SECRETARY)

    assert (refusal.code, str(refusal.source.cite)) == ("withdrawal.not_waiting", "house")


def test_case_without_its_supplement_clock_is_not_closed():
    refusal = filing.office_closes_only_expired(facts_of("ai-2026", state="completion_requested"), SECRETARY)

    assert refusal.code == "withdrawal.not_waiting"


def test_committee_that_accepts_two_notices_is_not_refused_the_second(monkeypatch):
    pack = regulations.pack("ai-2026")
    rule = replace(pack.rules["acceptance.single_notice"], value=2)
    facts = facts_of("ai-2026", state="submitted", notices=1)
    facts = replace(facts, rules=replace(pack, rules={**pack.rules, rule.key: rule}).rules_for(house={}))

    assert filing.further_notice_has_legal_reason(facts, SECRETARY, {}) is None
    third = replace(facts, case=replace(facts.case, completion_notices=2))
    assert dict(filing.further_notice_has_legal_reason(third, SECRETARY, {}).figures) == {"given": 2, "allowed": 2}
