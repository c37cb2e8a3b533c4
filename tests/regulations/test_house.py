"""What a committee may set, between which bounds, and what it is told of everything else."""

from dataclasses import replace

import pytest

import regulations
from regulations.clocks import Unit
from regulations.house import check_house, fits, house_settings
from regulations.pack import Between, OneOf
from regulations.vocabulary import Basis
from regulations.words import Words

GOOD = regulations.pack("ai-2026")
DEFAULTS = {
    "meeting.video": False,
    "review.reviewers": 1,
    "ballot.closes": "last_vote",
    "clock.extension_days": 180,
    "clock.pausing": False,
    "emergency.follow_up_months": 6,
    "retention.decision_years": 30,
    "retention.other_years": 10,
    "access_logs.months": 6,
    "acceptance.days": 5,
    "supplement.days": 30,
    "simplified.days": 10,
    "re_examination_application.days": 10,
    "final_decision.days": 10,
    "modification.days": 30,
    "revision.days": 60,
    "pause.days": 30,
    "appeal.days": 30,
    "appeal_ruling.days": 30,
    "change_assessment.days": 10,
    "exemption.recheck_months": 12,
    "condition.months": 6,
    "member_statements.months": 12,
    "committee.term_notice_days": 90,
}
BOUNDED = [(key, spec.limits) for key, spec in house_settings(GOOD).items() if isinstance(spec.limits, Between)]


@pytest.mark.parametrize("pack", regulations.all_packs(), ids=lambda pack: pack.id)
def test_settings_are_those_no_text_fixes_with_their_defaults(pack):
    specs = house_settings(pack)

    assert {key: spec.default for key, spec in specs.items()} == DEFAULTS
    sources = [rule.source for rule in pack.rules.values() if rule.key in specs]
    sources += [clock.source for clock in pack.clocks.values() if clock.setting in specs]
    assert {source.basis for source in sources} == {Basis.HOUSE}


def test_setting_of_a_clock_says_what_it_counts():
    spec = house_settings(GOOD)["acceptance.days"]

    assert (spec.unit, spec.label, spec.limits) == (Unit.WORKING_DAYS, Words("受理", "Acceptance"), Between(1, 30))


def test_defaults_are_in_order():
    assert check_house(GOOD, DEFAULTS) == ()
    assert check_house(GOOD, {}) == ()


@pytest.mark.parametrize(("key", "limits"), BOUNDED, ids=[key for key, _ in BOUNDED])
def test_number_is_taken_at_its_bounds_and_not_beyond(key, limits):
    assert check_house(GOOD, {key: limits.least}) == check_house(GOOD, {key: limits.most}) == ()
    for beyond in (limits.least - 1, limits.most + 1):
        (problem,) = check_house(GOOD, {key: beyond})
        assert (problem.code, problem.where) == ("house.out_of_bounds", key)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("acceptance.days", True),
        ("acceptance.days", 5.0),
        ("acceptance.days", "5"),
        ("acceptance.days", None),
        ("meeting.video", 1),
        ("meeting.video", "true"),
        ("ballot.closes", "never"),
        ("ballot.closes", ["chair"]),
        ("ballot.closes", True),
    ],
)
def test_value_of_another_type_is_refused(key, value):
    (problem,) = check_house(GOOD, {key: value})

    assert (problem.code, problem.where) == ("house.out_of_bounds", key)


def test_every_problem_is_told_at_once_with_what_is_expected():
    house = {"acceptance.days": 0, "ballot.closes": "never", "meeting.video": 1, "meeting.min_present": 3}

    assert [problem.sentence.en for problem in check_house(GOOD, house)] == [
        "acceptance.days is a whole number from 1 to 30, not 0.",
        "ballot.closes is one of last_vote, chair, not 'never'.",
        "meeting.min_present is not for a committee to set: a text fixes it, or there is no such setting.",
        "meeting.video is true or false, not 1.",
    ]


@pytest.mark.parametrize(
    "key",
    ["meeting.min_present", "decision", "decision.majority", "body.centre_separation", "ballot.vote_stays", "wine"],
)
def test_what_a_text_or_the_rest_stands_on_is_not_for_a_committee_to_set(key):
    (problem,) = check_house(GOOD, {key: 1})

    assert (problem.code, problem.where) == ("house.unknown", key)


def test_access_logs_are_never_kept_shorter_than_the_law_says():
    assert [problem.code for problem in check_house(GOOD, {"access_logs.months": 5})] == ["house.out_of_bounds"]


def test_emergency_is_followed_up_sooner_than_the_rest_whatever_the_committee_sets():
    most = house_settings(GOOD)["emergency.follow_up_months"].limits.most

    assert most < GOOD.rules["follow_up.months"].value


def test_choice_takes_its_words_only():
    spec = replace(house_settings(GOOD)["ballot.closes"], limits=OneOf(("a", "b")))

    assert [fits(spec, value) for value in ("a", "b", "c")] == [True, True, False]
