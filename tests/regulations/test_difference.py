"""What differs between two packs: nothing between a pack and itself, the same seen from either side, every figure."""

from dataclasses import replace
from itertools import permutations

import pytest

import regulations
from regulations.citation import Cite, Source
from regulations.difference import Change, Kind, difference
from regulations.facets import FACETS, WHOLE, ladder_told
from regulations.ladder import Rung
from regulations.move import Notice, Settle, Start
from regulations.pack import Between, Item
from regulations.packs.lifecycle.conditions import Recorded
from regulations.quorum import Share
from regulations.vocabulary import Basis, Role, State
from regulations.words import Words

PACKS = regulations.all_packs()
DRAFT, FINAL = regulations.pack("ai-draft-2025"), regulations.pack("ai-2026")
OTHER_WAY = {
    Change.APPEARED: Change.VANISHED,
    Change.VANISHED: Change.APPEARED,
    Change.CHANGED: Change.CHANGED,
}


def told(before, after):
    """The rows as (kind, key, facet, change, before, after) in English."""
    return [
        (row.kind, row.key, row.facet, row.change, row.before and row.before.en, row.after and row.after.en)
        for row in difference(before, after)
    ]


def with_rule(key, **changes):
    return replace(FINAL, rules={**FINAL.rules, key: replace(FINAL.rules[key], **changes)})


def with_clock(name, **changes):
    return replace(FINAL, clocks={**FINAL.clocks, name: replace(FINAL.clocks[name], **changes)})


def with_move(name, **changes):
    return replace(FINAL, moves={**FINAL.moves, name: replace(FINAL.moves[name], **changes)})


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_a_pack_does_not_differ_from_itself(pack):
    assert difference(pack, pack) == ()


@pytest.mark.parametrize(("one", "other"), list(permutations(PACKS, 2)), ids=lambda pack: pack.id)
def test_seen_from_the_other_side_what_appeared_vanished(one, other):
    there = {
        (row.kind, row.key, row.facet, row.change, row.before, row.after, row.source_before, row.source_after)
        for row in difference(one, other)
    }
    back = {
        (
            row.kind,
            row.key,
            row.facet,
            OTHER_WAY[row.change],
            row.after,
            row.before,
            row.source_after,
            row.source_before,
        )
        for row in difference(other, one)
    }

    assert there == back
    assert len(difference(one, other)) == len(difference(other, one)) == len(there)


@pytest.mark.parametrize(("one", "other"), list(permutations(PACKS, 2)), ids=lambda pack: pack.id)
def test_rows_are_worded_and_rules_and_clocks_cited_on_each_side_there_is(one, other):
    for row in difference(one, other):
        assert row.facet in FACETS
        assert row.heading.zh.strip()
        assert row.heading.en.strip()
        assert (row.before is None) == (row.change is Change.APPEARED)
        assert (row.after is None) == (row.change is Change.VANISHED)
        if row.kind in {Kind.RULE, Kind.CLOCK, Kind.MOVE}:
            assert (row.source_before is None) == (row.before is None)
            assert (row.source_after is None) == (row.after is None)


## From the draft to the measures


def figures(pack):
    """Every rule that is no plain yes, and every clock's length: what a reader would call a figure."""
    rules = {key: rule.value for key, rule in pack.rules.items() if not isinstance(rule.value, tuple)}
    return rules | {f"clock {name}": (clock.length, clock.reminders) for name, clock in pack.clocks.items()}


def items(pack):
    return {
        (key, item.key): (item.words, item.parts)
        for key, rule in pack.rules.items()
        if isinstance(rule.value, tuple)
        for item in rule.value
        if isinstance(item, Item)
    }


def test_every_figure_that_changed_from_the_draft_to_the_measures_is_named():
    old, new = figures(DRAFT), figures(FINAL)
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    named = {row.key for row in difference(DRAFT, FINAL) if row.facet in {"value", WHOLE, "length"}}

    assert changed == named == {"body.centre_separation", "committee.if_feasible", "parent.applies"}


def test_every_item_that_changed_from_the_draft_to_the_measures_is_named():
    old, new = items(DRAFT), items(FINAL)
    changed = {where for where in old.keys() | new.keys() if old.get(where) != new.get(where)}
    rows = [row for row in difference(DRAFT, FINAL) if row.facet in {"item", "question"}]
    named = {tuple(row.key.split(":", 1)) for row in rows if row.facet == "item"}
    named |= {(key, place.partition(".")[0]) for key, place in (row.key.split(":", 1) for row in rows) if "." in place}

    assert changed == named
    assert ("review.focuses", "privacy") in named
    assert ("review.focuses", "risk_benefit") in named


def test_what_the_measures_did_to_the_draft_is_told_with_both_articles():
    rows = {(row.key, row.facet): row for row in difference(DRAFT, FINAL)}

    separation = rows["body.centre_separation", "value"]
    assert (separation.before.en, separation.after.en) == ("no", "yes")
    assert (str(separation.source_before.cite), separation.source_before.basis) == ("ai-draft-2025", Basis.REPORTED)
    assert (str(separation.source_after.cite), separation.source_after.basis) == ("ai-2026#11", Basis.READ)
    feasible = rows["committee.if_feasible", WHOLE]
    assert (feasible.change, feasible.after) == (Change.VANISHED, None)
    assert feasible.heading == Words(
        "规则 committee.if_feasible 全部 删去", "Rule committee.if_feasible all of it vanished"
    )
    assert rows["decision", "citation"].before.en == "general-2023#17"
    assert rows["decision", "citation"].after.en == "ai-2026#16"


## One change each


def test_a_value_a_share_and_a_setting():
    assert told(FINAL, with_rule("decision.majority", value=Share(3, 4))) == [
        (Kind.RULE, "decision.majority", "value", Change.CHANGED, "2/3", "3/4")
    ]
    assert told(FINAL, with_rule("meeting.video", setting=False)) == [
        (Kind.RULE, "meeting.video", "setting", Change.CHANGED, "yes", "no")
    ]


def test_an_article_and_a_basis_are_two_rows():
    there = with_rule("panel.majority", source=Source(Cite("ai-2026", 25, certain=False), Basis.READ))

    assert told(FINAL, there) == [
        (Kind.RULE, "panel.majority", "citation", Change.CHANGED, "ai-2026#24?", "ai-2026#25?"),
        (Kind.RULE, "panel.majority", "basis", Change.CHANGED, "reported", "read"),
    ]


def test_items_one_by_one_and_their_order():
    law, *rest = reversed(FINAL.rules["committee.categories"].value)
    fewer = with_rule("committee.categories", value=tuple(reversed(rest)))
    turned = with_rule("committee.categories", value=(law, *reversed(rest)))

    assert told(FINAL, fewer) == [(Kind.RULE, "committee.categories:law", "item", Change.VANISHED, "Law", None)]
    assert [(row[1], row[2]) for row in told(FINAL, turned)] == [("committee.categories", "order")]


def test_a_clock_facet_by_facet():
    ladder = (Rung(-7), Rung(-1), Rung(0, to=(Role.CHAIR,)))
    there = with_clock("decision", amount=20, ladder=ladder, extendable=False)

    assert told(FINAL, there) == [
        (Kind.CLOCK, "decision", "length", Change.CHANGED, "30 calendar days", "20 calendar days"),
        (Kind.CLOCK, "decision", "escalate", Change.CHANGED, "secretary, chair", "chair"),
        (Kind.CLOCK, "decision", "reminders", Change.CHANGED, "7, 3, 1", "7, 1"),
        (
            Kind.CLOCK,
            "decision",
            "ladder",
            Change.CHANGED,
            ladder_told(FINAL.clocks["decision"]).en,
            "7 calendar days before the end; 1 calendar day before the end; at the end (chair)",
        ),
        (Kind.CLOCK, "decision", "extendable", Change.CHANGED, "yes", "no"),
    ]


def test_a_move_facet_by_facet():
    accept = FINAL.moves["accept"]
    there = with_move(
        "accept",
        sources=(*accept.sources, State.DRAFT),
        target=State.IN_REVIEW,
        by=(Role.CHAIR,),
        rule="materials.complete",
        guards=accept.guards[1:],
        checks=(),
        asks=accept.asks[1:],
        starts=(Start("decision"),),
        settles=(),
        settles_if=(Settle("acceptance", Recorded("procedure", ("general",))),),
        tells=(Notice("case_accepted", (Role.APPLICANT, Role.UNIT)),),
        sealed=True,
    )
    found = {(key, facet, change) for _, key, facet, change, _, _ in told(FINAL, there)}

    assert {(facet, change) for _, facet, change in found} == {
        ("sources", Change.APPEARED),
        ("targets", Change.APPEARED),
        ("targets", Change.VANISHED),
        ("by", Change.APPEARED),
        ("by", Change.VANISHED),
        ("stands_on", Change.CHANGED),
        ("guards", Change.VANISHED),
        ("checks", Change.VANISHED),
        ("asks", Change.VANISHED),
        ("starts", Change.APPEARED),
        ("starts", Change.VANISHED),
        ("settles", Change.APPEARED),
        ("settles", Change.VANISHED),
        ("tells", Change.CHANGED),
        ("tells", Change.VANISHED),
        ("sealed", Change.CHANGED),
    }
    assert ("accept:not_own_matter", "guards", Change.VANISHED) in found
    assert ("accept:submitted/secretary", "by", Change.VANISHED) in found


def test_bounds_heads_and_catalogues():
    there = replace(
        FINAL,
        title=Words("新办法", "New measures"),
        limits={**FINAL.limits, "appeal.days": Between(15, 60)},
        catalogues={**FINAL.catalogues, "materials.toml": "0" * 64},
    )

    assert [(kind, key, facet) for kind, key, facet, *_ in told(FINAL, there)] == [
        (Kind.PACK, "", "title"),
        (Kind.LIMIT, "appeal.days", "bounds"),
        (Kind.CATALOGUE, "materials.toml", "content"),
    ]
    assert told(FINAL, there)[1][4:] == ("7–180", "15–60")


def test_a_whole_clock_and_a_whole_move():
    clocks = {name: clock for name, clock in FINAL.clocks.items() if name != "pause"}
    moves = {name: move for name, move in FINAL.moves.items() if name != "complete"}

    assert told(FINAL, replace(FINAL, clocks=clocks, moves=moves)) == [
        (Kind.CLOCK, "pause", WHOLE, Change.VANISHED, "Pause (30 calendar days)", None),
        (Kind.MOVE, "complete", WHOLE, Change.VANISHED, FINAL.moves["complete"].label.en, None),
    ]
