"""Every deliberately broken pack is rejected, by the invariant meant for it and with a shortest counter-example."""

import pytest

from regulations.proof import LAWS, prove
from tests.exhaustive import EXHAUSTIVE
from tests.regulations.proof.mutants import MUTANTS

FIRST = tuple({mutant.law: mutant for mutant in reversed(MUTANTS)}.values())
"""One broken pack for each invariant."""


@pytest.mark.parametrize("mutant", MUTANTS if EXHAUSTIVE else FIRST, ids=lambda mutant: mutant.name)
def test_broken_pack_is_rejected_by_the_invariant_meant_for_it(mutant, memory):
    (example,) = prove(mutant.pack, house=mutant.house, memory=memory, first_only=True).broken

    assert (example.law.name, example.last_move) == (mutant.law, mutant.last)


def test_there_are_many_broken_packs_and_no_two_of_one_name():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 40


def test_every_invariant_rejects_a_broken_pack():
    assert {mutant.law for mutant in MUTANTS} == set(LAWS)
