"""A replay speaks both languages: every kind, verdict, reason and side has its words, and figures are not lost."""

import pytest

from ethics_review.wording import replays
from regulations import pack
from regulations.replay import Kind, Reason, Standing, Verdict
from regulations.replay.comparison import Row
from tests.replaying import replayed
from tests.world import Story


@pytest.mark.parametrize(
    ("words", "vocabulary"),
    [
        (replays.KINDS, Kind),
        (replays.VERDICTS, Verdict),
        (replays.REASONS, Reason),
        (replays.STANDINGS, Standing),
    ],
)
def test_every_word_is_there_in_both_languages(words, vocabulary):
    assert set(words) == set(vocabulary)
    assert all(one.zh and one.en for one in words.values())


@pytest.fixture
def rows(world):
    """The rows of a listed case that was re-examined, by kind and name; the last of each."""
    return {(row.kind, row.key): row for row in replayed(Story(world).re_examined().number, pack("ai-2026")).rows}


@pytest.mark.parametrize(
    ("kind", "key", "zh", "en"),
    [
        (Kind.MOVE, "submit", "可以办理", "allowed"),
        (
            Kind.PROCEDURE,
            "accept",
            "一般程序可以适用（《人工智能科技伦理审查与服务办法（试行）》第13条）",
            (
                "the general procedure may be used (Measures for Ethics Review and Services of AI Science and "
                "Technology Activities (Trial), Art. 13)"
            ),
        ),
        (Kind.LIMIT, "acceptance", "2026年6月17日届满（委员会自定规则）", "ends on 2026-06-17 (house rule)"),
    ],
)
def test_a_side_is_told_with_its_figures_and_its_rule(rows, kind, key, zh, en):
    side = rows[kind, key].own

    assert (replays.told(side, "zh-hans"), replays.told(side, "en")) == (zh, en)


def test_a_vote_is_told_with_its_arithmetic(rows):
    told = replays.told(rows[Kind.BALLOT, "close_ballot"].own, "zh-hans")

    assert "参加表决7人，至少5人" in told
    assert "名册7人，须5票，得票：批准 7、" in told
    assert told.endswith("结果：批准")


def test_no_limit_is_told_as_none():
    row = Row(Kind.LIMIT, 3, "decision", Verdict.CHANGED)

    assert (replays.told(row.own, "zh-hans"), replays.told(row.own, "en")) == ("无此期限", "no such time limit")
    assert (replays.subject(row, "zh-hans"), replays.subject(row, "en")) == ("期限：审查决定", "Time limit: Decision")
    assert replays.why(row, "en") == ""
