"""A body in figures: counted from what is decided, within the days asked for, at one price however much there is."""

from datetime import date, timedelta

import pytest

from ethics_review.operations.sweeping import sweep
from ethics_review.operations.worksheets import keep
from ethics_review.queries.dashboard import Load, Missed, Period, Turnaround, figures, readable
from ethics_review.queries.sittings import keeps_office
from regulations.clocks import local
from tests.world import MORNING, Story, worksheet

JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
NO_FIGURES = {"turnaround": {}, "missed": {}, "outcomes": {}, "findings": {}, "rounds": {}}


@pytest.fixture
def counted(world):
    """The figures of the unit's body, in June unless other days are given."""
    return lambda period=JUNE, **words: figures(committee=world.body, period=period, with_loads=False, **words)


def test_nothing_decided_is_nothing_counted(counted, story):
    story.in_review().reviewed()

    assert {name: getattr(counted(), name) for name in NO_FIGURES} == NO_FIGURES


def test_a_decision_is_counted_with_its_procedure_outcome_and_days(counted, world):
    Story(world).decided()
    slow = Story(world).in_review("simplified").reviewed().wait(days=9)
    slow.issued()

    found = counted()

    assert found.turnaround == {"general": Turnaround(1, 0, 0), "simplified": Turnaround(1, 9, 9)}
    assert found.outcomes == {"approve": 2}
    assert found.rounds == {1: 2}


def test_the_median_lies_between_the_two_in_the_middle(counted, world):
    Story(world).decided()
    Story(world).in_review("simplified").reviewed().wait(days=1).issued()
    Story(world).in_review("simplified").reviewed().wait(days=4).issued()

    assert counted().turnaround["simplified"] == Turnaround(2, 2.5, 4)


def test_what_reviewers_found_is_counted_only_where_it_is_decided(counted, world):
    Story(world).in_review().reviewed()
    open_only = counted().findings
    Story(world).decided()

    assert open_only == {}
    assert counted().findings["privacy"] == {"yes": 2}


def test_each_finding_is_counted_by_what_was_found(counted, story):
    story.in_review()
    for person, answer in ((story.members[2], "no"), (story.members[3], "na")):
        given = worksheet()
        story.does(
            person, "submit_worksheet", **given | {"focuses": given["focuses"] | {"privacy": {"answer": answer}}}
        )
    story.found().issued()

    assert counted().findings["privacy"] == {"no": 1, "na": 1}
    assert counted().findings["fairness"] == {"yes": 2}


def test_what_a_reviewer_has_only_kept_is_in_no_sum(world):
    Story(world).decided()
    before = figures(committee=world.body, period=JUNE, with_loads=True)
    story = Story(world).in_review()
    owed = figures(committee=world.body, period=JUNE, with_loads=True)
    keep(
        number=story.number,
        answers={"focuses.privacy.answer": "no"},
        drawn_from=0,
        user=world.members[2],
        now=story.now,
    )

    assert figures(committee=world.body, period=JUNE, with_loads=True) == owed
    assert owed.findings == before.findings


def test_a_review_that_turned_general_is_counted_as_general(counted, story):
    story.in_review("simplified")
    story.does(story.members[2], "submit_worksheet", **worksheet("reject"))
    story.reviewed(story.members[3]).found().issued()

    assert set(counted().turnaround) == {"general"}


@pytest.mark.parametrize(("since", "until", "times"), [(-1, -1, {}), (-1, 0, 1), (0, 0, 1), (0, 1, 1), (1, 1, {})])
def test_a_limit_is_counted_in_the_days_on_which_it_was_found_missed(counted, story, since, until, times):
    story.submitted()
    due = story.clock("acceptance").due_at
    sweep(now=due + timedelta(seconds=1))
    found_on = local(due + timedelta(seconds=1)).date()

    period = Period(found_on + timedelta(days=since), found_on + timedelta(days=until))

    assert counted(period).missed == (times and {"acceptance": Missed(times, times)})


@pytest.mark.parametrize(("since", "until", "asked"), [(9, 9, 0), (9, 10, 1), (10, 11, 1), (11, 11, 0)])
def test_the_load_counts_what_was_asked_on_both_days_of_the_period(world, since, until, asked):
    Story(world).in_review()

    loads = figures(
        committee=world.body, period=Period(date(2026, 6, since), date(2026, 6, until)), with_loads=True
    ).loads

    assert {load.person: load.assigned for load in loads}["委员3"] == asked


@pytest.mark.parametrize(("until", "named"), [(10, True), (11, True), (12, False)])
def test_the_load_names_whoever_votes_on_the_last_day_of_the_period(world, until, named):
    world.end_seat(world.members[6], on=date(2026, 6, 12), at=MORNING)

    loads = figures(committee=world.body, period=Period(date(2026, 6, 1), date(2026, 6, until)), with_loads=True).loads

    assert ("委员7" in {load.person for load in loads}) is named


def test_another_round_is_one_case_with_two_rounds(counted, story):
    story.decided("revise_and_re_review").revised()
    story.does(story.applicant, "resubmit")
    reviewers = story.members[4:6]
    story.accepted().listed().assigned(*reviewers).reviewed(*reviewers).found().issued()

    found = counted()

    assert found.rounds == {2: 1}
    assert found.outcomes == {"revise_and_re_review": 1, "approve": 1}


@pytest.mark.parametrize(("since", "until", "times"), [(9, 9, 0), (9, 10, 1), (10, 10, 1), (10, 11, 1), (11, 11, 0)])
def test_both_days_of_the_period_belong_to_it(counted, story, since, until, times):
    story.decided()

    found = counted(Period(date(2026, 6, since), date(2026, 6, until)))

    assert sum(found.outcomes.values()) == times


def test_a_limit_is_counted_when_it_is_found_missed_and_owed_until_it_is_met(counted, story):
    story.submitted()
    due = story.clock("acceptance")
    sweep(now=due.due_at + timedelta(seconds=1))
    period = Period(due.due_on, due.due_on + timedelta(days=1))
    owed = counted(period).missed
    story.now = due.due_at + timedelta(hours=1)
    story.accepted()

    assert owed == {"acceptance": Missed(times=1, open=1)}
    assert counted(period).missed == {"acceptance": Missed(times=1, open=0)}


def test_the_load_names_everybody_who_votes_the_busiest_first(world):
    Story(world).decided()
    Story(world).in_review()

    loads = figures(committee=world.body, period=JUNE, with_loads=True).loads

    assert loads[:3] == (Load("委员3", 2, 1), Load("委员4", 2, 1), Load("委员1", 0, 0))
    assert len(loads) == len(world.members)


def test_another_body_has_figures_of_its_own(world):
    Story(world).decided()

    found = figures(committee=world.centre, period=JUNE, with_loads=True)

    assert {name: getattr(found, name) for name in NO_FIGURES} == NO_FIGURES
    assert {load.assigned for load in found.loads} == {0}


@pytest.mark.parametrize(("with_loads", "price"), [(False, 3), (True, 5)])
def test_the_price_is_the_same_for_one_case_and_for_three(world, statements, with_loads, price):
    Story(world).decided()
    one = statements(figures, committee=world.body, period=JUNE, with_loads=with_loads)
    Story(world).decided()
    Story(world).decided("reject")

    three = statements(figures, committee=world.body, period=JUNE, with_loads=with_loads)

    assert (one, three) == (price, price)


@pytest.mark.parametrize(
    ("who", "sees", "office"),
    [
        ("secretary", True, True),
        ("chair", True, True),
        ("vice", True, False),
        ("manager", True, False),
        ("centre_secretary", False, False),
        ("applicant", False, False),
        ("bare_manager", False, False),
        ("officer", False, False),
        ("stranger", False, False),
    ],
)
def test_it_is_for_the_seats_of_the_body_and_the_manager_of_its_unit(world, who, sees, office):
    person = getattr(world, who)

    assert readable(user=person, now=MORNING).filter(pk=world.body.pk).exists() is sees
    assert keeps_office(committee=world.body, user=person, now=MORNING) is office


def test_a_seat_given_up_shows_it_no_more(world):
    world.end_seat(world.vice, on=MORNING.date(), at=MORNING)

    assert not readable(user=world.vice, now=MORNING).exists()


def test_a_panel_has_none(world, story):
    panel = story.applied().panelled().case.re_examinations.get().panel

    assert not readable(user=world.experts[0], now=story.now).filter(pk=panel.pk).exists()
