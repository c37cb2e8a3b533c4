"""The sum of a closed ballot: every figure from the people and the votes, both sides of the majority."""

import pytest

from ethics_review.wording.counting import arithmetic as told
from regulations.quorum import Arithmetic, Share, arithmetic

TWO_THIRDS = Share(2, 3)


def summed(*, room=7, recused=(6,), roll=6, tally=None, result="approve"):
    return arithmetic(
        room=set(range(room)),
        recused=set(recused),
        roll=roll,
        tally=tally or {"approve": 5, "reject": 1},
        share=TWO_THIRDS,
        result=result,
    )


def test_a_ballot_is_summed_from_the_room_to_the_result():
    assert summed() == Arithmetic(present=7, recused=1, others=0, counted=6, need=4, has=5, carried=True)


@pytest.mark.parametrize(("votes", "result"), [(3, ""), (4, "approve")])
def test_the_share_is_reached_or_not_by_one_vote(votes, result):
    found = summed(tally={"approve": votes, "reject": 6 - votes}, result=result)

    assert (found.need, found.has, found.carried) == (4, max(votes, 6 - votes), bool(result))
    assert not found.unquorate


def test_whoever_is_recused_but_not_in_the_room_is_not_subtracted():
    assert summed(room=6, recused=(8,)).recused == 0


def test_whoever_counts_for_another_reason_is_told_apart():
    assert summed(room=9).others == 2


def test_enough_votes_of_too_few_people_carry_nothing():
    found = summed(tally={"approve": 5, "reject": 0}, result="")

    assert (found.carried, found.unquorate) == (False, True)


def test_nobody_has_voted():
    assert summed(tally={"approve": 0, "reject": 0}, result="").has == 0


def test_the_sum_is_told_in_both_languages():
    assert told(summed(), "en") == "7 present, 1 recused, 6 counted, needs 4, has 5: carried"
    assert told(summed(), "zh-hans") == "到会7人，回避1人，计入6人，需4票，得5票：通过"


def test_what_was_not_carried_says_why_where_the_votes_would_have_sufficed():
    found = summed(room=9, tally={"approve": 5, "reject": 0}, result="")

    assert told(found, "en") == (
        "9 present, 1 recused, 2 not counted otherwise, 6 counted, needs 4, has 5: not carried, "
        "since too few took part or a field was missing"
    )
    assert told(found, "zh-hans") == (
        "到会9人，回避1人，另有2人不计入，计入6人，需4票，得5票：未通过（参加表决人数不足或者缺少必要专业背景）"
    )
