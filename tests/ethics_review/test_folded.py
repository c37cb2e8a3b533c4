"""Text as a search compares it, and where a word stands in it."""

import pytest

from ethics_review.folded import LONGEST, MOST, Piece, excerpt, folded, pieces, searchable, texts_of, words_asked


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("", ()),
        (" \t\u3000 ", ()),
        ("分诊 助手", ("分诊", "助手")),
        ("分诊　分诊", ("分诊",)),
        ("ＡＩ Triage", ("ai", "triage")),
        ("a\x00b", ("a", "b")),
        ("\x00", ()),
        ("👩‍💻", ("👩‍💻",)),
        ("مراجعة", ("مراجعة",)),
        ("%_\\'", ("%_\\'",)),
        ("字" * (LONGEST + 1), ("字" * LONGEST,)),
        (" ".join("abcdefghij"), tuple("abcdefghij"[:MOST])),
    ],
)
def test_what_is_asked_is_looked_for_word_by_word(asked, words):
    assert words_asked(asked) == words


def test_every_text_of_a_filing_is_found_with_its_field():
    body = {"title": {"zh": "甲"}, "risks": [{"name": "乙"}, {"name": "丙", "level": 3}], "flag": True}

    assert list(texts_of(body)) == [("risks.0.name", "乙"), ("risks.1.name", "丙"), ("title.zh", "甲")]
    assert searchable(body) == "乙\n丙\n甲"
    assert "\x00" not in searchable({"a": "x\x00y"})


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("社区诊所分诊助手", ["分诊"], "社区诊所[分诊]助手"),
        ("Triage and TRIAGE", ["triage"], "[Triage] and [TRIAGE]"),
        ("ＡＩ系统", ["ai"], "[ＡＩ]系统"),
        ("Straße", ["ss"], "Stra[ß]e"),
        ("aaa", ["aa"], "[aaa]"),
        ("分诊助手", ["分诊", "诊助"], "[分诊助]手"),
        ("<b>x</b>", ["<b>"], "[<b>]x</b>"),
        ("ﬁling", ["fi"], "[ﬁ]ling"),
        ("nothing", ["x"], "nothing"),
        ("", ["x"], ""),
    ],
)
def test_a_text_is_cut_where_the_words_stand(text, words, found):
    cut = pieces(text, [folded(word) for word in words])

    assert "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in cut) == found


def test_an_excerpt_shows_what_stands_around_the_first_hit():
    text = "前" * 50 + "分诊" + "后" * 50

    assert excerpt(text, ["分诊"], around=3) == [
        Piece("…", hit=False), Piece("前前前", hit=False), Piece("分诊", hit=True), Piece("后后后后", hit=False),
        Piece("…", hit=False),
    ]  # fmt: skip
    assert excerpt(text, ["没有"], around=3) == []
    assert excerpt("分诊", ["分诊"], around=3) == [Piece("分诊", hit=True)]
