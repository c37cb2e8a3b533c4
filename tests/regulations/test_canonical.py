"""A digest changes with everything a pack says or does, and with nothing else."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import pytest

import regulations
from regulations.canonical import plain
from regulations.guards import filing, review
from regulations.guards.common import At
from regulations.pack import Between
from regulations.packs.lifecycle.conditions import NotRunning, Recorded
from regulations.quorum import Share
from regulations.vocabulary import State
from regulations.words import Words

GOOD = regulations.pack("ai-2026")


def changed(**changes):
    return replace(GOOD, **changes).digest


def test_value_is_rendered_as_json_data():
    assert plain({State.DRAFT: (1, "二", None, True)}) == {"draft": [1, "二", None, True]}
    assert plain(frozenset({"b", "a"})) == plain({"a", "b"}) == ["a", "b"]
    assert plain(MappingProxyType({"on": date(2026, 3, 20)})) == {"on": "2026-03-20"}
    assert plain([Share(2, 3)]) == [{"numerator": 2, "denominator": 3}]


def test_function_is_rendered_by_name_and_source():
    rendered = plain(filing.listed)

    assert rendered["function"] == "regulations.guards.filing.listed"
    assert rendered != plain(review.list_determined)


def test_guard_that_is_data_is_rendered_by_its_fields_and_its_class():
    here, there = plain(At((State.IN_REVIEW,), filing.listed)), plain(At((State.ACTIVE,), filing.listed))

    assert here["states"] == ["in_review"]
    assert here["function"] == "regulations.guards.common.At"
    assert here != there


def test_conditions_of_one_shape_and_two_minds_differ():
    @dataclass(frozen=True)
    class Unrecorded:
        name: str
        values: tuple[str, ...]

        def __call__(self, facts: object, recorded: Mapping[str, object]) -> bool:  # noqa: ARG002 -- a condition's shape
            return recorded.get(self.name) not in self.values

    assert plain(Recorded("outcome", ("approve",))) != plain(Unrecorded("outcome", ("approve",)))
    assert plain(NotRunning("decision")) == plain(NotRunning("decision"))


def test_helper_of_a_guard_is_part_of_the_guard(monkeypatch):
    before = plain(review.quorum_met)

    def counted(seats):
        return tuple(seats)

    counted.__module__ = "regulations.quorum"
    monkeypatch.setattr(review, "counted", counted)

    assert plain(review.quorum_met) != before


def test_constant_a_guard_looks_at_is_part_of_the_guard(monkeypatch):
    from regulations import procedures  # noqa: PLC0415 -- patched below, and only here

    before = plain(review.no_conversion_due)
    monkeypatch.setattr(procedures, "NEGATIVE", frozenset())

    assert plain(review.no_conversion_due) != before


def test_table_a_guard_looks_at_is_part_of_the_guard(monkeypatch):
    before = plain(filing.office_closes_only_expired)
    monkeypatch.setattr(filing, "WAITING_FOR", {})

    assert plain(filing.office_closes_only_expired) != before


def test_catalogues_are_part_of_the_pack():
    assert set(GOOD.catalogues) == {"materials.toml", "filing.schema.json", "risks.toml"}
    assert all(len(content) == 64 for content in GOOD.catalogues.values())


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "other"},
        {"version": "2"},
        {"document": "工信部联科〔2026〕76号"},
        {"in_force_on": date(2026, 3, 21)},
        {"chain": ("ai-2026",)},
        {"rules": {**GOOD.rules, "panel.min_experts": replace(GOOD.rules["panel.min_experts"], value=4)}},
        {"rules": {**GOOD.rules, "panel.min_experts": replace(GOOD.rules["panel.min_experts"], gist=Words("五", "5"))}},
        {"clocks": {**GOOD.clocks, "decision": replace(GOOD.clocks["decision"], amount=31)}},
        {"moves": {**GOOD.moves, "accept": replace(GOOD.moves["accept"], guards=())}},
        {"limits": {**GOOD.limits, "appeal.days": Between(1, 180)}},
        {"elsewhere": frozenset()},
        {"catalogues": {**GOOD.catalogues, "materials.toml": "0" * 64}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_digest_changes_with_what_the_pack_says(changes):
    assert changed(**changes) != GOOD.digest


def test_digest_does_not_change_with_what_became_of_the_pack():
    assert changed(status="repealed") == GOOD.digest


def test_digest_does_not_depend_on_the_order_of_writing():
    shuffled = dict(reversed(GOOD.rules.items()))

    assert changed(rules=shuffled) == GOOD.digest


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_digest_is_the_same_in_every_process(seed):
    code = "import regulations; print(*(pack.digest for pack in regulations.all_packs()))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == [pack.digest for pack in regulations.all_packs()]
