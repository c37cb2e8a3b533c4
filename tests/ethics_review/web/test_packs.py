"""The rules on their page: all of them, each with value, article, provenance and supplier."""

import pytest
from django.urls import reverse

import regulations
from ethics_review import wording
from regulations.vocabulary import Basis
from tests.regulations.overlays import LOCAL


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_rule_and_clock_is_there_with_its_article(browse, world, read, language):
    browser = browse(world.applicant, language)

    for pack in regulations.all_packs():
        shown = read(browser.get(reverse("pack", args=[pack.id])))
        assert pack.digest in shown
        for rule in pack.rules.values():
            assert f"{rule.gist.in_language(language)} {rule.key} " in shown
            assert wording.cite_text(rule.source.cite, language) in shown
        for clock in pack.clocks.values():
            length = clock.length.words().in_language(language)
            assert f"{clock.label.in_language(language)} {clock.name} {length} " in shown


def test_items_of_lists_and_shares_are_told(browse, world, read):
    shown = read(browse(world.applicant).get(reverse("pack", args=["ai-2026"])))

    assert "decision.majority 2/3 Measures" in shown
    assert "meeting.min_present 5 Measures" in shown
    assert "Human well-being Does the activity have scientific and social value?" in shown


def test_who_supplies_a_rule_where_the_instrument_is_silent(browse, world, read):
    shown = read(browse(world.applicant).get(reverse("pack", args=["ai-2026"])))
    parent = regulations.pack("general-2023").title.en

    assert f"committee.min_members 7 {parent}, Art. 7 parent {parent}" in shown


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_marks_of_provenance_are_explained(browse, world, read, language):
    shown = read(browse(world.applicant, language).get(reverse("packs")))

    for basis in Basis:
        assert f"{wording.label(basis, language)} {wording.basis_explanation(basis, language)}" in shown


def test_an_instrument_nobody_knows_is_not_there(browse, world):
    assert browse(world.applicant).get(reverse("pack", args=["ai-2099"])).status_code == 404


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "不具效力"), ("en", "binds nobody")])
def test_a_draft_is_shown_as_what_binds_nobody(browse, world, read, language, words):
    browser = browse(world.applicant, language)

    assert words in read(browser.get(reverse("pack", args=["ai-draft-2025"])))
    assert words not in read(browser.get(reverse("pack", args=["ai-2026"])))
    assert read(browser.get(reverse("packs"))).count(words) == 1


def test_an_overlay_has_a_page_with_its_own_articles_and_what_it_lies_over(browse, world, read):
    assert regulations.lay_over([LOCAL / "sichuan.toml", LOCAL / "house_example.toml"]) == ()
    try:
        browser = browse(world.applicant)
        shown = read(browser.get(reverse("pack", args=["ai-2026+sichuan"])))
        listed = read(browser.get(reverse("packs")))
    finally:
        regulations.lay_over([])

    title = "Sichuan Rules for Science and Technology Ethics Review (Trial)"
    assert f"The number of members is odd committee.odd_members {title}, Art. 7" in shown
    assert f"Where it is silent: {regulations.pack('ai-2026').title.en}" in shown
    assert title in listed
    assert "Service levels of this house" in listed
