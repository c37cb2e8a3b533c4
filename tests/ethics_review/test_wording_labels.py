"""What words, moves, clocks and items are called where readers meet them."""

from enum import StrEnum

import pytest

import regulations
from ethics_review import wording
from ethics_review.wording.labels import CHOICES, LABELS, newest_pack
from regulations import materials, vocabulary
from regulations.pack import Item
from regulations.vocabulary import BallotClosing, Basis, Category, Position, Role

AI = regulations.pack("ai-2026")
PARENT = regulations.pack("general-2023")


def vocabularies():
    return [
        thing
        for thing in vars(vocabulary).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum
    ]


@pytest.mark.parametrize("words", vocabularies(), ids=lambda words: words.__name__)
def test_every_word_of_the_vocabulary_has_a_label(words):
    assert set(LABELS[words]) == set(words)
    assert len({wording.label(value, "zh-hans") for value in words}) == len(words)
    assert len({wording.label(value, "en") for value in words}) == len(words)


def test_words_spelled_alike_keep_their_own_labels():
    chairs = [Role.CHAIR, Position.CHAIR, BallotClosing.CHAIR]

    assert [wording.label(chair, "zh-hans") for chair in chairs] == ["主任委员", "主任委员", "由主持人宣布结束"]
    assert wording.label_in(Category, "ethics", "zh-hans") == "伦理"
    assert wording.label_in(Category, "chair", "zh-hans") == "chair"


def test_every_mark_of_provenance_is_explained():
    said = [wording.basis_explanation(basis, language) for basis in Basis for language in ("zh-hans", "en")]

    assert len(set(said)) == 2 * len(Basis)
    assert wording.basis_explanation(Basis.HOUSE, "zh-hans") == "没有条文规定，由委员会自定"


def test_permitted_values_of_a_filing_are_named():
    schema = materials.filing_schema()
    risk = schema["$defs"]["risk"]["properties"]
    permitted = {"lead_or_partner": schema["properties"]["lead_or_partner"]["enum"]}
    permitted |= {name: shape["enum"] for name, shape in risk.items() if "enum" in shape}

    assert {name: list(values) for name, values in CHOICES.items()} == permitted
    assert wording.filing_value("risk_assessment.risks.3.severity", "critical", "zh-hans") == "特别严重"
    assert wording.filing_value("plan.testing", "盲测", "en") == "盲测"


def test_moves_clocks_and_items_are_named_by_their_pack():
    assert wording.move_label("accept", "zh-hans") == "受理"
    assert wording.move_label("accept", "en", pack=PARENT) == "Accept"
    assert wording.clock_label("decision", "zh-hans") == "审查决定"
    assert wording.item_label("list.items", 1, "zh-hans", pack=PARENT) == "合成物种"
    assert wording.item_label("list.items", "1", "zh-hans", pack=AI) != "合成物种"
    assert wording.act_label("create", "zh-hans") == "建立草稿"
    assert wording.act_label("accept", "en") == "Accept"


def test_words_are_looked_up_in_the_newest_instrument_in_force():
    assert newest_pack().id == "ai-2026"


def test_item_is_looked_up_in_every_instrument_where_no_case_pins_one():
    assert wording.item_label("review.focuses", "risk_benefit", "zh-hans") == "风险受益比"
    assert wording.item_label("review.focuses", "risk_benefit", "zh-hans", pack=AI) == "risk_benefit"
    assert wording.item_label("review.focuses", "fairness", "zh-hans") == "公平公正"


def test_every_item_of_every_rule_is_named():
    for pack in regulations.all_packs():
        for rule in pack.rules.values():
            for item in rule.value if isinstance(rule.value, tuple) else ():
                assert isinstance(item, Item)
                assert wording.item_label(rule.key, item.key, "zh-hans", pack=pack) == item.words.zh


def test_field_is_named_or_not():
    assert wording.field_label("plan.data.sources.2", "zh-hans") == "数据来源名称"
    assert wording.field_label("reviewers", "en") == "Reviewers"
    assert wording.field_label("nowhere", "en") == ""
