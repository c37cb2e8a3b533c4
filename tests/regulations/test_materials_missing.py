"""What an application must contain, and who must give it, against hand-written expectations."""

import pytest

from regulations import all_packs
from regulations.materials import fields, missing, rule_asking
from tests.regulations.filings import CHANGE, COMPLETE, GONE, filing, paths


def test_empty_filing_lacks_every_part_once():
    assert paths(missing({})) == [
        "title",
        "unit",
        "responsible_person",
        "lead_or_partner",
        "period",
        "funding",
        "plan",
        "risk_assessment",
        "commitment",
        "conflict_statement",
    ]


@pytest.mark.parametrize("value", [None, [], "text", 5])
def test_what_is_no_mapping_lacks_everything(value):
    assert missing(value) == missing({})


@pytest.mark.parametrize("field", [field for field in fields() if field.when in {"always", "activity"}], ids=str)
def test_every_required_field_is_missed(field):
    base = filing(
        urgency={"event": "地震", "requested_by": "厅", "grade": "I", "reason": "救援"},
        legal_qualifications=["许可证"],
        partners=["大学"],
        foreign_partners=["大学"],
        partner_approvals=["批件"],
        earlier_reviews=["批准"],
        informed_consent={"form_version": "1", "language": "中文"},
        cross_references=[{"regime": "data-export", "status": "planned", "date": "2026-01-01"}],
        change=CHANGE["change"],
        amends="x" if field.path.startswith("change.") else "",
    )
    if not field.path.startswith("change."):
        del base["change"]
    place = field.path.replace("*", "0")
    *around, name = place.split(".")
    part = base
    for step in around:
        part = part[int(step) if isinstance(part, list) else step]
    part[int(name) if isinstance(part, list) else name] = "" if not isinstance(part, list) else None

    assert (place, field.words, field.rule) in [(one.path, one.words, one.rule) for one in missing(base)]


@pytest.mark.parametrize("blank", ["", " \t\n", "\u3000", {}, []])
def test_blank_part_is_named_once_at_the_part(blank):
    assert paths(missing(filing(plan__data=blank, commitment=blank))) == ["plan.data", "commitment"]


def test_part_of_the_wrong_type_is_lacking_as_a_whole():
    assert paths(missing(filing(plan=5, risk_assessment__risks={"name": "误判"}))) == ["plan", "risk_assessment.risks"]


def test_elements_of_a_list_are_told_one_after_the_other():
    risk = COMPLETE["risk_assessment"]["risks"][0]
    risks = [risk | {"name": "", "owner": ""}, risk, risk | {"name": "", "control": " "}, {}]

    assert paths(missing(filing(risk_assessment__risks=risks))) == [
        "risk_assessment.risks.0.name",
        "risk_assessment.risks.0.owner",
        "risk_assessment.risks.2.name",
        "risk_assessment.risks.2.control",
        "risk_assessment.risks.3",
    ]


@pytest.mark.parametrize("claim", [[], [1]])
def test_claim_to_be_on_no_list_is_an_answer(claim):
    assert missing(filing(risk_assessment__listed_claim=claim)) == ()


@pytest.mark.parametrize("claim", [GONE, "", None, {}])
def test_silence_about_the_list_is_no_answer(claim):
    lacking = paths(missing(filing(risk_assessment__listed_claim=claim)))

    assert lacking == ([] if claim == {} else ["risk_assessment.listed_claim"])


@pytest.mark.parametrize(("claimed", "lacking"), [(True, ["risk_assessment.minimal_risk_reason"]), (False, [])])
def test_minimal_risk_is_claimed_with_a_reason(claimed, lacking):
    assert paths(missing(filing(risk_assessment__minimal_risk_claimed=claimed))) == lacking


def test_false_is_an_answer():
    assert missing(filing(CHANGE, change__affects_risk_benefit=False)) == ()


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"involves_participants": True}, ["informed_consent"]),
        ({"involves_participants": False}, []),
        ({"involves_participants": True, "informed_consent": {"form_version": "1", "language": "中文"}}, []),
        ({"informed_consent": {"proxy": "监护人"}}, ["informed_consent.form_version", "informed_consent.language"]),
        ({"foreign_partners": ["甲"]}, ["partner_approvals"]),
        ({"partners": ["甲"]}, []),
        ({"foreign_partners": ["甲"], "partner_approvals": ["批件"]}, []),
        ({"urgency": {"event": "地震"}}, ["urgency.requested_by", "urgency.grade", "urgency.reason"]),
        (
            {
                "cross_references": [
                    {"regime": "data-export", "status": "planned", "date": "2026-01-01"},
                    {"regime": "algorithm-filing", "status": "filed", "ethics_is_a_condition": True, "number": ""},
                ]
            },
            ["cross_references.1.number", "cross_references.1.date"],
        ),
        ({"title__en": ""}, []),
    ],
)
def test_condition_decides_who_must_give_it(changes, lacking):
    assert paths(missing(filing(**changes))) == lacking


def test_change_needs_no_plan_of_its_own():
    assert missing(CHANGE) == ()


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"amends": GONE}, ["amends"]),
        ({"change": {}}, ["change"]),
        ({"change__reason": " "}, ["change.reason"]),
        ({"change__affects_risk_benefit": GONE}, ["change.affects_risk_benefit"]),
        ({"commitment": GONE}, ["commitment"]),
        ({"plan": {"purpose": "目的"}}, []),
    ],
)
def test_change_lacks_what_a_change_needs(changes, lacking):
    assert paths(missing(filing(CHANGE, **changes))) == lacking


def test_blank_names_of_a_change_make_no_change():
    assert "plan" in paths(missing({"amends": " ", "change": {}}))


def test_what_is_missed_is_asked_for_by_the_very_rule_its_place_names():
    """So that a notice, which keeps places only, can be told with the same article as the list of what is missing."""
    risks = [{"name": ""}, {}]
    for pack in all_packs():
        for lacking in (*missing({}), *missing(filing(risk_assessment__risks=risks, plan=None))):
            assert rule_asking(lacking.path, pack) == lacking.rule
