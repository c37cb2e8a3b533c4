"""Moves over the API: made, refused with every reason, refused as stale, and out of sight afterwards."""

import pytest

import regulations
from tests.world import acceptance, worksheet


@pytest.fixture
def move(story, calls, at):
    """Somebody tries a move over the API at the story's instant."""

    def make(who, name, data=None, **headers):
        with at(story.now):
            return calls(who).post(f"cases/{story.number}/moves/{name}/", data, **headers)

    return make


def test_move_answers_with_the_case_as_it_is_now(story, move):
    story.drafted()

    answer = move(story.applicant, "submit")

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["version"]) == ("submitted", 2)
    assert answer.headers["ETag"] == f'"{story.number}-2"'
    assert story.entries()[-1] == ("submit", "applicant")


def test_move_without_a_body_asks_nothing(story, calls, at):
    story.drafted()
    with at(story.now):
        assert calls(story.applicant).ask("POST", f"cases/{story.number}/moves/submit/").status_code == 200


def test_refused_move_is_told_every_reason_in_order(story, move, unchanged):
    story.drafted(funding=None).does(story.applicant, "submit")
    story.world.end_seat(story.world.chair, on=story.now.date(), at=story.now)
    with unchanged():
        answer = move(story.secretary, "accept", acceptance())

    body = answer.json()
    assert answer.status_code == 409
    assert [(refusal["code"], refusal["cite"]["instrument"], refusal["basis"]) for refusal in body["refusals"]] == [
        ("committee.chair_count", "general-2023", "parent"),
        ("materials.incomplete", "ai-2026", "read"),
    ]
    assert body["refusals"][0]["figures"] == {"need": 1, "have": 0}
    assert body["detail"] == " ".join(refusal["sentence"] for refusal in body["refusals"])


def test_allowed_is_true_exactly_when_the_move_succeeds(story, calls, at, move):
    story.submitted()
    with at(story.now):
        moves = calls(story.secretary).get(f"cases/{story.number}/").json()["moves"]
    allowed = {one["move"] for one in moves if one["allowed"]}
    data = {"accept": acceptance(), "decline": {"ground": "out_of_scope", "reasons": "不在范围内"}}

    answers = {name: move(story.secretary, name, data.get(name)).status_code for name in ("open_ballot", "accept")}

    assert allowed == {"request_completion", "accept", "decline", "extend"} & allowed
    assert {"accept", "decline"} <= allowed
    assert answers == {"open_ballot": 409, "accept": 200}


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        ({}, [("procedure", "input.required"), ("reason", "input.required"), ("scope", "input.required")]),
        (acceptance() | {"procedure": "quick"}, [("procedure", "input.enum")]),
        (acceptance() | {"scope": []}, [("scope", "input.too_short")]),
        (acceptance() | {"reason": " "}, [("reason", "input.required")]),
        (acceptance() | {"why": "x", "when": 1}, [("when", "input.unknown_field"), ("why", "input.unknown_field")]),
        (acceptance() | {"reason": "\x00"}, [("reason", "input.character")]),
        (acceptance() | {"reason": 1}, [("reason", "input.type")]),
    ],
)
def test_wrong_input_of_a_move_is_told_at_once(story, move, unchanged, data, problems):
    story.submitted()
    with unchanged():
        answer = move(story.secretary, "accept", data)

    assert answer.status_code == 422
    assert [(error["path"], error["code"]) for error in answer.json()["errors"]] == problems


@pytest.mark.parametrize("body", [b"[]", b'"submit"', b"3", b"true", b"null"])
def test_input_that_is_no_object_is_refused(story, calls, at, unchanged, body):
    story.drafted()
    with at(story.now):
        mine = calls(story.applicant)
        with unchanged():
            answer = mine.ask("POST", f"cases/{story.number}/moves/submit/", body)

    assert [error["code"] for error in answer.json()["errors"]] == ["input.type"]


@pytest.mark.parametrize("whole", [6.0, "6", True])
def test_numbers_are_not_made_of_something_else(story, move, unchanged, whole):
    story.in_review().reviewed().found()
    with unchanged():
        answer = move(story.chair, "issue_decision", {"reasons": "依据表决", "follow_up_months": whole})

    assert [(error["path"], error["code"]) for error in answer.json()["errors"]] == [("follow_up_months", "input.type")]


@pytest.mark.parametrize("name", ["create", "revise", "nope", "__init__"])
def test_move_nobody_knows_is_not_found(story, move, name):
    story.drafted()

    assert move(story.applicant, name).status_code == 404


# If-Match


@pytest.mark.parametrize("tags", ['"{number}-2"', "*", '"other-1", "{number}-2"', '"{number}-1", "{number}-2"'])
def test_matching_tag_lets_the_move_through(story, move, tags):
    story.submitted()

    answer = move(story.secretary, "accept", acceptance(), if_match=tags.format(number=story.number))

    assert answer.status_code == 200


@pytest.mark.parametrize("tags", ['"{number}-1"', 'W/"{number}-2"', '"2025-0001-2"', '"x"', '"{number}-02"'])
def test_other_tag_is_refused_and_says_who_did_what_last(story, move, unchanged, tags):
    story.submitted()
    with unchanged():
        answer = move(story.secretary, "accept", acceptance(), if_match=tags.format(number=story.number))

    body = answer.json()
    assert answer.status_code == 412
    assert body["type"] == "urn:ethics-review:problem:stale"
    assert body["version"] == 2
    assert body["latest"] == {
        "action": "submit",
        "role": "applicant",
        "actor": "沈若水",
        "at": "2026-06-10T09:01:00+08:00",
    }
    assert "沈若水 (applicant) made the step “Submit” on 2026-06-10 09:01" in body["detail"]


@pytest.mark.parametrize("tags", ["2", "{number}-2", '"', "**", '"a" "b"', "x" * 1001])
def test_header_that_holds_no_tags_is_malformed(story, move, unchanged, tags):
    story.submitted()
    with unchanged():
        answer = move(story.secretary, "accept", acceptance(), if_match=tags.format(number=story.number))

    assert answer.status_code == 400


def test_stale_is_told_before_anything_else(story, move):
    story.submitted()

    assert move(story.applicant, "submit", if_match=f'"{story.number}-1"').status_code == 412


# Out of sight


def test_whoever_keeps_an_interest_no_longer_sees_the_case(story, move, calls, at):
    story.accepted()
    member = story.members[3]

    answer = move(member, "declare_interest", {"conflict": True, "details": "共同署名"})

    assert answer.status_code == 200
    assert answer.json() == {"number": story.number, "version": story.case.version, "visible": False}
    assert "ETag" not in answer.headers
    with at(story.now):
        assert calls(member).get(f"cases/{story.number}/").status_code == 404


# One of each, over the interface alone


def test_listed_activity_goes_from_draft_to_registration(story, move, calls, at):
    """What no other test makes over HTTP is made here, by the hand whose move it is."""
    world = story.world
    story.drafted()
    steps = [
        (story.applicant, "submit", {}, "submitted"),
        (story.secretary, "accept", acceptance(), "accepted"),
        (story.chair, "determine_list", {"items": [1], "reasons": "对照清单"}, "accepted"),
        (story.members[2], "declare_interest", {"conflict": False}, "accepted"),
        (story.chair, "assign_reviewers", {"reviewers": [story.members[2].pk]}, "in_review"),
        (story.members[2], "submit_worksheet", worksheet(), "in_review"),
    ]
    for who, name, data, state in steps:
        story.wait(minutes=1)
        answer = move(who, name, data)
        assert (answer.status_code, answer.json()["state"]) == (200, state), (name, answer.json())
    story.found()
    more = [
        (story.chair, "pass_preliminary", {"opinion": "初步通过"}, "preliminary_passed"),
        (world.manager, "apply_re_examination", {}, "re_examination_applied"),
    ]
    for who, name, data, state in more:
        story.wait(minutes=1)
        answer = move(who, name, data)
        assert (answer.status_code, answer.json()["state"]) == (200, state), (name, answer.json())
    story.heard().found()
    last = [
        (story.chair, "issue_decision", {"reasons": "同意"}, "active"),
        (world.manager, "register", {"number": "登记1号"}, "active"),
        (world.officer, "confirm_registration", {}, "active"),
        (story.applicant, "report_progress", {"execution": "如期", "risk_controls": "有效", "effects": "无"}, "active"),
        (story.secretary, "complete", {"reasons": "项目结束"}, "completed"),
    ]
    for who, name, data, state in last:
        story.wait(minutes=1)
        answer = move(who, name, data)
        assert (answer.status_code, answer.json()["state"]) == (200, state), (name, answer.json())


def test_the_contract_knows_every_move_of_the_packs(calls, story, at):
    story.drafted()
    with at(story.now):
        moves = [move["move"] for move in calls(story.applicant).get(f"cases/{story.number}/").json()["moves"]]

    assert moves == list(regulations.pack("ai-2026").moves)
