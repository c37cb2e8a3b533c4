"""The preliminary pass, the experts' re-examination, and the decision according to their opinion."""

from datetime import date, timedelta

import pytest

from committees.models import Ballot, Committee, Seat
from ethics_review.models import Decision, ReExamination
from regulations.vocabulary import CommitteeKind
from tests.world import Story, establish, experts


@pytest.fixture
def examined(story):
    return story.in_review(items=(1,)).reviewed()


def test_a_positive_finding_on_a_listed_activity_is_a_preliminary_pass(story):
    case = story.preliminary().case

    assert (case.state, case.decided_at) == ("preliminary_passed", None)
    assert story.settled() == {"decision"}
    assert story.started() == {"re_examination_application": date(2026, 6, 25)}
    assert story.told() == {"preliminary_passed": ["主管", "沈若水"]}
    decision = Decision.objects.get()
    assert (decision.kind, decision.outcome, decision.ballot) == ("preliminary", "approve", story.ballot)


def test_a_listed_activity_is_not_approved_unheard(examined, refused):
    examined.found()

    with refused(("re_examination.required", "ai-2026#21")) as outcome:
        examined.issued()
    assert outcome.figures == [{"items": [1]}]


def test_a_listed_activity_may_be_rejected_without_experts(examined):
    assert examined.found("reject").issued().case.state == "rejected"


def test_a_negative_finding_is_no_preliminary_pass(examined, refused):
    examined.found("reject")

    with refused(("preliminary.not_positive", "ai-2026#21")) as outcome:
        examined.does(examined.chair, "pass_preliminary", opinion="通过")
    assert outcome.figures == [{"finding": "reject"}]


def test_an_activity_that_is_not_listed_needs_no_preliminary_pass(story, refused):
    story.in_review().reviewed().found()

    with refused(("re_examination.not_required", "ai-2026#21")):
        story.does(story.chair, "pass_preliminary", opinion="通过")


def test_a_preliminary_pass_rests_on_a_vote(examined, refused):
    with refused(("decision.no_finding", "ai-2026#16")):
        examined.does(examined.chair, "pass_preliminary", opinion="通过")


def test_the_unit_applies_and_the_authority_is_told(story):
    case = story.applied().case

    assert case.state == "re_examination_applied"
    assert story.settled() == {"re_examination_application"}
    assert story.started() == {"re_examination": date(2026, 7, 10)}
    assert story.told() == {"re_examination_applied": ["科技厅干事"]}
    application = ReExamination.objects.get()
    assert (application.authority, application.applied_by) == (story.world.authority, story.manager)


def test_a_person_without_a_unit_applies_for_themself(world):
    story = Story(world, applicant=world.loner, committee=world.centre).preliminary()

    assert story.does(world.loner, "apply_re_examination").state == "re_examination_applied"


def test_the_applicant_does_not_apply_in_place_of_the_unit(story, refused):
    story.preliminary()

    with refused(("role.not_yours", "ai-2026#22")) as outcome:
        story.does(story.applicant, "apply_re_examination")
    assert outcome.figures == [{"needs": ["unit"], "has": ["applicant"]}]


def test_the_authority_accepts_and_may_charge_a_centre(world, story):
    case = story.applied().does(world.officer, "accept_re_examination", centre=world.centre.pk)

    assert case.state == "re_examination"
    assert ReExamination.objects.get().centre == world.centre
    assert set(story.running()) == {"re_examination"}
    assert story.told() == {"re_examination_accepted": ["主管", "沈若水", "秘书"]}


def test_no_centre_reviews_and_re_examines_the_same_activity(world, refused):
    story = Story(world, applicant=world.bare_applicant, committee=world.centre).applied()

    with refused(("body.centre_both", "ai-2026#11")):
        story.does(world.officer, "accept_re_examination", centre=world.centre.pk)


@pytest.mark.parametrize("kind", [CommitteeKind.ETHICS, CommitteeKind.EXPERT_PANEL])
def test_only_a_service_centre_can_be_charged(world, story, invalid, kind):
    story.applied()
    other = establish(world.bare_unit, kind, "另一机构", world.manager)

    with invalid(("centre", "input.not_found")):
        story.does(world.officer, "accept_re_examination", centre=other.pk)


def test_a_centre_that_does_not_exist_is_an_input_problem(world, story, invalid):
    story.applied()

    with invalid(("centre", "input.not_found")):
        story.does(world.officer, "accept_re_examination", centre=10**6)


def test_form_panel_seats_the_experts_and_tells_them(world, story):
    story.applied().panelled()

    panel = Committee.objects.get(kind="expert_panel")
    assert (panel.subject, panel.institution) == (story.stream, world.authority)
    assert set(panel.seats.values_list("person__name", flat=True)) == {f"专家{number}" for number in range(1, 6)}
    assert story.told() == {"panel_formed": [f"专家{number}" for number in range(1, 6)]}
    assert story.case.state == "re_examination"


@pytest.mark.parametrize(("size", "formed"), [(5, True), (4, False)])
def test_a_panel_has_five_experts(world, story, refused, size, formed):
    story.applied().does(world.officer, "accept_re_examination")
    named = experts(world.experts[:size])
    if formed:
        story.does(world.officer, "form_panel", experts=named)
        assert ReExamination.objects.get().panel.seats.count() == 5
        return

    with refused(("panel.too_few", "ai-2026#23")) as outcome:
        story.does(world.officer, "form_panel", experts=named)
    assert outcome.figures == [{"need": 5, "have": 4}]


def test_a_panel_covers_the_field_ethics_and_law(world, story, refused):
    story.applied().does(world.officer, "accept_re_examination")
    named = [{"person": person.pk, "categories": ["field"]} for person in world.experts[:5]]

    with refused(("panel.categories", "general-2023#28")) as outcome:
        story.does(world.officer, "form_panel", experts=named)
    assert outcome.figures == [{"missing": ["ethics", "law"]}]


@pytest.mark.parametrize("who", ["member", "former", "applicant", "secretary"])
def test_nobody_of_the_reviewing_committee_sits_on_the_panel(world, story, refused, who):
    story.applied().does(world.officer, "accept_re_examination")
    person = {
        "member": world.members[8],
        "former": world.members[7],
        "applicant": world.applicant,
        "secretary": world.secretary,
    }[who]
    if who == "former":
        world.end_seat(person, on=story.now.date(), at=story.now)

    with refused(("panel.not_independent", "ai-2026#23")) as outcome:
        story.does(world.officer, "form_panel", experts=experts([*world.experts[:5], person]))
    assert outcome.figures[0]["people"] == [person.pk]


def test_an_expert_who_does_not_exist_is_an_input_problem(world, story, invalid):
    story.applied().does(world.officer, "accept_re_examination")
    named = [*experts(world.experts[:5]), {"person": 10**6, "categories": ["law"]}]

    with invalid(("experts", "input.not_found")):
        story.does(world.officer, "form_panel", experts=named)


def test_a_panel_may_be_changed_before_its_vote(world, story):
    story.applied().panelled()
    story.does(world.officer, "form_panel", experts=experts(world.experts[1:6]))

    day = story.now.date()
    seated = Seat.objects.filter(committee__kind="expert_panel", ended_on=None)
    assert set(seated.values_list("person__name", flat=True)) == {f"专家{number}" for number in range(2, 7)}
    assert Seat.objects.get(person=world.experts[0]).ended_on == day


def test_an_expert_may_be_named_anew_for_other_fields(world, story):
    story.applied().panelled()
    named = [{"person": person.pk, "categories": ["field", "ethics", "law"]} for person in world.experts[:5]]
    story.does(world.officer, "form_panel", experts=named)
    story.declared(*world.experts[:5]).does(world.officer, "open_ballot")

    assert {tuple(seat.categories) for seat in story.ballot.roll.all()} == {("ethics", "field", "law")}


def test_an_expert_named_twice_is_one_person_with_both_fields(world, story, refused):
    story.applied().does(world.officer, "accept_re_examination")
    once = experts(world.experts[:4])
    with refused(("panel.too_few", "ai-2026#23")) as outcome:
        again = {"person": world.experts[0].pk, "categories": ["law"]}
        story.does(world.officer, "form_panel", experts=[*once, again])
    assert outcome.figures == [{"need": 5, "have": 4}]

    story.does(world.officer, "form_panel", experts=[*experts(world.experts[:5]), again])
    seat = Seat.objects.get(person=world.experts[0])
    assert seat.categories == ["field", "law"]


def test_a_panel_is_not_changed_during_its_vote(world, story, refused):
    story.applied().panel_voting()

    with refused(("panel.voting", "ai-2026#24")):
        story.does(world.officer, "form_panel", experts=experts(world.experts[1:6]))


def test_the_panels_vote_waits_for_declarations(world, story, refused):
    story.applied().panelled().declared(*world.experts[:4])

    with refused(("interest.undeclared", "general-2023#8")) as outcome:
        story.does(world.officer, "open_ballot")
    assert outcome.figures == [{"people": [world.experts[4].pk], "names": ["专家5"]}]


def test_the_panels_vote_needs_a_panel(world, story, refused):
    story.applied().does(world.officer, "accept_re_examination")

    with refused(("panel.too_few", "ai-2026#23"), ("panel.categories", "general-2023#28")):
        story.does(world.officer, "open_ballot")


def test_a_conflicted_expert_leaves_and_four_are_too_few(world, story, refused):
    story.applied().panelled().declared(*world.experts[:4])
    story.does(world.experts[4], "declare_interest", conflict=True)

    with refused(("panel.too_few", "ai-2026#23")) as outcome:
        story.does(world.officer, "open_ballot")
    assert outcome.figures == [{"need": 5, "have": 4}]


@pytest.mark.parametrize(
    ("size", "agreeing", "result"),
    [(5, 4, "agree"), (5, 3, ""), (6, 4, "agree"), (6, 3, ""), (7, 5, "agree"), (7, 4, "")],
)
def test_two_thirds_of_all_experts_make_an_opinion(world, story, size, agreeing, result):
    story.applied().panel_voting(size).votes("agree", *world.experts[:agreeing])
    story.votes("disagree", *world.experts[agreeing:size])

    assert (story.ballot.status, story.ballot.result, story.ballot.of_all) == ("closed", result, True)


def test_an_expert_who_does_not_vote_counts_in_the_whole(world, story, refused):
    story.applied().panel_voting(7).votes("agree", *world.experts[:4]).does(world.officer, "close_ballot")

    with refused(("panel.no_opinion", "ai-2026#24")) as outcome:
        story.does(world.officer, "give_opinion", compliance="符合", reasonableness="合理")
    assert outcome.figures == [{"need": 5, "of": 7, "tally": {"agree": 4, "disagree": 0}}]


def test_without_an_opinion_the_panel_votes_again(world, story):
    story.applied().panel_voting().votes("agree", *world.experts[:3]).votes("disagree", *world.experts[3:5])
    story.does(world.officer, "open_ballot")
    story.votes("disagree", *world.experts[:5])

    assert story.does(world.officer, "give_opinion", compliance="不符合", reasonableness="不合理").state == (
        "opinion_returned"
    )
    assert Ballot.objects.filter(committee__kind="expert_panel").count() == 2


@pytest.mark.parametrize("who", ["chair", "member", "applicant"])
def test_the_committee_does_not_vote_on_the_panel(world, story, refused, who):
    story.applied().panel_voting()
    person = {"chair": world.chair, "member": world.members[3], "applicant": world.applicant}[who]

    with refused(("role.not_yours", "ai-2026#16")):
        story.votes("agree", person)


def test_the_opinion_is_returned_with_compliance_and_reasonableness(story):
    case = story.opined().case

    assert case.state == "opinion_returned"
    assert story.settled() == {"re_examination"}
    assert story.started() == {"final_decision": date(2026, 6, 25)}
    assert story.told() == {"opinion_returned": ["主管", "委员1", "沈若水", "秘书"]}
    returned = ReExamination.objects.get()
    assert (returned.opinion, returned.compliance, returned.reasonableness) == ("agree", "符合", "合理")
    assert (story.last.data["opinion"], story.last.data["tally"]) == ("agree", {"agree": 5, "disagree": 0})


def test_after_an_agreeing_opinion_the_committee_approves(story):
    story.re_examined()

    assert story.case.state == "active"
    assert story.settled() == {"final_decision"}
    assert story.started() == {"follow_up_listed": date(2026, 12, 10), "registration": date(2026, 7, 10)}
    assert story.told() == {"decision_issued": ["主管", "沈若水", "科技厅干事", "秘书"]}


def test_the_vote_before_the_opinion_does_not_decide_after_it(story, refused):
    story.opined()

    with refused(("decision.no_finding", "ai-2026#16")):
        story.issued()


def test_no_approval_is_put_to_the_vote_against_a_disagreeing_opinion(world, story, refused):
    story.opined("disagree").balloting()

    assert story.ballot.options == ["revise_and_re_review", "reject"]
    with refused(("re_examination.disagreed", "ai-2026#25")):
        story.votes("approve", world.members[1])


@pytest.mark.parametrize(("outcome", "state"), [("reject", "rejected"), ("revise_and_re_review", "revision_required")])
def test_after_a_disagreeing_opinion_the_committee_does_not_approve(story, outcome, state):
    assert story.re_examined("disagree", outcome).case.state == state


def test_an_emergency_is_re_examined_within_its_seventy_two_hours(story):
    story.opined(procedure="emergency")

    assert set(story.running()) == {"decision_emergency", "final_decision"}
    clock = story.clock("decision_emergency")
    assert clock.due_at - clock.started_at == timedelta(hours=72)
    assert clock.settled_at is None


def test_a_later_round_has_a_re_examination_of_its_own(story):
    story.re_examined("disagree", "revise_and_re_review").revised().does(story.applicant, "resubmit")
    story.accepted().listed(1).declared(story.members[2])
    story.does(story.chair, "assign_reviewers", reviewers=[story.members[2].pk])
    story.reviewed(story.members[2]).found().does(story.chair, "pass_preliminary", opinion="通过")
    story.does(story.manager, "apply_re_examination")

    assert list(ReExamination.objects.order_by("round").values_list("round", "opinion")) == [(1, "disagree"), (2, "")]
