"""Under another pack exactly what it says otherwise changes: nothing more, and nothing less."""

from dataclasses import replace
from datetime import timedelta

import regulations
from ethics_review.models import Case
from ledger.models import Deadline
from regulations.replay import Kind, Reason, Verdict
from regulations.replay.counterparts import house_under
from tests.regulations.overlays import clock, limit, rule
from tests.replaying import changed, is_reproduced, replayed
from tests.world import EXEMPTING, Story

GENERAL, DRAFT, OWN = (regulations.pack(name) for name in ("general-2023", "ai-draft-2025", "ai-2026"))


def row(case, kind, key):
    """The one row of that kind and name."""
    (found,) = [one for one in case.rows if (one.kind, one.key) == (kind, key)]
    return found


def codes(side):
    return [refusal.code for refusal in side.refusals]


def reasons(case):
    return sorted({one.reason for one in case.of(Verdict.NOT_ASKED)})


def test_a_vote_at_the_higher_majority_stands_and_one_below_falls(world, stricter):
    """Of nine, seven votes are seven ninths exactly; six carry by two thirds and no more."""
    higher = stricter(rule("decision.majority", 'value = "7/9"'))
    exactly, below = (Story(world).in_review().reviewed().balloting(9) for _ in range(2))
    exactly.votes("approve", *exactly.members[:7]).votes("reject", *exactly.members[7:]).issued()
    below.votes("approve", *below.members[:6]).votes("reject", *below.members[6:]).issued()
    assert {exactly.case.state, below.case.state} == {"active"}

    assert changed(replayed(exactly.number, higher)) == []
    found = replayed(below.number, higher)
    assert changed(found) == [("ballot", "close_ballot"), ("move", "issue_decision")]
    vote = row(found, Kind.BALLOT, "close_ballot")
    assert (vote.own.count.need, vote.own.count.result) == (6, "approve")
    assert (vote.other.count.need, vote.other.count.result, vote.other.count.roll) == (7, "", 9)
    assert str(vote.other.majority.cite) == f"{higher.id}#3"
    assert codes(row(found, Kind.MOVE, "issue_decision").other) == ["decision.no_majority"]


def test_an_opinion_at_the_higher_majority_of_all_experts_stands_and_one_below_falls(world, stricter):
    """Of six experts, five are more than four fifths of all; four are two thirds and no more."""
    higher = stricter(rule("panel.majority", 'value = "4/5"'))
    opinion = {"compliance": "符合", "reasonableness": "合理"}
    above, below = (Story(world).applied().panel_voting(6) for _ in range(2))
    above.votes("agree", *world.experts[:5]).votes("disagree", world.experts[5])
    below.votes("agree", *world.experts[:4]).votes("disagree", *world.experts[4:6])
    for story in (above, below):
        story.does(world.officer, "give_opinion", **opinion)

    assert changed(replayed(above.number, higher)) == []
    found = replayed(below.number, higher)
    assert changed(found) == [("ballot", "close_ballot"), ("move", "give_opinion")]
    vote = next(one for one in found.of(Verdict.CHANGED) if one.kind is Kind.BALLOT)
    assert (vote.own.count.need, vote.other.count.need, vote.other.count.result) == (4, 5, "")
    assert codes(row(found, Kind.MOVE, "give_opinion").other) == ["panel.no_opinion"]


def test_a_room_of_the_higher_number_suffices_and_one_fewer_does_not(world, stricter):
    more = stricter(rule("meeting.min_present", "value = 6"))
    six, five = (
        Story(world).in_review().reviewed().found(present=6),
        Story(world).in_review().reviewed().found(present=5),
    )

    assert changed(replayed(six.number, more)) == []
    found = replayed(five.number, more)
    assert changed(found) == [("move", "open_ballot"), ("ballot", "close_ballot")]
    opened = row(found, Kind.MOVE, "open_ballot").other.refusals
    assert [(one.code, one.figures["need"], one.figures["have"]) for one in opened] == [("quorum.too_few", 6, 5)]
    vote = row(found, Kind.BALLOT, "close_ballot")
    assert (vote.own.count.quorate, vote.other.count.quorate) == (True, False)
    assert (vote.other.count.min_present, vote.other.count.taking_part) == (6, 5)


def test_a_shorter_clock_is_met_on_its_last_day_and_missed_the_day_after(world, stricter):
    shorter = stricter(clock("decision", "amount = 20"))
    in_time, late = Story(world).in_review().reviewed().found(), Story(world).in_review().reviewed().found()
    in_time.wait(days=20).issued()
    late.wait(days=21).issued()

    first, second = replayed(in_time.number, shorter), replayed(late.number, shorter)
    assert changed(first) == changed(second) == [("limit", "decision")]
    own, other = row(first, Kind.LIMIT, "decision").own, row(first, Kind.LIMIT, "decision").other
    assert (own.due.length.amount, other.due.length.amount) == (30, 20)
    assert str(other.clock.source.cite) == f"{shorter.id}#3"
    assert not other.late
    assert (row(second, Kind.LIMIT, "decision").own.late, row(second, Kind.LIMIT, "decision").other.late) == (
        False,
        True,
    )


def test_more_members_are_asked_for_than_sit_there(world, stricter):
    """Nine sit on the committee: nine suffice, ten do not, and whatever asks for a lawful composition is refused."""
    nine, ten = (stricter(rule("committee.min_members", f"value = {number}")) for number in (9, 10))
    story = Story(world).decided()

    assert changed(replayed(story.number, nine)) == []
    assert changed(replayed(story.number, ten)) == [
        ("move", "accept"),
        ("move", "open_ballot"),
        ("move", "issue_decision"),
    ]


def test_a_ground_the_other_pack_does_not_know_is_no_procedure(world):
    """Both know minimal risk: the procedure stands. Without the ground it would not."""
    story = Story(world).accepted("simplified")
    assert row(replayed(story.number, GENERAL), Kind.PROCEDURE, "accept").verdict is Verdict.SAME

    found = replayed(story.number, _without(OWN, "simplified.grounds", "minimal_risk"))
    assert changed(found) == [("procedure", "accept")]
    assert codes(row(found, Kind.PROCEDURE, "accept").other) == ["simplified.no_ground"]


def _without(pack, key, item):
    """The pack without one item of a rule."""
    left = tuple(one for one in pack.rules[key].value if one.key != item)
    return replace(pack, id="less", rules={**pack.rules, key: replace(pack.rules[key], value=left)})


def test_a_listed_activity_is_not_on_the_list_of_the_general_measures(world):
    story = Story(world).re_examined()
    found = replayed(story.number, GENERAL)

    assert changed(found) == [
        ("re_examination", "determine_list"),
        ("move", "pass_preliminary"),
        ("limit", "follow_up"),
        ("limit", "follow_up_listed"),
        ("limit", "registration"),
    ]
    assert reasons(found) == [Reason.NOT_PUT]
    standing = row(found, Kind.RE_EXAMINATION, "determine_list")
    assert (standing.own.standing, list(standing.own.items)) == ("required", [1])
    assert (standing.other.standing, list(standing.other.unjudged)) == ("not_listed", [1, 2, 3, 4])


def test_the_draft_lists_the_same_in_the_same_words(world):
    """Its forms ask otherwise; what it decides is the same."""
    found = replayed(Story(world).re_examined().number, DRAFT)

    assert changed(found) == []
    assert reasons(found) == [Reason.NOT_PUT]


def test_an_unlisted_activity_is_not_judged_by_the_items_of_another_list(world):
    found = replayed(Story(world).decided().number, GENERAL)

    assert changed(found) == []
    assert reasons(found) == [Reason.NOT_JUDGED, Reason.NOT_PUT]


def test_an_exemption_is_none_where_its_regime_is_unknown(world):
    story = Story(world).accepted(cross_references=[EXEMPTING]).listed(2)
    exemption = {"regime": EXEMPTING["regime"], "number": EXEMPTING["number"], "legal_basis": "备案"}
    story.does(story.chair, "grant_exemption", **exemption)
    story.assigned().reviewed().found().issued()

    same = replayed(story.number, DRAFT)
    found = row(same, Kind.RE_EXAMINATION, "grant_exemption")
    assert (found.own.standing, found.other.standing) == ("exempt", "required")
    assert codes(row(same, Kind.MOVE, "issue_decision").other) == ["re_examination.required"]


def test_months_at_the_most_are_the_most_there_and_a_closer_wish_stays(world, stricter):
    sooner = stricter(clock("follow_up", "amount = 9"))
    usual, closer, between = (Story(world).in_review().reviewed().found() for _ in range(3))
    usual.issued()
    closer.issued(follow_up_months=9)
    between.issued(follow_up_months=10)

    assert changed(replayed(usual.number, sooner)) == [("limit", "follow_up")]
    assert row(replayed(usual.number, sooner), Kind.LIMIT, "follow_up").other.due.length.amount == 9
    assert changed(replayed(closer.number, sooner)) == []
    assert changed(replayed(between.number, sooner)) == [("move", "issue_decision")]


def test_a_pack_that_is_gone_is_said_and_nothing_is_made_up(world):
    story = Story(world).accepted()
    Case.objects.filter(number=story.number).update(pack_version="0")
    found = replayed(story.number, GENERAL)

    assert [(one.verdict, one.reason) for one in found.rows] == [(Verdict.NOT_ASKED, Reason.PACK_GONE)]


def test_what_the_record_does_not_reproduce_is_not_compared(world):
    """A deadline tampered with beside the ledger is told, not explained away."""
    story = Story(world).accepted()
    row_ = story.clock("decision")
    Deadline.objects.filter(pk=row_.pk).update(due_at=row_.due_at + timedelta(days=1))
    found = replayed(story.number, OWN)

    assert [(one.key, one.reason, one.own) for one in found.of(Verdict.NOT_ASKED)] == [
        ("decision", Reason.NOT_REPRODUCED, None)
    ]
    assert is_reproduced(Story(world).accepted().number)


def test_settings_the_other_pack_does_not_have_are_left_out(narrower):
    """A house may answer within nine days; where at most seven may be set, that pack's own length counts."""
    narrow = narrower(limit("acceptance.days", "least = 1\nmost = 7"))
    assert house_under(OWN, {"acceptance.days": 9, "nowhere": 1}) == {"acceptance.days": 9}
    assert house_under(narrow, {"acceptance.days": 9}) == {}
    assert house_under(narrow, {"acceptance.days": 7}) == {"acceptance.days": 7}
