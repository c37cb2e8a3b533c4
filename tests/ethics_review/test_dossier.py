"""Dossiers as files: read in full, or refused with the line."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from ethics_review.dossier import DEEPEST, LARGEST, Unreadable, read
from regulations import materials

FIXTURES = Path(__file__).parents[2] / "fixtures" / "dossiers"
DOSSIERS = sorted(FIXTURES.glob("*.yaml"))


@pytest.fixture
def file(tmp_path):
    """Writes text or bytes to a file and gives its path."""

    def write(content):
        path = tmp_path / "dossier.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal(path):
    with pytest.raises(Unreadable) as caught:
        read(path)
    return [(problem.path, problem.code, dict(problem.figures)) for problem in caught.value.problems]


def test_there_are_eight_dossiers():
    assert [path.name[:2] for path in DOSSIERS] == ["01", "02", "03", "04", "05", "06", "07", "08"]


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_dossier_is_well_formed_and_lacks_what_it_says(path):
    dossier = read(path)

    assert materials.malformed(dossier.filing) == ()
    assert tuple(one.path for one in materials.missing(dossier.filing)) == dossier.missing


def test_only_the_eighth_dossier_lacks_anything():
    assert [path.name[:2] for path in DOSSIERS if read(path).missing] == ["08"]


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_nothing_of_a_dossier_is_lost_but_the_type_of_its_days(path):
    plain = yaml.safe_load(path.read_text("utf-8"))

    dossier = read(path)

    whole = {
        **dossier.filing,
        "expect": dossier.expect,
        **({"missing": list(dossier.missing)} if dossier.missing else {}),
    }
    assert whole == json.loads(json.dumps(plain, default=lambda day: day.isoformat()))


def test_claims_of_the_dossiers_are_what_they_expect():
    said = {path.name[:2]: materials.claims(read(path).filing) for path in DOSSIERS}

    assert [number for number, claim in said.items() if claim.minimal_risk_claimed] == ["02"]
    assert {number: claim.listed_claim for number, claim in said.items() if claim.listed_claim} == {
        "03": (1,),
        "04": (2,),
        "05": (3,),
        "06": (3,),
    }
    assert [number for number, claim in said.items() if claim.urgent] == ["06"]
    assert [number for number, claim in said.items() if claim.amendment and claim.leaves_risk_unchanged] == ["07"]
    assert said["07"].amends == read(DOSSIERS[0]).filing["id"]
    assert said["04"].exempting_references == (("algorithm-filing", "网信算备000000000000000240001号"),)
    assert [number for number, claim in said.items() if claim.exempting_references] == ["04"]
    assert [number for number, claim in said.items() if claim.people_take_part] == ["03"]


def test_expectations_are_no_part_of_the_filing(file):
    dossier = read(file("unit: 某医院\nexpect: {procedure: general}\nmissing: [plan]\n"))

    assert dossier.filing == {"unit": "某医院"}
    assert dossier.expect == {"procedure": "general"}
    assert dossier.missing == ("plan",)


def test_dossier_without_expectations_is_read(file):
    dossier = read(file("unit: 某医院\n"))

    assert (dossier.expect, dossier.missing) == ({}, ())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-05-28", "2026-05-28"),
        ("2026-5-28 9:00:00+08:00", "2026-05-28T09:00:00+08:00"),
        ("2026-02-30", "2026-02-30"),
        ("'2026-05-28'", "2026-05-28"),
        ("1.3", 1.3),
        ("1.10", "1.10"),
        ("1:30.5", "1:30.5"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("0123", "0123"),
        ("1:30", "1:30"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("9" * 6000, "9" * 6000),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("true", True),
        ("", None),
    ],
)
def test_value_is_read_as_it_was_meant(file, written, value):
    read_value = read(file(f"a: {written}\n")).filing["a"]

    assert (read_value, type(read_value)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "code", "line", "name"),
    [
        ("unit: a\nplan:\n  testing: x\n  purpose: y\n  testing: z\n", "dossier.duplicate", 5, "testing"),
        ("unit: a\nunit: b\n", "dossier.duplicate", 2, "unit"),
        ("unit: a\n3: b\n", "dossier.name_not_text", 2, "3"),
        ("true: b\n", "dossier.name_not_text", 1, "true"),
        ("unit: a\n? [b]\n: c\n", "dossier.name_not_text", 2, ""),
        ("unit: a\n<<: {b: c}\n", "dossier.name_not_text", 2, "<<"),
        ("unit: &u a\nfunding: *u\n", "dossier.anchor", 1, "u"),
        ("unit: a\nfunding: *u\n", "dossier.anchor", 2, "u"),
        ("unit: a\nfunding: !!python/name:os.system x\n", "dossier.tag", 2, "tag:yaml.org,2002:python/name:os.system"),
        ("unit: a\nfunding: !!binary eA==\n", "dossier.tag", 2, "tag:yaml.org,2002:binary"),
        ("a: " + "[" * DEEPEST, "dossier.too_deep", 1, str(DEEPEST)),
        ("a: " + "{b: " * 100_000, "dossier.too_deep", 1, str(DEEPEST)),
    ],
)
def test_trap_of_yaml_is_refused_with_its_line(file, text, code, line, name):
    assert refusal(file(text)) == [("", code, {"line": line, "name": name})]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("unit: a\nfunding: [b\n", "dossier.syntax", 3),
        ("unit: a\n\tfunding: b\n", "dossier.syntax", 2),
        ("unit: a\n---\nunit: b\n", "dossier.syntax", 2),
        ("unit: a\nfunding: b\x07\n", "dossier.character", 2),
        ("- unit\n", "dossier.not_a_mapping", 1),
        ("", "dossier.not_a_mapping", 1),
        ("just text", "dossier.not_a_mapping", 1),
    ],
)
def test_file_that_is_no_dossier_is_refused_with_its_line(file, text, code, line):
    assert refusal(file(text)) == [("", code, {"line": line})]


def test_deepest_dossier_permitted_is_read(file):
    depth = DEEPEST - 2

    assert read(file(f"a: {'[' * depth}1{']' * depth}")).filing["a"]


def test_mark_of_byte_order_is_no_part_of_the_first_name(file):
    assert read(file("\ufeffunit: a\n")).filing == {"unit": "a"}


def test_file_in_another_encoding_is_refused(file):
    path = file("单位: 甲\n".encode("gb18030"))

    assert refusal(path) == [("", "dossier.not_utf8", {"file": str(path)})]


def test_file_beyond_the_limit_is_refused_unparsed(file):
    within, beyond = "a: " + "x" * (LARGEST - 3), "a: " + "x" * (LARGEST - 2)

    assert len(read(file(within)).filing["a"]) == LARGEST - 3
    path = file(beyond)
    assert refusal(path) == [("", "dossier.too_large", {"file": str(path), "limit": LARGEST})]


def test_file_that_is_not_there_is_refused(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path):
        ((place, code, figures),) = refusal(path)

        assert (place, code, figures["file"]) == ("", "dossier.unreadable", str(path))
        assert figures["reason"]


def test_expectations_of_the_wrong_kind_are_refused_together(file):
    assert refusal(file("expect: 3\nmissing: [1]\n")) == [
        ("expect", "input.type", {"expected": "object"}),
        ("missing", "input.type", {"expected": "array"}),
    ]


@given(st.text() | st.text("{}[],:&*!|>'\"#%@`-? \n\tab19._~<=\\"))
@example("1:1:1:1.0: " * 3)
@example("a: " + "1:" * 2000 + "0.0")
@example("? ? ? a")
@example("a: 2026-01-01T00:00:00+99:99")
@example("a: 0001-01-01T00:00:00+08:00")
def test_no_text_breaks_the_reader(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    try:
        filing = read(path).filing
    except Unreadable as error:
        told = error.problems
    else:
        told = json.dumps(filing, allow_nan=False)
    assert told
