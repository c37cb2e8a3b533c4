"""Facts for the room of the law, as a scenario gives them: everything in order for the state, but for what is said.

A person is a number: 1 the chair, 2 a vice-chair, 3 to 7 members, 8 the secretary, 20 the applicant, 31 to 35 experts,
40 the authority, 50 the unit. Person 9 is a member whose seat does not vote here, 10 a stranger.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import regulations
from regulations.chairing import Serving
from regulations.clocks import SHANGHAI, end_of
from regulations.facts import (
    Actor,
    AfterFact,
    BallotFact,
    BodyFact,
    CaseFact,
    ClockFact,
    Facts,
    FilingFact,
    IndependenceFact,
    InterestFact,
    LatestFact,
    MeetingFact,
    PanelFact,
    ReviewerFact,
)
from regulations.guards.common import refuse
from regulations.quorum import SeatFact, carried, counted
from regulations.vocabulary import CommitteeKind, Outcome, Position, Procedure, Role, State

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=SHANGHAI)
CHAIR, VICE_CHAIR, SECRETARY, APPLICANT, AUTHORITY, UNIT, STRANGER = 1, 2, 8, 20, 40, 50, 10
POSITIONS = {CHAIR: Position.CHAIR, VICE_CHAIR: Position.VICE_CHAIR}
TERM = (date(2024, 1, 1), date(2028, 12, 31))
MEMBERS = (1, 2, 3, 4, 5, 6, 7)
EXPERTS = (31, 32, 33, 34, 35)
WHO = {
    Role.APPLICANT: APPLICANT,
    Role.UNIT: UNIT,
    Role.SECRETARY: SECRETARY,
    Role.CHAIR: CHAIR,
    Role.MEMBER: 3,
    Role.REVIEWER: 3,
    Role.ADVISER: STRANGER,
    Role.AUTHORITY: AUTHORITY,
    Role.EXPERT: 31,
    Role.SYSTEM: None,
}
BROUGHT = {
    1: {"ai_technology", "science"},
    2: {"law"},
    3: {"ethics"},
    4: {"ai_application"},
    31: {"field"},
    32: {"ethics"},
    33: {"law"},
}
BEFORE_LISTING = frozenset({State.DRAFT, State.SUBMITTED, State.COMPLETION_REQUESTED, State.ACCEPTED})
RECOMMENDED = {"recommendation": "approve", "submitted": True}
FOCUS = {"answer": "yes"}


def facts_of(pack, **given):
    """The facts of a case under `pack`, with `given` over what is usual for its state. Unknown words are refused."""
    state = State(given.pop("state", State.DRAFT))
    rules = regulations.pack(pack).rules_for(house=given.pop("house", {}))
    applicant = given.get("applicant", APPLICANT)
    out = {*given.get("recused", ()), given.get("applicant", APPLICANT)}
    facts = Facts(
        now=_instant(given.pop("now", NOW)),
        rules=rules,
        case=_case(state, given),
        filing=_filing(given.pop("filing", {})),
        body=_body(given.pop("body", {}), out),
        interests=InterestFact(
            declared=frozenset(given.pop("declared", (*MEMBERS, *EXPERTS))),
            recused=frozenset(given.pop("recused", ())),
        ),
        reviewers=tuple(_reviewer(one) for one in given.pop("reviewers", ())),
        meeting=_meeting(given.pop("meeting", None)),
        panel=_panel(given.pop("panel", None)),
        independence=_independence(given.pop("independence", {}), applicant),
        holders={Role.SECRETARY: 1, Role.CHAIR: 1, Role.AUTHORITY: 1}
        | {Role(role): count for role, count in given.pop("holders", {}).items()},
        clocks=tuple(_clock(one) for one in given.pop("clocks", ())),
        after=_after(given.pop("after", {})),
        latest=_latest(given.pop("latest", None)),
    )
    facts = replace(facts, ballot=_ballot(facts, given.pop("ballot", None)))
    facts = _with_defects(facts, given.pop("defects", ()))
    assert not given, f"unknown: {sorted(given)}"
    return facts


def actor_of(*roles, who=None):
    """Somebody with these roles, by the number usual for the first of them unless `who` says another."""
    held = frozenset(Role(role) for role in roles)
    first = Role(roles[0]) if roles else None
    person = who if who is not None or first is None else WHO[first]
    return Actor(person, f"person {person}", held)


def line(pack, move):
    return regulations.pack(pack).moves[move]


def _case(state, given):
    procedure, prior, until = (
        given.pop("procedure", "general"),
        given.pop("prior", None),
        given.pop("exempt_until", None),
    )
    listed = given.pop("listed", None if state in BEFORE_LISTING else [])
    return CaseFact(
        number="2026-0042",
        state=state,
        round=given.pop("round", 1),
        procedure=Procedure(procedure) if procedure else None,
        ground=given.pop("ground", ""),
        listed=None if listed is None else tuple(listed),
        exempt_until=_day(until),
        exempt=given.pop("exempt", False),
        applicant=given.pop("applicant", APPLICANT),
        completion_notices=given.pop("notices", 0),
        prior_state=State(prior) if prior else None,
        amendment=given.pop("amendment", False),
        original_listed=given.pop("original_listed", False),
    )


def _filing(given):
    filed = {
        "revision": 2,
        "submitted_revision": 1,
        "decided_revision": 1,
        "missing": (),
        "minimal_risk_claimed": False,
        "listed_claim": (),
        "leaves_risk_unchanged": False,
        "urgent": False,
        "exempting_references": (),
        "draft_missing": (),
    }
    assert given.keys() <= filed.keys(), given
    merged = filed | {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    merged["exempting_references"] = tuple(tuple(pair) for pair in merged["exempting_references"])
    return FilingFact(**merged)


def _body(given, out):
    """The body. `out` keep out of the matter."""
    body = {"own": True, "mandated": False, "committee": 100, "voting": MEMBERS}
    assert given.keys() <= body.keys(), given
    merged = body | given
    return BodyFact(
        committee=merged["committee"],
        kind=CommitteeKind.ETHICS if merged["own"] else CommitteeKind.SERVICE_CENTRE,
        own=merged["own"],
        mandated=merged["mandated"],
        defects=(),
        voting=frozenset(merged["voting"]),
        names={person: f"member {person}" for person in (*MEMBERS, 9)},
        serving=tuple(
            Serving(person, POSITIONS.get(person, Position.MEMBER), TERM[0]) for person in sorted(merged["voting"])
        ),
        out=frozenset(out),
    )


def _with_defects(facts, keys):
    """A composition that fails the rules named."""
    defects = tuple(refuse(facts, f"committee.{key.partition('.')[2]}", key) for key in keys)
    return replace(facts, body=replace(facts.body, defects=defects))


def _reviewer(given):
    filed = dict(given)
    recommendation = filed.pop("recommendation", None)
    return ReviewerFact(recommendation=Outcome(recommendation) if recommendation else None, **filed)


def _seat(person, *, present=True, recused=False, declared=True, **more):
    seat = {
        "person": person,
        "name": f"member {person}",
        "position": Position.CHAIR if person == CHAIR else Position.MEMBER,
        "categories": frozenset(BROUGHT.get(person, ())),
        "voting": True,
        "in_term": True,
    }
    return SeatFact(**(seat | more), present=present, recused=recused, declared=declared)


def _meeting(given):
    """`present`, `recused`, `expired` and `undeclared` name people; everyone else is in the room and in order."""
    if given is None:
        return None
    told = dict(given)
    present, recused = set(told.pop("present", MEMBERS)), set(told.pop("recused", ()))
    expired, undeclared = set(told.pop("expired", ())), tuple(told.pop("undeclared", ()))
    advisers = set(told.pop("advisers", ()))
    seats = tuple(
        _seat(
            person,
            present=person in present,
            recused=person in recused,
            declared=person not in undeclared,
            in_term=person not in expired,
            voting=person not in advisers,
        )
        for person in (*MEMBERS, *sorted(advisers - set(MEMBERS)))
    )
    meeting = {"meeting": 7, "presider": CHAIR, "field_expert": False} | told
    meeting["starts_at"] = _instant(meeting.get("starts_at", NOW))
    room = frozenset(one.person for one in counted(seats))
    return MeetingFact(**meeting, seats=seats, undeclared=undeclared, room=room)


def _ballot(facts, given):
    """Closed unless `open`; the result is what reaches the rule's share of `counted`, as the tally says."""
    if given is None:
        return None
    told = dict(given)
    on_panel = facts.case.state is State.RE_EXAMINATION
    share = facts.rules.share("panel.majority" if on_panel else "decision.majority")
    tally, is_open = told.pop("tally", {}), told.pop("open", False)
    roll = frozenset(told.pop("roll", EXPERTS if on_panel else MEMBERS))
    counted = told.pop("counted", len(roll))
    options = ("agree", "disagree") if on_panel else tuple(Outcome)
    return BallotFact(
        open=is_open,
        roll=roll,
        voted=frozenset(told.pop("voted", ())),
        in_room=frozenset(told.pop("in_room", roll)),
        options=tuple(told.pop("options", options)),
        tally=tally,
        result=told.pop("result", "" if is_open else carried(tally, share, counted) or ""),
        counted=counted,
        **told,
    )


def _panel(given):
    """`experts` by number; `recused` and `undeclared` among them."""
    if given is None:
        return None
    told = dict(given)
    recused, undeclared = told.pop("recused", ()), told.pop("undeclared", ())
    experts = tuple(
        _seat(person, recused=person in recused, declared=person not in undeclared, position=Position.EXPERT)
        for person in told.pop("experts", EXPERTS)
    )
    return PanelFact(experts=experts, **({"opinion": ""} | told))


def _independence(given, applicant):
    """`side` and `officers` name people: usually the committee and the applicant, and the authority's officer."""
    told = dict(given)
    side = {person: f"member {person}" for person in (*told.pop("side", MEMBERS), applicant)}
    officers = {person: f"member {person}" for person in told.pop("officers", (AUTHORITY,))}
    centres = frozenset(told.pop("centres", ()))
    return IndependenceFact(reviewing_side=side, near=side | officers, centres=centres, **told)


def _clock(given):
    """A clock by name; due at the end of `due_on`, thirty days from now unless said, or at `due_at` exactly."""
    told = {"name": given} if isinstance(given, str) else dict(given)
    due_on = _day(told.pop("due_on", None)) or (NOW + timedelta(days=30)).date()
    due_at = _instant(told.pop("due_at", end_of(due_on)))
    usual = {"missed": False, "paused": False, "extendable": True, "pausable": True}
    return ClockFact(due_at=due_at, due_on=due_on, **(usual | told))


def _after(given):
    return AfterFact(**(given | {"evidenced": frozenset(given.get("evidenced", ()))}))


def _latest(given):
    return None if given is None else LatestFact(**given)


def _day(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


def _instant(value):
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def focuses(pack, *, without=()):
    """A worksheet that assesses every focus of the pack but some."""
    keys = regulations.pack(pack).rules_for(house={}).items("review.focuses")
    return {key: FOCUS for key in keys if key not in without}
