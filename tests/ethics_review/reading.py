"""A real case read as a world of the model that the proof explores: what the door gathers, in the model's words."""

from regulations.guards.filing import WAITING_FOR
from regulations.proof.world import Ballot, Draft, Exempt, Panel, Registered, Room, Shows, World, tidy
from regulations.quorum import Share, counted, entitled, missing_categories, needed
from regulations.vocabulary import Procedure, State

LAW = {"present": 5, "experts": 5, "share": Share(2, 3)}


def read(facts):
    """The world the facts show."""
    case, filing = facts.case, facts.filing
    world = World(
        state=case.state,
        amends=case.amendment and case.original_listed,
        procedure=case.procedure,
        listed=None if case.listed is None else bool(case.listed),
        exempt=_exempt(case),
        shows=Shows.URGENT if filing.urgent else Shows.LISTED if filing.listed_claim else Shows.PLAIN,
        missing=bool(filing.missing),
        draft=_draft(filing),
        filed=filing.submitted_revision > filing.decided_revision,
        notified=bool(case.completion_notices),
        declared=bool(facts.interests.declared & facts.body.voting),
        reviewers=tuple(_filed(one) for one in facts.reviewers),
        room=_room(facts),
        ballot=_ballot(facts),
        panel=_panel(facts),
        opinion=facts.panel.opinion if facts.panel else "",
        sound=bool(facts.panel and facts.panel.opinion),
        clocks=frozenset(clock.name for clock in facts.clocks),
        paused=frozenset(clock.name for clock in facts.clocks if clock.paused),
        late=_late(facts),
        reports=facts.after.open_reports > 0,
        major=facts.after.major_change_open,
        registered=_registered(facts.after),
        prior=case.prior_state,
    )
    return tidy(world)


def _exempt(case):
    if case.exempt:
        return Exempt.STANDS
    return Exempt.NONE if case.exempt_until is None else Exempt.LAPSED


def _draft(filing):
    if filing.revision <= filing.submitted_revision:
        return Draft.NONE
    return Draft.GAPS if filing.draft_missing else Draft.WHOLE


def _filed(reviewer):
    if not reviewer.submitted:
        return ""
    return "doubt" if reviewer.doubt or reviewer.asks_general else reviewer.recommendation.value


def _room(facts):
    """The first thing the room lacks; whoever is silent is asked last."""
    meeting = facts.meeting
    if meeting is None:
        return Room.NONE
    if facts.now < meeting.starts_at:
        return Room.CALLED
    there = counted(meeting.seats)
    emergency = facts.case.procedure is Procedure.EMERGENCY
    lacks = {
        Room.FEW: len(there) < LAW["present"],
        Room.NARROW: bool(missing_categories(there, facts.rules.categories("meeting.categories"))),
        Room.HEADLESS: not {person.person for person in there} & facts.body.chair.able,
        Room.FIELDLESS: emergency and not meeting.field_expert,
        Room.SILENT: bool(meeting.undeclared),
    }
    return next((room for room, so in lacks.items() if so), Room.FULL)


def _ballot(facts):
    """Nobody's vote tells anything before the last is in; then what most voted for does."""
    found = facts.ballot
    if found is None:
        return None
    body = Panel.FIT if facts.case.state is State.RE_EXAMINATION else Room.FULL
    voters = found.roll if isinstance(body, Panel) or not found.open else found.roll & found.in_room
    if found.result:
        return Ballot(body, open=False, votes=found.result, carried=True, result=found.result)
    if found.voted < voters:
        return Ballot(body, found.open, left=voters < found.roll)
    best = max(found.tally, key=found.tally.get)
    reached = found.tally[best] >= needed(LAW["share"], of=found.counted)
    return Ballot(body, found.open, best if reached else found.options[0], reached, voters < found.roll)


def _panel(facts):
    if facts.panel is None or not facts.panel.experts:
        return Panel.NONE
    experts = facts.panel.experts
    if {seat.person for seat in experts} & facts.independence.near.keys():
        return Panel.NEAR
    if len(entitled(experts)) < LAW["experts"]:
        return Panel.FEW
    return Panel.FIT if all(seat.declared for seat in experts) else Panel.SILENT


def _late(facts):
    awaited = facts.clock(WAITING_FOR.get(facts.case.state, ""))
    return awaited is not None and facts.now > awaited.due_at


def _registered(after):
    if after.registration_confirmed:
        return Registered.CONFIRMED
    return Registered.FILED if after.registration_filed else Registered.NONE
