"""The past is told as it was: the facts rebuilt before each entry are those the door gathered before it wrote it."""

from dataclasses import replace

import pytest

from ethics_review.engine.facts import gather
from ethics_review.engine.past import records
from regulations.replay.answers import answers
from tests.ethics_review.positions import CHANGE, EXEMPTION, POSITIONS
from tests.world import EXEMPTING, MINUTE, Story, appoint, someone, worksheet


class Remembered(Story):
    """A story that keeps what the door gathered before each act, by the number of the entry it wrote."""

    recalled = False

    def __post_init__(self):
        super().__post_init__()
        self.gathered = {}

    def does(self, who, move, **data):
        facts = gather(self.case, self.now + MINUTE).facts
        seq = self.last.seq + 1
        done = super().does(who, move, **data)
        self.gathered[seq] = facts
        return done

    def rebuilt(self):
        """The facts before each move, as its own rules see them now."""
        (record,) = records([self.case])
        seen = {}

        def watched(moment):
            def before(rules, clocks, results):
                seen[moment.seq] = facts = moment.before(rules, clocks, results)
                return facts

            return replace(moment, before=before) if moment.before is not None else moment

        moments = tuple(watched(moment) for moment in record.moments)
        answers(replace(record, moments=moments), lambda moment: moment.pack)
        return seen

    def is_remembered(self):
        """Every act of the story; what came last is in no facts of the past, for no rule asks for it."""
        seen = self.rebuilt()
        assert self.gathered
        for seq, facts in self.gathered.items():
            assert seen[seq] == replace(facts, latest=None), (seq, _differences(seen[seq], facts))
        return True


def _differences(one, other):
    return [
        (name, getattr(one, name), getattr(other, name))
        for name in one.__dataclass_fields__
        if getattr(one, name) != getattr(other, name) and name != "latest"
    ]


@pytest.fixture
def remembered(world):
    return Remembered(world)


@pytest.mark.parametrize("move", POSITIONS)
def test_the_facts_before_every_move_are_told(remembered, move):
    who, data = POSITIONS[move](remembered)

    remembered.does(who, move, **data)

    assert remembered.is_remembered()


def test_a_doubt_that_turns_a_simplified_review_is_told(remembered):
    remembered.in_review("simplified").reviewed(remembered.members[2])
    remembered.does(remembered.members[3], "submit_worksheet", **worksheet(doubt=True))
    remembered.found().issued()

    assert remembered.is_remembered()


def test_an_appeal_and_two_more_rounds_are_told(remembered):
    remembered.decided("reject")
    remembered.does(remembered.applicant, "appeal", reasons="结论不当", support="补充论证")
    remembered.does(remembered.chair, "rule_on_appeal", ruling="upheld", reasons="申诉成立")
    remembered.listed().assigned().reviewed().found("revise_and_re_review").issued()
    remembered.revised().does(remembered.applicant, "resubmit")
    remembered.accepted().listed().assigned().reviewed().found().issued()

    assert remembered.is_remembered()


def test_an_emergency_against_the_experts_is_told(remembered):
    remembered.opined("disagree", procedure="emergency").emergency_meeting()
    remembered.votes("reject", *remembered.members[:7]).issued()

    assert remembered.is_remembered()


def test_an_interest_that_undoes_a_vote_is_told(remembered):
    remembered.in_review().reviewed().balloting()
    remembered.does(remembered.members[6], "declare_interest", conflict=True, details="亲属参与")
    remembered.does(remembered.chair, "open_ballot")
    remembered.votes("approve", *remembered.members[:6]).issued()

    assert remembered.is_remembered()


def test_an_exemption_renewed_while_in_force_is_told(remembered):
    remembered.accepted(cross_references=[EXEMPTING]).listed(2)
    remembered.does(remembered.chair, "grant_exemption", **EXEMPTION, valid_until="2026-12-31")
    remembered.assigned().reviewed().found().issued()
    remembered.does(remembered.chair, "grant_exemption", **EXEMPTION, valid_until="2027-12-31")
    remembered.does(remembered.applicant, "report_change", **CHANGE)

    assert remembered.is_remembered()


def test_conditions_and_what_shows_that_they_are_met_are_told(remembered):
    remembered.decided_with([{"text": "完成偏差检验", "due_on": "2026-09-01"}, {"text": "公开评估结果"}])
    progress = {"execution": "按计划", "risk_controls": "已落实", "effects": "无变化"}
    for number in (2, 1):
        evidence = [{"condition": number, "text": "见附件"}]
        remembered.does(remembered.applicant, "report_progress", **progress, evidence=evidence)
        remembered.does(remembered.applicant, "report_progress", **progress)
        said = {"outcome": "continue", "reasons": "已核对", "conditions_met": [number]}
        remembered.does(remembered.chair, "conclude_follow_up", **said)

    assert {frozenset(), frozenset({1}), frozenset({2})} == {
        one.after.evidenced for one in remembered.gathered.values()
    }
    assert remembered.is_remembered()


def test_a_member_who_comes_late_and_leaves_is_told(remembered):
    remembered.in_review().reviewed().in_meeting(6)
    remembered.arrives(remembered.members[6]).declared(remembered.members[6])
    remembered.does(remembered.chair, "open_ballot")
    remembered.votes("approve", *remembered.members[:6]).leaves(remembered.members[6])
    remembered.does(remembered.chair, "close_ballot")
    remembered.issued()

    assert remembered.is_remembered()


def test_a_seat_that_ends_later_counts_until_it_does(remembered):
    """Ended on the day itself: whoever asks now finds it ended, the door did not."""
    remembered.in_review()
    leaving = remembered.members[8]
    remembered.world.end_seat(leaving, on=remembered.now.date(), at=remembered.now)
    remembered.reviewed()

    assert leaving.pk in remembered.gathered[min(remembered.gathered)].body.voting
    assert leaving.pk not in remembered.gathered[max(remembered.gathered)].body.voting
    assert remembered.is_remembered()


def test_a_seat_given_later_for_days_before_was_not_there(remembered):

    remembered.submitted()
    newcomer = someone("新任委员", remembered.world.unit)
    appoint(remembered.world.body, newcomer, "member", remembered.world.manager, at=remembered.now)
    remembered.accepted()

    first, last = min(remembered.gathered), max(remembered.gathered)
    assert newcomer.pk not in remembered.gathered[first].body.voting
    assert newcomer.pk in remembered.gathered[last].body.voting
    assert remembered.is_remembered()
