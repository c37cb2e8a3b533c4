"""Overlays: each change is as strict as what it lies over or refused, with its line, its reason and its remedy."""

import pytest

import regulations
from regulations.articles import article
from regulations.check import check
from regulations.citation import Cite, Source
from regulations.clocks import Unit
from regulations.ladder import Rung
from regulations.pack import Between, OneOf
from regulations.quorum import Share
from regulations.stricter import ADDED, TWINS, WAYS, limits_as_strict
from regulations.vocabulary import Basis, Role
from tests.regulations.overlays import clock, flaws, house, laid, law, limit, rule

BASE = regulations.pack("ai-2026")
OURS = Source(Cite("ai-2026+town", 3), Basis.READ)


## What comes of it


def test_it_is_a_pack_of_its_own_along_a_printed_chain(tmp_path):
    pack = laid(tmp_path, law(rule("committee.min_members", "value = 9")))

    assert (pack.id, pack.version, pack.status) == ("ai-2026+town", "1+1", "in_force")
    assert pack.chain == ("ai-2026+town", "ai-2026", "general-2023")
    assert pack.title.en == "Town"
    assert pack.document == "市科〔2026〕1号"
    assert pack.in_force_on.isoformat() == "2026-06-01"
    assert pack.digest != BASE.digest
    assert check(pack) == ()


def test_what_it_changes_is_its_own_and_the_rest_is_as_sure_as_before(tmp_path):
    pack = laid(tmp_path, law(rule("committee.min_members", "value = 9")))

    assert pack.rules["committee.min_members"].source == OURS
    assert pack.suppliers["committee.min_members"] == "ai-2026+town"
    assert article(OURS.cite).heading.en == "Stricter"
    others = {key for key in pack.rules if pack.rules[key] != BASE.rules.get(key)}
    assert others == {"committee.min_members"}
    assert pack.rules["record.traceable"].source.basis is Basis.READ


def test_the_same_file_gives_the_same_digest_and_another_gives_another(tmp_path):
    nine, eleven = (law(rule("committee.min_members", f"value = {number}")) for number in (9, 11))

    assert laid(tmp_path, nine).digest == laid(tmp_path, nine).digest
    assert laid(tmp_path, nine).digest != laid(tmp_path, eleven).digest


## Both sides of each comparison

NUMBERS = [
    ("committee.min_members", "9", "7", "6"),
    ("committee.external_members", "2", "1", "0"),
    ("committee.term_years", "3", "5", "6"),
    ("meeting.min_present", "7", "5", "4"),
    ("simplified.min_members", "3", "2", "1"),
    ("panel.min_experts", "7", "5", "4"),
    ("review.reviewers", "2", "1", "0"),
    ("clock.extension_days", "60", "180", "181"),
    ("emergency.follow_up_months", "3", "6", "7"),
    ("retention.decision_years", "50", "30", "29"),
    ("retention.other_years", "20", "10", "9"),
    ("access_logs.months", "12", "6", "5"),
    ("decision.majority", '"3/4"', '"2/3"', '"3/5"'),
    ("panel.majority", '"5/7"', '"4/6"', '"1/2"'),
    ("committee.both_sexes", "true", "true", "false"),
    ("body.centre_separation", "true", "true", "false"),
    ("meeting.video", "false", "false", "true"),
    ("clock.pausing", "false", "false", "true"),
]


@pytest.mark.parametrize(("key", "stricter", "same", "looser"), NUMBERS)
def test_a_rule_may_be_stricter_or_the_same_and_never_looser(tmp_path, key, stricter, same, looser):
    for value in (stricter, same):
        told = laid(tmp_path, law(rule(key, f"value = {value}"))).rules[key]
        assert told.source == OURS
        assert str(told.value).lower() == value.strip('"')
        assert told.setting is False

    ((line, reason),) = flaws(tmp_path, law(rule(key, f"value = {looser}")))
    assert line == f"value = {looser}"
    assert reason.startswith(f"{key} goes from ")
    assert "looser than what it lies over" in reason


@pytest.mark.parametrize("key", sorted(ADDED))
def test_a_rule_of_the_place_is_asked_for_and_never_waived(tmp_path, key):
    asked = law(rule(key, 'value = true\nzh = "加"\nen = "More"'))

    assert laid(tmp_path, asked).rules_for(house={}).holds(key)
    assert not BASE.rules_for(house={}).holds(key)
    assert (
        laid(tmp_path, law(rule(key, 'value = false\nzh = "加"\nen = "More"'))).rules_for(house={}).holds(key) is False
    )
    assert flaws(tmp_path, law(rule(key, "value = true"))) == [
        ("[[rule]]", "“zh” is missing"),
        ("[[rule]]", "“en” is missing"),
    ]


CLOCKS = [
    ("acceptance", 3, 5, 6),
    ("decision", 20, 30, 31),
    ("decision_emergency", 48, 72, 73),
    ("re_examination", 20, 30, 31),
    ("registration", 15, 30, 31),
    ("follow_up", 6, 12, 13),
    ("follow_up_listed", 3, 6, 7),
    ("appeal_window", 60, 30, 29),
]


@pytest.mark.parametrize(("name", "stricter", "same", "looser"), CLOCKS)
def test_a_clock_may_be_stricter_or_the_same_and_never_looser(tmp_path, name, stricter, same, looser):
    for amount in (stricter, same):
        told = laid(tmp_path, law(clock(name, f"amount = {amount}"))).clocks[name]
        assert (told.amount, told.source, told.setting) == (amount, OURS, None)

    ((line, reason),) = flaws(tmp_path, law(clock(name, f"amount = {looser}")))
    assert line == f"amount = {looser}"
    assert "looser than what it lies over" in reason


@pytest.mark.parametrize("amount", [0, -1])
def test_no_clock_of_no_time(tmp_path, amount):
    assert len(flaws(tmp_path, law(clock("decision", f"amount = {amount}")))) == 1


def test_a_fixed_date_is_not_moved(tmp_path):
    assert len(flaws(tmp_path, law(clock("annual_report", "amount = 1")))) == 1


@pytest.mark.parametrize(("name", "key"), TWINS.items())
def test_a_closer_follow_up_is_said_as_clock_and_as_rule(tmp_path, name, key):
    pack = laid(tmp_path, law(clock(name, "amount = 3")))

    assert (pack.clocks[name].amount, pack.rules[key].value) == (3, 3)
    assert pack.rules[key].source == pack.clocks[name].source == OURS
    ((line, reason),) = flaws(tmp_path, law(rule(key, "value = 3")))
    assert (line, reason) == (f'key = "{key}"', f"{key} is no rule an overlay may change")


@pytest.mark.parametrize(("key", "may"), [("extendable", True), ("pausable", True)])
def test_extension_and_pause_may_be_forbidden_and_not_allowed(tmp_path, key, may):
    assert getattr(BASE.clocks["decision"], key) is may
    assert (
        getattr(laid(tmp_path, law(clock("decision", f"amount = 30\n{key} = false"))).clocks["decision"], key) is False
    )
    assert laid(tmp_path, law(clock("decision", f"amount = 30\n{key} = true"))).clocks["decision"].amount == 30

    ((line, reason),) = flaws(tmp_path, law(clock("decision_emergency", f"amount = 72\n{key} = true")))
    assert line == f"{key} = true"
    assert "looser" in reason


@pytest.mark.parametrize(
    ("ladder", "refused"), [("[14, 7, 3, 1]", False), ("[7, 3, 1]", False), ("[7, 3]", True), ("[14, 6, 3, 1]", True)]
)
def test_reminders_are_added_and_none_taken_away(tmp_path, ladder, refused):
    text = house(clock("acceptance", f"amount = 4\nreminders = {ladder}"))

    assert [line for line, _ in flaws(tmp_path, text)] == ([f"reminders = {ladder}"] if refused else [])


def test_a_denser_ladder_for_every_clock(tmp_path):
    pack = laid(tmp_path, house("[reminders]\ndays = [1, 3, 7, 14]\nhours = [48, 24, 6, 1]"))

    ladders = {name: clock.reminders for name, clock in pack.clocks.items() if clock.unit is not Unit.HOURS}
    earlier = {"member_term": (90, 30), "committee_composition": (90, 30), "member_statements": (30,)}
    assert ladders == {name: (*earlier.get(name, ()), 14, 7, 3, 1) for name in ladders}
    assert pack.clocks["decision_emergency"].reminders == (48, 24, 6, 1)
    assert [line for line, _ in flaws(tmp_path, house("[reminders]\ndays = [7, 3]"))] == ["days = [7, 3]"]


@pytest.mark.parametrize(
    ("rungs", "refused"),
    [
        ('{ offset = 1, to = ["unit"] }', False),
        ('{ offset = -2, unit = "working_days" }', False),
        ('{ offset = 7, to = ["secretary", "chair", "unit"], every = 7 }', False),
        ('{ offset = 7, to = ["secretary", "chair", "unit"], every = 8 }', True),
        ('{ offset = 7, to = ["secretary", "chair", "unit"] }', True),
        ('{ offset = 7, to = ["secretary", "chair"], every = 1 }', True),
        ('{ offset = 0, to = ["chair"] }', True),
        ('{ offset = 10, to = ["secretary", "chair", "unit"], every = 7 }', False),
        ('{ offset = 10, to = ["secretary", "chair", "unit"] }', True),
        ('{ offset = 10, to = ["authority"], every = 7 }', True),
        ('{ offset = 168, unit = "hours" }', True),
        ('{ offset = 1, to = ["nobody"] }', True),
        ('{ offset = 1, who = ["unit"] }', True),
        ("{ offset = -7, every = 1 }", True),
        ('{ offset = 3, unit = "hours", every = 1 }', True),
        ("{ offset = true }", True),
        ("3", True),
    ],
)
def test_a_rung_may_tell_more_and_oftener_and_never_less(tmp_path, rungs, refused):
    text = house(clock("acceptance", f"amount = 4\nrungs = [{rungs}]"))

    assert [line for line, _ in flaws(tmp_path, text)] == ([f"rungs = [{rungs}]"] if refused else [])


def test_a_rung_added_by_a_text_stands_in_the_ladder(tmp_path):
    pack = laid(tmp_path, house(clock("acceptance", 'amount = 4\nrungs = [{ offset = 1, to = ["unit"] }]')))

    assert Rung(1, to=(Role.UNIT,)) in pack.clocks["acceptance"].ladder
    assert set(BASE.clocks["acceptance"].ladder) < set(pack.clocks["acceptance"].ladder)


def test_a_right_that_closes_is_told_of_before_its_end_only(tmp_path):
    quiet = house(clock("appeal_window", "amount = 30\nrungs = [{ offset = -14 }]"))
    loud = house(clock("appeal_window", 'amount = 30\nrungs = [{ offset = 0, to = ["chair"] }]'))

    assert flaws(tmp_path, quiet) == []
    assert [line for line, _ in flaws(tmp_path, loud)] == ['rungs = [{ offset = 0, to = ["chair"] }]']


## Lists


def test_items_are_added_with_their_own_article_and_the_list_keeps_its_own(tmp_path):
    item = 'add = [{ key = "field", zh = "同行", en = "The field" }]'
    listed = laid(tmp_path, law(rule("committee.categories", item))).rules["committee.categories"]

    assert [one.key for one in listed.value] == ["ai_technology", "ai_application", "ethics", "law", "field"]
    assert listed.source == BASE.rules["committee.categories"].source
    assert [one.source for one in listed.value] == [None] * 4 + [OURS]


def test_questions_are_added_to_a_focus_and_say_where_they_are_written(tmp_path):
    text = law(rule("review.focuses", 'questions = { privacy = [{ zh = "问", en = "Asked" }] }'))
    before = next(one for one in BASE.rules["review.focuses"].value if one.key == "privacy")
    after = next(one for one in laid(tmp_path, text).rules["review.focuses"].value if one.key == "privacy")

    assert after.parts[:-1] == before.parts
    assert after.parts[-1].en == "Asked (市科〔2026〕1号, Art. 3)"
    assert after.parts[-1].zh == "问（市科〔2026〕1号第3条）"


def test_a_focus_is_added_with_its_questions(tmp_path):
    item = 'add = [{ key = "minors", zh = "未成年人", en = "Minors", questions = [{ zh = "问", en = "Asked" }] }]'
    focus = laid(tmp_path, law(rule("review.focuses", item))).rules["review.focuses"].value[-1]

    assert (focus.key, len(focus.parts), focus.source) == ("minors", 1, OURS)


def test_an_excuse_is_taken_out_and_never_the_last(tmp_path):
    text = law(rule("simplified.grounds", 'without = ["minimal_risk"]'))
    grounds = laid(tmp_path, text).rules["simplified.grounds"]

    assert [one.key for one in grounds.value] == ["minor_modification", "follow_up"]
    assert grounds.source == OURS
    none = law(
        rule("exemption.regimes", 'without = ["algorithm-filing", "deep-synthesis-filing", "generative-ai-filing"]')
    )
    assert len(flaws(tmp_path, none)) == 1


LISTS = [
    ("committee.categories", 'without = ["law"]', "looser than what it lies over"),
    ("simplified.grounds", 'add = [{ key = "more", zh = "更", en = "More" }]', "looser than what it lies over"),
    ("exemption.regimes", 'add = [{ key = "more", zh = "更", en = "More" }]', "looser than what it lies over"),
    ("committee.categories", 'add = [{ key = "magic", zh = "术", en = "Magic" }]', "takes no further item 'magic'"),
    ("committee.categories", 'add = [{ key = "law", zh = "法", en = "Law" }]', "takes no further item 'law'"),
    ("list.items", 'add = [{ key = "four", zh = "四", en = "Four" }]', "takes no further item 'four'"),
    ("list.items", 'add = [{ key = "4", zh = "四" }]', "“add” is a phrase in both languages"),
    ("list.items", 'add = ["4"]', "“add” cannot be ['4']"),
    ("list.items", 'without = ["9"]', "list.items has no item 9"),
    ("review.focuses", 'questions = { fun = [{ zh = "问", en = "Asked" }] }', "review.focuses has no item fun"),
    ("review.focuses", 'questions = { privacy = "why" }', "“questions” cannot be"),
    ("review.focuses", "value = 3", "review.focuses is a list"),
    ("meeting.min_present", 'add = [{ key = "x", zh = "一", en = "One" }]', "meeting.min_present is no list"),
    ("meeting.min_present", 'value = "7"', "“value” cannot be '7'"),
    ("meeting.min_present", "value = true", "“value” cannot be True"),
    ("decision.majority", 'value = "4/3"', "“value” cannot be '4/3'"),
    ("decision.majority", "value = 1", "“value” cannot be 1"),
    ("decision.outcomes", 'without = ["reject"]', "decision.outcomes is no rule an overlay may change"),
    ("ballot.closes", 'value = "chair"', "ballot.closes is no rule an overlay may change"),
    ("committee.one_chair", "value = 2", "committee.one_chair is no rule an overlay may change"),
    ("committee.max_members", "value = 9", "committee.max_members is no rule an overlay may change"),
]


@pytest.mark.parametrize(("key", "rest", "reason"), LISTS)
def test_what_is_looser_or_no_such_thing_is_refused_at_its_line(tmp_path, key, rest, reason):
    found = flaws(tmp_path, law(rule(key, rest)))

    assert len(found) == 1
    assert reason in found[0][1]
    assert found[0][0] in {rest, f'key = "{key}"', "[[rule]]"}


def test_a_listed_activity_may_be_added(tmp_path):
    pack = laid(tmp_path, law(rule("list.items", 'add = [{ key = "4", zh = "四", en = "Four" }]')))

    assert pack.rules_for(house={}).items("list.items") == ("1", "2", "3", "4")


## Bounds and materials


@pytest.mark.parametrize(
    ("least", "most", "refused"), [(7, 180, False), (15, 60, False), (6, 60, True), (15, 181, True), (60, 15, True)]
)
def test_bounds_are_narrowed_and_not_widened(tmp_path, least, most, refused):
    text = house(limit("appeal.days", f"least = {least}\nmost = {most}"))

    if refused:
        assert [line for line, _ in flaws(tmp_path, text)] == [f"least = {least}"]
    else:
        assert laid(tmp_path, text).limits["appeal.days"] == Between(least, most)


def test_choices_are_narrowed(tmp_path):
    assert laid(tmp_path, house(limit("ballot.closes", 'values = ["last_vote"]'))).limits["ballot.closes"] == OneOf(
        ("last_vote",)
    )
    assert len(flaws(tmp_path, house(limit("ballot.closes", 'values = ["never"]')))) == 1
    assert not limits_as_strict(OneOf(("a",)), OneOf(())), "something has to be left"
    assert not limits_as_strict(OneOf(("a",)), Between(1, 2))


def test_a_default_outside_the_narrower_bounds_is_refused_at_its_entry(tmp_path):
    text = house(limit("acceptance.days", "least = 1\nmost = 3"))

    assert flaws(tmp_path, text) == [("[[limit]]", "acceptance.days: has a default outside its bounds")]
    assert laid(tmp_path, house(clock("acceptance", "amount = 3"), limit("acceptance.days", "least = 1\nmost = 3")))


def test_bounds_nobody_has_are_refused(tmp_path):
    assert len(flaws(tmp_path, house(limit("decision.days", "least = 1\nmost = 3")))) == 1


def test_a_house_sets_defaults_and_a_text_fixes_them(tmp_path):
    ours = laid(tmp_path, house(clock("acceptance", "amount = 3"), rule("review.reviewers", "value = 2")))
    fixed = laid(tmp_path, law(clock("acceptance", "amount = 3"), rule("review.reviewers", "value = 2")))

    assert (ours.clocks["acceptance"].setting, ours.rules["review.reviewers"].setting) == ("acceptance.days", True)
    assert ours.rules_for(house={"acceptance.days": 2}).clock("acceptance").amount == 2
    assert (fixed.clocks["acceptance"].setting, fixed.rules["review.reviewers"].setting) == (None, False)
    assert fixed.rules_for(house={"acceptance.days": 9}).clock("acceptance").amount == 3
    assert "acceptance.days" not in fixed.limits


def test_an_optional_part_of_the_application_may_be_asked(tmp_path):
    text = law('[[material]]\npath = "cross_references"')
    pack = laid(tmp_path, text)

    assert [item.key for item in pack.rules["materials.further"].value] == ["cross_references"]
    assert pack.rules["materials.further"].source == OURS
    assert len(flaws(tmp_path, law('[[material]]\npath = "title.zh"'))) == 1
    assert len(flaws(tmp_path, law('[[material]]\npath = "shoe_size"'))) == 1


## A time limit of its own

INCIDENT = 'unit = "working_days"\nowner = "chair"\nzh = "通报"\nen = "Briefing"\nreminders = [1]\namount = 5\n'


def test_a_time_limit_is_added_that_moves_start_and_settle(tmp_path):
    text = law(clock("briefing", INCIDENT + 'starts = ["accept"]\nsettles = ["issue_decision"]'))
    pack = laid(tmp_path, text)

    assert (pack.clocks["briefing"].amount, pack.clocks["briefing"].source) == (5, OURS)
    assert [start.clock for start in pack.moves["accept"].starts][-1] == "briefing"
    assert "briefing" in pack.moves["issue_decision"].settles
    assert "briefing" not in [start.clock for start in BASE.moves["accept"].starts]


def test_a_time_limit_that_would_run_twice_is_refused(tmp_path):
    text = law(clock("briefing", INCIDENT + 'starts = ["report_change"]\nsettles = ["complete"]'))

    assert ("[[clock]]", "report_change: briefing: starts a clock that already runs") in flaws(tmp_path, text)


@pytest.mark.parametrize(
    ("rest", "line", "reason"),
    [
        ('starts = ["suspend"]', "[[clock]]", "briefing: no move ends it"),
        ('settles = ["resume"]', "[[clock]]", "briefing: no move starts it"),
        ('starts = ["suspend"]\nsettles = ["rest"]', 'settles = ["rest"]', "there is no move rest"),
        ('starts = ["suspend"]\nsettles = "resume"', 'settles = "resume"', "“settles” cannot be 'resume'"),
    ],
)
def test_a_time_limit_nobody_starts_or_settles_is_refused(tmp_path, rest, line, reason):
    assert (line, reason) in flaws(tmp_path, law(clock("briefing", INCIDENT + rest)))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"working_days"', '"fortnights"'),
        ('"chair"', '"king"'),
        ("amount = 5", "amount = 0"),
        ("[1]", "[0]"),
        ("[1]", "1"),
    ],
)
def test_a_time_limit_that_is_none_is_refused(tmp_path, was, now):
    text = law(clock("briefing", INCIDENT.replace(was, now) + 'starts = ["suspend"]\nsettles = ["resume"]'))

    ((line, _),) = flaws(tmp_path, text)
    assert now in line


def test_every_direction_is_that_of_a_rule():
    assert set(WAYS) - ADDED - set(BASE.rules) == set()
    assert ADDED & set(BASE.rules) == set()
    assert set(TWINS.values()) <= set(BASE.rules)
    assert set(TWINS) <= set(BASE.clocks)


def test_a_share_is_compared_by_what_it_asks(tmp_path):
    assert laid(tmp_path, law(rule("panel.majority", 'value = "67/100"'))).rules["panel.majority"].value == Share(
        67, 100
    )
    assert len(flaws(tmp_path, law(rule("panel.majority", 'value = "66/100"')))) == 1
