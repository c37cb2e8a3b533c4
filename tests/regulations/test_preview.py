"""The procedure a filing points to: what the committee's choice would be told, asked beforehand."""

import pytest

from regulations.preview import EXEMPT, REQUIRED, UNLISTED, preview
from regulations.vocabulary import Procedure
from tests.regulations.builder import facts_of

MINIMAL = {"minimal_risk_claimed": True}
UNCHANGED = {"leaves_risk_unchanged": True}
FILED = [["algorithm-filing", "备案1"]]


def asked(pack="ai-2026", **given):
    return preview(facts_of(pack, **given))


def codes(way):
    return [refusal.code for refusal in way.refusals]


@pytest.mark.parametrize(
    ("given", "procedure", "ground", "rule"),
    [
        ({}, "general", "", "acceptance.procedure"),
        ({"filing": MINIMAL}, "simplified", "minimal_risk", "simplified.grounds"),
        ({"filing": MINIMAL | {"listed_claim": (3,)}}, "general", "", "acceptance.procedure"),
        ({"filing": MINIMAL, "amendment": True}, "general", "", "acceptance.procedure"),
        (
            {"filing": UNCHANGED, "amendment": True},
            "simplified",
            "minor_modification",
            "simplified.grounds",
        ),
        (
            {
                "filing": {"leaves_risk_unchanged": True, "listed_claim": (1,)},
                "amendment": True,
                "original_listed": True,
            },
            "simplified",
            "minor_modification",
            "simplified.grounds",
        ),
        ({"filing": MINIMAL | {"urgent": True}}, "emergency", "", "emergency.urgency"),
    ],
)
def test_a_filing_points_to_a_procedure_and_its_rule(given, procedure, ground, rule):
    likely = asked(**given).likely

    assert (likely.procedure, likely.ground, likely.rule, likely.refusals) == (Procedure(procedure), ground, rule, ())


def test_the_other_procedures_are_told_with_what_stands_in_their_way():
    others = asked(filing=MINIMAL | {"listed_claim": (3,)}).others

    assert [(way.procedure, way.ground, codes(way)) for way in others] == [
        (Procedure.EMERGENCY, "", ["emergency.not_urgent"]),
        (Procedure.SIMPLIFIED, "minimal_risk", ["simplified.listed"]),
    ]


def test_the_ground_that_is_told_is_one_meant_for_what_is_filed():
    assert [asked(amendment=amendment).others[1].ground for amendment in (False, True)] == [
        "minimal_risk",
        "minor_modification",
    ]


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({}, UNLISTED),
        ({"filing": {"exempting_references": FILED}}, UNLISTED),
        ({"filing": {"listed_claim": (2,)}}, REQUIRED),
        ({"filing": {"listed_claim": (2,), "exempting_references": [["algorithm-filing", "1"]]}}, EXEMPT),
        ({"filing": {"listed_claim": (2,), "exempting_references": [["data-export", "1"]]}}, REQUIRED),
        ({"amendment": True, "original_listed": True}, REQUIRED),
    ],
)
def test_re_examination_is_foretold_from_the_claim_and_the_filings_that_exempt(given, rule):
    assert asked(**given).re_examination == rule


@pytest.mark.parametrize("pack", ["ai-2026", "general-2023"])
def test_every_rule_named_is_a_rule_of_the_pack(pack):
    facts = facts_of(pack)
    found = preview(facts)

    assert {way.rule for way in (found.likely, *found.others)} | {found.re_examination} <= set(facts.rules.pack.rules)
