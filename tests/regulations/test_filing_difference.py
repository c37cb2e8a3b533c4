"""What differs between two revisions: each question once, records found again, words marked, files by content."""

import time

import pytest

from regulations.filing_difference import (
    Change,
    Difference,
    File,
    FileChange,
    Piece,
    difference_of_files,
    differences,
    marked,
)
from tests.filings import filing, risks

RISK = filing()["risk_assessment"]["risks"][0]
LEAK = {**RISK, "name": "隐私泄露", "control": "脱敏", "affected": "患者", "severity": "high"}


def with_risks(*records):
    return filing(risk_assessment=risks(risks=list(records)))


def told(before, after):
    return [(one.path, one.change.value, one.record) for one in differences(before, after)]


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_a_filing_does_not_differ_from_itself():
    assert differences(filing(), filing()) == ()


def test_a_question_answered_otherwise_is_told_once_with_both_answers():
    plan = {**filing()["plan"], "purpose": "提示就诊优先级，由医生复核"}

    assert differences(filing(), filing(plan=plan)) == (
        Difference("plan.purpose", Change.CHANGED, "提示就诊优先级，不替代诊断", "提示就诊优先级，由医生复核"),
    )


@pytest.mark.parametrize("empty", ["", None, [], {}, "  "])
def test_an_empty_answer_is_none(empty):
    assert differences(filing(), filing() | {"legal_qualifications": empty}) == ()
    assert told(filing(legal_qualifications=["x"]), filing() | {"legal_qualifications": empty}) == [
        ("legal_qualifications", "removed", "")
    ]


def test_what_one_side_lacks_altogether_is_told_question_by_question_as_seen_from_it():
    before, after = filing(period=None), filing()

    assert told(before, after) == [("period.start", "added", ""), ("period.end", "added", "")]
    assert told(after, before) == [("period.start", "removed", ""), ("period.end", "removed", "")]


def test_differences_come_in_the_order_of_the_catalogue():
    plan = {**filing()["plan"], "purpose": "其他", "background": "其他"}
    after = filing(funding="自筹", plan=plan, title={"zh": "新题", "en": "New"})
    after = dict(reversed(after.items()))

    assert [path for path, _, _ in told(filing(), after)] == [
        "title.zh", "title.en", "funding", "plan.background", "plan.purpose",
    ]  # fmt: skip


def test_a_record_that_moved_is_not_told():
    assert differences(with_risks(RISK, LEAK), with_risks(LEAK, RISK)) == ()


def test_a_record_is_found_again_by_its_name_however_much_changed():
    other = {"name": RISK["name"], "control": "双人复核", "layer": "data"}

    found = told(with_risks(RISK, LEAK), with_risks(LEAK, other))

    assert ("risk_assessment.risks.1.control", "changed", "误判优先级") in found
    assert ("risk_assessment.risks.1.owner", "removed", "误判优先级") in found
    assert {record for _, _, record in found} == {"误判优先级"}


def test_a_renamed_record_is_found_again_by_what_it_says():
    renamed = {**RISK, "name": "分诊误判"}

    assert told(with_risks(RISK, LEAK), with_risks(renamed, LEAK)) == [
        ("risk_assessment.risks.0.name", "changed", "分诊误判")
    ]


def test_a_record_that_came_or_went_is_told_as_a_whole():
    assert told(with_risks(RISK), with_risks(LEAK, RISK)) == [("risk_assessment.risks.0", "added", "隐私泄露")]
    assert differences(with_risks(LEAK, RISK), with_risks(RISK)) == (
        Difference("risk_assessment.risks.0", Change.REMOVED, LEAK, None, "隐私泄露"),
    )


def test_of_two_like_records_each_is_matched_once():
    assert told(with_risks(RISK, RISK), with_risks(RISK)) == [("risk_assessment.risks.1", "removed", "误判优先级")]


def test_chinese_is_marked_character_by_character():
    before, after = marked("提示就诊优先级，不替代诊断", "提示就诊优先级，不取代医生诊断")

    assert (shown(before), shown(after)) == ("提示就诊优先级，不[替]代诊断", "提示就诊优先级，不[取]代[医生]诊断")


def test_words_and_numbers_are_marked_as_wholes():
    before, after = marked("Trained on 1200 records, v1.", "Trained on 12000 records, v2.")

    assert (shown(before), shown(after)) == (
        "Trained on [1200] records, [v1].",
        "Trained on [12000] records, [v2].",
    )


@pytest.mark.parametrize(("before", "after"), [("", "新"), ("旧", ""), ("同", "同"), ("", ""), ("a\nb", "a\n\nb")])
def test_the_pieces_are_the_whole_text(before, after):
    for text, pieces in zip((before, after), marked(before, after), strict=True):
        assert "".join(piece.text for piece in pieces) == text
    assert any(piece.marked for pieces in marked(before, after) for piece in pieces) is (before != after)


def test_neighbours_of_one_kind_are_one_piece():
    assert marked("甲乙", "丙丁") == ((Piece("甲乙", marked=True),), (Piece("丙丁", marked=True),))


@pytest.mark.parametrize("words", ["风险可控", "the risk is "])
def test_the_longest_texts_are_compared_in_no_time(words):
    """Twenty thousand characters is what a field holds."""
    before = (words * 20_000)[:20_000]
    after = "另" + before[:9_000] + "改动" + before[9_000:-1] + "终"

    begun = time.perf_counter()
    pieces = marked(before, after)
    spent = time.perf_counter() - begun

    assert "".join(piece.text for piece in pieces[1]) == after
    assert spent < 5


PLAN, LETTER = File("方案.pdf", "plan", "a" * 64), File("承诺书.pdf", "commitment", "b" * 64)


def test_a_file_is_told_by_its_content():
    newer = File("方案.pdf", "plan", "c" * 64)

    assert difference_of_files([PLAN], [PLAN, LETTER]) == (FileChange(Change.ADDED, None, LETTER),)
    assert difference_of_files([PLAN, LETTER], [LETTER]) == (FileChange(Change.REMOVED, PLAN, None),)
    assert difference_of_files([PLAN], [newer]) == (FileChange(Change.CHANGED, PLAN, newer),)


def test_the_same_content_sent_again_or_under_another_name_is_no_difference():
    again, renamed = File("方案.pdf", "plan", "a" * 64), File("方案（终稿）.pdf", "plan", "a" * 64)

    assert difference_of_files([PLAN], [PLAN, again]) == ()
    assert difference_of_files([PLAN], [renamed]) == ()


def test_a_newer_file_beside_the_one_of_its_name_has_replaced_it():
    """Nothing is ever taken away: the older one still lies there."""
    newer = File("方案.pdf", "plan", "c" * 64)

    assert difference_of_files([PLAN], [PLAN, newer]) == (FileChange(Change.CHANGED, PLAN, newer),)


def test_a_namesake_of_another_kind_is_another_file():
    other = File("方案.pdf", "consent", "c" * 64)

    assert difference_of_files([PLAN], [PLAN, other]) == (FileChange(Change.ADDED, None, other),)
