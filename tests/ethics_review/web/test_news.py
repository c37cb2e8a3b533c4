"""An open page of a case asks whether somebody has moved it: who, what and when, as far as its reader may know."""

import pytest
from django.urls import reverse

from ledger.models import Deadline
from tests.ethics_review.web.moving import path, send, worksheet
from tests.world import MINUTE, acceptance

UNCHANGED, OVER, SIGNED_OUT = 204, 404, 286
FOR_THE_SESSION = 2


def news(story, version):
    return reverse("case-news", args=[story.number, version])


def ask(browser, story, version, told="", drawn=""):
    """As the page asks, from the address it stands at; `drawn` is an instant."""
    instant = int(drawn.timestamp()) if drawn else ""
    here = f"http://testserver{reverse('case', args=[story.number])}"
    return browser.client.get(
        news(story, version), {"told": told, "drawn": instant}, headers={"HX-Request": "true", "HX-Current-URL": here}
    )


def test_the_page_of_a_case_asks_for_what_follows_the_version_it_shows(browse, at, story, world):
    story.submitted()
    with at(story.now):
        shown = browse(world.secretary).get(reverse("case", args=[story.number])).content.decode()

    assert f'hx-get="{news(story, story.case.version)}?drawn={int(story.now.timestamp())}"' in shown
    assert 'role="status" aria-live="polite"' in shown


@pytest.mark.parametrize("who", ["secretary", "chair", "applicant", "manager"])
def test_nothing_is_told_while_nobody_has_moved_the_case(browse, at, story, world, who):
    story.submitted()
    with at(story.now):
        answer = ask(browse(getattr(world, who)), story, story.case.version)

    assert (answer.status_code, answer.content) == (UNCHANGED, b"")


def test_asking_in_vain_takes_four_statements_besides_those_of_the_session(browse, at, story, world, statements):
    story.in_review().reviewed()
    browser = browse(world.secretary)
    with at(story.now):
        assert statements(ask, browser, story, story.case.version, drawn=story.now) <= 4 + FOR_THE_SESSION


def test_telling_costs_no_more_for_many_steps_than_for_one(browse, at, story, world, statements):
    story.submitted()
    drawn = story.case.version
    story.does(world.secretary, "accept", **acceptance())
    browser = browse(world.secretary)
    with at(story.now):
        one = statements(ask, browser, story, drawn)
    story.listed().declared(world.members[2], world.members[3])
    with at(story.now):
        assert statements(ask, browser, story, drawn) <= one + 1


def test_asking_writes_nothing_and_keeps_no_session_alive(browse, at, story, world, unchanged):
    story.submitted()
    with at(story.now):
        browser = browse(world.secretary)
        with unchanged():
            told = ask(browser, story, 0)
        assert told.status_code == 200
        assert told.cookies.keys() <= {"csrftoken"}


def test_whoever_moved_the_case_is_told_with_what_they_did_and_when(browse, at, story, world, read):
    story.submitted()
    drawn = story.case.version
    story.now += MINUTE
    story.does(world.secretary, "accept", **acceptance())
    with at(story.now):
        told = read(ask(browse(world.chair), story, drawn))

    assert "The case has moved on since you opened this page" in told
    assert "Accept → Accepted 秘书 · Secretary" in told
    assert "2026-06-10 09:0" in told


def test_the_latest_three_steps_are_named_and_the_others_counted(browse, at, story, world, read):
    story.submitted()
    drawn = story.case.version
    story.in_review().reviewed()
    with at(story.now):
        told = ask(browse(world.chair), story, drawn)

    assert told.content.decode().count("<li>") == 3
    assert f"and {story.case.version - drawn - 3} earlier steps" in read(told)


def test_what_was_told_once_is_not_told_again(browse, at, story, world):
    story.submitted()
    drawn = story.case.version
    story.accepted()
    with at(story.now):
        browser = browse(world.chair)
        again = ask(browser, story, drawn, told=f"{story.case.version}.0")
        story.does(world.chair, "determine_list", items=[], reasons="不属于清单")
        later = ask(browser, story, drawn, told=f"{story.case.version - 1}.0")

    assert (again.status_code, later.status_code) == (UNCHANGED, 200)


def test_the_applicant_is_told_of_a_reviewers_step_without_the_reviewers_name(browse, at, story, world, read):
    """The same step, told to the office with the name and to the applicant without it, as the record does."""
    story.in_review()
    drawn, reviewer = story.case.version, world.members[2]
    send(browse, at, story, reviewer, "submit_worksheet", **worksheet())
    with at(story.now):
        office, applicant, unit = (
            read(ask(browse(who), story, drawn)) for who in (world.secretary, world.applicant, world.manager)
        )

    assert f"{reviewer} · Reviewer" in office
    for told in (applicant, unit):
        assert "Reviewer" in told
        assert str(reviewer) not in told


@pytest.mark.parametrize("who", ["stranger", "bare_applicant"])
def test_whoever_may_not_see_the_case_finds_nothing(browse, at, story, world, who):
    story.in_review()
    with at(story.now):
        answers = [ask(browse(getattr(world, who)), story, version) for version in (0, story.case.version)]

    assert [answer.status_code for answer in answers] == [OVER, OVER]


def test_whoever_keeps_out_meanwhile_is_told_no_more(browse, at, story, world):
    story.accepted()
    member, drawn = world.members[4], story.case.version
    with at(story.now):
        browser = browse(member)
        before = ask(browser, story, drawn)
    story.does(member, "declare_interest", conflict=True, details="参与过该项目")
    with at(story.now):
        assert (before.status_code, ask(browser, story, drawn).status_code) == (UNCHANGED, OVER)


def test_a_draft_is_no_news_to_the_committee(browse, at, story, world):
    story.drafted()
    with at(story.now):
        assert ask(browse(world.secretary), story, 0).status_code == OVER
        assert ask(browse(world.applicant), story, 0).status_code == 200


def test_a_page_whose_reader_has_been_signed_out_is_told_so_and_asks_no_more(browse, story, read):
    story.submitted()
    answer = ask(browse(), story, 0)

    assert (answer.status_code, answer["HX-Retarget"]) == (SIGNED_OUT, "#live")
    assert "You have been signed out" in read(answer)
    assert story.case.title_zh not in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_can_only_be_asked(browse, at, story, world, method):
    story.submitted()
    with at(story.now):
        assert getattr(browse(world.secretary).client, method)(news(story, 0)).status_code == 405


# A time limit that runs out while the page is open

RAN_OUT = "A time limit has run out since you opened this page"


@pytest.mark.parametrize("who", ["chair", "applicant"])
def test_a_limit_that_runs_out_is_told_with_a_way_to_see_it(browse, at, story, world, read, who):
    story.accepted("emergency")
    drawn, due_at = story.now, story.clock("decision_emergency").due_at
    browser = browse(getattr(world, who))
    with at(due_at):
        before = ask(browser, story, story.case.version, drawn=drawn)
    with at(due_at + 3 * MINUTE):
        after = ask(browser, story, story.case.version, drawn=drawn)

    assert before.status_code == UNCHANGED
    assert f"{RAN_OUT} Emergency decision · 0 h 3 min overdue" in read(after)
    assert f'href="{reverse("case", args=[story.number])}" data-live-link' in after.content.decode()
    assert "The case has moved on" not in read(after)


def test_a_limit_that_had_run_out_before_is_no_news(browse, at, story, world):
    story.accepted("emergency")
    due_at = story.clock("decision_emergency").due_at
    with at(due_at + 3 * MINUTE):
        answer = ask(browse(world.chair), story, story.case.version, drawn=due_at + MINUTE)

    assert answer.status_code == UNCHANGED


def test_a_limit_is_told_once_and_again_with_the_next_step(browse, at, story, world, read):
    story.accepted("emergency")
    drawn, version, due_at = story.now, story.case.version, story.clock("decision_emergency").due_at
    browser = browse(world.chair)
    with at(due_at + MINUTE):
        told = ask(browser, story, version, drawn=drawn)
        again = ask(browser, story, version, told=f"{version}.1", drawn=drawn)
    story.now = due_at + MINUTE
    story.does(world.members[4], "declare_interest", conflict=False)
    with at(story.now):
        later = read(ask(browser, story, version, told=f"{version}.1", drawn=drawn))

    assert f'data-told="{version}.1"' in told.content.decode()
    assert again.status_code == UNCHANGED
    assert "The case has moved on since you opened this page Emergency decision · 0 h 2 min overdue" in later


def test_a_limit_that_was_met_or_stands_still_has_not_run_out(browse, at, story, world):
    story.submitted()
    drawn, due_at = story.now, story.clock("acceptance").due_at
    story.accepted()
    with at(due_at + MINUTE):
        answer = ask(browse(world.chair), story, story.case.version, drawn=drawn)
    Deadline.objects.filter(settled_at=None).update(paused_at=due_at, next_at=None, pausable=True)
    with at(due_at.replace(year=due_at.year + 1)):
        stands = ask(browse(world.chair), story, story.case.version, drawn=drawn)

    assert (answer.status_code, stands.status_code) == (UNCHANGED, UNCHANGED)


@pytest.mark.parametrize("drawn", ["", "yesterday", "1e3", "9" * 40, "-" + "9" * 15])
def test_a_page_that_does_not_say_when_it_was_drawn_is_told_of_steps_alone(browse, at, story, world, drawn):
    story.accepted("emergency")
    with at(story.clock("decision_emergency").due_at + MINUTE):
        client = browse(world.chair).client
        answers = [client.get(news(story, version), {"drawn": drawn}) for version in (story.case.version, 0)]

    assert [answer.status_code for answer in answers] == [UNCHANGED, 200]


def test_whoever_may_not_see_the_case_learns_of_no_limit(browse, at, story, world):
    story.accepted("emergency")
    with at(story.clock("decision_emergency").due_at + MINUTE):
        answer = ask(browse(world.stranger), story, story.case.version, drawn=story.now)

    assert answer.status_code == OVER


# The form of a step, drawn anew


def test_the_form_of_a_step_can_be_drawn_anew(browse, at, story, world):
    story.submitted()
    browser, here = browse(world.secretary), f"http://testserver{path(story, 'accept')}"
    with at(story.now):
        told = browser.client.get(news(story, 0), headers={"HX-Request": "true", "HX-Current-URL": here})

    assert 'form="move" name="again"' in told.content.decode()
    assert f'href="{path(story, "accept")}"' in told.content.decode()


def test_no_other_site_is_led_to(browse, at, story, world):
    story.submitted()
    with at(story.now):
        headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/cases/"}
        told = browse(world.secretary).client.get(news(story, 0), headers=headers)

    assert told.status_code == 200
    assert "elsewhere" not in told.content.decode()


def test_what_was_typed_stands_in_the_form_of_the_case_as_it_is_now(browse, at, story, world, unchanged):
    """And what was sent too early is not blamed on anybody: nothing was sent yet."""
    story.accepted()
    drawn = story.case.version
    story.does(world.members[3], "declare_interest", conflict=False)
    typed = {"version": drawn, "again": "yes", "items": ["1", "3"], "reasons": "半句话"}
    with at(story.now), unchanged():
        answer = browse(world.chair).post(path(story, "determine_list"), typed)

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="version" value="{story.case.version}"' in shown
    assert "半句话" in shown
    assert shown.count("checked") == 2
    assert "invalid-feedback" not in shown


def test_a_form_drawn_anew_can_be_sent(browse, at, story, world):
    story.accepted()
    drawn = story.case.version
    story.does(world.members[3], "declare_interest", conflict=False)
    asked = {"items": ["1"], "reasons": "属于清单"}

    late = send(browse, at, story, world.chair, "determine_list", **asked | {"version": drawn})
    sent = send(browse, at, story, world.chair, "determine_list", **asked)

    assert (late.status_code, 'name="again"' in late.content.decode(), sent.status_code) == (412, True, 302)


def test_where_the_step_is_no_longer_open_what_was_typed_stands_to_be_copied(browse, at, story, world, read, unchanged):
    story.submitted()
    drawn = story.case.version
    story.does(world.secretary, "accept", **acceptance())
    typed = {"version": drawn, "again": "yes", "reasons": "写了一半的理由"}
    with at(story.now), unchanged():
        answer = browse(world.secretary).post(path(story, "decline"), typed)

    assert answer.status_code == 412
    assert "写了一半的理由" in answer.content.decode()
    assert "This step is no longer open" in read(answer)
