"""Duties over the API: what one owes and oversees, soonest first, and nothing of anybody else's."""

import pytest

from ethics_review.operations import bodies
from tests.world import MINUTE, Story

CONDITIONS = [{"text": "上线前完成偏差检验", "due_on": "2026-09-01"}, {"text": "每季度公开评估结果"}]


@pytest.fixture
def duties(calls, at, story):
    """What the API tells a person of their duties, a minute after whatever came before."""

    def ask(who, query="", status=200):
        story.now += MINUTE
        with at(story.now):
            answer = calls(who).ask("GET", f"duties/{query}")
        assert answer.status_code == status, answer.json()
        return answer.json().get("results")

    return ask


def shown(rows):
    return [(one["case"], one["clock"], one["owes"]) for one in rows]


def test_a_duty_says_whom_it_binds_what_settles_it_and_what_follows(story, duties, world):
    story.in_review()
    (duty,) = duties(story.chair)

    assert (duty["case"], duty["clock"], duty["kind"], duty["owes"]) == (story.number, "decision", "duty", True)
    assert (duty["owner"], [one["name"] for one in duty["people"]]) == ("chair", ["委员1"])
    assert (duty["due_on"], duty["state"], duty["what"]["zh"]) == ("2026-07-10", "running", "审查决定")
    assert (duty["cite"]["instrument"], duty["cite"]["article"], duty["basis"]) == ("ai-2026", 16, "reported")
    assert duty["evidence"]["zh"] == "审查决定，或者通过初步审查"
    assert duty["consequence"]["zh"] == "记为逾期并逐级告知；逾期不视为批准，也不产生任何决定"
    assert (duty["consequence_basis"], duty["committee"]["id"]) == ("house", world.body.pk)
    assert duty["next_told_at"].startswith("2026-07-03T23:59:59")


def test_each_condition_is_a_duty_of_its_own_with_its_words(story, duties):
    story.decided_with(CONDITIONS)
    found = [one for one in duties(story.applicant) if one["clock"] == "condition"]

    assert [(one["item"], one["due_on"], one["detail"]) for one in found] == [
        (1, "2026-09-01", "上线前完成偏差检验"),
        (2, "2026-12-10", "每季度公开评估结果"),
    ]
    assert all(one["owes"] and one["owner"] == "applicant" for one in found)


def test_the_soonest_comes_first_and_pages_follow_by_key(story, duties, calls, at):
    story.decided_with(CONDITIONS)
    every = duties(story.secretary)
    assert [one["due_on"] for one in every] == sorted(one["due_on"] for one in every)

    with at(story.now):
        first = calls(story.secretary).ask("GET", "duties/?page_size=1").json()
        second = calls(story.secretary).ask("GET", first["next"].partition("/api/v1/")[2]).json()
    assert [first["results"][0]["id"], second["results"][0]["id"]] == [one["id"] for one in every[:2]]


def test_whoever_oversees_sees_what_others_owe_and_whoever_does_neither_sees_nothing(story, duties, world):
    story.in_review()

    assert shown(duties(story.secretary)) == [(story.number, "decision", False)]
    assert shown(duties(world.manager)) == [(story.number, "decision", False)]
    assert duties(story.applicant) == []
    for nobody in (world.stranger, world.members[4], world.officer, world.bare_manager, world.centre_secretary):
        assert duties(nobody) == []


def test_the_authority_oversees_listed_matters_of_its_region_only(world, duties, story):
    story.in_review(items=(1,))
    Story(world, now=story.now).in_review()

    assert shown(duties(world.officer)) == [(story.number, "decision", False)]


def test_whoever_was_recused_hears_no_more_of_the_matter(story, duties):
    story.accepted()
    story.does(story.chair, "declare_interest", conflict=True, details="共同署名")

    assert duties(story.chair) == []


def test_what_a_body_owes_stands_on_the_desk_of_its_office_its_unit_and_its_authority(world, duties, story):
    body = bodies.establish(
        institution=world.bare_unit, kind="ethics", name="新委员会", name_en="New", pack_id="ai-2026",
        established_on=story.now.date(), house={}, actor=world.bare_manager, role="unit", now=story.now,
    )  # fmt: skip
    (duty,) = duties(world.bare_manager)

    assert (duty["case"], duty["committee"]["id"], duty["clock"], duty["owner"]) == (
        None, body.pk, "committee_registration", "secretary",
    )  # fmt: skip
    assert shown(duties(world.officer)) == [(None, "committee_registration", False)]
    assert duties(world.manager) == []


def test_filters_narrow_what_is_told(story, duties):
    story.decided_with(CONDITIONS).wait(days=100)
    late = duties(story.applicant, "?overdue=true")

    assert [(one["clock"], one["state"]) for one in late] == [("condition", "overdue")]
    assert [one["item"] for one in duties(story.applicant, "?overdue=false&owes=true")] == [2]
    assert duties(story.applicant, "?owes=false") == []
    assert [one["item"] for one in duties(story.applicant, "?due_before=2026-10-01")] == [1]
    duties(story.applicant, "?overdue=perhaps", status=422)
    duties(story.applicant, "?due=1", status=422)


def test_a_right_is_told_as_one_and_once_closed_not_at_all(story, duties):
    story.decided("reject")
    assert [(one["clock"], one["kind"]) for one in duties(story.applicant)] == [("appeal_window", "right")]

    story.wait(days=60)
    assert duties(story.applicant) == []


def test_the_list_takes_the_same_statements_for_one_duty_and_for_three(world, calls, at, statements):
    taken = []
    for count in (1, 3):
        stories = [Story(world).in_review() for _ in range(count)]
        with at(stories[-1].now):
            caller = calls(stories[-1].chair)
            caller.get("duties/")
            taken.append(statements(caller.get, "duties/"))

    assert taken[0] == taken[1]
    assert taken[0] <= 20


def test_an_instrument_that_is_gone_breaks_nobody_s_list(story, duties):
    story.in_review()
    type(story.case).objects.filter(number=story.number).update(pack_version="gone")
    (duty,) = duties(story.chair)

    assert duty["evidence"]["en"] == "The act the time limit asks for, on record"
