"""What an application claims, against hand-written expectations."""

import pytest

from regulations.materials import claims
from regulations.words import Words
from tests.regulations.filings import CHANGE, GONE, filing


def test_claims_of_an_activity():
    made = claims(
        filing(
            risk_assessment__minimal_risk_claimed=True,
            risk_assessment__listed_claim=[3, 1.0],
            urgency={"event": "地震"},
            involves_participants=True,
        )
    )

    assert made.title == Words("分诊模型", "Triage model")
    assert made.unit == "某医院"
    assert (made.amendment, made.amends, made.leaves_risk_unchanged) == (False, "", False)
    assert (made.minimal_risk_claimed, made.listed_claim) == (True, (1, 3))
    assert (made.urgent, made.people_take_part, made.exempting_references) == (True, True, ())


@pytest.mark.parametrize(("affects", "unchanged"), [(False, True), (True, False), (None, False), ("false", False)])
def test_claims_of_a_change(affects, unchanged):
    made = claims(filing(CHANGE, change__affects_risk_benefit=affects))

    assert (made.amendment, made.amends, made.leaves_risk_unchanged) == (True, "triage", unchanged)


@pytest.mark.parametrize(
    ("changed", "exempts"),
    [
        ({}, True),
        ({"status": "registered"}, True),
        ({"status": "approved"}, True),
        ({"status": "applied"}, False),
        ({"status": GONE}, False),
        ({"ethics_is_a_condition": False}, False),
        ({"ethics_is_a_condition": "true"}, False),
        ({"ethics_is_a_condition": GONE}, False),
        ({"number": " "}, False),
    ],
)
def test_reference_exempts_only_in_effect_and_on_condition(changed, exempts):
    reference = {
        "regime": "algorithm-filing",
        "number": "网信算备1号",
        "status": "filed",
        "ethics_is_a_condition": True,
    }
    reference = {name: value for name, value in (reference | changed).items() if value is not GONE}

    made = claims(filing(cross_references=[reference, "not a reference"]))

    assert made.exempting_references == ((("algorithm-filing", "网信算备1号"),) if exempts else ())


def test_nothing_is_claimed_by_an_empty_filing():
    made = claims({})

    assert made == claims(None)
    assert made.title == Words("", "")
    assert not any(
        (
            made.amendment,
            made.minimal_risk_claimed,
            made.listed_claim,
            made.leaves_risk_unchanged,
            made.urgent,
            made.exempting_references,
            made.people_take_part,
        )
    )
