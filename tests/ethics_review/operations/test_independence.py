"""Who stands too near an activity to examine it once more, over all its cases, rounds and bodies (M11, P28)."""

from datetime import date

import pytest

from accounts.models import Institution, InstitutionRole
from committees import operations as bodies
from committees.models import Committee
from ethics_review import operations
from ethics_review.models import Case, ReExamination
from ethics_review.operations.filing import Malformed
from regulations.vocabulary import Category, CommitteeKind, Position, Role
from tests.world import TERM, Story, appoint, establish, experts, filing, someone

BOTH = ("body.centre_both", "ai-2026#11")
RE_EXAMINED = ("body.re_examined", "ai-2026#11")
NEAR = ("panel.not_independent", "ai-2026#23")


def office(person, institution, kind, **period):
    return InstitutionRole.objects.create(
        user=person, institution=institution, kind=kind, **{"starts_on": TERM[0]} | period
    )


def mandated(world, giver, centre):
    bodies.give_mandate(
        centre=centre,
        institution=giver,
        scope="review",
        scope_note="人工智能科技活动伦理审查",
        signed_on=TERM[0],
        starts_on=TERM[0],
        ends_on=TERM[1],
        actor=world.manager,
        role=Role.UNIT,
        at=Story(world).now,
    )


@pytest.fixture
def second_centre(world):
    """Another centre of the institution whose first centre reviews."""
    return establish(world.centre.institution, CommitteeKind.SERVICE_CENTRE, "锦江第二中心", world.manager)


@pytest.fixture
def organised(world):
    """An activity of the unit, approved after a re-examination that the centre organised."""
    story = Story(world).preliminary()
    story.does(world.manager, "apply_re_examination")
    story.does(world.officer, "accept_re_examination", centre=world.centre.pk)
    story.does(world.officer, "form_panel", experts=experts(world.experts[:5]))
    story.declared(*world.experts[:5]).does(world.officer, "open_ballot")
    story.votes("agree", *world.experts[:5])
    story.does(world.officer, "give_opinion", compliance="符合", reasonableness="合理")
    return story.found().issued()


def change_of(story, committee):
    changed = Story(story.world, applicant=story.applicant, committee=committee, now=story.now)
    return changed.drafted(
        amends=story.number, change={"what": "更换基座", "affects_risk_benefit": True, "reason": "性能"}
    )


def filed(story):
    story.does(story.applicant, "submit")
    return story


# Centres


def test_a_second_centre_of_the_institution_that_reviewed_does_not_re_examine(world, second_centre, refused):
    story = Story(world, applicant=world.bare_applicant, committee=world.centre).applied()

    with refused(BOTH):
        story.does(world.officer, "accept_re_examination", centre=second_centre.pk)


def test_a_centre_of_the_unit_itself_does_not_re_examine(world, story, refused):
    own = establish(world.unit, CommitteeKind.SERVICE_CENTRE, "川岭中心", world.manager)
    story.applied()

    with refused(BOTH):
        story.does(world.officer, "accept_re_examination", centre=own.pk)
    story.does(world.officer, "accept_re_examination", centre=world.centre.pk)
    assert ReExamination.objects.get().centre == world.centre


def test_the_centre_that_re_examined_does_not_review_a_change(world, organised, refused):
    mandated(world, world.unit, world.centre)
    change = change_of(organised, world.centre)

    with refused(RE_EXAMINED):
        change.does(world.applicant, "submit")


def test_nor_does_a_second_centre_of_its_institution(world, organised, second_centre, refused):
    mandated(world, world.unit, second_centre)
    appoint(second_centre, someone("另一秘书", second_centre.institution), Position.SECRETARY, world.manager)
    change = change_of(organised, second_centre)

    with refused(RE_EXAMINED):
        change.does(world.applicant, "submit")


def test_a_centre_that_had_no_part_in_it_reviews_the_change(world, organised):
    other = Institution.objects.create(kind="unit", name="无关机构", region="5101")
    centre = establish(other, CommitteeKind.SERVICE_CENTRE, "无关中心", world.manager)
    appoint(centre, someone("无关秘书", other), Position.SECRETARY, world.manager)
    mandated(world, world.unit, centre)

    assert change_of(organised, centre).does(world.applicant, "submit").state == "submitted"


def test_a_change_of_a_change_is_the_same_activity(world, organised, refused):
    first = filed(change_of(organised, world.body)).accepted().listed(1).assigned().reviewed().found()
    first.does(first.chair, "pass_preliminary", opinion="通过")
    first.does(world.manager, "apply_re_examination")
    first.heard().found().issued()
    mandated(world, world.unit, world.centre)
    second = change_of(first, world.centre)

    assert second.case.activity == organised.case
    with refused(RE_EXAMINED):
        second.does(world.applicant, "submit")


# People


@pytest.mark.parametrize("who", ["manager", "officer", "applicant", "secretary"])
def test_nobody_who_manages_oversees_leads_or_serves_the_review_is_an_expert(world, story, refused, who):
    story.applied().does(world.officer, "accept_re_examination")
    person = getattr(world, who)

    with refused(NEAR) as outcome:
        story.does(world.officer, "form_panel", experts=experts([person, *world.experts[:4]]))
    assert outcome.figures == [{"people": [person.pk], "names": [str(person)]}]


def test_an_expert_who_becomes_the_units_manager_votes_no_more(world, story, refused):
    story.applied().panel_voting()
    office(world.experts[0], world.unit, "manager")

    with refused(("role.not_yours", "ai-2026#16")):
        story.does(world.experts[0], "cast_vote", position="agree")
    with refused(NEAR):
        story.does(world.experts[1], "cast_vote", position="agree")


def test_a_member_who_reviewed_the_original_is_no_expert_on_its_change(world, organised, refused):
    """The member has left the committee before the change was filed; the activity is the same."""
    world.end_seat(world.members[8], on=organised.now.date(), at=organised.now)
    organised.wait(days=10)
    change = filed(change_of(organised, world.body)).accepted().listed(1).assigned().reviewed().found()
    change.does(change.chair, "pass_preliminary", opinion="通过")
    change.does(world.manager, "apply_re_examination")
    change.does(world.officer, "accept_re_examination")

    with refused(NEAR) as outcome:
        change.does(world.officer, "form_panel", experts=experts([world.members[8], *world.experts[:4]]))
    assert outcome.figures[0]["people"] == [world.members[8].pk]


@pytest.mark.parametrize("seat", ["member", "secretary"])
def test_an_officer_who_sits_on_the_committee_does_not_organise(world, story, refused, seat):
    story.applied()
    appoint(world.body, world.officer, Position(seat), world.manager, starts_on=date(2026, 1, 1))

    with refused(("role.not_yours", "ai-2026#21")) as outcome:
        story.does(world.officer, "accept_re_examination")
    assert Role.AUTHORITY not in outcome.figures[0]["has"]


def test_an_officer_who_sat_on_it_while_the_case_ran_does_not_organise(world, story, refused):
    appoint(world.body, world.officer, Position.MEMBER, world.manager, starts_on=date(2026, 1, 1))
    colleague = someone("另一干事", world.authority)
    office(colleague, world.authority, "officer")
    story.applied()
    world.end_seat(world.officer, on=story.now.date(), at=story.now)
    story.wait(days=1)

    with refused(("role.not_yours", "ai-2026#21")):
        story.does(world.officer, "accept_re_examination")
    assert story.does(colleague, "accept_re_examination").state == "re_examination"


def test_nobody_applies_where_no_officer_is_left_to_organise(world, story, refused):
    story.preliminary()
    InstitutionRole.objects.filter(user=world.officer).update(ends_on=date(2026, 6, 9))

    with refused(("authority.none", "ai-2026#22")):
        story.does(world.manager, "apply_re_examination")
    InstitutionRole.objects.filter(user=world.officer).update(ends_on=None)
    assert story.does(world.manager, "apply_re_examination").state == "re_examination_applied"


def test_an_officer_of_a_unit_is_no_authority(world, story, refused):
    pretender = someone("单位干事", world.unit)
    office(pretender, world.unit, "officer")
    story.applied()

    with refused(("role.not_yours", "ai-2026#21")):
        story.does(pretender, "accept_re_examination")
    assert not Case.objects.visible_to(pretender, story.now).exists()
    assert Case.objects.visible_to(world.officer, story.now).exists()


def test_an_authority_of_the_whole_country_covers_every_region(world, story):
    """M33: the departments of the State Council are authorities too; their region is no part of the country."""
    central = Institution.objects.create(kind="authority", name="国家主管部门", region="")
    officer = someone("部干事", central)
    office(officer, central, "officer")
    story.applied()

    assert Case.objects.visible_to(officer, story.now).exists()
    assert story.does(officer, "accept_re_examination").state == "re_examination"
    assert ReExamination.objects.get().authority == world.authority, "the nearest receives the application"


def test_a_manager_is_no_adviser_from_the_field_on_the_units_own_emergency(world, story, refused):
    story.in_review("emergency").reviewed().in_meeting()
    story.arrives(world.manager, kind="adviser", categories=[Category.FIELD])

    with refused(("emergency.no_field_expert", "ai-2026#27")):
        story.does(story.chair, "open_ballot")
    story.arrives(world.adviser, kind="adviser", categories=[Category.FIELD])
    story.does(story.chair, "open_ballot")


# Nobody there


def test_nothing_is_submitted_to_a_body_without_an_office(world, story, refused):
    story.drafted()
    for person in (world.secretary, *world.members):
        world.end_seat(person, on=story.now.date(), at=story.now)

    with refused(("body.no_office", "ai-2026#13")):
        story.does(world.applicant, "submit")


def test_a_chair_alone_is_office_enough(world, story):
    story.drafted()
    world.end_seat(world.secretary, on=story.now.date(), at=story.now)

    assert story.does(world.applicant, "submit").state == "submitted"
    assert story.does(world.chair, "request_completion", extra=[{"path": "funding", "reason": "金额"}])


@pytest.mark.parametrize(
    ("outcome", "waits_for"), [("revise_and_re_review", "revision"), ("approve_after_modification", "modification")]
)
def test_the_office_closes_what_the_applicant_never_answered(story, refused, outcome, waits_for):
    story.decided(outcome)
    awaited, appeal = story.clock(waits_for), story.clock("appeal_window")
    last = max(awaited.due_at, appeal.due_at)
    story.now = min(awaited.due_at, last) - story.now.resolution * 60_000_001

    with refused(("withdrawal.not_expired", "house")) as told:
        story.does(story.chair, "withdraw", reasons="逾期未修改")
    assert told.figures == [{"due_on": awaited.due_on.isoformat()}]
    story.now = last
    assert story.does(story.chair, "withdraw", reasons="逾期未修改").state == "withdrawn"
    assert story.running() == {}


# The activity a case belongs to


def test_an_accepted_change_stays_a_change_of_the_same_activity(world, organised, everything):
    other = Story(world, now=organised.now).decided()
    change = (
        filed(change_of(organised, world.body)).accepted().listed(1).assigned().reviewed().found("revise_and_re_review")
    )
    change.issued()
    before = everything()

    with pytest.raises(Malformed) as caught:
        change.revised(amends=other.number, change={"what": "另一活动", "affects_risk_benefit": True, "reason": "性能"})
    assert [(problem.path, problem.code) for problem in caught.value.problems] == [("amends", "input.activity_fixed")]
    assert everything() == before

    change.revised(amends=organised.number, change={"what": "更换基座", "affects_risk_benefit": True, "reason": "性能"})
    assert (change.case.amends, change.case.activity) == (organised.case, organised.case)


def test_a_change_may_name_another_activity_until_it_is_accepted(world, organised):
    other = Story(world, now=organised.now).decided()
    change = change_of(organised, world.body)

    change.revised(amends=other.number, change={"what": "另一活动", "affects_risk_benefit": True, "reason": "性能"})
    assert (change.case.amends, change.case.activity) == (other.case, other.case)


def test_an_activity_is_found_by_the_identifier_of_its_latest_filing(world, story):
    story.drafted(id="triage-2026")
    assert story.case.filed_as == "triage-2026"
    operations.revise(number=story.number, filing=filing(id="triage-b"), user=world.applicant, now=story.now)
    assert story.case.filed_as == "triage-b"
    assert Committee.objects.get(pk=story.case.committee_id) == world.body
