"""What an application must be, against hand-written expectations; and that nothing breaks the examination."""

import copy
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import regulations
from regulations.filing_fields import rule_of
from regulations.materials import claims, field_at, fields, filing_schema, malformed, missing, regimes
from tests.regulations.filings import CHANGE, COMPLETE, filing, paths


def shape(**changes):
    """Path, code and figures of everything wrong with the shape of a changed filing."""
    return [(one.path, one.code, dict(one.figures)) for one in malformed(filing(**changes))]


## The catalogue


def paths_of_schema(schema, definitions, path=""):
    if "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix("#/$defs/")]
    if path:
        yield path
    for name, inside in schema.get("properties", {}).items():
        yield from paths_of_schema(inside, definitions, f"{path}.{name}" if path else name)
    inner = schema.get("items", {})
    if isinstance(inner, dict) and inner.get("type") != "integer" and inner:
        yield from paths_of_schema(inner, definitions, f"{path}.*")


def test_catalogue_lists_exactly_the_fields_of_the_schema():
    schema = filing_schema()

    assert sorted(field.path for field in fields()) == sorted(paths_of_schema(schema, schema["$defs"]))


def test_every_field_stands_on_a_rule_of_every_pack():
    keys = {field.rule for field in fields()}

    for pack in regulations.all_packs():
        assert keys <= pack.rules.keys()


def test_every_condition_names_a_known_field():
    for field in fields():
        condition, _, where = field.when.partition(":")

        assert condition in {"always", "activity", "amendment", "optional", "true", "given"}, field.path
        assert (field_at(where.replace("*", "0")) is not None) == (condition in {"true", "given"}), field.path


def test_every_field_is_named_in_both_languages_once():
    assert all(re.search("[一-鿿]", field.words.zh) and not re.search("[A-Za-z]", field.words.zh) for field in fields())
    assert all(re.fullmatch(r"[A-Z][ A-Za-z',-]+", field.words.en) for field in fields())
    assert len({field.words for field in fields()}) == len(fields())


def test_exempting_regimes_of_the_packs_are_known_regimes():
    known = {regime.key for regime in regimes()}

    for pack in regulations.all_packs():
        assert {item.key for item in pack.rules["exemption.regimes"].value} <= known


@pytest.mark.parametrize(
    ("path", "zh"),
    [
        ("plan.testing", "测试评估方法"),
        ("risk_assessment.risks.17.control", "风险防控措施"),
        ("plan.data.sources.0", "数据来源名称"),
    ],
)
def test_field_is_found_by_its_place_in_a_filing(path, zh):
    assert field_at(path).words.zh == zh


@pytest.mark.parametrize("path", ["", "plan.tests", "plan.testing.0", "0", "plan..testing"])
def test_no_field_is_found_where_there_is_none(path):
    assert field_at(path) is None


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("plan.data.sources.0", "materials.sources"),
        ("plan.unknown", "materials.plan"),
        ("risk_assessment.risks.0.x", "materials.risk"),
        ("informed_consent.proxy", "materials.consent"),
        ("unknown", "materials.complete"),
        ("", "materials.complete"),
    ],
)
def test_rule_of_a_place_is_that_of_the_nearest_field(path, rule):
    assert rule_of(path) == rule


## Shape


def test_complete_filing_is_neither_malformed_nor_incomplete():
    assert malformed(filing()) == ()
    assert missing(filing()) == ()


def test_every_optional_part_has_a_shape():
    everything = filing(
        amends="x",
        change=CHANGE["change"],
        legal_qualifications=["医疗机构执业许可证"],
        partners=["某大学"],
        foreign_partners=["Example University"],
        partner_approvals=["IRB 2026-1"],
        urgency={"event": "地震", "requested_by": "应急管理厅", "grade": "I", "reason": "救援"},
        involves_participants=True,
        informed_consent={"form_version": 1.3, "language": "大字版", "proxy": "监护人签署"},
        earlier_reviews=["2025-3 批准"],
        cross_references=[
            {
                "regime": "algorithm-filing",
                "number": "网信算备1号",
                "status": "filed",
                "date": "2024-03-12",
                "ethics_is_a_condition": True,
            }
        ],
    )

    assert malformed(everything) == ()
    assert missing(everything) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"unit": 5}, ("unit", "input.type", {"expected": "string"})),
        ({"plan": []}, ("plan", "input.type", {"expected": "object"})),
        ({"plan__products": "服务"}, ("plan.products", "input.type", {"expected": "array"})),
        ({"plan__data__sources": ["病历", 7]}, ("plan.data.sources.1", "input.type", {"expected": "string"})),
        (
            {"risk_assessment__minimal_risk_claimed": "yes"},
            ("risk_assessment.minimal_risk_claimed", "input.type", {"expected": "boolean"}),
        ),
        (
            {"risk_assessment__listed_claim": [True]},
            ("risk_assessment.listed_claim.0", "input.type", {"expected": "integer"}),
        ),
        ({"lead_or_partner": "leader"}, ("lead_or_partner", "input.enum", {"allowed": ["lead", "partner"]})),
        (
            {"risk_assessment__risks__0__layer": "outer"},
            ("risk_assessment.risks.0.layer", "input.enum", {"allowed": ["inherent", "application", "derivative"]}),
        ),
        (
            {"risk_assessment__risks__0__likelihood": "critical"},
            ("risk_assessment.risks.0.likelihood", "input.enum", {"allowed": ["low", "medium", "high"]}),
        ),
        (
            {"risk_assessment__risks__0__severity": "none"},
            ("risk_assessment.risks.0.severity", "input.enum", {"allowed": ["low", "medium", "high", "critical"]}),
        ),
        (
            {"risk_assessment__risks__0__residual": "critical"},
            ("risk_assessment.risks.0.residual", "input.enum", {"allowed": ["low", "medium", "high"]}),
        ),
        ({"plan__testing": "测" * 20001}, ("plan.testing", "input.too_long", {"limit": 20000})),
        ({"unit": "单" * 201}, ("unit", "input.too_long", {"limit": 200})),
        ({"plan__products": ["服务"] * 201}, ("plan.products", "input.too_long", {"limit": 200})),
        (
            {"risk_assessment__listed_claim": [1, 1]},
            ("risk_assessment.listed_claim", "input.repeated", {}),
        ),
        (
            {"risk_assessment__listed_claim": [0]},
            ("risk_assessment.listed_claim.0", "input.too_short", {"limit": 1}),
        ),
        ({"partners": []}, ("partners", "input.too_short", {"limit": 1})),
        ({"partner_approvals": []}, ("partner_approvals", "input.too_short", {"limit": 1})),
        ({"funding": float("nan")}, ("funding", "input.not_a_number", {})),
        ({"funding": float("-inf")}, ("funding", "input.not_a_number", {})),
        ({"risk_assessment__listed_claim": [10**5000]}, ("risk_assessment.listed_claim.0", "input.not_a_number", {})),
        ({"unit": "医\x00院"}, ("unit", "input.character", {})),
        ({"unit": "\ud83d"}, ("unit", "input.character", {})),
        ({"plan__products": [b"x"]}, ("plan.products.0", "input.malformed", {})),
    ],
)
def test_wrong_shape_is_told_with_place_and_figures(changes, expected):
    assert shape(**changes) == [expected]


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-2-3", "20260203", "2026-W05-1", "28 May 2026", "2026-02-03T00:00:00", "２０２６-02-03"]
)
def test_day_that_is_none_of_the_calendar_is_malformed(day):
    assert shape(commitment__signed_on=day) == [("commitment.signed_on", "input.format", {"expected": "date"})]


@pytest.mark.parametrize("day", ["2024-02-29", "2026-12-31"])
def test_day_of_the_calendar_is_well_formed(day):
    assert shape(commitment__signed_on=day) == []


def test_longest_text_permitted_is_well_formed():
    assert shape(plan__testing="测" * 20000, unit="单" * 200, plan__products=["服务"] * 200) == []


def test_unknown_field_is_told_with_the_name_it_may_be_meant_for():
    assert shape(plan__test="盲测", colour=3) == [
        ("colour", "input.unknown_field", {"unknown": ["colour"]}),
        ("plan.test", "input.unknown_field", {"unknown": ["test"], "nearest": "testing"}),
    ]


def test_test_expectations_are_no_part_of_a_filing():
    assert [(path, code) for path, code, _ in shape(expect={}, missing=[])] == [
        ("expect", "input.unknown_field"),
        ("missing", "input.unknown_field"),
    ]


@pytest.mark.parametrize(("end", "wrong"), [("2026-06-14", True), ("2026-06-15", False), ("2026-06-16", False)])
def test_period_does_not_end_before_it_starts(end, wrong):
    figures = {"start": "2026-06-15", "end": end}
    expected = [("period.end", "materials.period_reversed", figures)] if wrong else []

    assert shape(period__end=end) == expected


def test_period_with_a_malformed_day_is_not_compared():
    assert shape(period__end="2026-02-30") == [("period.end", "input.format", {"expected": "date"})]


def test_problem_names_the_rule_of_its_place():
    found = malformed(filing(plan__data__sources=[1], risk_assessment__monitoring=2, colour=3))

    assert [(one.path, one.rule) for one in found] == [
        ("colour", "materials.complete"),
        ("plan.data.sources.0", "materials.sources"),
        ("risk_assessment.monitoring", "materials.risk"),
    ]


def test_every_problem_is_told_at_once_in_the_order_of_places():
    wrong = filing(
        unit=1,
        period__end="2026-01-01",
        commitment__signed_on="never",
        risk_assessment__risks=[{}] * 10 + [3, {"x": 1}],
    )

    assert [(one.path, one.code) for one in malformed(wrong)] == [
        ("commitment.signed_on", "input.format"),
        ("period.end", "materials.period_reversed"),
        ("risk_assessment.risks.10", "input.type"),
        ("risk_assessment.risks.11.x", "input.unknown_field"),
        ("unit", "input.type"),
    ]


@pytest.mark.parametrize("value", [None, [], "text", 5, True, float("nan")])
def test_filing_is_a_mapping(value):
    assert ("", "input.type", {"expected": "object"}) in [
        (one.path, one.code, dict(one.figures)) for one in malformed(value)
    ]


def test_nesting_without_end_is_refused_not_followed():
    deep = []
    for _ in range(100_000):
        deep = [deep]

    assert [(one.path, one.code) for one in malformed(filing() | {"colour": deep})] == [
        ("colour", "input.unknown_field"),
        (".".join(["colour", *["0"] * 11]), "input.too_deep"),
    ]


def test_list_without_end_is_refused_not_examined():
    assert shape(risk_assessment__listed_claim=[[1], {}] * 600) == [
        ("risk_assessment.listed_claim", "input.too_long", {"limit": 1000})
    ]


def test_name_that_no_text_may_contain_is_refused():
    assert shape(plan__x={5: 1}) == [
        ("plan.x", "input.name", {}),
        ("plan.x", "input.unknown_field", {"unknown": ["x"]}),
    ]
    assert shape(**{"a\x00": 1}) == [("", "input.name", {})]


def test_long_name_is_cut_in_the_path():
    (problem,) = malformed(filing(**{"x" * 5000: 1}))

    assert problem.path == "x" * 100 + "…"


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", "\u200b", None])
@pytest.mark.parametrize(
    "place", ["lead_or_partner", "period__start", "plan", "plan__products", "risk_assessment__minimal_risk_claimed"]
)
def test_blank_value_is_lacking_not_malformed(place, blank):
    made = filing(**{place: blank})

    assert malformed(made) == ()
    assert paths(missing(made)) == [place.replace("__", ".")]


def test_draft_may_lack_anything():
    assert malformed({}) == ()


## Anything at all

NAMES = st.sampled_from(sorted({part for field in fields() for part in field.path.split(".") if part != "*"}))
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates() | st.binary(max_size=2)
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3) | st.integers(), inside),
    max_leaves=25,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(codec="utf-8"), max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(NAMES, inside),
    max_leaves=25,
)


@given(ANYTHING)
def test_nothing_that_is_filed_breaks_the_examination(value):
    told = [*malformed(value), *missing(value)]
    claims(value)

    assert json.dumps([dict(one.figures) for one in malformed(value)], allow_nan=False)
    assert told or isinstance(value, dict)
    assert all("\x00" not in one.path for one in told)


@settings(max_examples=50)
@given(JSON, st.sampled_from([field.path for field in fields() if "*" not in field.path]))
def test_well_formed_and_complete_filing_has_no_blank_part(value, path):
    made = copy.deepcopy(COMPLETE)
    *around, name = path.split(".")
    part = made
    for step in around:
        part = part.setdefault(step, {})
    part[name] = value

    if not malformed(made) and not missing(made):
        assert field_at(path).when not in {"always", "activity"} or value not in (None, "", {})
