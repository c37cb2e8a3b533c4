"""Who may know what: 404 for whoever may not know of a case, and names, votes and worksheets for nobody too many."""

import pytest

from ethics_review.models import Document
from tests.world import Story

PARTS = ("", "history/", "explain/", "documents/")
LISTS = ("registrations/", "re-examinations/", "follow-ups/", "appeals/")


@pytest.fixture
def asks(calls, at, story):
    """A person's program at the story's instant: the answer's status and body."""

    def ask(who, path, method="GET", data=None):
        with at(story.now):
            answer = calls(who).ask(method, path, data)
        return answer.status_code, answer.json()

    return ask


@pytest.fixture
def rich(story):
    """A listed case that was decided, registered, followed up, suspended and appealed, with a document on file."""
    story.re_examined()
    Document.objects.create(
        case=story.case,
        kind="plan",
        name="方案.pdf",
        size=1,
        media_type="application/pdf",
        sha256="0" * 64,
        content="none",
        uploaded_by=story.applicant,
        uploaded_at=story.now,
    )
    story.does(story.manager, "register", number="登记1号")
    story.does(story.chair, "conclude_follow_up", outcome="suspend", reasons="停止试运行")
    story.does(story.applicant, "appeal", reasons="已整改", support="整改报告")
    return story


def sees(asks, who, number):
    return [row["number"] for row in asks(who, f"cases/?q={number}")[1]["results"]]


def test_stranger_does_not_learn_that_a_case_exists(rich, asks):
    for part in PARTS:
        there = asks(rich.world.stranger, f"cases/{rich.number}/{part}")
        nowhere = asks(rich.world.stranger, f"cases/2026-0999/{part}")

        assert there == nowhere
        assert there[0] == 404


def test_nobody_without_a_part_finds_a_case_in_any_list(rich, asks):
    world = rich.world
    for person in (world.stranger, world.bare_manager, world.loner, world.adviser, world.centre_secretary):
        assert asks(person, "cases/")[1] == {"next": None, "results": []}
        assert sees(asks, person, rich.number) == []
        for name in LISTS:
            assert asks(person, name)[1]["results"] == []
            assert asks(person, f"{name}?case={rich.number}")[1]["results"] == []


def test_everybody_with_a_part_finds_it_in_every_list(rich, asks):
    for person in (rich.applicant, rich.manager, rich.secretary, rich.world.officer):
        assert sees(asks, person, rich.number) == [rich.number]
        for name in LISTS:
            assert [row["case"] for row in asks(person, name)[1]["results"]] == [rich.number]


def test_stranger_writes_nothing_and_takes_nothing(rich, asks, unchanged):
    document = Document.objects.get().pk
    for method, path, data in (
        ("POST", "moves/submit/", {}),
        ("POST", "moves/rule_on_appeal/", {"ruling": "upheld", "reasons": "x"}),
        ("POST", "check/", {}),
        ("PATCH", "filing/", {"funding": "x"}),
        ("GET", f"documents/{document}/content", None),
    ):
        with unchanged():
            assert asks(rich.world.stranger, f"cases/{rich.number}/{path}", method, data)[0] == 404


def test_draft_is_the_applicants_alone(story, asks):
    story.drafted()

    assert asks(story.applicant, f"cases/{story.number}/")[0] == 200
    for person in (story.secretary, story.chair, story.manager, story.world.officer):
        assert asks(person, f"cases/{story.number}/")[0] == 404


def test_authority_sees_listed_cases_only(story, asks):
    unlisted, listed = Story(story.world).in_review(), Story(story.world).in_review(items=(2,))

    assert asks(story.world.officer, f"cases/{unlisted.number}/")[0] == 404
    assert asks(story.world.officer, f"cases/{listed.number}/")[0] == 200


def test_recused_member_finds_the_case_nowhere(rich, asks):
    other = Story(rich.world).accepted()
    member = rich.members[4]
    other.does(member, "declare_interest", conflict=True, details="共同署名")

    assert sees(asks, member, rich.number) == [rich.number]
    assert sees(asks, member, other.number) == []
    assert asks(member, f"cases/{other.number}/")[0] == 404
    assert asks(member, f"cases/{other.number}/history/")[0] == 404
    assert asks(member, f"cases/{other.number}/moves/cast_vote/", "POST", {"position": "approve"})[0] == 404
    numbers = {message["case"] for message in asks(member, "messages/?page_size=200")[1]["results"]}
    assert other.number not in numbers


def test_recused_member_sees_the_item_but_not_its_matter(story, asks):
    story.in_review().reviewed().convened()
    member = story.members[4]
    before = asks(member, f"meetings/{story.meeting.pk}/")[1]["items"]
    story.arrives(member).does(member, "declare_interest", conflict=True, details="共同署名")

    (item,) = asks(member, f"meetings/{story.meeting.pk}/")[1]["items"]

    assert before[0]["case"] == story.number
    assert (item["hidden"], item["case"], item["label"], item["ballot"], item["recused"]) == (
        True,
        None,
        None,
        None,
        [],
    )


# Blinding


@pytest.fixture
def reviewers(story):
    return [story.members[2], story.members[3]]


def names(people):
    return {person["name"] for person in people}


def test_applicant_never_learns_who_reviews(story, reviewers, asks):
    story.in_review().reviewed().balloting()

    status, case = asks(story.applicant, f"cases/{story.number}/")
    history = asks(story.applicant, f"cases/{story.number}/history/")[1]["results"]

    hidden = {str(person) for person in story.members} - {str(story.chair)}
    assert status == 200
    assert (case["reviewers"], case["worksheets"], case["recused"], case["ballot"]) == (None, [], None, None)
    assert not {"member", "reviewer", "expert"} & set(case["people"])
    assert not [name for name in hidden if name in str(case) or name in str(history)]
    blinded = {entry["action"] for entry in history if entry["blinded"]}
    assert blinded == {"declare_interest", "submit_worksheet"}
    assert all(set(entry["body"]) <= {"from", "to", "version", "conflict"} for entry in history if entry["blinded"])


def test_applicant_is_not_told_by_a_refusal_who_voted(story, asks):
    story.in_review().reviewed().balloting()
    voter = story.members[4]
    story.votes("approve", voter)

    _, refused = asks(story.applicant, f"cases/{story.number}/moves/submit/", "POST", {})
    _, case = asks(story.applicant, f"cases/{story.number}/")

    latest = refused["refusals"][0]["figures"]["latest"]
    assert (latest["action"], latest["role"], latest["actor"]) == ("cast_vote", "member", "")
    assert str(voter) not in str(refused)
    assert str(voter) not in str(case)


def test_applicant_is_not_told_by_a_stale_answer_who_voted(story, calls, at):
    story.in_review().reviewed().balloting()
    story.votes("approve", story.members[4])
    with at(story.now):
        path = f"cases/{story.number}/moves/withdraw/"
        answer = calls(story.applicant).post(path, {"reasons": "撤回"}, if_match='"2026-0001-1"')

    assert answer.status_code == 412
    assert answer.json()["latest"]["actor"] == ""
    assert str(story.members[4]) not in answer.content.decode()


def test_office_is_told_by_a_refusal_who_acted_last(story, asks):
    story.in_review().reviewed().balloting()
    story.votes("approve", story.members[4])

    _, refused = asks(story.secretary, f"cases/{story.number}/moves/accept/", "POST", {})

    assert refused["refusals"][0]["figures"]["latest"]["actor"] == str(story.members[4])


def test_ballot_tells_the_committee_who_has_voted_and_never_what(story, asks):
    story.in_review().reviewed().balloting()
    story.votes("approve", *story.members[:5])
    story.votes("reject", story.members[5])

    ballot = asks(story.secretary, f"cases/{story.number}/")[1]["ballot"]
    text = str(ballot)
    story.votes("reject", story.members[6])
    closed = asks(story.members[1], f"cases/{story.number}/")[1]["ballot"]

    assert ballot["status"] == "open"
    assert [voter["voted"] for voter in ballot["roll"]] == [True] * 6 + [False]
    assert (ballot["tally"], ballot["result"]) == (None, None)
    assert "position" not in text
    assert (closed["status"], closed["result"]) == ("closed", "approve")
    assert (closed["tally"]["approve"], closed["tally"]["reject"]) == (5, 2)
    assert "position" not in str(closed)


def test_worksheets_of_others_are_unseen_until_the_ballot_opens(story, reviewers, asks):
    story.in_review().reviewed()
    first, second = reviewers

    def seen(who):
        return names(one["reviewer"] for one in asks(who, f"cases/{story.number}/")[1]["worksheets"])

    before = {who: seen(who) for who in (first, second, story.chair, story.secretary, story.members[5])}
    story.in_meeting()
    story.does(story.chair, "open_ballot")

    assert before[first] == {str(first)}
    assert before[second] == {str(second)}
    assert before[story.chair] == before[story.secretary] == before[story.members[5]] == set()
    assert seen(first) == seen(story.chair) == seen(story.members[5]) == {str(first), str(second)}
    assert seen(story.applicant) == seen(story.manager) == set()


def test_worksheets_of_a_simplified_review_open_with_the_last(story, reviewers, asks):
    story.in_review("simplified")
    first, second = reviewers
    story.reviewed(first)
    before = asks(story.chair, f"cases/{story.number}/")[1]["worksheets"]
    story.reviewed(second)

    after = asks(story.chair, f"cases/{story.number}/")[1]["worksheets"]

    assert before == []
    assert names(one["reviewer"] for one in after) == {str(first), str(second)}


def test_panel_knows_its_own_ballot_and_not_the_committees(story, asks):
    story.preliminary()
    committee = asks(story.world.officer, f"cases/{story.number}/")[1]
    story.does(story.manager, "apply_re_examination")
    story.panel_voting()
    expert = story.world.experts[0]

    mine, office = asks(expert, f"cases/{story.number}/")[1], asks(story.secretary, f"cases/{story.number}/")[1]

    assert (committee["ballot"], committee["reviewers"], committee["worksheets"]) == (None, None, [])
    assert names(voter["person"] for voter in mine["ballot"]["roll"]) == {str(one) for one in story.world.experts[:5]}
    assert names(mine["people"]["expert"]) == {str(one) for one in story.world.experts[:5]}
    assert mine["reviewers"] is None
    assert office["ballot"]["status"] == "closed"


def test_applicant_who_sits_on_the_committee_reads_as_an_applicant(world, calls, at):
    member = world.members[8]
    story = Story(world, applicant=member).in_review().reviewed().balloting()
    with at(story.now):
        case = calls(member).get(f"cases/{story.number}/").json()

    assert case["roles"] == ["applicant"]
    assert (case["reviewers"], case["ballot"], case["worksheets"]) == (None, None, [])


def test_text_of_a_vote_or_worksheet_is_nowhere_in_the_record(story, asks):
    story.in_review().reviewed().balloting()
    story.votes("reject", story.members[0])

    for who in (story.applicant, story.secretary, story.members[1]):
        record = str(asks(who, f"cases/{story.number}/history/")[1])
        assert "风险未受控" not in record
        assert "'position'" not in record
