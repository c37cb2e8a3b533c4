"""Deliberately broken packs: each departs from the measures of 2026 in one thing (in two where two guards agree).

A row says what was broken, the invariant that must reject it, and the move the counter-example ends with: "" where the
pack is wrong before anybody moves.
"""

from dataclasses import dataclass, replace

import regulations
from regulations.citation import Source
from regulations.clocks import Unit
from regulations.guards import deciding, review
from regulations.guards.common import At
from regulations.move import Start
from regulations.procedures import enough_sitting
from regulations.quorum import Share
from regulations.vocabulary import Basis, Procedure, Role, State

GOOD = regulations.pack("ai-2026")
PAUSING = {"clock.pausing": True}


@dataclass(frozen=True)
class Mutant:
    name: str
    pack: object
    law: str
    last: str
    house: dict | None = None


def line(name):
    return GOOD.moves[name]


def with_lines(**changed):
    """The pack with some of its lines replaced."""
    return replace(GOOD, moves={**GOOD.moves, **changed})


def with_line(name, **changes):
    return with_lines(**{name: replace(line(name), **changes)})


def _name(condition):
    return getattr(condition, "guard", condition).__name__


def lacking(name, *conditions):
    """The line without those guards and checks, by name. What is not there cannot be left out."""
    found = line(name)
    there = {_name(one) for one in (*found.guards, *found.checks)}
    assert there.issuperset(conditions), (name, conditions)
    guards = tuple(one for one in found.guards if _name(one) not in conditions)
    checks = tuple(one for one in found.checks if _name(one) not in conditions)
    return replace(found, guards=guards, checks=checks)


def dropped(move, *conditions):
    return with_lines(**{move: lacking(move, *conditions)})


def swapped(move, old, new):
    """The line with one guard in another's place."""
    guards = tuple(new if _name(one) == old else one for one in line(move).guards)
    assert new in guards, (move, old)
    return with_line(move, guards=guards)


def retargeted(move, **branches):
    return with_line(move, target={**line(move).target, **branches})


def without(*moves):
    return replace(GOOD, moves={name: one for name, one in GOOD.moves.items() if name not in moves})


def not_starting(move, *clocks):
    return with_line(move, starts=tuple(one for one in line(move).starts if one.clock not in clocks))


def not_settling(move, *clocks):
    return with_line(move, settles=tuple(one for one in line(move).settles if one not in clocks))


def with_rule(key, value):
    return replace(GOOD, rules={**GOOD.rules, key: replace(GOOD.rules[key], value=value)})


def short_of(key, *items):
    """The rule's list without some of its items."""
    return with_rule(key, tuple(item for item in GOOD.rules[key].value if item.key not in items))


def with_clock(name, **changes):
    return replace(GOOD, clocks={**GOOD.clocks, name: replace(GOOD.clocks[name], **changes)})


def deemed_approved(facts, actor):
    """What must never be: silence until the time is up counts as a finding."""
    return None if any(clock.missed for clock in facts.clocks) else deciding.finding_exists(facts, actor)


def quorum_unless_urgent(facts, actor):
    """What must never be: an emergency needs no quorum."""
    return None if facts.case.procedure is Procedure.EMERGENCY else review.quorum_met(facts, actor)


def one_reviewer_will_do(facts, actor):
    """What must never be: a simplified review by whoever has reported, however few."""
    return None if not enough_sitting(facts) else deciding.finding_exists(facts, actor)


DROPPED = [
    # move, guards or checks left out, the invariant, the last move (the same unless said)
    ("submit", ("body_may_review",), "body"),
    ("submit", ("not_re_examined_here",), "apart"),
    ("submit", ("body_has_office",), "reachable"),
    ("accept", ("materials_complete",), "materials"),
    ("accept", ("composition_lawful",), "body"),
    ("accept", ("body_may_review",), "body"),
    ("accept", ("not_re_examined_here",), "apart"),
    ("accept", ("not_own_matter",), "own_matter"),
    ("accept", ("procedure_fits",), "procedure"),
    ("decline", ("declined_after_notice",), "single_notice"),
    ("request_completion", ("further_notice_has_legal_reason",), "single_notice"),
    ("request_completion", ("completion_has_items",), "single_notice"),
    ("withdraw", ("office_closes_only_expired",), "silence"),
    ("withdraw", ("no_open_ballot",), "vote_stands"),
    ("resubmit", ("filing_changed",), "materials"),
    ("resubmit", ("draft_complete",), "materials"),
    ("determine_list", ("listed_not_simplified",), "procedure"),
    ("determine_list", ("not_yet_balloted",), "vote_stands"),
    ("grant_exemption", ("not_yet_balloted",), "vote_stands"),
    ("assign_reviewers", ("not_yet_balloted",), "vote_stands"),
    ("submit_worksheet", ("focuses_assessed",), "focuses"),
    ("submit_worksheet", ("worksheet_open",), "vote_stands"),
    ("submit_worksheet", ("not_recused",), "recusal"),
    ("convene", ("no_result_yet",), "vote_stands"),
    ("open_ballot", ("no_open_ballot",), "vote_stands"),
    ("open_ballot", ("on_agenda",), "valid_vote"),
    ("open_ballot", ("quorum_met",), "valid_vote"),
    ("open_ballot", ("categories_present",), "valid_vote"),
    ("open_ballot", ("by_the_presider",), "valid_vote"),
    ("open_ballot", ("room_declared",), "valid_vote"),
    ("open_ballot", ("field_expert_heard",), "valid_vote"),
    ("open_ballot", ("worksheets_in",), "reviewed"),
    ("open_ballot", ("enough_reviewers",), "reviewed"),
    ("open_ballot", ("composition_lawful",), "body"),
    ("open_ballot", ("panel_large_enough",), "valid_vote"),
    ("open_ballot", ("panel_declared",), "valid_vote"),
    ("open_ballot", ("panel_independent",), "apart"),
    ("cast_vote", ("not_voted",), "voters"),
    ("cast_vote", ("on_roll",), "voters"),
    ("cast_vote", ("in_the_room",), "voters"),
    ("cast_vote", ("not_own_matter",), "own_matter"),
    ("cast_vote", ("not_recused",), "recusal"),
    ("cast_vote", ("panel_independent",), "apart"),
    ("issue_decision", ("finding_exists",), "valid_vote"),
    ("issue_decision", ("re_examined_if_listed",), "re_examined"),
    ("issue_decision", ("composition_lawful",), "body"),
    ("issue_decision", ("body_may_review",), "body"),
    ("issue_decision", ("not_own_matter",), "own_matter"),
    ("issue_decision", ("not_recused",), "recusal"),
    ("issue_decision", ("negative_reasoned",), "reasons"),
    ("issue_decision", ("modifications_stated",), "reasons"),
    ("issue_decision", ("follow_up_close_enough",), "follow_up"),
    ("pass_preliminary", ("finding_exists",), "valid_vote"),
    ("pass_preliminary", ("preliminary_positive",), "valid_vote"),
    ("confirm_modifications", ("modifications_filed",), "materials"),
    ("confirm_modifications", ("exemption_stands",), "re_examined"),
    ("apply_re_examination", ("authority_there",), "reachable"),
    ("accept_re_examination", ("centre_separate",), "apart"),
    ("form_panel", ("panel_fit",), "apart"),
    ("form_panel", ("panel_not_voting",), "vote_stands"),
    ("give_opinion", ("opinion_formed",), "valid_vote"),
    ("give_opinion", ("panel_independent",), "apart"),
    ("register", ("listed",), "owed"),
    ("register", ("registration_open",), "owed"),
    ("confirm_registration", ("registration_to_confirm",), "owed"),
    ("complete", ("registered_if_listed",), "owed"),
    ("complete", ("no_open_reports",), "owed"),
    ("resume", ("no_major_change_open",), "major_change"),
    ("resume", ("exemption_stands",), "re_examined"),
    ("conclude_follow_up", ("major_change_re_reviewed",), "major_change"),
    ("conclude_follow_up", ("continued_lawfully",), "re_examined"),
    ("conclude_follow_up", ("follow_up_reasoned",), "reasons"),
    ("conclude_follow_up", ("follow_up_close_enough",), "follow_up"),
    ("rule_on_appeal", ("not_own_matter",), "own_matter"),
    ("rule_on_appeal", ("reinstated_lawfully",), "re_examined"),
    ("appeal", ("appeal_window_open",), "appeal"),
    ("cast_vote", ("dissent_reasoned",), "reasons"),
    ("assign_reviewers", ("reviewers_eligible",), "recusal"),
    ("grant_exemption", ("exemption_on_file",), "re_examined"),
    ("conclude_follow_up", ("stays_suspended",), "suspended"),
    ("extend", ("extension_states_new_date",), "clocks"),
    ("pause_clock", ("pausing_allowed",), "clocks"),
]  # fmt: skip

IN_PAIRS = [
    Mutant(
        "the list is never determined",
        with_lines(
            assign_reviewers=lacking("assign_reviewers", "list_determined"),
            open_ballot=lacking("open_ballot", "list_determined"),
        ),
        "reviewed", "open_ballot",
    ),
    Mutant(
        "an approval against the experts",
        with_lines(
            cast_vote=lacking("cast_vote", "option_offered"),
            issue_decision=lacking("issue_decision", "follows_opinion"),
        ),
        "re_examined", "issue_decision",
    ),
    Mutant(
        "a panel without a jurist",
        with_lines(
            form_panel=replace(line("form_panel"), checks=()), open_ballot=lacking("open_ballot", "panel_categories")
        ),
        "apart", "form_panel",
    ),
]  # fmt: skip

REPLACED = [
    Mutant("a deemed approval", swapped("issue_decision", "finding_exists", deemed_approved), "time", "issue_decision"),
    Mutant(
        "an emergency without a quorum",
        swapped("open_ballot", "quorum_met", At((State.IN_REVIEW, State.OPINION_RETURNED), quorum_unless_urgent)),
        "urgency", "open_ballot",
    ),
    Mutant(
        "one member decides alone",
        with_lines(issue_decision=replace(
            line("issue_decision"),
            guards=tuple(one for one in swapped("issue_decision", "finding_exists", one_reviewer_will_do)
                         .moves["issue_decision"].guards if _name(one) != "enough_reviewers"),
        )),
        "valid_vote", "issue_decision",
    ),
    Mutant("the system ends an activity", with_line("terminate", by=(Role.CHAIR, Role.SYSTEM)), "time", "terminate"),
]  # fmt: skip

RETARGETED = [
    Mutant("what is to be revised is approved", retargeted("issue_decision", revise_and_re_review=State.ACTIVE),
           "valid_vote", "issue_decision"),
    Mutant("an appeal approves", retargeted("rule_on_appeal", **{"upheld:rejected": State.ACTIVE}),
           "valid_vote", "rule_on_appeal"),
    Mutant("acceptance approves", with_line("accept", target=State.ACTIVE), "valid_vote", "accept"),
    Mutant("the preliminary pass approves", with_line("pass_preliminary", target=State.ACTIVE),
           "re_examined", "pass_preliminary"),
    Mutant("the experts approve", with_line("give_opinion", target=State.ACTIVE), "valid_vote", "give_opinion"),
    Mutant("resuming ends the activity", with_line("resume", target=State.TERMINATED), "appeal", "resume"),
]  # fmt: skip

REMOVED = [
    Mutant("nothing is ever resumed", without("resume"), "suspended", "conclude_follow_up"),
    Mutant("nobody rules on appeals", without("rule_on_appeal"), "owned", "appeal"),
    Mutant("no opinion is ever returned", without("give_opinion"), "owned", "accept_re_examination"),
    Mutant("no meeting is ever convened", without("convene"), "no_dead_end", "accept"),
    Mutant("no appeal against a rejection",
           with_line("appeal", sources=tuple(one for one in line("appeal").sources if one is not State.REJECTED)),
           "appeal", "issue_decision"),
    Mutant("the last vote closes nothing", with_line("close_ballot", by_state={}, by=(Role.CHAIR,)),
           "no_dead_end", "accept"),
    Mutant("a revised plan cannot be filed",
           with_line("resubmit", sources=(State.COMPLETION_REQUESTED, State.MODIFICATION_REQUIRED)),
           "no_dead_end", "conclude_follow_up"),
]  # fmt: skip

CLOCKS = [
    Mutant("nothing watches what was submitted", not_starting("submit", "acceptance"), "watched", "submit"),
    Mutant("nothing watches what goes on", not_starting("conclude_follow_up", "follow_up"),
           "watched", "conclude_follow_up"),
    Mutant("nothing watches a stopped clock", not_starting("pause_clock", "pause"), "watched", "pause_clock", PAUSING),
    Mutant("the wrong party owns acceptance", with_clock("acceptance", owner=Role.UNIT), "owned", "submit"),
    Mutant("no window after a rejection", not_starting("issue_decision", "appeal_window"), "appeal", "issue_decision"),
    Mutant("no window after a suspension", not_starting("suspend", "appeal_window"), "appeal", "suspend"),
    Mutant("no window after a refusal", not_starting("decline", "appeal_window"), "appeal", "decline"),
    Mutant("registering ends no clock", not_settling("register", "registration"), "clocks", "issue_decision"),
    Mutant("applying ends no clock", not_settling("apply_re_examination", "re_examination_application"),
           "clocks", "pass_preliminary"),
    Mutant("a clock runs on after the end", with_line("terminate", starts=(Start("change_assessment"),)),
           "clocks", "terminate"),
    Mutant("a clock runs twice", with_line("suspend", starts=(*line("suspend").starts, Start("follow_up"))),
           "clocks", "suspend"),
]  # fmt: skip

FIGURES = [
    Mutant("four are a quorum", with_rule("meeting.min_present", 4), "figures", ""),
    Mutant("half is a majority", with_rule("decision.majority", Share(1, 2)), "figures", ""),
    Mutant("half of the experts will do", with_rule("panel.majority", Share(1, 2)), "figures", ""),
    Mutant("four experts will do", with_rule("panel.min_experts", 4), "figures", ""),
    Mutant("a panel without ethics", short_of("panel.categories", "ethics"), "figures", ""),
    Mutant("a meeting without law", short_of("meeting.categories", "law"), "figures", ""),
    Mutant("a committee of six", with_rule("committee.min_members", 6), "figures", ""),
    Mutant("men only", with_rule("committee.both_sexes", value=False), "figures", ""),
    Mutant("terms of ten years", with_rule("committee.term_years", 10), "figures", ""),
    Mutant("one member reviews alone", with_rule("simplified.min_members", 1), "figures", ""),
    Mutant("disagreement turns nothing", short_of("simplified.triggers", "disagreement"), "figures", ""),
    Mutant("a shorter list", short_of("list.items", "2"), "figures", ""),
    Mutant("a focus less", short_of("review.focuses", "privacy"), "figures", ""),
    Mutant("two completion notices", with_rule("acceptance.single_notice", 2), "figures", ""),
    Mutant("a listed follow-up once a year", with_rule("follow_up.listed_months", 12), "figures", ""),
    Mutant("a decision in sixty days", with_clock("decision", amount=60), "figures", ""),
    Mutant("a decision in thirty working days", with_clock("decision", unit=Unit.WORKING_DAYS), "figures", ""),
    Mutant("an emergency of four days", with_clock("decision_emergency", amount=96), "figures", ""),
    Mutant("a committee sets the time to decide",
           with_clock("decision", source=Source(GOOD.cite("clock.pausing"), Basis.HOUSE), setting="decision.days"),
           "figures", ""),
    Mutant("a report in April", with_clock("annual_report", month_day=(4, 30)), "figures", ""),
]  # fmt: skip

MUTANTS = (
    *(Mutant(f"{move} without {', '.join(left)}", dropped(move, *left), law, move) for move, left, law in DROPPED),
    *IN_PAIRS,
    *REPLACED,
    *RETARGETED,
    *REMOVED,
    *CLOCKS,
    *FIGURES,
)
