"""The end of the filing on which an exemption stands is watched from the approval on, and decides nothing by itself."""

from datetime import date, timedelta

import pytest

from ethics_review.models import Exemption
from ethics_review.operations.sweeping import sweep
from ledger.models import Message
from regulations.clocks import end_of
from tests.filings import EXEMPTING
from tests.world import Story, build

WORDS = {"regime": EXEMPTING["regime"], "number": EXEMPTING["number"], "legal_basis": "备案以伦理合规为条件"}
UNTIL = date(2026, 7, 31)


def exempted(story, **said):
    """Accepted, listed, and exempt by the filing that the application names."""
    story.accepted(cross_references=[EXEMPTING]).listed(2)
    story.does(story.chair, "grant_exemption", **WORDS | said)
    return story


def approved(story, **said):
    return exempted(story, **said).assigned().reviewed().found().issued()


def renewed(story, **said):
    story.does(story.chair, "grant_exemption", **WORDS | said)
    return story


def concluded(story, outcome):
    story.does(story.chair, "conclude_follow_up", outcome=outcome, reasons="跟踪审查", requirements="补充")
    return story


@pytest.fixture
def resting(story):
    """In force on a filing that is valid until 31 July 2026."""
    return approved(story, valid_until=UNTIL.isoformat())


def test_before_the_approval_the_other_clocks_watch(story):
    assert set(exempted(story, valid_until=UNTIL.isoformat()).running()) == {"decision"}


def test_from_the_approval_on_the_last_day_of_the_filing_is_watched(resting):
    clock = resting.clock("exemption")

    assert (clock.due_on, clock.due_at, clock.provisional) == (UNTIL, end_of(UNTIL), False)
    assert (clock.owner, clock.escalate) == ("chair", ["unit", "chair", "authority"])
    assert (clock.basis, clock.extendable, clock.pausable, clock.rolls) == ("house", False, False, False)
    assert resting.last.data["valid_until"] == "2026-07-31"


def test_the_last_day_of_a_filing_does_not_roll(story):
    """26 July 2026 is a Sunday: the filing ends on it all the same."""
    approved(story, valid_until="2026-07-26")

    assert story.running()["exemption"] == date(2026, 7, 26)


@pytest.mark.parametrize(
    ("house", "due_on"), [({}, date(2027, 6, 10)), ({"exemption.recheck_months": 3}, date(2026, 9, 10))]
)
def test_a_filing_without_an_end_is_looked_at_again_after_the_months_of_the_house(db, house, due_on):
    story = approved(Story(build(house=house)))

    assert story.running()["exemption"] == due_on
    assert "valid_until" not in story.last.data


def test_confirmed_modifications_begin_the_watch(story):
    exempted(story, valid_until=UNTIL.isoformat()).assigned().reviewed()
    story.found("approve_after_modification").issued()
    assert "exemption" not in story.running()
    story.revised(cross_references=[EXEMPTING]).does(story.applicant, "resubmit")
    story.does(story.chair, "confirm_modifications")

    assert story.started()["exemption"] == UNTIL


def test_what_is_not_exempt_is_not_watched(story):
    assert "exemption" not in story.re_examined().running()


def test_what_experts_have_agreed_to_rests_on_no_filing(story):
    exempted(story, valid_until=story.now.date().isoformat()).assigned().reviewed().wait(days=1).found()
    story.does(story.chair, "pass_preliminary", opinion="通过")
    story.does(story.manager, "apply_re_examination")
    story.heard().found().issued()

    assert "exemption" not in story.running()


def test_the_end_is_reminded_of_then_flagged_and_decides_nothing(resting, refused):
    due_at = resting.clock("exemption").due_at
    found = sweep(now=due_at - timedelta(days=7) + timedelta(seconds=1))
    assert [(one.clock, one.act) for one in found if one.clock == "exemption"] == [("exemption", "remind")]
    before = resting.case
    resting.now = due_at + timedelta(hours=1)
    sweep(now=resting.now)

    assert resting.clock("exemption").is_missed
    assert (resting.case.state, resting.case.version) == (before.state, before.version)
    told = Message.objects.filter(notice="clock_missed", params__clock="exemption")
    assert set(told.values_list("recipient__name", flat=True)) == {"主管", "委员1", "科技厅干事"}
    with refused(("exemption.lapsed", "ai-2026#26")):
        concluded(resting, "continue")


def test_a_renewal_settles_the_watch_and_begins_it_anew(resting):
    renewed(resting.wait(days=30), valid_until="2027-07-31")

    assert resting.settled() == {"exemption"}
    assert resting.started() == {"exemption": date(2027, 7, 31)}
    assert (resting.case.state, Exemption.objects.count()) == ("active", 2)
    assert concluded(resting.wait(days=60), "continue").case.state == "active"


def test_a_renewal_may_come_late_and_to_what_is_suspended(resting):
    resting.wait(days=60)
    sweep(now=resting.now)
    resting.does(resting.chair, "suspend", reasons="备案失效")
    renewed(resting, valid_until="2027-07-31")

    first = resting.last.deadlines_settled.get()
    assert first.missed_at < first.settled_at == resting.now
    assert resting.does(resting.chair, "resume", reasons="已续期").state == "active"


def test_a_renewal_is_still_valid_and_on_file(resting, refused):
    resting.wait(days=60)
    yesterday = (resting.now.date() - timedelta(days=1)).isoformat()

    with refused(("exemption.lapsed", "ai-2026#26")):
        renewed(resting, valid_until=yesterday)
    with refused(("exemption.not_on_file", "ai-2026#26")):
        renewed(resting, number="网信算备000000000000002号")
    assert renewed(resting, valid_until=resting.now.date().isoformat()).running()["exemption"] == resting.now.date()


def test_only_what_rests_on_an_exemption_renews_one(story, refused):
    story.in_review(items=(2,), cross_references=[EXEMPTING]).reviewed().found()
    story.does(story.chair, "pass_preliminary", opinion="通过")
    story.does(story.manager, "apply_re_examination")
    story.heard().found().issued()

    with refused(("exemption.none_to_renew", "ai-2026#26")):
        renewed(story)


def test_only_the_chair_renews(resting, refused):
    with refused(("role.not_yours", "ai-2026#26")):
        resting.does(resting.secretary, "grant_exemption", **WORDS)


@pytest.mark.parametrize("outcome", ["re_review", "terminate"])
def test_the_watch_ends_with_the_approval(resting, outcome):
    assert "exemption" in concluded(resting, outcome).settled()
    assert "exemption" not in resting.running()


@pytest.mark.parametrize("move", ["terminate", "complete"])
def test_the_watch_ends_with_the_case(resting, move):
    resting.does(resting.manager, "register", number="登记1")
    resting.does(resting.chair, move, reasons="结束")

    assert "exemption" in resting.settled()


def test_the_watch_goes_on_through_a_suspension_and_an_appeal_against_it(resting):
    resting.does(resting.chair, "suspend", reasons="核查")
    resting.does(resting.applicant, "appeal", reasons="不服", support="附件")
    assert "exemption" in resting.running()
    resting.does(resting.chair, "rule_on_appeal", ruling="upheld", reasons="成立")

    assert (resting.case.state, resting.running()["exemption"]) == ("active", UNTIL)
