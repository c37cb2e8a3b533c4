"""The packs against the specification, transcribed a second time by hand, and the chain along which they are laid."""

from dataclasses import replace
from datetime import date

import pytest

import regulations
from regulations.citation import Cite, Source
from regulations.clocks import Unit
from regulations.pack import Between, Item, OneOf, Pack, Rule, resolve
from regulations.packs import ai_2026, general_2023
from regulations.packs.writing import HOUSE, named, rule, table
from regulations.quorum import Share
from regulations.vocabulary import BallotClosing, Basis, Category, Procedure, Role, State
from regulations.words import Words

BOTH = ("general-2023", "ai-2026")
READ, REPORTED, PARENT, OF_HOUSE = Basis.READ, Basis.REPORTED, Basis.PARENT, Basis.HOUSE

NUMBERS = [
    ("committee.min_members", 7, "general-2023#7", PARENT),
    ("committee.one_chair", 1, "general-2023#7", PARENT),
    ("committee.external_members", 1, "general-2023#7", PARENT),
    ("committee.term_years", 5, "general-2023#7", PARENT),
    ("acceptance.single_notice", 1, "ai-2026#13", READ),
    ("meeting.min_present", 5, "ai-2026#14?", REPORTED),
    ("decision.majority", Share(2, 3), "ai-2026#16", REPORTED),
    ("follow_up.months", 12, "ai-2026#18?", REPORTED),
    ("follow_up.listed_months", 6, "general-2023#33", PARENT),
    ("simplified.min_members", 2, "ai-2026#20?", REPORTED),
    ("panel.min_experts", 5, "ai-2026#23?", REPORTED),
    ("panel.majority", Share(2, 3), "ai-2026#24?", REPORTED),
    ("emergency.follow_up_months", 6, "house", OF_HOUSE),
    ("clock.extension_days", 180, "house", OF_HOUSE),
    ("retention.decision_years", 30, "house", OF_HOUSE),
    ("retention.other_years", 10, "house", OF_HOUSE),
    ("access_logs.months", 6, "house", OF_HOUSE),
]
LISTS = [
    ("list.items", ("1", "2", "3"), "ai-2026#annex", READ),
    (
        "scope.criteria",
        ("human_dignity", "public_order", "life_health", "ecology", "sustainable_development", "other_law"),
        "ai-2026#2",
        READ,
    ),
    ("committee.categories", ("ai_technology", "ai_application", "ethics", "law"), "ai-2026#10", READ),
    ("meeting.categories", ("ai_technology", "ai_application", "ethics", "law"), "ai-2026#14?", REPORTED),
    ("panel.categories", ("field", "ethics", "law"), "general-2023#28", PARENT),
    ("simplified.grounds", ("minimal_risk", "minor_modification", "follow_up"), "ai-2026#19?", REPORTED),
    ("simplified.triggers", ("negative_finding", "doubt", "disagreement", "request"), "ai-2026#20?", REPORTED),
    (
        "decision.outcomes",
        ("approve", "approve_after_modification", "revise_and_re_review", "reject"),
        "general-2023#16",
        PARENT,
    ),
    (
        "follow_up.outcomes",
        ("continue", "continue_with_changes", "suspend", "terminate", "re_review"),
        "general-2023#19",
        PARENT,
    ),
    (
        "exemption.regimes",
        ("algorithm-filing", "deep-synthesis-filing", "generative-ai-filing"),
        "ai-2026#26",
        REPORTED,
    ),
]
OFFICE = (Role.SECRETARY, Role.CHAIR)
CLOCKS = [
    ("acceptance", 5, Unit.WORKING_DAYS, "house", Role.SECRETARY, OFFICE, False),
    ("supplement", 30, Unit.DAYS, "house", Role.APPLICANT, (Role.SECRETARY,), True),
    ("decision", 30, Unit.DAYS, "ai-2026#16", Role.CHAIR, OFFICE, True),
    ("decision_simplified", 10, Unit.WORKING_DAYS, "house", Role.CHAIR, OFFICE, True),
    ("decision_emergency", 72, Unit.HOURS, "ai-2026#27?", Role.CHAIR, (Role.CHAIR, Role.UNIT, Role.AUTHORITY), False),
    ("re_examination", 30, Unit.DAYS, "ai-2026#24?", Role.AUTHORITY, (Role.AUTHORITY,), True),
    ("final_decision", 10, Unit.WORKING_DAYS, "house", Role.CHAIR, OFFICE, True),
    ("modification", 30, Unit.DAYS, "house", Role.APPLICANT, OFFICE, True),
    ("appeal_window", 30, Unit.DAYS, "house", Role.APPLICANT, (), False),
    ("registration", 30, Unit.DAYS, "ai-2026#30", Role.UNIT, (Role.UNIT, Role.SECRETARY, Role.AUTHORITY), False),
    (
        "committee_registration",
        30,
        Unit.DAYS,
        "ai-2026#30",
        Role.SECRETARY,
        (Role.UNIT, Role.SECRETARY, Role.AUTHORITY),
        False,
    ),
    ("follow_up", 12, Unit.MONTHS, "ai-2026#18?", Role.CHAIR, (*OFFICE, Role.APPLICANT), False),
    ("follow_up_listed", 6, Unit.MONTHS, "general-2023#33", Role.CHAIR, (*OFFICE, Role.APPLICANT), False),
]


@pytest.mark.parametrize(("key", "value", "cite", "basis"), NUMBERS)
def test_number_is_the_specified_one_with_its_article(key, value, cite, basis):
    found = regulations.pack("ai-2026").rules[key]

    assert (found.value, str(found.source.cite), found.source.basis) == (value, cite, basis)


@pytest.mark.parametrize(("key", "items", "cite", "basis"), LISTS)
def test_list_has_the_specified_items_with_its_article(key, items, cite, basis):
    resolved = regulations.pack("ai-2026")
    found = resolved.rules[key]

    assert resolved.rules_for(house={}).items(key) == items
    assert (str(found.source.cite), found.source.basis) == (cite, basis)


@pytest.mark.parametrize(("name", "amount", "unit", "cite", "owner", "escalate", "extendable"), CLOCKS)
def test_clock_runs_as_specified(name, amount, unit, cite, owner, escalate, extendable):
    clock = regulations.pack("ai-2026").clocks[name]

    assert (clock.amount, clock.unit, str(clock.source.cite)) == (amount, unit, cite)
    assert (clock.owner, clock.escalate, clock.extendable) == (owner, escalate, extendable)


@pytest.mark.parametrize("pack", BOTH)
def test_reminders_run_days_before_the_end_and_hours_in_an_emergency(pack):
    clocks = regulations.pack(pack).clocks
    ladders = {name: clock.reminders for name, clock in clocks.items() if clock.unit is not Unit.HOURS}
    earlier = {"member_term": (90, 30), "committee_composition": (90, 30), "member_statements": (30,)}

    assert ladders == {name: (*earlier.get(name, ()), 7, 3, 1) for name in ladders}
    assert regulations.pack(pack).clocks["decision_emergency"].reminders == (24, 6, 1)


@pytest.mark.parametrize("pack", BOTH)
def test_annual_report_is_due_on_31_march_and_never_rolls(pack):
    clock = regulations.pack(pack).clocks["annual_report"]

    assert (clock.unit, clock.month_day, clock.roll_last_day) == (Unit.FIXED_DATE, (3, 31), False)


@pytest.mark.parametrize("pack", BOTH)
def test_only_decisions_may_stand_still(pack):
    pausable = {name for name, clock in regulations.pack(pack).clocks.items() if clock.pausable}

    assert pausable == {"decision", "decision_simplified", "final_decision"}


@pytest.mark.parametrize("pack", BOTH)
@pytest.mark.parametrize(
    ("key", "clock"), [("follow_up.months", "follow_up"), ("follow_up.listed_months", "follow_up_listed")]
)
def test_follow_up_is_said_once_as_a_rule_and_once_as_a_clock(pack, key, clock):
    resolved = regulations.pack(pack)

    assert resolved.rules[key].value == resolved.clocks[clock].amount
    assert resolved.rules[key].source == resolved.clocks[clock].source


def test_focuses_are_the_six_with_their_questions_and_three_the_parent_adds():
    focuses = regulations.pack("ai-2026").rules_for(house={}).entries("review.focuses")

    own = [focus.key for focus in focuses if focus.source is None]
    added = {focus.key: focus.source for focus in focuses if focus.source is not None}
    assert own == ["well_being", "fairness", "controllable", "transparency", "responsibility", "privacy"]
    assert all(focus.parts for focus in focuses if focus.source is None)
    assert set(added) == {"qualification", "data_algorithm", "participants"}
    assert set(added.values()) == {Source(Cite("general-2023", 15), Basis.PARENT)}


@pytest.mark.parametrize("pack", BOTH)
def test_every_phrase_is_said_in_both_languages(pack):
    resolved = regulations.pack(pack)

    phrases = [rule.gist for rule in resolved.rules.values()]
    phrases += [item.words for rule in resolved.rules.values() if isinstance(rule.value, tuple) for item in rule.value]
    phrases += [clock.label for clock in resolved.clocks.values()]
    phrases += [words for move in resolved.moves.values() for words in (move.label, *(ask.label for ask in move.asks))]
    assert [words for words in phrases if not words.zh.strip() or not words.en.strip()] == []


def test_moves_are_those_the_interface_promises():
    promised = set(
        """submit withdraw request_completion resubmit accept decline determine_list grant_exemption
    assign_reviewers submit_worksheet declare_interest convene open_ballot cast_vote close_ballot convert_to_general
    issue_decision confirm_modifications pass_preliminary apply_re_examination accept_re_examination form_panel
    give_opinion register confirm_registration report_change report_incident report_progress conclude_follow_up suspend
    resume terminate complete extend pause_clock resume_clock appeal rule_on_appeal""".split()  # noqa: SIM905 -- as the contract prints them
    )

    for pack in BOTH:
        assert set(regulations.pack(pack).moves) == promised


@pytest.mark.parametrize("pack", BOTH)
def test_acts_of_the_committee_ask_for_reasons(pack):
    moves = regulations.pack(pack).moves
    reasoned = {
        "suspend",
        "resume",
        "terminate",
        "complete",
        "decline",
        "rule_on_appeal",
        "conclude_follow_up",
        "extend",
        "pause_clock",
        "resume_clock",
        "determine_list",
        "appeal",
    }

    for name in reasoned:
        assert "reasons" in {ask.name for ask in moves[name].asks if ask.required}, name


## Silence: what falls back to whom


def test_silent_measures_take_the_parents_rule_as_the_parents():
    resolved = regulations.pack("ai-2026")

    assert resolved.chain == ("ai-2026", "general-2023")
    assert resolved.suppliers["appeal.right"] == "general-2023"
    assert resolved.rules["appeal.right"].source == Source(Cite("general-2023", 18), Basis.PARENT)
    assert regulations.pack("general-2023").rules["appeal.right"].source.basis is Basis.REPORTED


def test_house_rules_stay_the_houses_wherever_they_are_read():
    resolved = regulations.pack("ai-2026")

    assert resolved.rules["clock.pausing"].source == HOUSE
    assert resolved.clocks["acceptance"].source == HOUSE


def test_parent_named_is_the_parent_followed():
    resolved = regulations.pack("ai-2026")

    assert ai_2026.PACK.falls_back_to == resolved.rules_for(house={}).text("parent.applies") == general_2023.PACK.id


def test_unknown_parent_is_an_error():
    with pytest.raises(KeyError):
        resolve(replace(ai_2026.PACK, falls_back_to="provincial"), {})


def test_moves_re_cite_themselves_by_the_pack_that_is_read():
    assert str(regulations.pack("general-2023").cite("decision.majority")) == "general-2023#16"
    assert str(regulations.pack("ai-2026").cite("decision.majority")) == "ai-2026#16"


## Which pack binds


@pytest.mark.parametrize(
    ("on", "ai", "bound"),
    [
        (date(2023, 12, 1), True, "general-2023"),
        (date(2025, 8, 22), True, "general-2023"),
        (date(2026, 3, 19), True, "general-2023"),
        (date(2026, 3, 20), True, "ai-2026"),
        (date(2026, 3, 20), False, "general-2023"),
    ],
)
def test_pack_in_force_on_the_day_binds(on, ai, bound):
    assert regulations.applicable(on=on, ai=ai).id == bound


def test_newest_is_the_last_that_binds():
    assert regulations.newest() is regulations.pack("ai-2026")


def test_before_any_instrument_nothing_binds():
    with pytest.raises(LookupError, match="2023-11-30"):
        regulations.applicable(on=date(2023, 11, 30), ai=True)


def test_there_is_one_resolved_pack_of_each():
    assert regulations.pack("ai-2026") is regulations.pack("ai-2026")
    assert [pack.id for pack in regulations.all_packs()] == ["general-2023", "ai-draft-2025", "ai-2026"]


@pytest.mark.parametrize(("status", "pinnable"), [("in_force", True), ("draft", False), ("repealed", False)])
def test_only_what_is_in_force_can_be_pinned(status, pinnable):
    pack = replace(general_2023.PACK, status=status)

    assert resolve(pack, {}).pinnable is pinnable


## Reading rules under a committee's settings


def test_committee_sets_what_the_house_left_open_and_nothing_else():
    house = {"clock.pausing": True, "review.reviewers": 3, "meeting.min_present": 3, "body.centre_separation": False}
    rules = regulations.pack("ai-2026").rules_for(house=house)

    assert rules.flag("clock.pausing") is True
    assert rules.number("review.reviewers") == 3
    assert rules.number("meeting.min_present") == 5
    assert rules.flag("body.centre_separation") is True


@pytest.mark.parametrize(
    ("house", "amount"), [({}, 5), ({"acceptance.days": 3}, 3), ({"acceptance.days": "3"}, 5), ({"decision": 60}, 5)]
)
def test_committee_sets_the_length_of_a_house_clock(house, amount):
    assert regulations.pack("ai-2026").rules_for(house=house).clock("acceptance").amount == amount


def test_committee_never_sets_the_length_a_text_fixes():
    rules = regulations.pack("ai-2026").rules_for(house={"decision": 60, "decision.days": 60})

    assert rules.clock("decision").amount == 30


def test_rule_read_as_what_it_is_not_is_an_error():
    rules = regulations.pack("ai-2026").rules_for(house={})

    with pytest.raises(TypeError, match=r"decision\.majority is not a number"):
        rules.number("decision.majority")
    with pytest.raises(TypeError, match=r"meeting\.min_present is not a share"):
        rules.share("meeting.min_present")
    with pytest.raises(TypeError, match=r"meeting\.min_present is not a list"):
        rules.entries("meeting.min_present")


def test_rules_are_read_by_their_kind():
    rules = regulations.pack("ai-2026").rules_for(house={})

    assert rules.text("ballot.closes") == BallotClosing.LAST_VOTE
    assert rules.categories("panel.categories") == (Category.FIELD, Category.ETHICS, Category.LAW)
    assert rules.rule("panel.majority").gist.en == "Two thirds of all the panel's experts agree"
    assert rules.source("panel.majority").cite == rules.pack.cite("panel.majority")


## Writing packs


def test_rule_or_clock_said_twice_is_an_error():
    twice = rule("committee.min_members", 7, HOUSE, "委员", "Members")

    with pytest.raises(ValueError, match=r"committee\.min_members is said twice"):
        table(twice, twice)
    submit = regulations.pack("ai-2026").moves["submit"]
    with pytest.raises(ValueError, match="submit is said twice"):
        named(submit, submit)


def test_limits_are_laid_over_those_of_the_parent():
    child = Pack(
        id="province",
        version="1",
        title=Words("省", "Province"),
        document="1",
        in_force_on=date(2026, 7, 1),
        status="in_force",
        rules={"appeal.right": Rule("appeal.right", True, HOUSE, Words("申诉", "Appeal"))},
        limits={"review.reviewers": Between(2, 7)},
        elsewhere=frozenset({"annual_inspection"}),
        falls_back_to="general-2023",
    )

    resolved = resolve(child, regulations.PACKS)

    assert resolved.limits["review.reviewers"] == Between(2, 7)
    assert resolved.limits["ballot.closes"] == OneOf(("last_vote", "chair"))
    assert resolved.elsewhere == {"annual_inspection", *general_2023.PACK.elsewhere}
    assert resolved.rules["appeal.right"].source == HOUSE


def test_item_carries_its_own_source_only_where_it_differs():
    items = {
        item.key: item.source
        for rule in regulations.pack("ai-2026").rules.values()
        if isinstance(rule.value, tuple)
        for item in rule.value
        if isinstance(item, Item) and item.source is not None
    }

    assert set(items) == {"qualification", "data_algorithm", "participants"}


def test_words_are_spoken_in_the_language_asked_for():
    words = Words("受理", "Accept")

    assert (words.in_language("en-gb"), words.in_language("zh-hans"), words.in_language("fr")) == (
        "Accept",
        "受理",
        "受理",
    )


def test_states_roles_and_procedures_of_the_specification_are_all_used():
    moves = regulations.pack("ai-2026").moves.values()

    used = {state for move in moves for state in (*move.sources, *move.targets)}
    assert used == set(State)
    assert {role for move in moves for role in move.by} == set(Role) - {Role.ADVISER}
    procedures = next(ask for ask in regulations.pack("ai-2026").moves["accept"].asks if ask.name == "procedure")
    assert procedures.schema["enum"] == list(Procedure)
