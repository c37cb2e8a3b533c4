"""The record for a reader: complete, and blinded for whoever is not of the committee."""

import json

import pytest

from ethics_review.engine import explain
from ethics_review.queries.history import rows
from tests.world import Story


def read(story, who):
    explained = explain(case=story.case, user=who, now=story.now)
    return rows(case=story.case, roles=explained.roles, person=who.pk)


def text(history):
    """Everything a reader could find in it."""
    return json.dumps([[row.actor, row.body, row.words] for row in history], ensure_ascii=False)


@pytest.fixture
def decided(story):
    return story.decided("reject")


def test_every_entry_is_there_for_every_reader(decided):
    entries = len(decided.entries())

    for who in (decided.applicant, decided.chair, decided.manager, decided.secretary):
        history = read(decided, who)
        assert [row.seq for row in history] == list(range(entries))
        assert all(row.hash for row in history)


def test_the_applicant_learns_neither_the_reviewers_nor_who_voted(decided):
    history = read(decided, decided.applicant)
    said = text(history)

    for member in decided.members[2:7]:
        assert member.name not in said
        assert f'"person": {member.pk}' not in said
    assigned = next(row for row in history if row.action == "assign_reviewers")
    assert "reviewers" not in assigned.body
    assert next(row for row in history if row.action == "open_ballot").body.keys() <= {"from", "to", "version"}
    votes = [row for row in history if row.action == "cast_vote" and row.role == "member"]
    assert len(votes) == 6
    assert all(row.blinded and row.actor == "" and set(row.body) <= {"from", "to", "version"} for row in votes)


def test_the_applicant_reads_the_reasons_of_the_decision(decided):
    issued = read(decided, decided.applicant)[-1]

    assert issued.action == "issue_decision"
    assert issued.words["reasons"] == "依据表决结果"
    assert issued.body["tally"]["reject"] == 7
    assert (issued.actor, issued.role) == ("委员1", "chair")


def test_nobody_reads_a_single_vote_or_a_worksheet_in_the_record(decided):
    for who in (decided.chair, decided.secretary, decided.members[4]):
        for row in read(decided, who):
            if row.action in {"cast_vote", "submit_worksheet"}:
                assert "position" not in row.body
                assert "recommendation" not in row.body
                assert row.words == {}


def test_the_committee_reads_who_acted(decided):
    history = read(decided, decided.secretary)

    assert {row.actor for row in history if row.action == "cast_vote"} == {f"委员{number}" for number in range(1, 8)}
    assert not any(row.blinded for row in history)


def test_an_expert_reads_no_names_of_the_committee(world):
    story = Story(world).applied().panelled()
    said = text(read(story, world.experts[0]))

    assert "委员4" not in said
    assert "委员3" not in said


def test_ones_own_acts_are_open_to_oneself(world):
    """Whoever declared a conflict still reads their own words, though nothing more of the committee's."""
    story = Story(world).accepted()
    story.does(world.members[4], "declare_interest", conflict=True, details="持股")
    own = rows(case=story.case, roles=frozenset(), person=world.members[4].pk)[-1]
    other = rows(case=story.case, roles=frozenset(), person=world.members[5].pk)[-1]

    assert own.words == {"details": "持股"}
    assert (other.words, other.actor) == ({}, "")


@pytest.mark.parametrize("who", ["applicant", "reviewer", "member"])
def test_what_a_reviewer_found_shows_in_no_conversion_before_the_decision(story, who):
    """The others are still at work on their worksheets, and one reviewer's finding is nobody's but the office's."""
    story.accepted("simplified").listed().assigned(*story.members[4:7]).reviewed(
        story.members[4], recommendation="reject"
    )
    reader = {"applicant": story.applicant, "reviewer": story.members[5], "member": story.members[7]}[who]

    def trigger(person):
        row = next(row for row in read(story, person) if row.action == "convert_to_general")
        return row.body.get("trigger")

    assert (trigger(reader), trigger(story.chair), trigger(story.secretary)) == (None, *["negative_finding"] * 2)
    story.reviewed(*story.members[5:7]).found().issued()
    assert trigger(reader) == "negative_finding"


def test_an_interest_in_its_particulars_is_read_by_the_office_alone(story):
    story.accepted().does(story.members[4], "declare_interest", conflict=True, details="配偶在申请单位")

    said = {who.name: read(story, who)[-1].words for who in (story.members[5], story.chair, story.secretary)}
    assert said == {"委员6": {}, "委员1": {"details": "配偶在申请单位"}, "秘书": {"details": "配偶在申请单位"}}


def test_the_record_costs_two_statements_whatever_its_length(story, statements):
    story.submitted()
    case, roles = story.case, frozenset()
    short = statements(rows, case=case, roles=roles, person=0)
    story.does(story.secretary, "request_completion", extra=[{"path": "plan", "reason": "补充"}])

    assert statements(rows, case=case, roles=roles, person=0) == short == 2
