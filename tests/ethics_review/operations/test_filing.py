"""From the draft to the committee's desk: create, revise, submit, withdraw, completion, resubmission."""

from datetime import date, timedelta

import pytest

from ethics_review import operations
from ethics_review.engine import Stale
from ethics_review.models import Case, CompletionNotice, Filing
from ethics_review.operations import Draft, Malformed
from ledger.models import Deadline, Entry
from tests.world import MINUTE, Story, filing

BARE = {"funding": None, "commitment": None}
"""A filing that lacks its funding and its commitment."""


def test_create_opens_a_draft_pinned_to_the_pack_of_the_committee(story):
    story.drafted()

    case = story.case
    assert (case.number, case.state, case.version, case.round) == ("2026-0001", "draft", 1, 1)
    assert (case.pack_id, len(case.pack_digest), case.pinned_at) == ("ai-2026", 64, None)
    assert case.institution == story.world.unit
    assert case.filings.get().body == filing()
    entry = story.last
    assert (entry.action, entry.role, entry.actor) == ("create", "applicant", story.applicant)
    assert entry.data["filing_sha256"] == case.filings.get().sha256
    assert story.running() == {}


def test_create_numbers_the_cases_of_a_year_without_a_gap(world):
    numbers = [Story(world).drafted().number for _ in range(3)]

    assert numbers == ["2026-0001", "2026-0002", "2026-0003"]


def test_create_numbers_by_the_year_in_shanghai(world):
    """At 00:30 on New Year's Day in Shanghai it is still last year in UTC."""
    eve = Story(world).wait(days=204, hours=15, minutes=-1)
    day = Story(world).wait(days=204, hours=15)

    assert (eve.now.isoformat(), day.now.isoformat()) == ("2026-12-31T23:59:00+08:00", "2027-01-01T00:00:00+08:00")
    assert (eve.drafted().number, day.drafted().number) == ("2026-0001", "2027-0001")


def test_create_refuses_a_malformed_filing_with_every_problem_and_writes_nothing(world, everything):
    before = everything()
    draft = Draft(committee=world.body, filing=filing(funding=7, surprise=1), title_zh="甲", title_en="")

    with pytest.raises(Malformed) as caught:
        operations.create_case(draft=draft, user=world.applicant, now=Story(world).now)

    assert [problem.path for problem in caught.value.problems] == ["funding", "surprise"]
    assert everything() == before


def test_revise_adds_a_revision_and_leaves_the_earlier_one(story):
    story.drafted().revised()

    assert list(story.case.filings.order_by("revision").values_list("revision", flat=True)) == [1, 2]
    assert story.case.version == 2
    assert (story.last.action, story.last.data["revision"]) == ("revise", 2)


@pytest.mark.parametrize("state", ["submitted", "accepted", "in_review"])
def test_revise_is_refused_once_the_filing_lies_before_the_committee(story, refused, state):
    getattr(story, state)()

    with refused(("filing.closed", "ai-2026#13")) as outcome:
        story.revised()

    assert outcome.figures[0]["state"] == state


def test_revise_is_for_the_applicant_alone(story, refused):
    story.drafted()

    with refused(("role.not_yours", "ai-2026#13")):
        operations.revise(number=story.number, filing=filing(), user=story.secretary, now=story.now)


def test_revise_refuses_a_version_that_has_been_overtaken(story, everything):
    story.drafted().revised()
    before = everything()

    with pytest.raises(Stale) as caught:
        operations.revise(number=story.number, filing=filing(), user=story.applicant, now=story.now, version=1)

    assert caught.value.case.version == 2
    assert everything() == before


def test_submit_puts_the_filing_before_the_committee(story):
    case = story.submitted().case

    assert (case.state, case.submitted_at, case.version) == ("submitted", story.now, 2)
    assert story.started() == {"acceptance": date(2026, 6, 17)}
    assert story.told() == {"case_submitted": ["秘书"]}
    assert (story.last.role, story.last.data["revision"]) == ("applicant", 1)
    assert (story.last.data["from"], story.last.data["to"]) == ("draft", "submitted")
    assert Filing.objects.get().submitted_at == story.now


def test_submit_may_lack_materials_which_the_office_then_names(story):
    assert story.submitted(**BARE).case.state == "submitted"


@pytest.mark.parametrize("giver", ["bare_applicant", "loner"])
def test_submit_to_a_centre_under_a_mandate(world, giver):
    story = Story(world, applicant=getattr(world, giver), committee=world.centre).submitted()

    assert story.case.state == "submitted"
    assert story.told() == {"case_submitted": ["中心秘书"]}


def test_submit_is_refused_where_no_mandate_was_given(world, refused):
    story = Story(world, applicant=world.applicant, committee=world.centre).drafted()

    with refused(("body.no_mandate", "ai-2026#12")):
        story.does(world.applicant, "submit")


def test_submit_is_refused_to_the_committee_of_another_unit(world, refused):
    story = Story(world, applicant=world.bare_applicant, committee=world.body).drafted()

    with refused(("body.no_mandate", "ai-2026#12")):
        story.does(world.bare_applicant, "submit")


def test_submit_under_a_mandate_on_its_last_day_and_not_on_the_next(world, refused):
    world.centre.mandates.update(ends_on=date(2026, 6, 10))
    last_day = Story(world, applicant=world.loner, committee=world.centre).drafted()
    last_day.now = last_day.now.replace(hour=23, minute=58)
    assert last_day.does(world.loner, "submit").state == "submitted"
    next_day = Story(world, applicant=world.loner, committee=world.centre).drafted()
    next_day.now = last_day.now

    with refused(("body.no_mandate", "ai-2026#12")):
        next_day.does(world.loner, "submit")
    assert next_day.now.isoformat() == "2026-06-11T00:00:00+08:00"


def test_submit_before_the_mandate_begins_is_refused(world, refused):
    world.centre.mandates.update(starts_on=date(2026, 6, 11))
    story = Story(world, applicant=world.loner, committee=world.centre).drafted()

    with refused(("body.no_mandate", "ai-2026#12")):
        story.does(world.loner, "submit")


def test_withdraw_ends_the_case_and_every_clock(story):
    case = story.in_review().does(story.applicant, "withdraw", reasons="调整计划")

    assert (case.state, case.decided_at) == ("withdrawn", story.now)
    assert story.settled() == {"decision"}
    assert story.running() == {}
    assert story.told() == {"case_withdrawn": ["委员1", "秘书"]}


def test_withdraw_takes_the_matter_off_the_agenda(story):
    story.in_review().reviewed().convened().does(story.applicant, "withdraw", reasons="调整计划")

    assert story.meeting.items.get().closed_at == story.now


def test_withdraw_is_refused_during_a_vote(story, refused):
    story.in_review().reviewed().balloting()

    with refused(("ballot.open", "ai-2026#16")) as outcome:
        story.does(story.applicant, "withdraw", reasons="调整计划")
    assert outcome.figures == [{"voted": 0, "of": 7}]


def test_the_office_closes_a_case_only_after_the_supplement_time_has_run_out(story, refused):
    story.submitted(**BARE).does(story.secretary, "request_completion")
    story.now = story.clock("supplement").due_at - MINUTE

    with refused(("withdrawal.not_expired", "house")):
        story.does(story.secretary, "withdraw", reasons="逾期未补正")

    story.now += timedelta(microseconds=1)
    assert story.does(story.secretary, "withdraw", reasons="逾期未补正").state == "withdrawn"
    assert story.settled() == {"supplement"}
    assert story.told()["case_withdrawn"] == ["委员1", "沈若水"]


def test_the_office_does_not_withdraw_what_waits_for_itself(story, refused):
    story.submitted().wait(days=365)

    with refused(("role.not_yours", "house")):
        story.does(story.secretary, "withdraw", reasons="逾期")


def test_request_completion_names_everything_at_once(story):
    extra = [{"path": "plan.testing", "reason": "补充分组检验"}]
    case = story.submitted(**BARE).does(story.secretary, "request_completion", extra=extra, note="请一并补正")

    assert (case.state, case.completion_notices) == ("completion_requested", 1)
    assert story.settled() == {"acceptance"}
    assert story.started() == {"supplement": date(2026, 7, 10)}
    assert story.told() == {"completion_requested": ["沈若水"]}
    notice = CompletionNotice.objects.get()
    assert [item["path"] for item in notice.items] == ["funding", "commitment", "plan.testing"]
    assert (notice.number, notice.note, notice.round) == (1, "请一并补正", 1)
    assert story.last.data["items"] == ["funding", "commitment", "plan.testing"]
    assert "分组" not in story.last.body


def test_request_completion_is_refused_where_nothing_is_missing(story, refused):
    story.submitted()

    with refused(("completion.nothing_missing", "ai-2026#13")):
        story.does(story.secretary, "request_completion")


def test_a_second_notice_needs_a_legal_reason_and_is_counted(story, refused):
    story.submitted(**BARE).does(story.secretary, "request_completion")
    story.revised(commitment=None).does(story.applicant, "resubmit")

    with refused(("completion.second_notice", "ai-2026#13")) as outcome:
        story.does(story.secretary, "request_completion")
    assert outcome.figures == [{"given": 1, "allowed": 1}]

    case = story.does(story.secretary, "request_completion", legal_reason="新规施行")
    assert case.completion_notices == 2
    assert list(CompletionNotice.objects.values_list("number", "legal_reason")) == [(1, ""), (2, "新规施行")]


def test_a_blank_legal_reason_is_none(story, refused):
    story.submitted(**BARE).does(story.secretary, "request_completion")
    story.revised(commitment=None).does(story.applicant, "resubmit")

    with refused(("completion.second_notice", "ai-2026#13")):
        story.does(story.secretary, "request_completion", legal_reason="  ")


def test_resubmit_after_a_notice_returns_to_the_office_in_the_same_round(story):
    story.submitted(**BARE).does(story.secretary, "request_completion")
    case = story.revised().does(story.applicant, "resubmit", note="已补正")

    assert (case.state, case.round, case.completion_notices) == ("submitted", 1, 1)
    assert story.settled() == {"supplement"}
    assert story.started() == {"acceptance": date(2026, 6, 17)}
    assert story.told() == {"case_resubmitted": ["委员1", "秘书"]}


def test_resubmit_is_refused_where_nothing_is_new(story, refused):
    story.submitted(**BARE).does(story.secretary, "request_completion")

    with refused(("filing.unchanged", "ai-2026#13")) as outcome:
        story.does(story.applicant, "resubmit")
    assert outcome.figures == [{"revision": 1}]


def test_resubmit_of_a_revised_plan_begins_the_next_round(story):
    story.decided("revise_and_re_review")
    case = story.revised().does(story.applicant, "resubmit")

    assert (case.state, case.round, case.procedure, case.listed) == ("submitted", 2, "", None)
    assert case.completion_notices == 0
    assert story.settled() == {"revision", "appeal_window"}
    assert set(story.running()) == {"acceptance"}


def test_resubmit_of_modifications_waits_for_their_confirmation(story):
    story.decided("approve_after_modification")
    case = story.revised().does(story.applicant, "resubmit")

    assert (case.state, case.round) == ("modification_required", 1)
    assert story.settled() == set()
    assert set(story.running()) == {"modification", "appeal_window"}


def test_every_act_leaves_one_entry_and_the_chain_holds(story, chain_holds):
    story.submitted(**BARE).does(story.secretary, "request_completion")
    story.revised().does(story.applicant, "resubmit")

    assert story.entries() == [
        ("create", "applicant"),
        ("submit", "applicant"),
        ("request_completion", "secretary"),
        ("revise", "applicant"),
        ("resubmit", "applicant"),
    ]
    assert chain_holds()


def test_the_version_counts_every_write(story):
    story.submitted(**BARE).does(story.secretary, "request_completion")
    story.revised().does(story.applicant, "resubmit")

    assert story.case.version == Entry.objects.filter(stream=story.stream).count() == 5
    assert Case.objects.count() == 1
    assert Deadline.objects.filter(settled_at=None).count() == 1
