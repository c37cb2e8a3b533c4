"""A replay on the command line: what would change, the figures per committee, and nothing written."""

import pytest

from tests.builders import Told
from tests.unwritten import everything


@pytest.fixture
def matter(stage):
    """A listed activity of the centre, accepted and determined."""
    told = Told(stage, "06-earthquake-drones", applicant="bai.yuning", body="centre").at("2026-09-27 14:10")
    told.file()
    told.at("2026-09-27 15:00").accept("emergency", "Ⅰ 级", scope=["life_health"])
    told.determine([3], "属于清单第三项")
    return told


def test_what_would_change_is_told_with_both_sides(run, matter):
    told = run("replay", "--pack", "general-2023", language="en")

    at = told.said.index("  #3 Re-examination: Determine listing [changed]")
    assert told.code == 0
    assert told.said[0] == f"{matter.number}  changed"
    assert told.said[at + 1].startswith("    - re-examination required (")
    assert told.said[at + 2].startswith("    + not on the list: no re-examination (")
    assert "nobody has judged it by: 1. Synthetic species" in told.said[at + 2]
    assert told.said[-2].endswith(
        "1 replayed, 1 changed, 0 not compared in part "
        "(Move 0, Procedure 0, Time limit 0, Validity of the vote 0, Re-examination 1)"
    )
    assert told.said[-1].startswith("1 replayed, 1 changed under “Measures for Science and Technology Ethics Review")


def test_the_own_pack_changes_nothing_and_all_rows_may_be_told(run, matter):
    short, whole = run("replay", "--pack", "ai-2026"), run("replay", "--pack", "ai-2026", "--all")

    assert short.said[0] == f"{matter.number}  相同"
    assert len(short.said) == 3
    assert "  #2 期限：应急审查决定 [相同]" in whole.said
    assert not any("有变化]" in line or "未作比较]" in line for line in whole.said)


def test_cases_and_committees_are_chosen(run, matter):
    chosen = run("replay", "--pack", "ai-2026", "--cases", matter.number)
    other = run("replay", "--pack", "ai-2026", "--committee", "999999")

    assert chosen.said[0] == f"{matter.number}  相同"
    assert other.said == [
        "共0件，依《人工智能科技伦理审查与服务办法（试行）》0件有变化。委员会自定事项以当前设置为准；未写入任何内容。"
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--pack", "ai-2031"), "There is no pack ai-2031; known: general-2023, ai-draft-2025, ai-2026."),
        (("--pack", "ai-2026", "--cases", "2026-9999"), "There is no filed case 2026-9999."),
    ],
)
def test_what_there_is_not_is_said(run, matter, arguments, told):
    found = run("replay", *arguments)

    assert found.code == 1
    assert found.said == []
    assert told in found.complained[0]


def test_a_draft_is_no_record_yet(run, stage):
    told = Told(stage, "06-earthquake-drones", applicant="bai.yuning", body="centre").at("2026-09-27 14:10")
    assert run("replay", "--pack", "ai-2026").said[-1].startswith("共0件")
    told.file()
    assert run("replay", "--pack", "ai-2026").said[-1].startswith("共1件")


def test_nothing_is_written(run, matter):
    before = everything()

    run("replay", "--pack", "general-2023", "--all")

    assert everything() == before
