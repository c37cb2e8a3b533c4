"""The catalogues beside the packs: where each comes from, and which applications are shown them."""

from datetime import date

import pytest

import regulations
from regulations.catalogue import FOLDER, catalogues, content_of, risks
from regulations.checklists import applying, shown_with
from regulations.filing_fields import filing_schema
from regulations.materials import malformed
from regulations.vocabulary import Basis
from tests.filings import filing
from tests.filings import risks as assessment

KNOWN = {one.key: one for one in catalogues()}


def applied(**changed):
    return {one.catalogue.key: one for one in applying(filing(**changed))}


def used_in(field):
    return {"plan": filing()["plan"] | {"fields_of_use": field}}


@pytest.mark.parametrize("catalogue", catalogues(), ids=lambda one: one.key)
def test_a_catalogue_says_where_it_comes_from_and_repeats_nothing(catalogue):
    keys = [entry.key for entry in catalogue.entries]

    assert catalogue.version
    assert catalogue.document.zh
    assert catalogue.document.en
    assert date(2025, 1, 1) <= catalogue.issued_on <= date(2026, 12, 31)
    assert catalogue.basis is Basis.REPORTED
    assert catalogue.sha256 == content_of(f"{catalogue.key}.toml")[f"{catalogue.key}.toml"]
    assert len(set(keys)) == len(keys)
    assert all(entry.words.zh and entry.words.en for entry in catalogue.entries)


def test_the_catalogue_of_the_focuses_holds_those_the_pack_asks_about():
    asked = regulations.pack("ai-2026").rules_for(house={}).entries("review.focuses")

    assert [entry.key for entry in KNOWN["focuses"].entries] == [item.key for item in asked if item.source is None]
    assert len(KNOWN["focuses"].entries) == 6


def test_kinds_of_risk_lie_in_the_layers_of_the_register():
    layers = filing_schema()["$defs"]["risk"]["properties"]["layer"]["enum"]

    assert {kind.group for kind in risks()} == set(layers)
    assert {"bias", "robustness", "adversarial", "data_poisoning", "data_leakage"} <= {
        kind.key for kind in risks() if kind.group == "inherent"
    }


def test_every_entry_of_a_graded_checklist_belongs_to_a_grade_or_to_all():
    grades = {grade.key for grade in KNOWN["driving"].grades}

    assert grades == {"assisted", "restricted", "unrestricted"}
    assert {entry.group for entry in KNOWN["driving"].entries} == {*grades, ""}


## Which apply


def test_focuses_and_kinds_of_risk_are_shown_to_every_application():
    assert list(applied()) == ["focuses", "risks"]


@pytest.mark.parametrize(
    ("field", "also"),
    [
        ("政务服务大厅问答", "government"),
        ("Government services", "government"),
        ("园区无人车接驳", "driving"),
        ("Highway DRIVING", "driving"),
    ],
)
def test_a_checklist_is_shown_by_the_field_of_use(field, also):
    assert list(applied(**used_in(field))) == ["focuses", "risks", also]


def test_a_checklist_is_shown_by_the_title_and_the_products_too_and_by_nothing_else():
    assert "driving" in applied(title={"zh": "矿区无人驾驶研发"})
    assert "government" in applied(plan=filing()["plan"] | {"products": ["政务问答助手"]})
    assert list(applied(funding="政府经费", plan=filing()["plan"] | {"background": "驾驶"})) == ["focuses", "risks"]


@pytest.mark.parametrize(
    ("field", "grades"),
    [
        ("乘用车辅助驾驶", ["assisted"]),
        ("高度自动驾驶", ["restricted"]),
        ("完全自动驾驶", ["unrestricted"]),
        ("辅助驾驶与完全自动驾驶", ["assisted", "unrestricted"]),
        ("驾驶", ["assisted", "restricted", "unrestricted"]),
    ],
)
def test_a_grade_is_shown_where_its_words_stand_and_every_grade_where_none_do(field, grades):
    driving = applied(**used_in(field))["driving"]

    assert [grade.key for grade in driving.grades] == grades
    assert {entry.group for entry in driving.entries} == {*grades, ""}


@pytest.mark.parametrize("body", [None, [], "政务", {"plan": "政务"}, {"plan": {"fields_of_use": 7}}])
def test_what_cannot_be_read_is_shown_what_all_are_shown(body):
    assert list(shown_with(body)) == ["focuses", "risks"]


def test_the_record_tells_version_and_digest():
    assert shown_with(filing(**used_in("政务")))["government"] == {
        "version": KNOWN["government"].version,
        "sha256": KNOWN["government"].sha256,
    }


## The register's words


def test_a_risk_may_name_its_kind_or_none_and_no_unknown_one():
    entry = filing()["risk_assessment"]["risks"][0]

    of_layer = entry | {"layer": "inherent", "kind": "bias"}
    assert malformed(filing(risk_assessment=assessment(risks=[entry, of_layer]))) == ()
    (problem,) = malformed(filing(risk_assessment=assessment(risks=[entry | {"kind": "bad luck"}])))
    assert (problem.path, problem.code, problem.rule) == (
        "risk_assessment.risks.0.kind",
        "input.enum",
        "materials.risk",
    )


def test_a_pack_answers_for_the_kinds_of_risk_it_lets_a_filing_name():
    assert regulations.pack("ai-2026").catalogues["risks.toml"] == KNOWN["risks"].sha256
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*KNOWN, "materials"}


@pytest.mark.parametrize("layer", ["inherent", "application", "derivative"])
def test_a_kind_of_risk_stands_under_its_own_layer_alone(layer):
    """Bias is inherent; a register may name a layer alone, a kind alone, or both where they fit."""
    risk = assessment()["risks"][0] | {"layer": layer}
    fine, bias = risk, risk | {"kind": "bias"}
    found = malformed(filing(risk_assessment=assessment(risks=[fine, bias])))

    wrong = [("risk_assessment.risks.1.kind", "materials.kind_elsewhere", {"layer": layer, "belongs": "inherent"})]
    assert [(one.path, one.code, dict(one.figures)) for one in found] == (wrong if layer != "inherent" else [])


@pytest.mark.parametrize("risks", [None, "bias", [None, "bias"], [{"kind": ["bias"], "layer": {}}], [{"kind": "bias"}]])
def test_a_register_of_the_wrong_shape_says_nothing_of_layers(risks):
    found = malformed(filing(risk_assessment=assessment(risks=risks)))

    assert "materials.kind_elsewhere" not in {one.code for one in found}
