"""Interests, reviewers, worksheets, and the turn from simplified into general."""

import pytest

from committees.models import Ballot, Declaration, Recusal
from ethics_review.models import Assignment, Review, Worksheet
from tests.world import Story, worksheet


def test_declare_no_interest_before_assignment(story):
    story.accepted().declared(story.members[2])

    statement = Declaration.objects.get()
    assert (statement.conflict, statement.item, statement.round) == (False, None, 1)
    assert story.last.data["occasion"] == "assignment"
    assert (story.last.role, story.told()) == ("member", {})


def test_declare_a_conflict_recuses_at_once_and_tells_the_office(story):
    story.accepted().does(story.members[2], "declare_interest", conflict=True, details="持股5%")

    assert Recusal.objects.get().person == story.members[2]
    assert story.told() == {"interest_found": ["秘书"]}
    assert "持股" not in story.last.body


def test_a_recused_member_holds_no_role_any_more(story, refused):
    story.accepted().does(story.members[2], "declare_interest", conflict=True)

    with refused(("role.not_yours", "general-2023#8")) as outcome:
        story.declared(story.members[2])
    assert outcome.figures[0]["has"] == []


def test_a_declaration_is_made_once_a_round(story, refused):
    story.accepted().declared(story.members[2])

    with refused(("interest.already_declared", "general-2023#8")):
        story.declared(story.members[2])

    story.does(story.members[2], "declare_interest", conflict=True, details="其后发现")
    assert Declaration.objects.count() == 2


def test_a_declaration_is_made_again_at_the_agenda_item(story, refused):
    story.in_review().reviewed().convened().arrives(*story.members[:5])
    story.declared(story.members[2])

    assert Declaration.objects.latest("pk").item is not None
    assert story.last.data["occasion"] == "item"
    with refused(("interest.already_declared", "general-2023#8")):
        story.declared(story.members[2])


def test_a_conflict_found_during_a_vote_voids_the_ballot(story):
    story.in_review().reviewed().balloting().votes("approve", *story.members[:3])
    story.does(story.members[5], "declare_interest", conflict=True, details="亲属任职")

    assert Ballot.objects.get().status == "void"
    story.does(story.chair, "open_ballot")
    assert Ballot.objects.latest("pk").roll.count() == 6


def test_a_conflict_found_after_a_vote_undoes_its_result(story, refused):
    story.in_review().reviewed().found().does(story.members[5], "declare_interest", conflict=True)

    with refused(("decision.no_finding", "ai-2026#16")):
        story.issued()
    remaining = [*story.members[:5], story.members[6]]
    story.convened().arrives(*remaining).declared(*remaining).does(story.chair, "open_ballot")
    assert story.votes("approve", *remaining).issued().case.state == "active"


def test_assign_reviewers_names_them_and_starts_the_review(story):
    case = story.in_review().case

    assert case.state == "in_review"
    assert story.last.data["reviewers"] == [story.members[2].pk, story.members[3].pk]
    assert story.told() == {"review_assigned": ["委员3", "委员4"]}
    assert Assignment.objects.filter(released_at=None).count() == 2


def test_assigning_others_releases_who_has_filed_nothing(story):
    story.in_review().reviewed(story.members[2]).assigned(story.members[4])

    released = Assignment.objects.exclude(released_at=None).get()
    assert (released.person, released.released_at) == (story.members[3], story.now)
    assert story.told() == {"review_assigned": ["委员5"]}
    assert set(Assignment.objects.filter(released_at=None).values_list("person__name", flat=True)) == {"委员3", "委员5"}


@pytest.mark.parametrize("number", [1, 2])
def test_the_simplified_procedure_needs_two_reviewers(story, refused, number):
    story.accepted("simplified").listed().declared(*story.members[2:4])
    named = [person.pk for person in story.members[2 : 2 + number]]
    if number == 2:
        assert story.does(story.chair, "assign_reviewers", reviewers=named).state == "in_review"
        return

    with refused(("reviewers.too_few", "ai-2026#20")) as outcome:
        story.does(story.chair, "assign_reviewers", reviewers=named)
    assert outcome.figures == [{"need": 2, "have": 1}]


def test_reviewers_vote_have_declared_and_keep_no_interest(world, story, refused):
    story.accepted().listed().declared(story.members[2])
    story.does(story.members[3], "declare_interest", conflict=True)

    with refused(
        ("reviewers.not_voting", "general-2023#7"),
        ("interest.undeclared", "general-2023#8"),
        ("interest.recused", "general-2023#8"),
    ) as outcome:
        people = [story.members[2], story.members[3], story.members[4], story.secretary]
        story.does(story.chair, "assign_reviewers", reviewers=[person.pk for person in people])
    assert [figures["names"] for figures in outcome.figures] == [["秘书"], ["秘书", "委员5"], ["委员4"]]


def test_the_applicant_is_no_reviewer(world, refused):
    story = Story(world, applicant=world.members[4]).accepted().listed().declared(world.members[2])

    with refused(
        ("interest.undeclared", "general-2023#8"),
        ("interest.recused", "general-2023#8"),
        ("roles.own_matter", "general-2023#8"),
    ):
        story.does(world.chair, "assign_reviewers", reviewers=[world.members[2].pk, world.members[4].pk])


def test_reviewers_are_assigned_after_the_list_is_determined(story, refused):
    story.accepted().declared(story.members[2])

    with refused(("list.undetermined", "ai-2026#annex")):
        story.does(story.chair, "assign_reviewers", reviewers=[story.members[2].pk])


def test_reviewers_are_not_assigned_before_anybody_could_be(story, refused):
    story.accepted("simplified").listed().declared(story.members[2])

    with refused(("reviewers.none_eligible", "ai-2026#20")) as outcome:
        story.does(story.chair, "assign_reviewers", reviewers=[])
    assert outcome.figures == [{"need": 2, "have": 1}]


def test_a_reviewer_who_does_not_exist_sits_not_here(story, refused):
    story.accepted().listed().declared(story.members[2])

    with refused(("reviewers.not_voting", "general-2023#7"), ("interest.undeclared", "general-2023#8")):
        story.does(story.chair, "assign_reviewers", reviewers=[story.members[2].pk, 10**9])


def test_a_worksheet_is_sealed_and_the_office_is_told_that_it_came(story):
    story.in_review().reviewed(story.members[2])

    sheet = Worksheet.objects.get()
    assert (sheet.recommendation, sheet.doubt, sheet.assignment.person) == ("approve", False, story.members[2])
    assert story.last.data["worksheet_sha256"] == sheet.sha256
    assert "approve" not in story.last.body
    assert (story.last.role, story.told()) == ("reviewer", {"worksheet_submitted": ["委员1", "秘书"]})


def test_equal_worksheets_have_different_seals(story):
    story.in_review().reviewed()

    assert Worksheet.objects.values("sha256").distinct().count() == 2


def test_a_worksheet_is_written_once(story, refused):
    story.in_review().reviewed(story.members[2])

    with refused(("worksheet.submitted", "house")):
        story.reviewed(story.members[2])


def test_a_worksheet_assesses_every_focus(story, refused):
    story.in_review()
    data = worksheet()
    del data["focuses"]["privacy"], data["focuses"]["fairness"]

    with refused(("worksheet.focus_missing", "ai-2026#15")) as outcome:
        story.does(story.members[2], "submit_worksheet", **data)
    assert outcome.figures == [{"missing": ["fairness", "privacy"]}]


def test_only_a_named_reviewer_files_a_worksheet(story, refused):
    story.in_review()

    with refused(("role.not_yours", "ai-2026#15")):
        story.reviewed(story.members[5])


def simplified(story):
    return story.accepted("simplified").listed().assigned()


@pytest.mark.parametrize(
    ("first", "second", "trigger"),
    [
        (worksheet("reject"), None, "negative_finding"),
        (worksheet("revise_and_re_review"), None, "negative_finding"),
        (worksheet(focuses=worksheet()["focuses"] | {"privacy": {"answer": "no"}}), None, "negative_finding"),
        (worksheet(doubt=True), None, "doubt"),
        (worksheet(asks_general=True), None, "request"),
        (worksheet("approve"), worksheet("approve_after_modification"), "disagreement"),
    ],
)
def test_each_of_the_four_triggers_turns_a_simplified_review_general(story, first, second, trigger):
    simplified(story).does(story.members[2], "submit_worksheet", **first)
    if second is not None:
        assert story.case.procedure == "simplified"
        story.does(story.members[3], "submit_worksheet", **second)

    assert story.case.procedure == "general"
    assert (story.last.action, story.last.role, story.last.actor) == ("convert_to_general", "system", None)
    assert story.last.data["trigger"] == trigger
    assert story.settled() == {"decision_simplified"}
    assert set(story.running()) == {"decision"}
    assert story.told() == {"converted_to_general": ["委员1", "委员3", "委员4", "沈若水", "秘书"]}
    assert (Review.objects.get().trigger, Review.objects.get().converted_at) == (trigger, story.now)


def test_two_members_of_one_mind_decide_a_simplified_review(story):
    case = simplified(story).reviewed().issued().case

    assert (case.state, case.procedure) == ("active", "simplified")
    assert story.settled() == {"decision", "decision_simplified"}
    assert story.last.data["tally"] == {"approve": 2}


def test_a_simplified_review_is_not_decided_before_all_have_reported(story, refused):
    simplified(story).reviewed(story.members[2])

    with refused(("decision.no_finding", "ai-2026#16")):
        story.issued()


def test_a_simplified_review_needs_two_who_keep_no_interest(story, refused):
    simplified(story).reviewed(story.members[2]).does(story.members[3], "declare_interest", conflict=True)

    with refused(("reviewers.too_few", "ai-2026#20")) as outcome:
        story.issued()
    assert outcome.figures[0] == {"need": 2, "have": 1}
    story.declared(story.members[4])
    story.does(story.chair, "assign_reviewers", reviewers=[story.members[2].pk, story.members[4].pk])
    assert story.reviewed(story.members[4]).issued().case.state == "active"


def test_a_simplified_review_meets_not(story, refused):
    simplified(story)

    with refused(("meeting.simplified", "ai-2026#20")):
        story.convened()


@pytest.mark.parametrize("who", ["chair", "member", "reviewer"])
def test_whoever_sits_on_the_committee_may_ask_for_the_general_procedure(story, who):
    person = {"chair": story.chair, "member": story.members[5], "reviewer": story.members[2]}[who]
    case = simplified(story).does(person, "convert_to_general", trigger="request", reason="涉及未成年人")

    assert case.procedure == "general"
    assert story.last.actor == person


def test_convert_knows_the_four_triggers(story, invalid):
    simplified(story)

    with invalid(("trigger", "input.enum")):
        story.does(story.chair, "convert_to_general", trigger="boredom")


def test_convert_is_for_the_simplified_procedure(story, refused):
    story.in_review()

    with refused(("simplified.not_simplified", "ai-2026#20")):
        story.does(story.chair, "convert_to_general", trigger="request")


def test_a_converted_review_is_decided_by_a_meeting(story):
    simplified(story).does(story.members[2], "submit_worksheet", **worksheet(doubt=True))

    assert story.reviewed(story.members[3]).found().issued().case.state == "active"
