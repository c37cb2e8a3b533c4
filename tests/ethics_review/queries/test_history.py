"""The record for a reader: complete, and blinded for whoever is not of the committee."""

import hashlib
import json

import pytest

from ethics_review.engine import explain
from ethics_review.operations import sittings
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


WHY = "配偶在申请单位领取薪酬"


def who_reads(story, row_of, reason):
    """By name: whether the reader learns that somebody keeps out, why, and who."""
    world = story.world
    readers = [story.applicant, story.manager, story.members[5], story.chair, story.secretary, world.officer]
    found = {}
    for who in readers:
        row = row_of(read(story, who))
        said = text([row])
        digest = hashlib.sha256(reason.encode()).hexdigest()
        assert (reason in said) is (digest in said)
        found[who.name] = (reason in said, story.members[4].name in said or f"[{story.members[4].pk}]" in said)
    return found


NOBODYS, NAMED, WHOLE = (False, False), (False, True), (True, True)
READS = {"沈若水": NOBODYS, "主管": NOBODYS, "委员6": NAMED, "委员1": WHOLE, "秘书": WHOLE, "科技厅干事": WHOLE}


def test_why_somebody_declared_a_conflict_is_read_by_the_office_and_the_authority(story):
    story.in_review(items=(1,)).does(story.members[4], "declare_interest", conflict=True, details=WHY)

    assert who_reads(story, lambda history: history[-1], WHY) == READS


def test_why_somebody_was_kept_out_is_read_by_the_office_and_the_authority(story):
    story.in_review(items=(1,)).reviewed().convened()
    words = {"meeting": story.meeting.pk, "item": story.meeting.items.get().pk, "person": story.members[4].pk}
    sittings.recuse(**words, reason=WHY, user=story.chair, now=story.now)

    assert who_reads(story, lambda history: history[-1], WHY) == READS


def test_that_somebody_keeps_out_is_told_to_every_reader(story):
    story.in_review(items=(1,)).does(story.members[4], "declare_interest", conflict=True, details=WHY)
    story.does(story.members[5], "declare_interest", conflict=False)

    for who in (story.applicant, story.manager, story.members[6], story.world.officer):
        told = [row.body["conflict"] for row in read(story, who) if row.action == "declare_interest"]
        assert told == [False, False, True, False]


def test_the_authority_learns_the_names_of_none_who_keep_no_interest(story):
    story.in_review(items=(1,)).does(story.members[5], "declare_interest", conflict=False, details=WHY)
    history = read(story, story.world.officer)

    assert "委员6" not in text(history)
    assert WHY not in text(history)


def test_whoever_was_kept_out_reads_why(story):
    story.in_review(items=(1,)).reviewed().convened()
    words = {"meeting": story.meeting.pk, "item": story.meeting.items.get().pk, "person": story.members[4].pk}
    sittings.recuse(**words, reason=WHY, user=story.chair, now=story.now)

    own = rows(case=story.case, roles=frozenset(), person=story.members[4].pk)[-1]
    other = rows(case=story.case, roles=frozenset(), person=story.members[5].pk)[-1]
    assert (own.words, other.words) == ({"reason": WHY}, {})


@pytest.mark.parametrize("name", ["applicant", "manager", "member"])
@pytest.mark.parametrize("path", ["/api/v1/cases/{}/", "/api/v1/cases/{}/history/", "/cases/{}/"])
def test_no_interface_tells_why_to_others(story, client, name, path):
    story.in_review(items=(1,)).does(story.members[4], "declare_interest", conflict=True, details=WHY)
    story.reviewed().convened()
    words = {"meeting": story.meeting.pk, "item": story.meeting.items.get().pk, "person": story.members[7].pk}
    sittings.recuse(**words, reason=WHY, user=story.chair, now=story.now)
    reader = {"applicant": story.applicant, "manager": story.manager, "member": story.members[5]}[name]

    def shown(who):
        client.force_login(who)
        answer = client.get(path.format(story.number))
        assert answer.status_code == 200
        return answer.content.decode()

    digest = hashlib.sha256(WHY.encode()).hexdigest()
    assert WHY not in shown(reader)
    assert digest not in shown(reader)
    if path != "/api/v1/cases/{}/":
        assert shown(story.secretary).count(WHY) == shown(story.world.officer).count(WHY) == 2


def test_the_record_costs_one_statement_whatever_its_length(story, statements):
    story.submitted()
    case, roles = story.case, frozenset()
    short = statements(rows, case=case, roles=roles, person=0)
    story.does(story.secretary, "request_completion", extra=[{"path": "plan", "reason": "补充"}])

    assert statements(rows, case=case, roles=roles, person=0) == short == 1
