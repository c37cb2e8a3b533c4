"""Committees, packs and explanations over the API: whether a body is lawful, and what binds a case and why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

import regulations
from committees.models import Committee
from ethics_review.api.bearing import rules_bearing
from ethics_review.operations import bodies
from ledger.models import Deadline, Entry
from regulations.difference import difference
from regulations.vocabulary import State
from tests.regulations.overlays import LOCAL
from tests.world import MORNING, Story


@pytest.fixture
def asks(calls, at, story):
    def ask(who, path, data=None):
        with at(story.now):
            return calls(who).get(path) if data is None else calls(who).post(path, data)

    return ask


# Committees


def test_bodies_are_known_to_everybody_who_signs_in(world, asks):
    rows = asks(world.stranger, "committees/").json()["results"]

    assert [(row["id"], row["kind"], row["seated"]) for row in rows] == [
        (world.body.pk, "ethics", 10),
        (world.centre.pk, "service_centre", 8),
    ]
    assert asks(world.stranger, "committees/?kind=service_centre").json()["results"] == rows[1:]
    assert asks(world.stranger, f"committees/?institution={world.unit.pk}").json()["results"] == rows[:1]


def test_panel_is_known_to_its_experts_alone(story, asks):
    story.applied().panelled()
    panel = story.case.re_examinations.get().panel_id

    assert asks(story.world.experts[0], f"committees/{panel}/").json()["kind"] == "expert_panel"
    for person in (story.applicant, story.secretary, story.chair, story.world.stranger):
        assert asks(person, f"committees/{panel}/").status_code == 404
        assert panel not in [row["id"] for row in asks(person, "committees/?page_size=200").json()["results"]]


def test_committee_tells_its_seats_and_that_it_is_lawful(world, asks):
    shown = asks(world.applicant, f"committees/{world.body.pk}/").json()

    assert shown["name"] == {"zh": "科技伦理审查委员会", "en": ""}
    assert shown["pack"] == "ai-2026"
    composition = shown["composition"]
    assert (composition["lawful"], composition["voting"], composition["refusals"]) == (True, 9, [])
    assert [seat["position"] for seat in composition["seats"]].count("chair") == 1
    assert composition["on"] == "2026-06-10"


def test_composition_is_that_of_the_day_and_says_why_not(world, story, asks):
    world.end_seat(world.chair, on=date(2026, 6, 12), at=story.now)

    before, after = (
        asks(world.applicant, f"committees/{world.body.pk}/composition/?on={day}").json()
        for day in ("2026-06-11", "2026-06-12")
    )
    ended = asks(world.applicant, f"committees/{world.body.pk}/composition/?on=2029-01-01").json()

    assert (before["lawful"], before["voting"]) == (True, 9)
    assert (after["lawful"], after["voting"]) == (False, 8)
    assert [(one["code"], one["figures"], one["cite"]["article"]) for one in after["refusals"]] == [
        ("committee.chair_count", {"need": 1, "have": 0}, 7)
    ]
    assert ended["seats"] == []
    assert len(ended["refusals"]) == 5


@pytest.mark.parametrize("day", ["tomorrow", "2026-06-31", "0001-01-01", "20260610", "2026-W24-3"])
def test_day_of_a_composition_is_a_day(world, asks, day):
    assert asks(world.applicant, f"committees/{world.body.pk}/composition/?on={day}").status_code == 422


def test_secretary_registers_the_committee_and_its_time_limit_ends(world, story, asks, at):
    charter = {
        "institution": world.unit,
        "kind": "ethics",
        "name": "第二委员会",
        "name_en": "",
        "pack_id": "ai-2026",
        "established_on": date(2026, 6, 10),
        "house": {},
        "actor": world.manager,
        "role": "unit",
    }
    body = bodies.establish(now=MORNING, **charter)
    bodies.appoint(
        now=MORNING,
        committee=body,
        person=world.stranger,
        position="secretary",
        categories=(),
        sex="",
        external=False,
        starts_on=date(2026, 6, 10),
        ends_on=date(2028, 6, 9),
        rules=regulations.pack("ai-2026").rules_for(house={}),
        actor=world.manager,
        role="unit",
    )
    running = Deadline.objects.get(stream=body.stream, clock="committee_registration")
    story.now += timedelta(days=1)

    refused = asks(world.manager, f"committees/{body.pk}/register/", {"number": "川登2026-1"})
    answer = asks(world.stranger, f"committees/{body.pk}/register/", {"number": "川登2026-1"})

    running.refresh_from_db()
    assert refused.status_code == 409
    assert [refusal["code"] for refusal in refused.json()["refusals"]] == ["role.not_yours"]
    assert (answer.status_code, answer.json()["registration_number"]) == (200, "川登2026-1")
    assert (running.clock, running.settled_at) == ("committee_registration", story.now)
    entry = Entry.objects.filter(stream=body.stream).last()
    assert (entry.action, entry.role) == ("committee.registered", "secretary")


@pytest.mark.parametrize("data", [{}, {"number": ""}, {"number": "x" * 81}, {"number": 1}, {"number": "x", "on": "y"}])
def test_registration_of_another_shape_is_refused(world, asks, unchanged, data):
    with unchanged():
        assert asks(world.secretary, f"committees/{world.body.pk}/register/", data).status_code == 422


# Another instrument


@pytest.fixture
def elder(world):
    """The unit's body while it was still under the parent measures."""
    Committee.objects.filter(pk=world.body.pk).update(pack_id="general-2023")
    return world.body


@pytest.mark.parametrize("who", ["secretary", "chair"])
def test_office_adopts_another_instrument_and_registration_is_owed_anew(world, elder, story, asks, who):
    answer = asks(getattr(world, who), f"committees/{elder.pk}/adopt/", {"pack": "ai-2026"})

    assert (answer.status_code, answer.json()["pack"]) == (200, "ai-2026")
    entry = Entry.objects.filter(stream=elder.stream).latest("seq")
    assert (entry.action, entry.role, entry.data) == (
        "committee.adopted",
        who,
        {"from": "general-2023", "to": "ai-2026"},
    )
    (owed,) = Deadline.objects.filter(stream=elder.stream, settled_at=None)
    assert (owed.clock, owed.started_by, owed.article) == ("committee_registration", entry, 30)


@pytest.mark.parametrize(
    ("who", "pack", "days", "why"),
    [
        ("applicant", "ai-2026", 0, ("role.not_yours", "general-2023")),
        ("members.3", "ai-2026", 0, ("role.not_yours", "general-2023")),
        ("secretary", "general-2023", 0, ("committee.instrument_adopted", "house")),
        ("secretary", "ai-2026", -83, ("pack.not_in_force", "house")),
    ],
)
def test_adopting_is_refused_with_its_reason_and_nothing_is_written(
    world, elder, story, asks, unchanged, who, pack, days, why
):
    """The measures of 2026 came into force on 20 March, 82 days before the morning of the story."""
    person = world.members[3] if who == "members.3" else getattr(world, who)
    story.now = MORNING + timedelta(days=days)

    with unchanged():
        answer = asks(person, f"committees/{elder.pk}/adopt/", {"pack": pack})

    assert answer.status_code == 409
    (refusal,) = answer.json()["refusals"]
    assert (refusal["code"], refusal["cite"]["instrument"]) == why


def test_an_instrument_is_adopted_from_its_first_day_in_force(world, elder, story, asks):
    story.now = MORNING - timedelta(days=82)

    assert asks(world.secretary, f"committees/{elder.pk}/adopt/", {"pack": "ai-2026"}).status_code == 200


@pytest.mark.parametrize("who", ["secretary", "chair"])
def test_a_body_does_not_go_back_to_what_applies_only_where_the_later_measures_are_silent(
    world, story, asks, unchanged, who
):
    """M35: a filing already made would be accepted under another list of activities (附件)."""
    story.submitted()

    with unchanged():
        answer = asks(getattr(world, who), f"committees/{world.body.pk}/adopt/", {"pack": "general-2023"})

    assert answer.status_code == 409
    (refusal,) = answer.json()["refusals"]
    assert (refusal["code"], refusal["cite"]["instrument"], refusal["cite"]["article"]) == (
        "committee.instrument_superseded",
        "ai-2026",
        35,
    )
    assert refusal["figures"] == {"pack": "general-2023", "by": "ai-2026", "in_force_on": "2026-03-20"}
    assert story.accepted().case.pack_id == "ai-2026"


@pytest.mark.parametrize(("days", "code"), [(82, "committee.instrument_superseded"), (83, None)])
def test_before_a_later_instrument_is_in_force_the_elder_is_no_elder(world, story, asks, days, code):
    """The morning of 20 March, and the day before it, when a body already prepared under the later one."""
    story.now = MORNING - timedelta(days=days)

    answer = asks(world.secretary, f"committees/{world.body.pk}/adopt/", {"pack": "general-2023"})

    assert [refusal["code"] for refusal in answer.json().get("refusals", [])] == ([code] if code else [])
    assert answer.status_code == (409 if code else 200)


def test_what_is_laid_over_the_instrument_that_applies_is_adopted(world, story, asks, monkeypatch):
    """A province's stricter rules (M34) rest on the measures and supersede nothing."""
    local_rules = replace(regulations.PACKS["ai-2026"], id="ai-2026+local", falls_back_to="ai-2026")
    monkeypatch.setitem(regulations.PACKS, local_rules.id, local_rules)
    regulations.pack.cache_clear()
    try:
        monkeypatch.setattr(regulations, "applicable", lambda **_: regulations.pack("ai-2026"))
        answer = asks(world.secretary, f"committees/{world.body.pk}/adopt/", {"pack": local_rules.id})
    finally:
        monkeypatch.undo()
        regulations.pack.cache_clear()

    assert (answer.status_code, answer.json()["pack"]) == (200, local_rules.id)


@pytest.mark.parametrize("data", [{}, {"pack": ""}, {"pack": "ai-2031"}, {"pack": 1}, {"pack": "ai-2026", "on": "x"}])
def test_adoption_of_another_shape_is_refused(world, asks, unchanged, data):
    with unchanged():
        assert asks(world.secretary, f"committees/{world.body.pk}/adopt/", data).status_code == 422


def test_adoption_by_a_body_one_may_not_know_is_not_found(world, story, asks):
    panel = story.applied().panelled().case.re_examinations.get().panel_id

    assert asks(world.secretary, f"committees/{panel}/adopt/", {"pack": "ai-2026"}).status_code == 404


# Packs


def test_packs_are_listed_in_the_order_of_coming_into_force(world, asks):
    rows = asks(world.stranger, "packs/").json()["results"]

    assert [row["id"] for row in rows] == [pack.id for pack in regulations.all_packs()]
    assert rows[-1]["chain"] == ["ai-2026", "general-2023"]
    assert rows[-1]["document"] == "工信部联科〔2026〕75号"
    assert [(row["status"], row["in_force_on"]) for row in rows] == [
        ("in_force", "2023-12-01"),
        ("draft", None),
        ("in_force", "2026-03-20"),
    ]


def test_pack_is_resolved_with_provenance_and_supplier(world, asks):
    pack = asks(world.stranger, "packs/ai-2026/").json()
    rules = {rule["key"]: rule for rule in pack["rules"]}

    own, inherited, house = rules["meeting.min_present"], rules["committee.min_members"], rules["meeting.video"]
    assert (own["value"], own["supplier"], own["basis"], own["cite"]["certain"]) == (5, "ai-2026", "reported", False)
    assert (inherited["value"], inherited["supplier"], inherited["basis"]) == (7, "general-2023", "parent")
    assert (house["value"], house["setting"], house["basis"]) == (False, True, "house")
    assert rules["decision.majority"]["value"] == {"numerator": 2, "denominator": 3}
    assert set(rules) == set(regulations.pack("ai-2026").rules)
    clocks = {clock["name"]: clock for clock in pack["clocks"]}
    assert (clocks["decision"]["length"]["en"], clocks["decision"]["supplier"]) == ("30 calendar days", "ai-2026")
    assert clocks["follow_up_listed"]["supplier"] == "general-2023"
    moves = {move["move"]: move for move in pack["moves"]}
    assert moves["accept"]["by"] == ["secretary", "chair"]
    assert moves["issue_decision"]["targets"] == ["active", "modification_required", "revision_required", "rejected"]


def test_pack_nobody_knows_is_not_found(world, asks):
    assert asks(world.stranger, "packs/ai-2027/").status_code == 404


def test_difference_of_two_packs_has_both_sides_with_their_articles(world, asks):
    told = asks(world.stranger, "packs/ai-draft-2025/difference/ai-2026/").json()
    rows = {(row["key"], row["facet"]): row for row in told["rows"]}

    assert (told["before"]["id"], told["after"]["id"]) == ("ai-draft-2025", "ai-2026")
    assert len(told["rows"]) == len(difference(regulations.pack("ai-draft-2025"), regulations.pack("ai-2026")))
    separation = rows["body.centre_separation", "value"]
    assert (separation["kind"], separation["change"]) == ("rule", "changed")
    assert (separation["before"]["words"]["en"], separation["after"]["words"]["zh"]) == ("no", "是")
    assert (separation["before"]["cite"]["article"], separation["after"]["cite"]["article"]) == (None, 11)
    vanished = rows["committee.if_feasible", "whole"]
    assert (vanished["change"], vanished["after"]) == ("vanished", None)
    assert rows["", "title"]["before"]["cite"] is None


def test_an_overlay_is_a_pack_among_the_others(world, asks):
    assert regulations.lay_over([LOCAL / "sichuan.toml"]) == ()
    try:
        pack = asks(world.stranger, "packs/ai-2026+sichuan/").json()
        rows = asks(world.stranger, "packs/ai-2026/difference/ai-2026+sichuan/").json()["rows"]
        listed = [row["id"] for row in asks(world.stranger, "packs/").json()["results"]]
    finally:
        regulations.lay_over([])

    odd = next(rule for rule in pack["rules"] if rule["key"] == "committee.odd_members")
    assert pack["chain"] == ["ai-2026+sichuan", "ai-2026", "general-2023"]
    assert (odd["supplier"], odd["basis"], odd["cite"]["instrument"], odd["cite"]["article"]) == (
        "ai-2026+sichuan",
        "reported",
        "ai-2026+sichuan",
        7,
    )
    assert {row["key"] for row in rows if row["change"] == "appeared"} == {
        "committee.odd_members",
        "committee.signed_statements",
    }
    assert listed[-1] == "ai-2026+sichuan"


def test_a_pack_does_not_differ_from_itself(world, asks):
    assert asks(world.stranger, "packs/ai-2026/difference/ai-2026/").json()["rows"] == []


@pytest.mark.parametrize("pair", ["ai-2026/difference/ai-2027", "ai-2027/difference/ai-2026"])
def test_difference_to_a_pack_nobody_knows_is_not_found(world, asks, pair):
    assert asks(world.stranger, f"packs/{pair}/").status_code == 404


# Explanations


def test_explanation_names_the_rules_that_bear_now(story, asks):
    story.in_review()
    shown = asks(story.chair, f"cases/{story.number}/explain/").json()
    rules = {rule["key"]: rule for rule in shown["rules"]}

    assert shown["state"] == "in_review"
    assert shown["roles"] == ["chair", "member"]
    assert (rules["meeting.min_present"]["value"], "open_ballot" in rules["meeting.min_present"]["moves"]) == (5, True)
    assert rules["decision.majority"]["moves"]
    assert "appeal.right" not in rules
    assert "registration.listed" not in rules


def test_rules_that_bear_are_known_for_every_state():
    pack = regulations.pack("ai-2026")
    bearing = {state: rules_bearing(pack, state) for state in State}

    assert all(bearing[state] for state in State if any(state in line.sources for line in pack.moves.values()))
    assert bearing[State.COMPLETED] == {}
    assert bearing[State.SUBMITTED]["materials.complete"] == ["accept"]
    assert "panel.min_experts" in bearing[State.RE_EXAMINATION]
    assert "panel.min_experts" not in bearing[State.IN_REVIEW]


def test_explanation_tells_how_a_time_limit_was_counted(story, asks):
    story.accepted()
    (clock,) = asks(story.secretary, f"cases/{story.number}/explain/").json()["clocks"]

    assert (clock["clock"], clock["length"]["en"], clock["due_on"]) == ("decision", "30 calendar days", "2026-07-10")
    assert [(line["kind"], line["on"]) for line in clock["counted"]] == [
        ("start", "2026-06-10"),
        ("counted_to", "2026-07-10"),
        ("due", "2026-07-10"),
    ]
    assert clock["counted"][0]["note"]["zh"] == "当日不计入（民法典第201条）"


def _counted(asks, story):
    (clock,) = (
        one
        for one in asks(story.secretary, f"cases/{story.number}/explain/").json()["clocks"]
        if one["clock"] == "decision"
    )
    return clock["length"], [(line["kind"], line["on"]) for line in clock["counted"]]


def test_a_resumed_limit_is_told_as_what_was_left_of_it(story, asks):
    Committee.objects.filter(pk=story.committee.pk).update(house={"clock.pausing": True})
    story.accepted().does(story.secretary, "pause_clock", clock="decision", reasons="等候")
    story.wait(days=1).does(story.secretary, "resume_clock", clock="decision", reasons="已答复")

    assert _counted(asks, story) == (
        {"zh": "30日", "en": "30 calendar days"},
        [
            ("start", "2026-06-11"),
            ("counted_to", "2026-07-11"),
            ("day_off", "2026-07-11"),
            ("day_off", "2026-07-12"),
            ("due", "2026-07-13"),
        ],
    )


def test_of_an_extended_limit_the_first_end_is_told(story, asks):
    story.accepted().does(story.secretary, "extend", clock="decision", new_date="2026-07-31", reasons="补充论证")

    length, lines = _counted(asks, story)
    assert (length["en"], lines[-1]) == ("30 calendar days", ("due", "2026-07-10"))


def test_an_extended_limit_that_was_resumed_is_told_as_what_was_left_of_the_extension(story, asks):
    """Extended to 31 July and stopped on 10 June, 51 days are left; they run on from 18 June."""
    Committee.objects.filter(pk=story.committee.pk).update(house={"clock.pausing": True})
    story.accepted().does(story.secretary, "extend", clock="decision", new_date="2026-07-31", reasons="补充论证")
    story.does(story.secretary, "pause_clock", clock="decision", reasons="等候")
    story.wait(days=8).does(story.secretary, "resume_clock", clock="decision", reasons="已答复")

    length, lines = _counted(asks, story)
    assert length["en"] == "51 calendar days"
    assert (lines[0], lines[-1]) == (("start", "2026-06-18"), ("due", "2026-08-10"))
    assert lines[-1][1] == story.clock("decision").due_on.isoformat()


def test_a_limit_is_told_as_counted_though_the_setting_has_changed_since(story, asks):
    """What the clock said when it began is kept with it."""
    story.submitted()
    Committee.objects.filter(pk=story.committee.pk).update(house={"acceptance.days": 7})

    (clock,) = asks(story.secretary, f"cases/{story.number}/explain/").json()["clocks"]
    assert (clock["length"]["en"], clock["counted"][-1]["on"]) == ("5 working days", clock["due_on"])


def test_hours_are_told_to_the_instant(story, asks):
    story.accepted("emergency")
    clock = next(
        one
        for one in asks(story.secretary, f"cases/{story.number}/explain/").json()["clocks"]
        if one["clock"] == "decision_emergency"
    )

    assert clock["counted"][-1] == {
        "kind": "due",
        "on": (story.case.accepted_at.astimezone(story.now.tzinfo) + timedelta(hours=72)).isoformat(),
        "note": {"zh": "此刻届满", "en": "ends at this instant"},
        "document": None,
    }


def test_closer_follow_up_is_told_as_it_was_set(story, asks):
    story.in_review().reviewed().found().issued(follow_up_months=3)
    clocks = {
        clock["clock"]: clock for clock in asks(story.secretary, f"cases/{story.number}/explain/").json()["clocks"]
    }

    assert clocks["follow_up"]["length"] == {"zh": "3个月", "en": "3 months"}
    assert clocks["follow_up"]["due_on"] == "2026-09-10"


def test_explanation_of_an_earlier_instant_is_of_that_instant(story, asks):
    story.accepted()
    before, submitted = story.now - timedelta(days=1), story.case.submitted_at
    story.wait(days=1).world.end_seat(story.chair, on=story.now.date(), at=story.now)

    def at_(moment):
        return asks(story.secretary, f"cases/{story.number}/explain/?at={moment.isoformat()}").json()

    nothing, then, now = at_(before), at_(submitted), at_(story.now)

    assert (nothing["state"], nothing["rules"], nothing["clocks"]) == (None, [], [])
    assert (then["state"], [clock["clock"] for clock in then["clocks"]]) == ("submitted", ["acceptance"])
    assert then["clocks"][0]["state"] == "running"
    assert (now["state"], [clock["clock"] for clock in now["clocks"]]) == ("accepted", ["decision"])
    assert (then["composition"]["lawful"], now["composition"]["lawful"]) == (True, False)
    assert [one["code"] for one in now["composition"]["refusals"]] == ["committee.chair_count"]


def test_explanation_tells_the_mandate_by_which_a_centre_reviews(world, at, calls):
    story = Story(world, applicant=world.bare_applicant, committee=world.centre).submitted()
    with at(story.now):
        mine = calls(world.bare_applicant)
        now = mine.get(f"cases/{story.number}/explain/").json()["mandate"]
        later = mine.get(f"cases/{story.number}/explain/?at=2029-01-01").json()["mandate"]

    assert (now["in_force"], now["starts_on"], now["ends_on"]) == (True, "2024-01-01", "2028-12-31")
    assert (now["cite"]["article"], now["basis"]) == (12, "read")
    assert (later["in_force"], later["starts_on"]) == (False, None)


def test_own_committee_needs_no_mandate(story, asks):
    story.submitted()

    assert asks(story.applicant, f"cases/{story.number}/explain/").json()["mandate"] is None


@pytest.mark.parametrize("given", ["yesterday", "2026-06-10T09:00", "1999-12-31", "9999-12-31T23:59:59-12:00"])
def test_instant_of_an_explanation_is_an_instant(story, asks, given):
    story.submitted()

    assert asks(story.applicant, f"cases/{story.number}/explain/?at={given}").status_code == 422
