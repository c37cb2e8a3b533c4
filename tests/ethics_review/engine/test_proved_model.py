"""The model that is proved does what the product does: every act on a real case is a step of the model.

Before and after each act the case is gathered, as the door gathers it, and read as a world. A step of the model must
lead from the one to the other; so the table of effects, the facts of a world and what each state forgets stay true.
"""

import pytest

from ethics_review.engine.facts import gather
from ethics_review.models import Case
from regulations.proof import effects, explore
from regulations.proof.explore import attempts, made
from regulations.proof.portrait import portray
from regulations.proof.world import World
from tests.ethics_review.positions import CHANGE, EXEMPTION, POSITIONS
from tests.ethics_review.reading import read
from tests.exhaustive import EXHAUSTIVE
from tests.world import EXEMPTING, Story, build, worksheet

ONE_OF_MANY = {"cast_vote", "declare_interest", "submit_worksheet"}
"""Moves each of many makes: until the last has, the world may stay as it is."""


class Modelled(Story):
    """A story in which every act is held against the model, from `held` on."""

    held = True

    def does(self, who, move, **data):
        if not self.held:
            return super().does(who, move, **data)
        before, rules, role = self._read(who)
        case = super().does(who, move, **data)
        after, _, _ = self._read(who)
        expected = _targets(rules, move, before, role)
        assert after in expected or (move in ONE_OF_MANY and after == before), (move, _differences(after, expected))
        return case

    def _read(self, who):
        situation = gather(Case.objects.get(number=self.number), self.now)
        roles = {role for role, people in situation.people.items() if who.pk in people}
        return read(situation.facts), situation.facts.rules, roles


def _targets(rules, move, world, roles):
    line = rules.pack.moves[move]
    found = set()
    for attempt in attempts(rules.pack, line, world, portray(world, rules)):
        if not attempt.refusals and attempt.actor.roles & roles:
            step = made(attempt)
            found |= {step.target} if step is not None else set()
    return found


def _differences(after, expected):
    """What the model says otherwise, for whoever has to mend it."""
    return [
        {
            name: (getattr(after, name), getattr(one, name))
            for name in World._fields
            if getattr(after, name) != getattr(one, name)
        }
        for one in expected
    ]


@pytest.fixture
def modelled(world):
    return Modelled(world)


@pytest.mark.parametrize("move", POSITIONS)
def test_every_move_is_a_step_of_the_model(modelled, move):
    modelled.held = EXHAUSTIVE
    who, data = POSITIONS[move](modelled)

    modelled.held = True
    modelled.does(who, move, **data)


def test_a_simplified_review_of_one_mind_is_a_way_of_the_model(modelled):
    modelled.in_review("simplified").reviewed().issued()

    assert modelled.case.state == "active"


def test_a_doubt_that_turns_a_simplified_review_is_a_step_of_the_model(modelled):
    modelled.in_review("simplified").reviewed(modelled.members[2])
    modelled.does(modelled.members[3], "submit_worksheet", **worksheet(doubt=True))
    modelled.found().issued()

    assert modelled.case.procedure == "general"


def test_an_appeal_upheld_and_a_second_round_are_a_way_of_the_model(modelled):
    modelled.decided("reject")
    modelled.does(modelled.applicant, "appeal", reasons="结论不当", support="补充论证")
    modelled.does(modelled.chair, "rule_on_appeal", ruling="upheld", reasons="申诉成立")
    modelled.listed().assigned().reviewed().found("revise_and_re_review").issued()
    modelled.revised().does(modelled.applicant, "resubmit")
    modelled.accepted().listed().assigned()

    assert modelled.case.round == 3


def test_an_emergency_against_the_experts_is_a_way_of_the_model(modelled):
    modelled.opined("disagree", procedure="emergency").emergency_meeting()
    modelled.votes("reject", *modelled.members[:7]).issued()

    assert modelled.case.state == "rejected"


def test_an_interest_found_late_is_a_step_of_the_model(modelled):
    modelled.in_review().reviewed().found()
    modelled.does(modelled.members[6], "declare_interest", conflict=True, details="亲属参与")

    assert modelled.case.state == "in_review"


def test_an_exempting_filing_that_is_left_out_and_named_again_is_a_way_of_the_model(modelled):
    modelled.accepted(cross_references=[EXEMPTING]).listed(2)
    modelled.does(modelled.chair, "grant_exemption", **EXEMPTION)
    modelled.assigned().reviewed().found("approve_after_modification").issued()
    for named in ([], [EXEMPTING]):
        modelled.revised(cross_references=named).does(modelled.applicant, "resubmit")
    modelled.does(modelled.secretary, "confirm_modifications")

    assert "exemption" in modelled.running()


def test_an_exempt_activity_and_its_end_are_a_way_of_the_model(modelled):
    modelled.accepted(cross_references=[EXEMPTING]).listed(2)
    modelled.does(modelled.chair, "grant_exemption", **EXEMPTION)
    modelled.assigned().reviewed().found().issued()
    modelled.does(modelled.manager, "register", number="KJLL-DJ-2026-001")
    modelled.does(modelled.applicant, "report_change", **CHANGE | {"major": True})
    modelled.does(modelled.chair, "conclude_follow_up", outcome="re_review", reasons="重大变更")

    assert modelled.case.state == "revision_required"


def test_what_nobody_answers_and_the_office_closes_is_a_way_of_the_model(modelled):
    modelled.submitted(funding=None).does(modelled.secretary, "request_completion")
    modelled.wait(days=60).does(modelled.secretary, "withdraw", reasons="逾期未补正")

    assert modelled.case.state == "withdrawn"


def test_a_stopped_clock_is_a_step_of_the_model(db):
    story = Modelled(build(house={"clock.pausing": True})).in_review()
    story.does(story.chair, "pause_clock", clock="decision", reasons="等待补充材料")
    story.does(story.chair, "resume_clock", clock="decision", reasons="材料已到")

    assert "pause" not in story.running()


def test_the_comparison_would_find_an_act_the_model_knows_otherwise(modelled, monkeypatch):
    nothing = {**effects.EFFECTS, "report_incident": effects.EFFECTS["suspend"]}
    monkeypatch.setattr(explore, "EFFECTS", nothing)
    who, data = POSITIONS["report_incident"](modelled)

    with pytest.raises(AssertionError, match="reports"):
        modelled.does(who, "report_incident", **data)
