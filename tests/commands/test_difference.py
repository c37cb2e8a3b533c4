"""The difference of two packs on the command line."""

import regulations
from regulations.difference import difference


def test_rows_are_told_with_both_articles(run):
    told = run("difference", "ai-draft-2025", "ai-2026", language="en")

    rows = difference(regulations.pack("ai-draft-2025"), regulations.pack("ai-2026"))
    draft, final = regulations.pack("ai-draft-2025").title.en, regulations.pack("ai-2026").title.en
    at = told.said.index("Rule body.centre_separation value changed")
    assert told.code == 0
    assert told.said[at + 1 : at + 3] == [
        f"  - no [{draft} (article number to be confirmed) reported]",
        f"  + yes [{final}, Art. 11 read]",
    ]
    assert told.said[-1] == f"{len(rows)} differences"


def test_a_pack_and_itself_are_told_in_one_line(run):
    assert run("difference", "ai-2026", "ai-2026").said == ["共0处不同"]


def test_a_pack_nobody_knows_is_refused_with_those_known(run):
    told = run("difference", "ai-2026", "ai-2031")

    assert told.code != 0
    assert told.said == []
    assert "There is no pack ai-2031; known: general-2023, ai-draft-2025, ai-2026." in told.complained[0]
