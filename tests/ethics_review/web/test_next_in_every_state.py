"""In each state the page of a case says what comes next, whose it is and by when; where it has ended, that it has.

And what a filing lacks is one thing: what its applicant sees is what the office sees, the notice names and the door
refuses.
"""

import re

import pytest
from django.urls import reverse

from ethics_review import wording
from ethics_review.web.next_step import HINTS
from ethics_review.web.terms import sentence_case
from ledger.models import Deadline
from regulations.owners import OWNER
from regulations.vocabulary import State
from tests.ethics_review.positions import STATES
from tests.ethics_review.web.moving import path

OPEN = [state for state in STATES if state in OWNER]
"""Somebody owns the next step there."""


def test_every_state_is_either_owned_or_an_end():
    ended = {state for state in STATES if state not in OWNER}

    assert set(STATES) == set(State)
    assert set(HINTS) == set(OPEN)
    assert ended >= {State.REJECTED, State.DECLINED, State.WITHDRAWN, State.TERMINATED, State.COMPLETED}


def told(browse, read, at, story, language):
    with at(story.now):
        return read(browse(story.applicant, language).get(reverse("case", args=[story.number])))


@pytest.mark.parametrize("state", OPEN)
def test_the_next_step_of_an_open_case_has_an_owner_and_an_instant_or_says_that_none_runs(
    browse, read, at, story, state
):
    STATES[state](story)
    shown = told(browse, read, at, story, "en")

    owner = sentence_case(wording.label(OWNER[state], "en"))
    told_so = re.search(rf"{re.escape(str(HINTS[state]))} By whom {owner}( ·[^B]*)? By when (\S+)", shown)
    assert told_so, shown[:600]
    runs = Deadline.objects.filter(stream=story.stream, settled_at=None, owner=OWNER[state]).exclude(escalate=[])
    assert told_so[2] in ({day.isoformat() for day in runs.values_list("due_on", flat=True)} or {"No"})


@pytest.mark.parametrize("state", [state for state in STATES if state not in OWNER])
def test_a_case_that_has_ended_says_so(browse, read, at, story, state):
    STATES[state](story)

    assert "The case has ended; nothing waits for anybody." in told(browse, read, at, story, "en")


# What is missing


def lacking(page):
    """What a page lists as missing: the paths of the catalogue, in their order."""
    return re.findall(r'<code class="small-print">([^<]+)</code>', page)


def test_the_applicants_panel_and_the_offices_notice_name_the_same(browse, at, story):
    story.drafted(funding=None, plan={}, conflict_statement=None)
    with at(story.now):
        mine = browse(story.applicant).get(reverse("filing-step", args=[story.number, "check"])).content.decode()
    story.does(story.applicant, "submit")
    with at(story.now):
        theirs = browse(story.secretary).get(path(story, "request_completion")).content.decode()
    panel, notice = mine.partition('id="completeness"')[2], theirs.partition('id="notice"')[2]

    assert lacking(panel) == ["funding", "plan", "conflict_statement"]
    assert lacking(panel) == lacking(notice)
    story.does(story.secretary, "request_completion")
    assert [item["path"] for item in story.case.completion_notices_issued.latest("pk").items] == lacking(notice)
