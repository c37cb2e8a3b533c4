"""A replay over the API: the committee's own cases and the authority's listed ones, paged, and nothing written."""

import pytest

from committees.models import Seat
from tests.world import Story

PATH = "packs/general-2023/replay/"


@pytest.fixture
def listed(story, world):
    """A listed activity that has passed its preliminary review; the committee has a member of the sciences as well."""
    Seat.objects.filter(committee=world.body, person=world.chair).update(categories=["ai_technology", "science"])
    return story.preliminary()


@pytest.fixture
def plain(world):
    """A case of the same committee that is on no list."""
    return Story(world).in_review().reviewed()


@pytest.fixture
def asks(calls, at, listed):
    """A person's answer at the story's instant: status and body."""

    def ask(who, path=PATH, **headers):
        with at(listed.now):
            answer = calls(who, **headers).get(path)
        return answer.status_code, answer.json()

    return ask


def numbers(body):
    return [case["number"] for case in body["results"]]


def test_the_committee_reads_its_own_cases_latest_first(asks, world, plain, listed):
    status, body = asks(world.secretary)

    assert status == 200
    assert sorted(numbers(body)) == sorted([listed.number, plain.number])
    assert body["pack"]["id"] == "general-2023"
    (figures,) = body["figures"]
    assert figures["committee"]["id"] == world.body.pk
    assert (figures["cases"], figures["changed"], figures["not_asked"]) == (2, 1, 2)
    assert figures["by_kind"] == {"move": 1, "procedure": 0, "limit": 0, "ballot": 0, "re_examination": 1}


def test_the_authority_reads_the_listed_ones_only(asks, world, plain, listed):
    status, body = asks(world.officer)

    assert (status, numbers(body)) == (200, [listed.number])


@pytest.mark.parametrize("who", ["applicant", "manager", "stranger", "bare_manager"])
def test_everybody_else_finds_nothing(asks, world, listed, who):
    status, body = asks(getattr(world, who))

    assert status == 404
    assert listed.number not in str(body)


def test_another_committee_reads_none_of_it(asks, world, listed):
    status, body = asks(world.centre_secretary)

    assert (status, body["results"], body["figures"], body["next"]) == (200, [], [], None)


def test_who_keeps_out_reads_none_of_it(asks, world, listed):
    """A member recused from the one case still reads the other."""
    other = Story(world, now=listed.now).accepted()
    other.does(other.members[4], "declare_interest", conflict=True, details="亲属参与")
    listed.now = other.now

    assert numbers(asks(world.members[4])[1]) == [listed.number]
    assert sorted(numbers(asks(world.members[5])[1])) == sorted([listed.number, other.number])


def test_an_applicant_on_the_committee_does_not_read_their_own(calls, at, world):
    own = Story(world, applicant=world.members[5]).accepted()

    with at(own.now):
        assert calls(world.members[5]).get(PATH).json()["results"] == []
        assert numbers(calls(world.secretary).get(PATH).json()) == [own.number]


def test_cases_are_chosen_by_number_and_committee(asks, world, plain, listed):
    assert numbers(asks(world.secretary, f"{PATH}?cases={plain.number}")[1]) == [plain.number]
    assert len(numbers(asks(world.secretary, f"{PATH}?cases={plain.number},{listed.number}")[1])) == 2
    assert len(numbers(asks(world.secretary, f"{PATH}?committee={world.body.pk}")[1])) == 2
    assert numbers(asks(world.secretary, f"{PATH}?committee={world.centre.pk}")[1]) == []


def test_a_number_that_may_not_be_known_is_not_found(asks, world, plain, listed):
    """The case exists; the authority may not know of it, and a number nobody has is answered alike."""
    hidden = asks(world.officer, f"{PATH}?cases={plain.number}")
    nowhere = asks(world.officer, f"{PATH}?cases=2026-99999")

    assert hidden[0] == nowhere[0] == 404
    assert hidden[1] == nowhere[1]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("cases=2026", "input.format"),
        ("cases=2026-0001;drop", "input.format"),
        ("cases=" + ",".join(f"2026-{n:04d}" for n in range(26)), "input.too_long"),
        ("cases=", "input.required"),
        ("committee=x", "input.type"),
        ("page_size=26", "input.too_long"),
        ("page_size=0", "input.too_short"),
        ("cursor=x", "request.cursor"),
        ("case=2026-0001", "input.unknown_field"),
    ],
)
def test_what_cannot_be_read_is_said(asks, world, query, code):
    status, body = asks(world.secretary, f"{PATH}?{query}")

    assert status == 422
    assert [error["code"] for error in body["errors"]] == [code]
    assert all(error["sentence"] for error in body["errors"])


def test_pages_follow_one_another(asks, world, plain, listed):
    _, first = asks(world.secretary, f"{PATH}?page_size=1")
    _, second = asks(world.secretary, first["next"].partition("/api/v1/")[2])

    assert sorted(numbers(first) + numbers(second)) == sorted([plain.number, listed.number])
    assert second["next"] is None


def test_a_pack_there_is_not_is_not_found(asks, world):
    assert asks(world.secretary, "packs/nowhere/replay/")[0] == 404


def test_nobody_unknown_gets_in(at, listed, client):
    with at(listed.now):
        assert client.get(f"/api/v1/{PATH}").status_code == 401


def test_a_row_tells_both_sides_with_their_rules(asks, world, listed):
    _, body = asks(world.secretary, f"{PATH}?cases={listed.number}")
    rows = {(row["kind"], row["key"]): row for row in body["results"][0]["rows"]}

    standing = rows["re_examination", "determine_list"]
    assert (standing["own"]["figures"]["standing"], standing["other"]["figures"]["standing"]) == (
        "required",
        "not_listed",
    )
    assert standing["other"]["figures"]["unjudged"] == [1, 2, 3, 4]
    refused = rows["move", "pass_preliminary"]
    assert [one["code"] for one in refused["other"]["refusals"]] == ["re_examination.not_required"]
    assert refused["own"]["refusals"] == []
    assert refused["other"]["rules"][0]["cite"]["instrument"] == "general-2023"


def test_sentences_are_in_the_language_asked_for(asks, world, listed):
    _, body = asks(world.secretary, accept_language="zh-hans")
    row = next(row for row in body["results"][0]["rows"] if row["kind"] == "re_examination")

    assert row["subject"] == "专家复核：清单判定"
    assert row["own"]["sentence"].startswith("需要复核")


def test_a_replay_writes_nothing(asks, world, plain, listed, everything):
    asks(world.secretary)
    before = everything()

    asks(world.secretary)
    asks(world.officer)

    assert everything() == before


def test_three_cases_take_as_many_statements_as_one(calls, at, world, listed, statements):
    with at(listed.now):
        caller = calls(world.secretary)
        caller.get(PATH)
        one = statements(caller.get, PATH)
        for _ in range(2):
            more = Story(world, now=listed.now).preliminary()
    with at(more.now):
        assert len(numbers(caller.get(PATH).json())) == 3
        assert statements(caller.get, PATH) == one
