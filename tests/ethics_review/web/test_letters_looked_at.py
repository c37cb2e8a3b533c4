"""Every act that becomes a letter is looked at as that letter before it is sent: the very one, and nothing is kept."""

import re
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse

from ethics_review.wording.papers import LETTERS
from ledger.models import Entry
from tests.ethics_review.positions import POSITIONS
from tests.ethics_review.web.moving import path, send

WHY = {"ground": "out_of_scope", "reasons": "不属于审查范围"}
MOST = 45
"""Statements of a look: what the move itself takes, and what its page and its letter take."""


def letter_of(answer, read):
    """The words of a letter, from whom it is addressed to down to whoever signs it."""
    page = read(answer)
    begin = page.index("Addressed to")
    return page[begin : page.index(" Seal " if "sealed with" in page else " Draft, not issued ", begin)]


def hidden_in(answer):
    """What the page that was looked at would send."""
    form = answer.content.decode().partition('id="move"')[2]
    sent = {}
    for field in re.findall(r'<input type="hidden"[^>]*>', form):
        value = re.search(r' value="([^"]*)"', field)
        sent.setdefault(re.search(r' name="([^"]+)"', field)[1], []).append(unescape(value[1]) if value else "")
    return sent


@pytest.mark.parametrize("move", LETTERS)
def test_what_is_looked_at_is_the_letter_that_is_issued_and_nothing_is_written(
    browse, at, story, read, unchanged, move
):
    who, data = POSITIONS[move](story)
    with at(story.now):
        browser = browse(who)
        offered = browser.get(path(story, move)).content.decode()
        with unchanged():
            looked = browser.post(path(story, move), data | {"version": story.case.version, "look": "yes"})
        sent = browser.post(path(story, move), hidden_in(looked))
        seq = Entry.objects.filter(stream=story.stream, action=move).latest("seq").seq
        issued = browser.get(reverse("letter", args=[story.number, seq]))

    assert 'name="look" value="yes">Look at the letter first</button>' in offered
    assert (looked.status_code, sent.status_code, issued.status_code) == (200, 302, 200)
    assert letter_of(looked, read) == letter_of(issued, read)
    assert LETTERS[move].en in read(looked)


def test_a_draft_says_that_it_is_one_and_has_neither_number_nor_seal(browse, at, story, world, read):
    story.submitted()
    seq = story.last.seq + 1
    looked = send(browse, at, story, world.secretary, "decline", look="yes", **WHY)
    chinese = send(browse, at, story, world.secretary, "decline", "zh-hans", look="yes", **WHY)
    send(browse, at, story, world.secretary, "decline", **WHY)

    with at(story.now):
        issued = browse(world.secretary).get(reverse("letter", args=[story.number, seq])).content.decode()
    draft = looked.content.decode()
    assert "Draft, not issued" in draft
    assert "草稿，尚未发出" in read(chinese)
    assert "Send: Decline" in read(looked)
    for told in (f"{story.number}-{seq} ·", "sealed with"):
        assert told in issued
        assert told not in draft
    assert re.search(r"\b[0-9a-f]{64}\b", issued)
    assert not re.search(r"\b[0-9a-f]{64}\b", draft)


def test_nobody_is_nudged_by_a_look(browse, at, story, world, django_capture_on_commit_callbacks):
    story.submitted()
    connection.run_on_commit.clear()  # the relay is asked once a transaction, and a test is one
    with django_capture_on_commit_callbacks() as by_a_look:
        send(browse, at, story, world.secretary, "decline", look="yes", **WHY)
    with django_capture_on_commit_callbacks() as by_the_act:
        send(browse, at, story, world.secretary, "decline", **WHY)

    assert (len(by_a_look), len(by_the_act)) == (0, 1)


def test_what_was_written_stands_on_the_form_again_to_be_changed(browse, at, story, world):
    story.submitted()
    looked = send(browse, at, story, world.secretary, "decline", look="yes", **WHY)

    with at(story.now):
        changed = browse(world.secretary).post(path(story, "decline"), hidden_in(looked) | {"change": "yes"})

    assert "不属于审查范围</textarea>" in changed.content.decode()
    assert re.search(r'value="out_of_scope"[^>]*(selected|checked)', changed.content.decode())


def test_what_the_door_refuses_is_told_by_a_look_as_by_the_act(browse, at, story, world, read, unchanged):
    story.submitted()
    asked = {"procedure": "simplified", "reason": "写好的理由", "scope": ["life_health"]}
    with unchanged():
        looked = send(browse, at, story, world.secretary, "accept", look="yes", **asked)
        made = send(browse, at, story, world.secretary, "accept", **asked)

    assert looked.status_code == made.status_code == 409
    assert read(looked) == read(made)
    assert "This was refused; nothing was written" in read(looked)
    assert "写好的理由" in looked.content.decode()


def test_an_incomplete_form_and_a_case_that_has_moved_on_are_told_as_by_the_act(
    browse, at, story, world, read, unchanged
):
    story.submitted()
    old = story.case.version
    with unchanged():
        blank = send(browse, at, story, world.secretary, "decline", look="yes", ground="out_of_scope", reasons="")
    story.does(world.applicant, "withdraw", reasons="不再开展")
    with at(story.now), unchanged():
        late = browse(world.secretary).post(path(story, "decline"), WHY | {"version": old, "look": "yes"})

    assert (blank.status_code, late.status_code) == (422, 412)
    assert "This field is required." in blank.content.decode()
    assert "Somebody was faster" in read(late)
    assert "Draft, not issued" not in read(blank) + read(late)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("members", 409), ("applicant", 409)])
def test_whoever_may_not_send_it_cannot_look_at_it(browse, at, story, world, read, unchanged, who, status):
    story.submitted()
    person = world.members[4] if who == "members" else getattr(world, who)
    with unchanged():
        answer = send(browse, at, story, person, "decline", look="yes", **WHY)

    assert answer.status_code == status
    assert "Addressed to" not in read(answer)


def test_what_becomes_no_letter_is_neither_looked_at_nor_made_instead(browse, at, story, world, unchanged):
    story.submitted()
    with at(story.now):
        offered = browse(world.applicant).get(path(story, "withdraw")).content.decode()
    with unchanged():
        answer = send(browse, at, story, world.applicant, "withdraw", look="yes", reasons="不再开展")

    assert answer.status_code == 404
    assert "Look at the letter first" not in offered


def test_a_look_takes_about_what_the_move_and_its_letter_take(browse, at, story, world, statements):
    who, data = POSITIONS["issue_decision"](story)
    with at(story.now):
        asked = data | {"version": story.case.version, "look": "yes"}
        assert statements(browse(who).post, path(story, "issue_decision"), asked) <= MOST


@pytest.mark.parametrize(("items", "authority"), [((), False), ((1,), True)])
def test_it_says_who_is_really_told(browse, at, story, items, authority):
    """An authority hears of listed matters only."""
    story.in_review(items=items).reviewed().found("reject")
    told = {"Applicant", "Unit", "Secretary", "Authority"}

    with at(story.now):
        page = browse(story.chair).post(
            path(story, "issue_decision"), {"version": story.case.version, "look": "yes", "reasons": "风险大于受益"}
        )
        said = re.search(r"these are told: ([^.]+)\.", page.content.decode())[1].split(" · ")

    assert page.status_code == 200
    assert ("Authority" in said) is authority
    assert {"Applicant", "Unit"} <= set(said) <= told
