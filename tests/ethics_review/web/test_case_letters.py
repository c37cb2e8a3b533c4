"""The letters of a case: what answered the applicant, worded for the reader from the record, to be printed."""

import re

import pytest
from django.urls import reverse

from ledger.models import Entry


def listing(story):
    return reverse("letters", args=[story.number])


def letter(story, action):
    seq = Entry.objects.filter(stream=story.stream, action=action).latest("seq").seq
    return reverse("letter", args=[story.number, seq])


def titles(answer):
    return re.findall(r'<a class="fw-semibold" href="/cases/[^"]+/letters/\d+/">([^<]+)</a>', answer.content.decode())


def test_the_letters_of_a_case_are_found_by_its_applicant(browse, at, story, world):
    story.submitted()
    story.does(world.secretary, "request_completion", extra=[{"path": "funding", "reason": "请说明来源"}])
    story.revised().does(world.applicant, "resubmit")
    with at(story.now):
        assert titles(browse(world.applicant).get(listing(story))) == ["Completion notice"]


@pytest.mark.parametrize(("ending", "title"), [("decline", "Notice of non-acceptance"), ("withdraw", None)])
def test_a_case_that_ended_early_keeps_its_letters(browse, at, story, world, read, ending, title):
    story.submitted()
    if ending == "decline":
        story.does(world.secretary, "decline", ground="out_of_scope", reasons="不属于审查范围")
    else:
        story.does(world.applicant, "withdraw", reasons="不再开展")
    with at(story.now):
        browser = browse(world.applicant)
        found = browser.get(listing(story))
        case = browser.get(reverse("case", args=[story.number]))
        words = read(browser.get(letter(story, "decline"))) if title else ""

    assert f'href="{listing(story)}"' in case.content.decode()
    assert titles(found) == ([title] if title else [])
    assert ("不属于审查范围" in words) == (ending == "decline")


def test_a_decision_is_set_out_with_its_reasons_votes_rule_and_the_limits_that_run_from_it(
    browse, at, story, world, read
):
    story.decided()
    with at(story.now):
        browser = browse(world.applicant)
        assert titles(browser.get(listing(story))) == ["Decision", "Notice of acceptance"]
        words = read(browser.get(letter(story, "issue_decision")))
        chinese = read(browse(world.applicant, "zh-hans").get(letter(story, "issue_decision")))

    assert "沈若水 · 川岭大学" in words
    for told in ("Decision Approve", "Reasons", "Votes Approve 7", "Signed by 委员1", "Stands on", "Follow-up", "Art."):
        assert told in words
    assert "Time limits that run from it" in words
    assert "审查决定书" in chinese
    assert "Decision" not in chinese


def test_the_names_of_members_are_withheld_from_the_applicant_as_in_the_record(browse, at, story, world):
    story.decided()
    told = ("accept", "issue_decision")
    with at(story.now):
        pages = [browse(world.applicant).get(letter(story, action)).content.decode() for action in told]

    for member in world.members[1:]:
        assert all(str(member) not in page for page in pages)


def test_a_completion_notice_names_everything_it_asked_for(browse, at, story, world, read):
    story.submitted(conflict_statement=None)
    story.does(world.secretary, "request_completion", extra=[{"path": "funding", "reason": "请说明来源"}])
    with at(story.now):
        words = read(browse(world.applicant).get(letter(story, "request_completion")))

    for told in ("Conflict-of-interest statement", "Source of funding", "请说明来源", "秘书"):
        assert told in words
    assert words.count("Source of funding") == 1


def cited(answer, begin, end, *labels):
    """The article that stands first after each label, in the part of a page that begins and ends there."""
    shown = answer.content.decode().partition(begin)[2].partition(end)[0]
    marked = (rf'{label}\b.*?<span class="cite">.*?(Art\. \d+)' for label in labels)
    return [re.search(one, shown, re.DOTALL)[1] for one in marked]


def test_each_item_of_a_notice_has_the_same_article_wherever_it_is_told(browse, at, story, world):
    """On the form of the office, in the letter, on the case and where it is answered."""
    story.submitted(conflict_statement=None)
    with at(story.now):
        form = browse(world.secretary).get(reverse("move", args=[story.number, "request_completion"]))
    story.does(world.secretary, "request_completion", extra=[{"path": "plan.testing", "reason": "请补充外部验证"}])
    places = [reverse(one, args=[story.number]) for one in ("filing-answer", "case")]
    with at(story.now):
        sent, answer, case = (
            browse(world.applicant).get(place) for place in (letter(story, "request_completion"), *places)
        )

    named = ("Conflict-of-interest statement", "Test and evaluation methods")
    assert cited(sent, "<h1", "</main>", *named) == ["Art. 9", "Art. 12"]
    assert cited(answer, "<h1", "</main>", *named) == ["Art. 9", "Art. 12"]
    assert cited(case, 'id="supplement"', "</section>", *named) == ["Art. 9", "Art. 12"]
    assert cited(form, 'for="missing-1"', "</fieldset>", named[0]) == ["Art. 9"]


def test_the_opinion_of_the_experts_is_their_panels_letter(browse, at, story, world, read):
    story.re_examined()
    with at(story.now):
        browser = browse(world.applicant)
        opinion, decision = (read(browser.get(letter(story, action))) for action in ("give_opinion", "issue_decision"))

    assert f"Re-examination panel {story.number}/1 Opinion on re-examination" in opinion
    assert f"Re-examination panel {story.number}" not in decision


def test_a_letter_says_a_thing_once(browse, at, story, world, read):
    story.submitted()
    story.does(world.secretary, "decline", ground="out_of_scope", reasons="不属于审查范围")
    with at(story.now):
        words = read(browse(world.applicant, "zh-hans").get(letter(story, "decline")))

    assert "不予受理 → 不予受理" not in words


@pytest.mark.parametrize("who", ["stranger", "bare_applicant", "loner"])
def test_nobody_else_finds_a_letter(browse, at, story, world, who):
    story.accepted()
    with at(story.now):
        browser = browse(getattr(world, who))
        assert browser.get(listing(story)).status_code == 404
        assert browser.get(letter(story, "accept")).status_code == 404


def test_an_entry_that_is_no_letter_is_not_found(browse, at, story, world):
    story.accepted()
    story.does(world.members[3], "declare_interest", conflict=False)
    with at(story.now):
        browser = browse(world.secretary)
        assert browser.get(letter(story, "declare_interest")).status_code == 404
        assert browser.get(reverse("letter", args=[story.number, 9999])).status_code == 404


def test_the_list_costs_the_same_for_two_letters_and_four(browse, at, story, world, statements):
    """Both times the activity goes on: as it was approved, and after it had stood still."""
    browser = browse(world.secretary)
    story.decided()
    with at(story.now):
        few, cost = titles(browser.get(listing(story))), statements(browser.get, listing(story))
    story.does(world.chair, "suspend", reasons="须查明情况")
    story.does(world.chair, "resume", reasons="情况已查明")

    with at(story.now):
        many = titles(browser.get(listing(story)))
        assert statements(browser.get, listing(story)) == cost <= 15
    assert (len(few), len(many)) == (2, 4)
