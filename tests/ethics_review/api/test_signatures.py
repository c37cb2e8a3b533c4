"""Signed statements over the API: recorded for a seat by its holder or the body's office, and told with the seats."""

import pytest


@pytest.fixture
def asks(calls, at, story):
    def ask(who, path, data):
        with at(story.now):
            return calls(who).post(path, data)

    return ask


SIGNED = {"secrecy_signed_on": "2026-06-01", "interests_signed_on": "2026-06-10"}


def test_a_member_records_the_own_signatures_and_the_body_tells_them(world, asks):
    member = world.members[3]
    seat = world.seat(member).pk
    answer = asks(member, f"committees/{world.body.pk}/statements/", {"seat": seat} | SIGNED)

    assert answer.status_code == 200
    told = {one["id"]: one for one in answer.json()["composition"]["seats"]}
    assert {name: told[seat][name] for name in SIGNED} == SIGNED
    assert {told[world.seat(world.vice).pk][name] for name in SIGNED} == {None}


def test_signatures_of_another_are_the_office_s_to_record(world, asks, unchanged):
    path, data = f"committees/{world.body.pk}/statements/", {"seat": world.seat(world.members[3]).pk} | SIGNED

    with unchanged():
        refused = asks(world.vice, path, data)
    assert (refused.status_code, refused.json()["refusals"][0]["code"]) == (409, "role.not_yours")
    assert asks(world.secretary, path, data).status_code == 200


@pytest.mark.parametrize(
    ("changed", "path", "code"),
    [
        ({"seat": 10**9}, "seat", "input.not_found"),
        ({"seat": "1"}, "seat", "input.type"),
        ({"secrecy_signed_on": "2026-02-30"}, "secrecy_signed_on", "input.format"),
        ({"interests_signed_on": None}, "interests_signed_on", "input.type"),
        ({"signed": True}, "signed", "input.unknown_field"),
    ],
)
def test_signatures_of_another_shape_are_refused(world, asks, unchanged, changed, path, code):
    data = {"seat": world.seat(world.chair).pk} | SIGNED | changed
    with unchanged():
        answer = asks(world.secretary, f"committees/{world.body.pk}/statements/", data)

    assert answer.status_code == 422
    assert [(error["path"], error["code"]) for error in answer.json()["errors"]] == [(path, code)]


def test_a_panel_takes_no_signatures_from_others(world, story, asks):
    panel = story.applied().panelled().case.re_examinations.get().panel
    data = {"seat": world.seat(world.experts[0], panel).pk} | SIGNED

    assert asks(world.secretary, f"committees/{panel.pk}/statements/", data).status_code == 404
