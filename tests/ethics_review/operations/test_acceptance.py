"""Acceptance with its procedure, non-acceptance, the list, the exemption."""

from datetime import date, timedelta

import pytest

from ethics_review.models import Exemption, Review
from ledger.models import Entry
from regulations import pack
from tests.world import EXEMPTING, MINIMAL, URGENT, Story, acceptance, risks

COMMITTEE = ["委员1", "委员2", "委员3", "委员4", "委员5", "委员6", "委员7", "委员8", "委员9"]
CLAIMED = {"cross_references": [EXEMPTING]}
EXEMPTION = {"regime": EXEMPTING["regime"], "number": EXEMPTING["number"], "legal_basis": "备案以伦理合规为条件"}


def test_accept_by_the_general_procedure(story):
    case = story.accepted().case

    assert (case.state, case.procedure, case.ground, case.accepted_at) == ("accepted", "general", "", story.now)
    assert story.settled() == {"acceptance"}
    assert story.started() == {"decision": date(2026, 7, 10)}
    assert story.told() == {"case_accepted": ["沈若水"], "interest_asked": COMMITTEE}
    assert story.last.role == "secretary"
    assert story.last.data["procedure"] == "general"
    review = Review.objects.get()
    assert (review.round, review.reason, review.scope) == (1, "按风险程度确定", ["life_health"])
    assert "按风险程度确定" not in story.last.body


def test_accept_pins_the_pack(story):
    case = story.accepted().case

    assert case.pinned_at == story.now
    assert (case.pack_id, case.pack_version) == ("ai-2026", pack("ai-2026").version)
    assert case.pack_digest == pack("ai-2026").digest == story.last.data["digest"]


def test_accept_by_the_simplified_procedure_runs_two_clocks(story):
    case = story.accepted("simplified").case

    assert (case.procedure, case.ground) == ("simplified", "minimal_risk")
    assert story.started() == {"decision": date(2026, 7, 10), "decision_simplified": date(2026, 6, 25)}


def test_accept_in_an_emergency_runs_seventy_two_hours_to_the_instant(story):
    story.wait(days=9, hours=14, minutes=36).accepted("emergency")

    clock = story.clock("decision_emergency")
    assert clock.started_at == story.now
    assert clock.due_at - clock.started_at == timedelta(hours=72)
    assert clock.due_at.astimezone(story.now.tzinfo).isoformat() == "2026-06-22T23:38:00+08:00"
    assert story.started() == {"decision_emergency": date(2026, 6, 22)}
    assert (clock.exact, clock.extendable, clock.pausable) == (True, False, False)


def test_accept_by_the_chair_in_the_role_of_the_chair(story):
    story.submitted().does(story.chair, "accept", **acceptance())

    assert story.last.role == "chair"


def test_accept_of_incomplete_materials_is_refused_with_every_gap(story, refused):
    story.submitted(funding=None, commitment=None)

    with refused(("materials.incomplete", "ai-2026#13")) as outcome:
        story.does(story.secretary, "accept", **acceptance())
    assert outcome.figures == [{"missing": 2, "paths": ["funding", "commitment"]}]


def test_accept_in_ones_own_matter_is_refused(world, refused):
    """A chair who applies holds no role on the committee in that matter."""
    story = Story(world, applicant=world.chair).submitted()

    with refused(("role.not_yours", "ai-2026#13")) as outcome:
        story.does(world.chair, "accept", **acceptance())
    assert outcome.figures[0]["has"] == ["applicant"]


def test_accept_keeps_an_applicant_who_sits_on_the_committee_out(world):
    story = Story(world, applicant=world.members[4]).accepted()

    assert story.last.data["recused"] == [world.members[4].pk]
    assert story.told()["interest_asked"] == [name for name in COMMITTEE if name != "委员5"]


@pytest.mark.parametrize(("voting", "told"), [(7, None), (6, {"need": 7, "have": 6})])
def test_accept_needs_a_committee_of_seven(world, story, refused, voting, told):
    story.submitted()
    for person in world.members[voting:]:
        world.end_seat(person, on=story.now.date(), at=story.now)
    if told is None:
        assert story.accepted().case.state == "accepted"
        return

    with refused(("committee.too_few", "general-2023#7")) as outcome:
        story.accepted()
    assert outcome.figures == [told]


@pytest.mark.parametrize(("ended_on", "lawful"), [(date(2026, 6, 11), True), (date(2026, 6, 10), False)])
def test_a_seat_counts_until_the_day_on_which_it_ends(world, story, refused, ended_on, lawful):
    story.submitted()
    for person in world.members[7:]:
        world.end_seat(person, on=story.now.date(), at=story.now)
    world.end_seat(world.members[6], on=ended_on, at=story.now)
    if lawful:
        assert story.accepted().case.state == "accepted"
        return

    with refused(("committee.too_few", "general-2023#7")):
        story.accepted()


def test_accept_by_a_committee_that_lacks_a_field_is_refused(world, story, refused):
    story.submitted()
    for number in (3, 7):
        world.end_seat(world.members[number], on=story.now.date(), at=story.now)

    with refused(("committee.categories", "ai-2026#10")) as outcome:
        story.accepted()
    assert outcome.figures == [{"missing": ["law"]}]


def test_accept_by_a_committee_without_a_chair_is_refused(world, story, refused):
    story.submitted()
    world.end_seat(world.chair, on=story.now.date(), at=story.now)

    with refused(("committee.chair_count", "general-2023#7")) as outcome:
        story.accepted()
    assert outcome.figures == [{"need": 1, "have": 0}]


@pytest.mark.parametrize(("ends_on", "lawful"), [(date(2026, 6, 10), True), (date(2026, 6, 9), False)])
def test_accept_needs_a_mandate_of_this_day(world, refused, ends_on, lawful):
    story = Story(world, applicant=world.loner, committee=world.centre).submitted()
    world.centre.mandates.update(ends_on=ends_on)
    if lawful:
        assert story.accepted().case.state == "accepted"
        return

    with refused(("body.no_mandate", "ai-2026#12")):
        story.accepted()


@pytest.mark.parametrize(
    ("filed", "chosen", "reason"),
    [
        ({}, acceptance("emergency"), ("emergency.not_urgent", "ai-2026#27")),
        (MINIMAL, acceptance("simplified", ground=""), ("simplified.no_ground", "ai-2026#19")),
        ({}, acceptance("simplified"), ("simplified.ground_not_shown", "ai-2026#19")),
        (MINIMAL, acceptance("simplified", ground="follow_up"), ("simplified.ground_not_shown", "ai-2026#19")),
        (MINIMAL, acceptance("simplified", ground="minor_modification"), ("simplified.ground_not_shown", "ai-2026#19")),
        (
            {"risk_assessment": MINIMAL["risk_assessment"] | {"listed_claim": [1]}},
            acceptance("simplified"),
            ("simplified.listed", "ai-2026#19"),
        ),
    ],
)
def test_the_procedure_fits_what_the_filing_shows(story, refused, filed, chosen, reason):
    story.submitted(**filed)

    with refused(reason):
        story.does(story.secretary, "accept", **chosen)


def test_every_reason_against_a_procedure_is_told_at_once(story, refused):
    story.submitted(risk_assessment=risks(listed_claim=[2]))

    with refused(("simplified.listed", "ai-2026#19"), ("simplified.ground_not_shown", "ai-2026#19")):
        story.does(story.secretary, "accept", **acceptance("simplified"))


def test_an_urgent_filing_may_still_take_the_general_way(story):
    assert story.submitted(**URGENT).does(story.secretary, "accept", **acceptance()).procedure == "general"


def test_the_second_to_accept_is_told_who_did_it(story, refused):
    story.accepted()

    with refused(("state.not_here", "ai-2026#13")) as outcome:
        story.does(story.chair, "accept", **acceptance())
    latest = outcome.figures[0]["latest"]
    assert (latest["action"], latest["actor"], latest["role"]) == ("accept", "秘书", "secretary")
    assert latest["at"] == Entry.objects.latest("pk").at


def test_decline_ends_the_case_and_opens_the_appeal_window(story):
    case = story.submitted().does(story.secretary, "decline", ground="out_of_scope", reasons="不属于人工智能研发")

    assert (case.state, case.decided_at) == ("declined", story.now)
    assert story.settled() == {"acceptance"}
    assert story.started() == {"appeal_window": date(2026, 7, 10)}
    assert story.told() == {"case_declined": ["沈若水"]}
    assert story.last.data["ground"] == "out_of_scope"


def test_decline_for_materials_needs_a_notice_of_what_is_missing(story, refused):
    story.submitted(funding=None)

    with refused(("decline.no_notice", "ai-2026#13")):
        story.does(story.secretary, "decline", ground="materials", reasons="材料不齐")

    story.does(story.secretary, "request_completion")
    story.revised(funding=None).does(story.applicant, "resubmit")
    case = story.does(story.secretary, "decline", ground="materials", reasons="仍不齐")
    assert case.state == "declined"


@pytest.mark.parametrize(("items", "listed"), [([], []), ([3, 1], [1, 3])])
def test_determine_list_records_the_items_with_reasons(story, items, listed):
    case = story.accepted().does(story.chair, "determine_list", items=items, reasons="对照清单")

    assert (case.state, case.listed) == ("accepted", listed)
    assert story.last.data["listed"] is bool(items)
    assert story.last.data["items"] == items
    overseen = ["科技厅干事"] if items else []  # an authority hears of listed matters only
    assert story.told() == {"list_determined": ["沈若水", *overseen, "秘书"]}
    assert (story.started(), story.settled()) == ({}, set())


def test_determine_list_knows_the_items_of_the_annex(story, refused):
    story.accepted()

    with refused(("list.unknown_item", "ai-2026#annex")) as outcome:
        story.does(story.chair, "determine_list", items=[4], reasons="对照清单")
    assert outcome.figures == [{"given": [4], "known": [1, 2, 3]}]


def test_a_listed_activity_is_not_reviewed_by_the_simplified_procedure(story, refused):
    story.accepted("simplified")

    with refused(("simplified.listed", "ai-2026#19")):
        story.listed(1)

    story.does(story.chair, "convert_to_general", trigger="request")
    assert story.listed(1).case.listed == [1]


def test_the_list_stands_once_a_vote_has_been_opened(story, refused):
    story.in_review().reviewed().balloting()

    with refused(("list.after_ballot", "ai-2026#annex")):
        story.listed(1)


def test_grant_exemption_records_basis_number_and_end(story):
    story.accepted(**CLAIMED).listed(2)
    story.does(story.chair, "grant_exemption", **EXEMPTION, valid_until="2027-05-01")

    exemption = Exemption.objects.get()
    assert (exemption.regime, exemption.number, exemption.valid_until) == (
        "algorithm-filing",
        EXEMPTING["number"],
        date(2027, 5, 1),
    )
    assert exemption.legal_basis == "备案以伦理合规为条件"
    assert story.told() == {"exemption_granted": ["沈若水", "科技厅干事"]}
    assert story.last.data["valid_until"] == "2027-05-01"


def test_an_exempt_activity_is_decided_without_re_examination(story):
    story.accepted(**CLAIMED).listed(2)
    story.does(story.chair, "grant_exemption", **EXEMPTION)
    case = story.assigned().reviewed().found().issued().case

    assert case.state == "active"
    assert set(story.started()) == {"follow_up_listed", "registration", "exemption"}


@pytest.mark.parametrize(
    ("filed", "items", "said", "reasons"),
    [
        (CLAIMED, (), {}, [("list.not_listed", "ai-2026#annex")]),
        ({}, (1,), {}, [("exemption.none_claimed", "ai-2026#26")]),
        (CLAIMED, (1,), {"number": "网信算备000000000000002号"}, [("exemption.not_on_file", "ai-2026#26")]),
        (CLAIMED, (1,), {"regime": "deep-synthesis-filing"}, [("exemption.not_on_file", "ai-2026#26")]),
        (CLAIMED, (1,), {"valid_until": "2026-06-09"}, [("exemption.lapsed", "ai-2026#26")]),
        (
            {"cross_references": [EXEMPTING | {"status": "assessment-planned"}]},
            (1,),
            {},
            [("exemption.none_claimed", "ai-2026#26")],
        ),
        (
            {"cross_references": [EXEMPTING | {"ethics_is_a_condition": False}]},
            (1,),
            {},
            [("exemption.none_claimed", "ai-2026#26")],
        ),
    ],
)
def test_an_exemption_rests_on_a_filing_in_effect_that_demands_ethics(story, refused, filed, items, said, reasons):
    story.accepted(**filed).listed(*items)

    with refused(*reasons):
        story.does(story.chair, "grant_exemption", **EXEMPTION | said)


def test_an_exemption_may_end_today(story):
    story.accepted(**CLAIMED).listed(1).does(story.chair, "grant_exemption", **EXEMPTION, valid_until="2026-06-10")

    assert Exemption.objects.count() == 1


@pytest.mark.parametrize(("until", "decided"), [("2026-06-12", True), ("2026-06-11", False)])
def test_an_exemption_lapses_with_the_filing(story, refused, until, decided):
    """Decided on 12 June: a filing that lasts through that day exempts, one that ended the day before does not."""
    story.accepted(**CLAIMED).listed(2).does(story.chair, "grant_exemption", **EXEMPTION, valid_until=until)
    story.assigned().reviewed().wait(days=2).found()
    if decided:
        assert story.issued().case.state == "active"
        return

    with refused(("re_examination.required", "ai-2026#21")) as outcome:
        story.issued()
    assert outcome.figures == [{"items": [2]}]
    assert story.does(story.chair, "pass_preliminary", opinion="通过").state == "preliminary_passed"
