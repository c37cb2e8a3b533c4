"""Choosing how one is told over the API; what the law leaves no choice about is refused with its article."""

import pytest

from accounts.models import Channels
from regulations import newest
from regulations.telling import LEGAL, Topic

CHOICE = {
    "ways": {topic.value: "daily" for topic in Topic},
    "digest_at": "07:30",
    "quiet_from": "22:00",
    "quiet_until": "06:00",
}


def test_the_defaults_are_told_with_the_law(calls, world):
    told = calls(world.secretary).get("me/channels/").json()

    assert told["ways"] == {topic.value: "at_once" for topic in Topic} | {"legal": "at_once"}
    assert (told["digest_at"], told["quiet_from"], told["quiet_until"]) == ("08:00", "21:00", "07:00")
    assert told["topics"][0] == {"key": "act", "label": {"zh": "需要我办理", "en": "Asks me to act"}}
    assert [one["notice"] for one in told["legal"]] == list(LEGAL)
    decision = next(one for one in told["legal"] if one["notice"] == "decision_issued")
    assert (decision["cite"]["instrument"], decision["cite"]["article"]) == ("general-2023", 18)


def test_what_is_told_can_be_sent_back(calls, world):
    caller = calls(world.secretary)

    answer = caller.ask("PUT", "me/channels/", CHOICE)
    told = answer.json()
    again = caller.ask("PUT", "me/channels/", {name: told[name] for name in CHOICE})

    assert (answer.status_code, again.status_code) == (200, 200)
    assert told["ways"]["act"] == again.json()["ways"]["act"] == "daily"
    assert told["digest_at"] == "07:30"
    assert Channels.objects.get().user == world.secretary


def test_legal_notices_are_refused_with_code_and_article(calls, world, unchanged):
    with unchanged():
        answer = calls(world.secretary).ask(
            "PUT", "me/channels/", CHOICE | {"ways": CHOICE["ways"] | {"legal": "inbox"}}
        )

    assert answer.status_code == 409
    refusals = {one["figures"]["notice"]: one for one in answer.json()["refusals"]}
    assert refusals.keys() == LEGAL.keys()
    assert {one["code"] for one in refusals.values()} == {"channels.legal"}
    for kind, one in refusals.items():
        assert one["cite"]["article"] == newest().rules[LEGAL[kind].rule].source.cite.article
    assert not Channels.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"ways": {}},
        {"ways": CHOICE["ways"] | {"act": "never"}},
        {"ways": CHOICE["ways"] | {"gossip": "inbox"}},
        {"digest_at": "24:00"},
        {"digest_at": "7:30"},
        {"quiet_from": None},
        {"quiet_until": "06:00:01"},
        {"more": 1},
    ],
)
def test_what_is_no_choice_is_told_and_not_kept(calls, world, changed):
    answer = calls(world.secretary).ask("PUT", "me/channels/", CHOICE | changed)

    assert answer.status_code == 422
    assert not Channels.objects.exists()


def test_nobody_unknown_chooses(nobody):
    assert nobody.get("me/channels/").status_code == 401
