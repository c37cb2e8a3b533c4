"""The tables of the reference: every refusal with its sentence, everything unread with what would settle it."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import regulations
from ethics_review import reference
from ethics_review.published.tables import refusals, sentences, settled_by
from regulations.vocabulary import Basis
from tests.regulations.reading import codes

AI, GENERAL = regulations.pack("ai-2026"), regulations.pack("general-2023")


def test_every_code_a_guard_refuses_with_stands_in_the_table():
    told = {code for found in refusals().values() for code in found}

    assert codes() - told == set()
    assert all(sentences(code) for code in told)


def test_a_rule_is_shown_with_the_sentence_of_its_refusal():
    rows = [row for row in reference.rules(AI).splitlines() if "`panel.too_few`" in row]

    assert len(rows) == 1
    assert "| `panel.min_experts` | ai-2026#23? | reported |" in rows[0]
    assert "复核专家为{have}人" in rows[0]


@pytest.mark.parametrize(
    ("key", "zh"),
    [
        ("decision.majority", "第16条的公布文本"),
        ("committee.min_members", "工信部联科〔2026〕75号在这一点上的原文"),
        ("review.reviewers", "没有条文规定"),
    ],
)
def test_what_is_not_read_is_told_what_would_settle_it(key, zh):
    assert zh in settled_by(AI, AI.rules[key].source).zh


@pytest.mark.parametrize("pack", [AI, GENERAL], ids=lambda pack: pack.id)
def test_only_what_is_not_read_is_listed(pack):
    listed = set(re.findall(r"^\| `([a-z_.]+)` \|", reference.provenance(pack), re.MULTILINE))

    assert listed & pack.rules.keys() == {
        key for key, rule in pack.rules.items() if rule.source.basis is not Basis.READ
    }


def test_the_index_leads_to_every_page_and_every_link_of_a_page_leads_somewhere():
    pages = dict(reference.pages())
    linked = set(re.findall(r"\]\(([^)]+)\)", pages["README.md"]))

    assert linked == pages.keys() - {"README.md"}
    for text in (text for name, text in pages.items() if name.endswith(".md")):
        assert set(re.findall(r"\]\(([\w.-]+)\)", text)) <= pages.keys()


def test_a_stale_picture_is_found_and_written_anew(tmp_path, settings):
    (tmp_path / ".env.example").write_text((Path(settings.BASE_DIR) / ".env.example").read_text("utf-8"), "utf-8")
    settings.BASE_DIR = tmp_path
    call_command("diagrams", stdout=None)
    picture = tmp_path / "docs" / "reference" / "ai-2026-lifecycle.en.svg"
    fresh = picture.read_text("utf-8")
    picture.write_text(fresh + "<!-- -->", "utf-8")

    with pytest.raises(CommandError, match=r"ai-2026-lifecycle\.en\.svg"):
        call_command("diagrams", check=True)
    call_command("diagrams")
    call_command("diagrams", check=True)
    assert picture.read_text("utf-8") == fresh
