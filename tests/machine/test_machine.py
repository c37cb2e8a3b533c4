"""The procedure under random hands: from the first draft, and from every stage of it.

Profiles by HYPOTHESIS_PROFILE: `default` keeps `make test` quick, `ci` tries many more, `night` as many and new ones
each time; the first two always try the same. A run that fails is shown as it was; HYPOTHESIS_SHRINK=1 looks for a
shorter one, which takes minutes. The counts of states, moves and refusals reached are printed.
"""

import os
import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from regulations.vocabulary import State
from tests.machine.machine import MOVES, ReviewMachine, account
from tests.world import build

CI = os.environ.get("HYPOTHESIS_PROFILE") in {"ci", "night"}
PROFILE = settings(
    max_examples=160 if CI else 12,
    stateful_step_count=35 if CI else 25,
    derandomize=os.environ.get("HYPOTHESIS_PROFILE") != "night",
    database=None,
    deadline=None,
    phases=(Phase.generate, Phase.shrink) if os.environ.get("HYPOTHESIS_SHRINK") else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
    print_blob=CI,
)
RARE = 5
"""Moves a run of many examples may miss."""

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]


@pytest.mark.parametrize(
    ("starts", "house"),
    [(("draft",), {}), (tuple(State), {"clock.pausing": True})],
    ids=["from the draft", "from every stage"],
)
def test_the_law_holds_whatever_people_do(starts, house, request):
    class Machine(ReviewMachine):
        reached, made, met = Counter(), Counter(), Counter()

    Machine.world, Machine.starts = build(house=house), starts
    run_state_machine_as_test(Machine, settings=PROFILE)

    # Not by `capsys`: who asks for that watches more than rows, and would have every stage told anew for each run.
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        sys.stdout.write(f"\n{starts[0]} …\n{account(Machine)}\n")
    if CI:
        assert set(Machine.reached) == set(State)
        assert len(Machine.made) >= len(MOVES) - RARE
