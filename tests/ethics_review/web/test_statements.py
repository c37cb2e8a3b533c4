"""What pages cost the database: fifteen statements at most, the session and the person's own row among them.

At every stage of a case, for everybody who may see it; and for every list the same whether it shows one row or three.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import tokens
from accounts.models import InstitutionRole
from ethics_review.models import Case
from ethics_review.operations import sittings, webhooks
from ledger.models import Delivery
from ledger.webhooks import fan_out
from regulations.vocabulary import Position
from tests.world import MORNING, Story, appoint, someone

MOST = 15
CHANGE = {"what": "更换模型基座", "reason": "性能", "affects_risk_benefit": False, "major": False}


def _change_of_another(story):
    """Before a vote, in a change of an activity on which experts were heard: nothing costs more."""
    first = Story(story.world).opined()
    story.in_review().reviewed().balloting(6)
    Case.objects.filter(number=story.number).update(activity=first.case)


def _second_round(story):
    story.decided("reject").does(story.applicant, "appeal", reasons="结论所依据的事实有误", support="检测报告")
    story.does(story.chair, "rule_on_appeal", ruling="upheld", reasons="成立")
    story.listed().assigned().reviewed().balloting(6)


STAGES = {
    "draft": lambda story: story.drafted(),
    "submitted": lambda story: story.submitted(),
    "completion": lambda story: story.submitted(funding=None).does(story.secretary, "request_completion"),
    "accepted": lambda story: story.accepted(),
    "simplified": lambda story: story.in_review("simplified").reviewed(),
    "in meeting": lambda story: story.in_review().reviewed().in_meeting(6),
    "balloting": lambda story: story.in_review().reviewed().balloting(6),
    "decided": lambda story: story.decided(),
    "reported": lambda story: story.decided().does(story.applicant, "report_change", **CHANGE),
    "modification": lambda story: story.decided("approve_after_modification"),
    "rejected": lambda story: story.decided("reject"),
    "preliminary": lambda story: story.preliminary(),
    "applied": lambda story: story.applied(),
    "panel voting": lambda story: story.applied().panel_voting(),
    "opined": lambda story: story.opined(),
    "re-examined": lambda story: story.re_examined(),
    "second round": _second_round,
    "change": _change_of_another,
}
READERS = ("applicant", "manager", "secretary", "chair", "vice", "reviewer", "officer", "expert")
MOVES = ("submit_worksheet", "request_completion", "cast_vote", "assign_reviewers", "convene", "form_panel")
"""The moves with something to read beside their form."""


@pytest.fixture
def readers(world):
    """Everybody who may have to do with the case, by what they are."""
    named = {name: getattr(world, name) for name in READERS if name not in {"reviewer", "expert"}}
    return named | {"reviewer": world.members[2], "expert": world.experts[0]}


@pytest.mark.parametrize("stage", STAGES)
def test_a_page_about_a_case_takes_fifteen_statements_at_most(browse, at, story, readers, statements, stage):
    STAGES[stage](story)
    taken = {}

    with at(max(story.now, MORNING)):
        for name, person in readers.items():
            browser, path = browse(person), reverse("case", args=[story.number])
            if browser.get(path).status_code != 200:
                continue
            taken[name] = statements(browser.get, path)
            for move in MOVES if name in {"secretary", "reviewer"} else ():
                taken[name, move] = statements(browser.get, reverse("move", args=[story.number, move]))

    assert taken
    assert {what: count for what, count in taken.items() if count > MOST} == {}


def test_who_is_named_and_has_gone_costs_one_more_and_no_more(browse, at, story, world, statements):
    """A name nothing else on the page brings: on the roll of a vote, in no office since, and silent all the while."""
    _change_of_another(story)
    silent = next(person for person in story.members[:6] if person != world.chair)
    world.end_seat(silent, on=story.now.date() + timedelta(days=1), at=story.now)
    path = reverse("case", args=[story.number])

    with at(story.now):
        before = statements(browse(world.chair).get, path)
    with at(story.now + timedelta(days=2)):
        after = statements(browse(world.chair).get, path)

    assert after in {before, before + 1}
    assert after <= MOST


def _token(person):
    tokens.issue(user=person, name="脚本", scope="read", lifetime=timedelta(days=30), now=timezone.now())


def _office(person):
    since = MORNING.date() - timedelta(days=InstitutionRole.objects.count())
    InstitutionRole.objects.create(user=person, institution=person.institution, kind="manager", starts_on=since)


LISTS = {"tokens": _token, "offices": _office}


@pytest.mark.parametrize("kind", LISTS)
def test_the_account_costs_the_same_for_one_row_and_three(browse, world, statements, kind):
    browser, taken = browse(world.stranger), []
    for more in (1, 2):
        for _ in range(more):
            LISTS[kind](world.stranger)
        browser.get(reverse("account"))
        taken.append(statements(browser.get, reverse("account")))

    assert taken[0] == taken[1] <= MOST


def _hooks(person, receiver, count):
    now = timezone.now()
    made = [
        webhooks.subscribe(user=person, name=f"台账{n}", url=receiver.url(), kinds=[], now=now) for n in range(count)
    ]
    return [hook for hook, _ in made]


def test_the_webhooks_cost_the_same_for_one_and_for_three(browse, world, receiver, statements):
    browser, taken = browse(world.secretary), []
    for more in (1, 2):
        _hooks(world.secretary, receiver, more)
        taken.append(statements(browser.get, reverse("webhooks")))

    assert taken[0] == taken[1] <= MOST


def test_what_was_sent_to_a_webhook_costs_the_same_for_one_event_and_for_three(browse, world, receiver, statements):
    (hook,) = _hooks(world.secretary, receiver, 1)
    browser, taken = browse(world.secretary), []
    for more in (1, 2):
        for _ in range(more):
            Story(world).submitted()
        while fan_out(now=timezone.now()):
            pass
        taken.append(statements(browser.get, reverse("webhook", args=[hook.pk])))

    assert Delivery.objects.filter(webhook=hook).count() == 3
    assert taken[0] == taken[1] <= MOST


def test_a_body_costs_the_same_for_each_seat_it_has(browse, at, world, statements):
    browser, taken, path = browse(world.secretary), [], reverse("committee", args=[world.body.pk])
    for more in (1, 2):
        for number in range(more):
            person = someone(f"增补委员{more}{number}", world.unit)
            appoint(world.body, person, Position.MEMBER, world.manager, categories=("science",), sex="female")
        with at(MORNING):
            browser.get(path)
            taken.append(statements(browser.get, path))

    assert taken[0] == taken[1] <= MOST


def test_a_meeting_takes_fifteen_statements_at_most(browse, at, story, world, statements):
    """To come, with answers that tell what may be heard; under way, with a vote open; and over."""
    _convened_on_a_change(story)
    browser, path, taken = browse(story.secretary), reverse("meeting", args=[story.meeting.pk]), {}

    with at(story.now):
        taken["to come"] = statements(browser.get, path)
    story.wait(hours=1).arrives(*story.members[:6]).declared(*story.members[:6])
    story.does(story.chair, "open_ballot")
    with at(story.now):
        taken["under way"] = statements(browser.get, path)
    story.votes("approve", *story.members[:6])
    sittings.end(meeting=story.meeting.pk, user=story.secretary, now=story.now)
    with at(story.now):
        taken["over"] = statements(browser.get, path)

    assert {when: count for when, count in taken.items() if count > MOST} == {}


def _convened_on_a_change(story):
    first = Story(story.world).opined()
    story.in_review().reviewed()
    Case.objects.filter(number=story.number).update(activity=first.case)
    starts_at = (story.now + timedelta(hours=1)).isoformat()
    story.does(story.secretary, "convene", starts_at=starts_at)
