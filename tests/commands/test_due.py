"""The date vectors of the specification through the command, how each was counted, and what is refused."""

import pytest

AI_MEASURES = "Measures for Ethics Review and Services of AI Science and Technology Activities (Trial)"
VECTORS = [
    ("decision", "2026-06-10", "2026-07-10"),
    ("decision", "2026-01-15", "2026-02-14"),
    ("decision", "2026-01-16", "2026-02-24"),
    ("decision", "2026-03-05", "2026-04-07"),
    ("decision", "2026-05-20", "2026-06-22"),
    ("decision", "2026-08-21", "2026-09-20"),
    ("decision", "2026-09-01", "2026-10-08"),
    ("decision_simplified", "2026-09-18", "2026-10-09"),
    ("decision_simplified", "2026-02-10", "2026-03-02"),
    ("follow_up", "2024-02-29", "2025-02-28"),
    ("follow_up_listed", "2026-08-31", "2027-02-28"),
    ("annual_report", "2026-01-01", "2026-03-31"),
    ("decision_emergency", "2026-09-27T15:00+08:00", "2026-09-30T15:00:00+08:00"),
    ("decision_emergency", "2026-09-27T07:00:00Z", "2026-09-30T15:00:00+08:00"),
    ("decision_emergency", "2026-09-27T15:00", "2026-09-30T15:00:00+08:00"),
    ("decision", "2026-06-10T23:59+08:00", "2026-07-10"),
    ("decision", "2026-06-10T16:00Z", "2026-07-13"),
]


@pytest.mark.parametrize(("clock", "start", "end"), VECTORS)
def test_last_line_is_the_end_alone(run, clock, start, end):
    told = run("due", pack="ai-2026", clock=clock, start=start)

    assert (told.code, told.said[-1]) == (0, end)


LADDER = (
    "7 calendar days before the end; 3 calendar days before the end; 1 calendar day before the end; "
    "at the end (secretary, chair); 3 calendar days after the end (secretary, chair); "
    "7 calendar days after the end, then every 7 calendar days (secretary, chair, unit); "
    "28 calendar days after the end, then every 7 calendar days (secretary, chair, unit, authority)"
)


def test_the_count_is_told_with_rule_provenance_and_every_day_off(run):
    told = run("due", pack="ai-2026", clock="decision", start="2026-05-20", language="en")

    assert told.said == [
        "Decision: 30 calendar days",
        f"{AI_MEASURES}, Art. 16 [reported] A published secondary source states it; the text was not read",
        "settled by: The decision, or the preliminary pass",
        "when missed: Recorded as overdue and escalated; it is never deemed an approval and decides nothing",
        f"reminder ladder: {LADDER}",
        "  2026-05-20  the day of the start is not counted (Civil Code art. 201)",
        "  2026-06-19  the last of 30 calendar days",
        "  2026-06-19  Dragon Boat Festival, moves the end (Civil Code art. 203) (国办发明电〔2025〕7号)",
        "  2026-06-20  Dragon Boat Festival, moves the end (Civil Code art. 203) (国办发明电〔2025〕7号)",
        "  2026-06-21  Dragon Boat Festival, moves the end (Civil Code art. 203) (国办发明电〔2025〕7号)",
        "  2026-06-22  ends at 24:00 of this day (Civil Code art. 203)",
        "not provisional",
        "2026-06-22",
    ]


def test_a_year_without_a_notice_is_said_to_be_provisional(run):
    told = run("due", pack="ai-2026", clock="follow_up_listed", start="2026-08-31")

    assert told.said[-2:] == ["暂定：2027年的放假安排尚未载入", "2027-02-28"]


def test_chinese_is_spoken_unless_english_is_asked_for(run):
    told = run("due", pack="general-2023", clock="decision", start="2026-06-10")

    assert told.said[0] == "审查决定: 30日"
    assert told.said[1].startswith("《科技伦理审查办法（试行）》第17条 [转述]")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"pack": "ai-2031"}, "There is no pack ai-2031; known: general-2023, ai-draft-2025, ai-2026."),
        ({"clock": "decisions"}, "ai-2026 has no clock decisions; known: acceptance,"),
        ({"start": "2026-02-30"}, "“2026-02-30” is neither a date nor an instant"),
        ({"start": "tomorrow"}, "“tomorrow” is neither a date nor an instant"),
        ({"start": "9999-12-15"}, "The limit from 9999-12-15 leaves the calendar."),
        ({"clock": "decision_emergency"}, "decision_emergency runs by the hour and needs an instant"),
    ],
)
def test_what_cannot_be_counted_is_a_sentence(run, asked, sentence):
    told = run("due", **{"pack": "ai-2026", "clock": "decision", "start": "2026-06-10"} | asked)

    assert (told.code, told.said, len(told.complained)) == (1, [], 1)
    assert sentence in told.complained[0]
