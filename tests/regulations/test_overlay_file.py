"""An overlay's file: what is wrong is told with its line; several are laid in their order; those of the product."""

import pytest

import regulations
from regulations.citation import Cite, Source
from regulations.overlay import OverlayRefused, lay
from regulations.vocabulary import Basis
from tests.regulations.overlays import (
    ARTICLE,
    LAW,
    LOCAL,
    TOWN,
    WRITTEN,
    clock,
    flaws,
    house,
    known,
    law,
    rule,
    written,
)

BASE = regulations.pack("ai-2026")
OURS = Source(Cite("ai-2026+town", 3), Basis.READ)

HEADS = [
    ('name = "town"', 'name = "Town Hall"', 'name = "Town Hall"', "“name” cannot be 'Town Hall'"),
    ('name = "town"', f'name = "{"t" * 33}"', f'name = "{"t" * 33}"', "“name” cannot be"),
    ('name = "town"', "", TOWN.splitlines()[1], "“name” is missing"),
    ('over = "ai-2026"', 'over = "ai-2031"', 'over = "ai-2031"', "there is no pack ai-2031 to lie over"),
    ('over = "ai-2026"', 'over = "ai-draft-2025"', 'over = "ai-draft-2025"', "ai-draft-2025 is not in force"),
    ('version = "1"', "version = 1", "version = 1", "“version” cannot be 1"),
    ('version = "1"', 'version = "2026.07"', 'version = "2026.07"', "“version” cannot be '2026.07'"),
    ('en = "Town" }', "}", 'title = { zh = "市", }', "this is no TOML"),
    (', en = "Town"', "", 'title = { zh = "市" }', "“title” is a phrase in both languages"),
    ("2026-06-01", '"2026-06-01"', 'in_force_on = "2026-06-01"', "“in_force_on” cannot be '2026-06-01'"),
    ("2026-06-01", "2026-06-01T00:00:00", "in_force_on = 2026-06-01T00:00:00", "“in_force_on” cannot be"),
    ('version = "1"', 'version = "1"\nvolume = 2', "volume = 2", "there is no key “volume” here"),
]


@pytest.mark.parametrize(("was", "now", "line", "reason"), HEADS)
def test_a_head_that_is_wrong_is_refused_at_its_line(tmp_path, was, now, line, reason):
    found = flaws(tmp_path, law(rule("committee.min_members", "value = 9")).replace(was, now, 1))

    assert any(at == line and reason in told for at, told in found) or (not now and found[0][1] == reason)


BODIES = [
    (law(rule("committee.min_members", "value = 9\nvalu = 9")), "valu = 9", "there is no key “valu” here"),
    (
        law(rule("committee.min_members", "value = 9"), rule("committee.min_members", "value = 11")),
        "[[rule]]",
        "said twice",
    ),
    (law(clock("decision", "amount = 20"), clock("decision", "amount = 10")), "[[clock]]", "decision is said twice"),
    (
        law(rule("committee.min_members", "value = 9")).replace("article = 3", "article = 4"),
        "article = 4",
        "article 4 is not listed in this file",
    ),
    (
        law(rule("committee.min_members", "value = 9")).replace('basis = "read"', 'basis = "rumour"'),
        'basis = "rumour"',
        "“basis” cannot be 'rumour'",
    ),
    (law() + "", "number = 3", "nothing stands on article 3"),
    (house(), 'name = "town"', "nothing is changed"),
    (house(rule("committee.min_members", f"value = 9\n{WRITTEN}")), "article = 3", "has no articles"),
    (TOWN + ARTICLE + house()[len(TOWN) :], "[[article]]", "has no articles"),
    (law(rule("committee.min_members", "value = 9")) + ARTICLE, "number = 3", "“number” cannot be 3"),
    (TOWN + LAW + "rule = 3\n", "rule = 3", "“rule” cannot be 3"),
    (TOWN + LAW + "[[rule]]\nkey =\n", "key =", "this is no TOML"),
    (TOWN + LAW + '[[rule]]\nkey = "x"\nkey = "y"\n', 'key = "y"', "this is no TOML"),
]


@pytest.mark.parametrize(("text", "line", "reason"), BODIES)
def test_an_entry_that_is_wrong_is_refused_at_its_line(tmp_path, text, line, reason):
    found = flaws(tmp_path, text)

    assert any(at == line and reason in told for at, told in found), found


def test_everything_wrong_is_told_at_once_in_the_order_of_the_lines(tmp_path):
    text = law(rule("committee.min_members", "value = 6"), clock("decision", "amount = 40"), rule("nope", "value = 1"))

    assert [line for line, _ in flaws(tmp_path, text)] == ["value = 6", "amount = 40", 'key = "nope"']


def test_a_value_over_several_lines_does_not_move_the_count(tmp_path):
    text = law(
        rule("review.focuses", 'questions = { privacy = [\n] }\nzh = """多\n[[rule]]\n行"""\nen = "Several"'),
        rule("committee.min_members", "value = 6"),
    )

    assert [line for line, _ in flaws(tmp_path, text)] == ["value = 6"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\xff\xfe", "the file is not UTF-8"), (b"# " + b"x" * 200_000, "the file has more than 200000 bytes")],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content, reason):
    (tmp_path / "town.toml").write_bytes(content)

    with pytest.raises(OverlayRefused, match=reason):
        lay(tmp_path / "town.toml", known)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OverlayRefused, match=r"nowhere\.toml:1: 文件无法读取。.* the file cannot be read \(No such"):
        lay(tmp_path / "nowhere.toml", known)


## Several, and those of the product


@pytest.fixture
def lay_over():
    yield regulations.lay_over
    assert regulations.lay_over([]) == ()


def test_an_overlay_lies_over_another_that_comes_before_it(tmp_path, lay_over):
    first = written(tmp_path, law(rule("committee.min_members", "value = 9")))
    street = (
        house(clock("acceptance", "amount = 2")).replace('"town"', '"street"').replace('"ai-2026"', '"ai-2026+town"')
    )
    second = written(tmp_path, street, "street.toml")

    assert lay_over([first, second]) == ()
    pack = regulations.pack("ai-2026+town+street")
    assert pack.chain == ("ai-2026+town+street", "ai-2026+town", "ai-2026", "general-2023")
    assert (pack.rules["committee.min_members"].value, pack.clocks["acceptance"].amount) == (9, 2)
    assert pack.rules["committee.min_members"].source == OURS
    assert [one.id for one in regulations.all_packs()][-2:] == ["ai-2026+town", "ai-2026+town+street"]
    assert pack not in regulations.instruments()
    assert regulations.newest() is regulations.pack("ai-2026")

    (flaw, *_) = lay_over([second, first])
    assert (flaw.file, flaw.line) == (str(second), 2)


def test_the_looser_of_two_is_measured_against_the_stricter(tmp_path, lay_over):
    first = written(tmp_path, law(rule("committee.min_members", "value = 9")))
    text = law(rule("committee.min_members", "value = 8")).replace('"town"', '"street"')
    second = written(tmp_path, text.replace('"ai-2026"', '"ai-2026+town"'), "street.toml")

    (flaw,) = lay_over([first, second])
    assert flaw.reason.en.startswith("committee.min_members goes from 9 to 8")


def test_a_refused_overlay_is_left_out_and_the_others_are_laid(tmp_path, lay_over):
    bad = written(tmp_path, law(rule("committee.min_members", "value = 6")), "bad.toml")

    assert len(lay_over([bad, LOCAL / "sichuan.toml"])) == 1
    assert [one.id for one in regulations.all_packs()][3:] == ["ai-2026+sichuan"]
    with pytest.raises(KeyError):
        regulations.pack("ai-2026+town")
    with pytest.raises(LookupError):
        regulations.pinned("ai-2026+sichuan", "1+2")
    assert regulations.pinned("ai-2026+sichuan", "1+1") is regulations.pack("ai-2026+sichuan")


def test_the_province_of_the_product_asks_for_an_odd_number_and_signed_statements():
    pack = lay(LOCAL / "sichuan.toml", known)
    changed = {key: pack.rules[key] for key in pack.rules if pack.suppliers[key] == pack.id}

    assert {key: (rule.value, str(rule.source.cite), rule.source.basis) for key, rule in changed.items()} == {
        "committee.min_members": (7, "ai-2026+sichuan#7?", Basis.REPORTED),
        "committee.odd_members": (True, "ai-2026+sichuan#7?", Basis.REPORTED),
        "committee.signed_statements": (True, "ai-2026+sichuan#8?", Basis.REPORTED),
    }


def test_the_house_of_the_product_is_quicker_and_reminds_more_often():
    pack = lay(LOCAL / "house_example.toml", known)
    amounts = {name: clock.amount for name, clock in pack.clocks.items() if clock.amount != BASE.clocks[name].amount}

    assert amounts == {"acceptance": 3, "decision_simplified": 7, "change_assessment": 5}
    assert all(len(clock.reminders) > len(BASE.clocks[name].reminders) for name, clock in pack.clocks.items())
    assert all(pack.clocks[name].source.basis is Basis.HOUSE for name in amounts)
