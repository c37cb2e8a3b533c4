"""`manage.py prove`: which invariants hold of which pack, and the way to where one breaks."""

import json
from dataclasses import replace
from functools import partial

import pytest

import regulations
from regulations.proof import HOUSES, LAWS, Proof, prove
from tests.regulations.proof import mutants

GENERAL = "general-2023"


COMMAND = "ethics_review.management.commands.prove"


@pytest.fixture
def stopping_early(monkeypatch):
    """One committee's settings and the first broken invariant will do; the packs are proved in full elsewhere."""
    monkeypatch.setattr(f"{COMMAND}.HOUSES", HOUSES[:1])
    monkeypatch.setattr(f"{COMMAND}.prove", partial(prove, first_only=True))


@pytest.fixture
def broken(monkeypatch, stopping_early):
    """The product with a pack in which a vote needs no quorum, and nothing else."""
    pack = mutants.dropped("open_ballot", "quorum_met")
    monkeypatch.setattr(regulations, "all_packs", lambda: (pack,))


def test_a_pack_that_holds_is_told_with_its_figures(run, monkeypatch):
    monkeypatch.setattr(f"{COMMAND}.prove", lambda pack, house: Proof(pack, 1200 + len(house), 34000, ()))
    told = run("prove", pack=GENERAL)

    assert told.code == 0
    assert told.said[0] == "general-2023 1 科技伦理审查办法（试行）"
    assert told.said[1:4] == [
        "  default: 1200 worlds, 34000 steps, 0.0 s",
        "  clock.pausing=True: 1201 worlds, 34000 steps, 0.0 s",
        "  ballot.closes=chair: 1201 worlds, 34000 steps, 0.0 s",
    ]
    assert told.said[4:] == [f"  [成立] {law.sentence.zh}" for law in LAWS.values()]


def test_a_broken_pack_is_told_with_the_shortest_way_and_a_code(run, broken):
    told = run("prove")

    assert told.code == 1
    assert told.complained == ["不成立：ai-2026。 Broken: ai-2026."]
    assert "  [不成立] 没有有效表决，不得作出决定或复核意见" in told.said
    begin = told.said.index(
        "  没有有效表决，不得作出决定或复核意见（《人工智能科技伦理审查与服务办法（试行）》第16条）"
    )
    assert told.said[begin + 1 :] == [
        "    申请不涉清单，风险不大于最低风险",
        "    1. 科技活动负责人：提交 → 已提交待受理",
        "    2. 秘书：受理（一般程序） → 已受理",
        "    3. 主任委员：清单判定（不属于清单） → 已受理",
        "    4. 主任委员：利益声明（没有利益关系） → 已受理",
        "    5. 主任委员：指定审查委员（1 人） → 审查中",
        "    6. 审查委员：提交审查工作表（批准） → 审查中",
        "    7. 秘书：列入会议议程 → 审查中",
        "    8. 会议开始，到会委员少于法定人数一人",
        "    9. 主任委员：开始表决 → 审查中",
    ]


def test_what_was_otherwise_is_told_too(run, monkeypatch, stopping_early):
    pack = mutants.dropped("decline", "not_own_matter")
    monkeypatch.setattr(regulations, "all_packs", lambda: (pack,))

    told = run("prove", language="en")
    assert "  [holds] Urgency removes no condition" in told.said
    assert told.said[-1] == "    allowed even though the one who acts is the applicant"


def test_a_figure_that_falls_short_is_told_with_both(run, monkeypatch, stopping_early):
    pack = mutants.with_rule("panel.min_experts", 4)
    monkeypatch.setattr(regulations, "all_packs", lambda: (pack,))

    assert "    panel.min_experts is 4 where ai-2026#23? asks for 5" in run("prove", language="en").said


def test_the_findings_as_json(run, broken):
    told = run("prove", json=True)

    (document,) = json.loads("\n".join(told.said))
    laws = {law["name"]: law for law in document["invariants"]}
    assert (told.code, document["pack"], document["holds"]) == (1, "ai-2026", False)
    assert document["runs"][0]["worlds"] > 100
    assert laws["valid_vote"]["trace"][-1].endswith("开始表决 → 审查中")
    assert laws["urgency"] == {
        "name": "urgency",
        "sentence": {"zh": "紧急不减少任何条件", "en": "Urgency removes no condition"},
        "holds": True,
        "trace": [],
    }


def test_a_draft_is_proved_only_where_it_is_named(run, monkeypatch):
    monkeypatch.setattr(f"{COMMAND}.prove", lambda pack, **_: Proof(pack, 1, 1, ()))

    told = [one["pack"] for one in json.loads("\n".join(run("prove", json=True).said))]
    assert told == ["general-2023", "ai-2026"]
    assert run("prove", pack="ai-draft-2025").said[0].startswith("ai-draft-2025 1")


def test_an_unknown_pack_is_refused_with_those_there_are(run):
    told = run("prove", pack="eu-2024")

    assert told.code == 1
    known = "general-2023, ai-draft-2025, ai-2026"
    assert told.complained == [
        f"没有规则包 eu-2024，可用：{known}。 There is no pack eu-2024; known: {known}.",
    ]


def test_a_pack_with_an_unknown_move_is_not_proved_at_all(run, monkeypatch):
    stranger = replace(mutants.line("suspend"), name="pardon")
    pack = replace(mutants.GOOD, moves={**mutants.GOOD.moves, "pardon": stranger})
    monkeypatch.setattr(regulations, "all_packs", lambda: (pack,))

    with pytest.raises(LookupError, match="pardon"):
        run("prove")
