"""Notices as the letters people get."""

from datetime import date

import pytest

from ethics_review import wording

CASE = {"number": "2026-0042", "title_zh": "分诊模型", "title_en": "Triage model"}


def test_notice_is_a_letter_about_its_case():
    assert wording.notice("case_accepted", CASE, "zh-hans") == (
        "审查申请已受理 · 2026-0042 · 分诊模型",
        (
            "审查申请已经受理，审查程序及其依据已记录在案，审查期限自受理之日起计算。\n\n"
            "事项：2026-0042 分诊模型\n\n请登录系统查看详情。"
        ),
    )
    assert wording.notice("case_accepted", CASE, "en")[0] == "Application accepted · 2026-0042 · Triage model"


def test_notice_of_a_time_limit_names_it_with_its_end():
    params = CASE | {"clock": "decision", "due_on": "2026-07-10", "provisional": False}

    subject, text = wording.notice("clock_reminder", params, "zh-hans")

    assert subject == "期限提醒 · 2026-0042 · 分诊模型"
    assert text.splitlines()[2:5] == ["事项：2026-0042 分诊模型", "期限：审查决定", "截止：2026年7月10日"]


def test_provisional_end_is_told_as_such():
    params = CASE | {"clock": "follow_up", "due_on": date(2027, 2, 28), "provisional": True}

    assert "截止：2027年2月28日（暂定，放假安排公布后重新计算）" in wording.notice("clock_missed", params, "zh-hans")[1]
    assert (
        "Due: 2027-02-28 (provisional, to be counted again once the holidays are published)"
        in (wording.notice("clock_missed", params, "en")[1])
    )


def test_notice_tells_whatever_the_message_knows():
    params = CASE | {"move": "withdraw", "actor": "林若安", "reason": "项目取消"}

    assert wording.notice("case_withdrawn", params, "en")[1].splitlines()[2:6] == [
        "Matter: 2026-0042 Triage model",
        "Step: Withdraw",
        "By: 林若安",
        "Reasons: 项目取消",
    ]


@pytest.mark.parametrize(
    ("titles", "language", "expected"),
    [
        ({"title_zh": "分诊", "title_en": ""}, "en", "分诊"),
        ({"title_zh": "", "title_en": "Triage"}, "zh-hans", "Triage"),
        ({"title_zh": "分诊"}, "zh-hans", "分诊"),
    ],
)
def test_title_in_the_other_language_stands_in(titles, language, expected):
    subject, _ = wording.notice("case_accepted", titles, language)

    assert subject.endswith(f" · {expected}")


def test_notice_that_knows_nothing_is_still_a_letter():
    subject, text = wording.notice("clock_missed", {}, "zh-hans")

    assert subject == "期限届满未办结"
    assert "事项：" not in text


def test_notice_of_a_meeting_says_when_and_where_and_where_the_matter_is_read():
    params = CASE | {"starts_at": "2026-06-20T06:00:00+00:00", "place": "行政楼301"}

    text = wording.notice("meeting_convened", params, "zh-hans", address="https://ethics.example/cases/2026-0042/")[1]

    assert text.splitlines()[2:] == [
        "事项：2026-0042 分诊模型",
        "时间：2026年6月20日 14:00",
        "地点：行政楼301",
        "",
        "请登录系统查看详情。",
        "https://ethics.example/cases/2026-0042/",
    ]
