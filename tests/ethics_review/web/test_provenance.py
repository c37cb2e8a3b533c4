"""Every rule that a page shows stands there with its article and how sure its wording is."""

import re

import pytest
from django.urls import reverse

from tests.filings import risks

MEASURES = "Measures for Ethics Review and Services of AI Science and Technology Activities (Trial)"


@pytest.fixture
def shown(browse, at, read):
    """The words of a page at the instant of the story, in English."""

    def look(story, person, name, *args):
        with at(story.now):
            return read(browse(person).get(reverse(name, args=args)))

    return look


def test_what_is_on_the_list_stands_with_its_article_item_by_item(shown, story, world):
    story.accepted().listed(1, 3)

    words = shown(story, world.secretary, "case", story.number)

    listed = words.partition("On the list")[2].partition("Submitted")[0]
    assert re.findall(r"\d\. .*?(?=annex)annex read", listed)
    assert listed.count("annex read") == 2


def test_the_ground_of_a_simplified_review_stands_with_its_article(shown, story, world):
    story.accepted("simplified")

    words = shown(story, world.secretary, "case", story.number)

    assert "Ground: Risk not above minimal · Art. 19? reported" in words


def test_what_is_owed_besides_stands_with_its_article(shown, story, world):
    story.applied(procedure="emergency")

    words = shown(story, world.officer, "case", story.number)

    besides = words.partition("Also owed")[2].partition("What you may do now")[0]
    assert re.search(r"30 days left · Art\. \d+\?? reported", besides)


def test_each_line_of_the_time_line_stands_with_its_article(shown, story, world):
    story.in_review()

    words = shown(story, world.secretary, "case", story.number)

    table = words.partition("How it stands")[2].partition("All in all: every day")[0]
    assert "Decision chair · Art. 16 reported" in table
    assert "Acceptance secretary · house rule" in table


def test_what_one_owes_stands_on_the_desk_with_its_article(shown, story, world):
    story.in_review()

    words = shown(story, world.chair, "desk")

    owed = words.partition("What I owe")[2].partition("Unread")[0]
    assert "Triage · 2026-07-10 · Art. 16 reported" in owed


def test_what_the_answers_promise_stands_with_the_rule_of_the_number(shown, story, world):
    story.in_review().reviewed()
    story.does(world.secretary, "convene", starts_at="2026-07-01T09:00+08:00")

    words = shown(story, world.secretary, "meeting", story.meeting.pk)

    promise = words.partition("5 needed")[2].partition("Members")[0]
    assert f"{MEASURES}, Art. 14" in promise


def test_the_sum_of_a_vote_stands_in_the_minutes_with_the_rule_of_the_majority(shown, story, world):
    story.decided()

    words = shown(story, world.chair, "minutes", story.meeting.pk)

    assert f"7 counted, needs 5, has 7: carried votes: Approve 7 {MEASURES}, Art. 16 reported" in words


def test_what_is_claimed_of_the_list_is_previewed_with_its_article(shown, story, world):
    story.drafted(risk_assessment=risks(listed_claim=[1, 3]))

    words = shown(story, world.applicant, "filing-step", story.number, "check")

    assert words.partition("Which procedure")[2].partition("What would change it")[0].count("annex read") == 2
