"""Every citation exists, every article is a rule or says why not, and no cite is surer than its article."""

import pytest

import regulations
from regulations import articles as module
from regulations.articles import ANNEX, WHOLE, article, articles
from regulations.citation import Cite
from regulations.vocabulary import Basis

COUNTS = {"general-2023": 56, "ai-2026": 37}
INSTRUMENTS = sorted(regulations.PACKS)


def own_sources(instrument):
    """The sources of what the instrument says itself: its rules, their items, its clocks."""
    pack = regulations.PACKS[instrument]
    items = [item for rule in pack.rules.values() if isinstance(rule.value, tuple) for item in rule.value]
    return [one.source for one in (*pack.rules.values(), *items, *pack.clocks.values()) if one.source is not None]


def cited(instrument):
    return {source.cite for source in own_sources(instrument) if source.cite.instrument == instrument}


@pytest.mark.parametrize("instrument", COUNTS)
def test_every_number_and_the_annex_is_listed_once(instrument):
    assert list(articles(instrument)) == [*range(1, COUNTS[instrument] + 1), ANNEX]


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_cite_finds_its_article(instrument):
    assert [cite for cite in cited(instrument) if article(cite) is None] == []


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_nothing_cites_outside_its_chain(instrument):
    chain = set(regulations.pack(instrument).chain)

    outside = [
        source
        for source in own_sources(instrument)
        if source.basis is not Basis.HOUSE and source.cite.instrument not in chain
    ]
    borrowed = [source for source in own_sources(instrument) if source.cite.instrument not in {instrument, "house"}]
    assert outside == []
    assert all(source.basis is Basis.PARENT for source in borrowed)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_an_article_is_modelled_exactly_if_a_rule_or_clock_stands_on_it(instrument):
    standing = {ANNEX if cite.annex else cite.article or WHOLE for cite in cited(instrument)}
    modelled = {number for number, one in articles(instrument).items() if one.modelled}

    assert modelled == standing


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_what_is_not_modelled_says_why_not_in_both_languages(instrument):
    for one in articles(instrument).values():
        if not one.modelled:
            assert one.why_not.zh.strip()
            assert one.why_not.en.strip()


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_article_has_heading_and_gist_in_both_languages(instrument):
    for one in articles(instrument).values():
        assert all(text.strip() for words in (one.heading, one.gist) for text in (words.zh, words.en)), one.number


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_a_cite_is_as_certain_as_its_article(instrument):
    doubted = [cite for cite in cited(instrument) if article(cite).certain is not cite.certain]

    assert doubted == []


def test_an_instrument_known_without_its_articles_is_cited_as_a_whole():
    (whole,) = articles("ai-draft-2025").values()

    assert (whole.number, whole.certain, whole.cite) == (None, False, Cite("ai-draft-2025", certain=False))
    assert cited("ai-draft-2025") == {whole.cite}
    assert article(Cite("ai-draft-2025", 15, certain=False)) is None
    assert article(Cite("ai-2026")) is None


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_an_article_is_found_by_its_own_citation(instrument):
    assert all(article(one.cite) is one for one in articles(instrument).values())


def test_articles_with_a_question_mark_in_the_specification_are_not_certain():
    assert [articles("ai-2026")[number].certain for number in (14, 18, 27, 31)] == [False] * 4
    assert [articles("ai-2026")[number].certain for number in (2, 10, 11, 12, 13, 15, 16, 26, 30)] == [True] * 9


def test_the_house_has_no_articles():
    assert article(Cite("house")) is None
    assert article(Cite("house", 3)) is None
    with pytest.raises(KeyError, match="house"):
        articles("house")


def test_an_article_beyond_the_last_is_not_found():
    assert article(Cite("ai-2026", 38)) is None
    assert article(Cite("ai-2026", annex=True)).heading.en == "The list for re-examination"


@pytest.mark.parametrize(("modelled", "why_not"), [("true", 'why_not = { zh = "无", en = "None" }'), ("false", "")])
def test_a_file_that_contradicts_itself_is_refused(tmp_path, monkeypatch, modelled, why_not):
    text = '[[article]]\nnumber = 9\nheading = { zh = "一", en = "One" }\ngist = { zh = "一", en = "One" }\n'
    (tmp_path / "torn.toml").write_text(f"{text}certain = true\nmodelled = {modelled}\n{why_not}\n", "utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)

    with pytest.raises(ValueError, match="torn 9"):
        articles("torn")
