"""What each move changes in a world besides its state and its clocks, which the pack's own line tells.

A small table beside the names of the moves. A test holds it against the real operations: a case before and after, read
as worlds, must be a step of this model.
"""

from collections.abc import Callable, Mapping

from regulations.facts import Facts
from regulations.procedures import conversion_trigger, found
from regulations.proof.choices import Choice
from regulations.proof.portrait import portray, tallied
from regulations.proof.world import Ballot, Draft, Exempt, Panel, Registered, Room, World
from regulations.quorum import carried
from regulations.vocabulary import BallotClosing, Outcome, Procedure, State

Made = tuple[World, dict[str, object]]
"""The world after the effect, still in its old state, and what the move recorded besides its input."""
Effect = Callable[[World, Choice, Facts], Made]


def _nothing(world: World, choice: Choice, facts: Facts) -> Made:
    return world, {}


def _submit(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(missing=world.draft is Draft.GAPS, draft=Draft.NONE), {}


def _resubmit(world: World, choice: Choice, facts: Facts) -> Made:
    """A supplement continues the round; a revised plan begins the next one."""
    source: dict[str, object] = {"from": world.state.value}
    if world.draft is not Draft.NONE:
        world = world._replace(missing=world.draft is Draft.GAPS, draft=Draft.NONE, filed=True)
    if isinstance(choice.takes, Exempt):
        world = world._replace(exempt=choice.takes)
    return (_anew(world, None) if world.state is State.REVISION_REQUIRED else world), source


def _anew(world: World, procedure: Procedure | None) -> World:
    """The next round: nothing found before counts in it."""
    return World(
        state=world.state,
        missing=world.missing,
        procedure=procedure,
        clocks=world.clocks,
        prior=world.prior,
    )


def _request_completion(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(notified=True), {}


def _accept(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(procedure=Procedure(str(choice.takes))), {}


def _determine_list(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(listed=bool(choice.takes), exempt=Exempt.NONE), {}


def _grant_exemption(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(exempt=Exempt.STANDS if choice.takes else Exempt.LAPSED), {}


def _declare_interest(world: World, choice: Choice, facts: Facts) -> Made:
    """An interest takes the vote in which its keeper took part with it, and the keeper's place."""
    if choice.takes == "reviewer":
        return world._replace(reviewers=world.reviewers[:-1], ballot=None), {}
    if choice.takes:
        return world._replace(panel=_short_of_one(world), ballot=None), {}
    if world.state is State.RE_EXAMINATION:
        return world._replace(panel=Panel.FIT if world.panel is Panel.SILENT else world.panel), {}
    return world._replace(declared=True, room=Room.FULL if world.room is Room.SILENT else world.room), {}


def _short_of_one(world: World) -> Panel:
    return Panel.FEW if world.state is State.RE_EXAMINATION else world.panel


def _assign_reviewers(world: World, choice: Choice, facts: Facts) -> Made:
    """Whoever is not named again and has filed nothing is released."""
    count = choice.takes if isinstance(choice.takes, int) else 1
    kept = tuple(one for number, one in enumerate(world.reviewers) if number < count or one)
    return world._replace(reviewers=kept + ("",) * (count - len(kept))), {}


def _submit_worksheet(world: World, choice: Choice, facts: Facts) -> Made:
    place = world.reviewers.index("") if "" in world.reviewers else 0
    filed = (*world.reviewers[:place], str(choice.takes), *world.reviewers[place + 1 :])
    return world._replace(reviewers=filed), {}


def _convert_to_general(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(procedure=Procedure.GENERAL), {}


def _convene(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(room=Room.CALLED), {}


def _open_ballot(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(ballot=Ballot(world.panel if world.state is State.RE_EXAMINATION else world.room)), {}


def _cast_vote(world: World, choice: Choice, facts: Facts) -> Made:
    """All who may vote do: told apart is only what is carried."""
    if world.ballot is None or not isinstance(choice.takes, tuple):
        return world, {}
    votes, reached = choice.takes
    return world._replace(ballot=world.ballot._replace(votes=votes, carried=reached)), {}


def _close_ballot(world: World, choice: Choice, facts: Facts) -> Made:
    """The pack's own share decides what is carried; a room that is too small for it carries nothing."""
    ballot = world.ballot
    if ballot is None or facts.ballot is None:
        return world, {}
    on_panel = world.state is State.RE_EXAMINATION
    share = facts.rules.share("panel.majority" if on_panel else "decision.majority")
    enough = on_panel or len(facts.ballot.roll) >= facts.rules.number("meeting.min_present")
    result = carried(tallied(ballot, facts.rules), share, of=len(facts.ballot.roll)) if enough else None
    return world._replace(ballot=ballot._replace(open=False, left=False, result=result or ""), room=Room.NONE), {}


def _issue_decision(world: World, choice: Choice, facts: Facts) -> Made:
    """What was found. Where nothing was, and the pack lets it pass, the worst is assumed: an approval."""
    return world, {"outcome": (found(facts) or Outcome.APPROVE).value}


def _give_opinion(world: World, choice: Choice, facts: Facts) -> Made:
    ballot = world.ballot
    opinion = ballot.result if ballot is not None else ""
    return world._replace(opinion=opinion, sound=ballot is not None and ballot.valid), {}


def _confirm_modifications(world: World, choice: Choice, facts: Facts) -> Made:
    return world, {"revision": facts.filing.submitted_revision}


def _form_panel(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(panel=Panel(str(choice.takes)), ballot=None), {}


def _register(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(registered=Registered.FILED), {}


def _confirm_registration(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(registered=Registered.CONFIRMED), {}


def _report(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(reports=True, major=world.major or choice.takes is True), {}


def _assess(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(reports=False, major=False), {}


def _appeal(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(prior=world.state), {"against": world.state.value}


REOPENED = frozenset({State.REJECTED, State.MODIFICATION_REQUIRED, State.REVISION_REQUIRED, State.TERMINATED})


def _rule_on_appeal(world: World, choice: Choice, facts: Facts) -> Made:
    """Dismissed, the matter stands where it stood; upheld, the committee takes it up anew."""
    prior = world.prior
    result = f"{choice.takes}:{prior.value if prior is not None else ''}"
    if choice.takes == "upheld" and prior in REOPENED:
        world = _anew(world, Procedure.GENERAL)
    return world._replace(prior=None), {"result": result}


def _extend(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(late=False), {}


def _pause(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(paused=world.paused | {str(choice.takes)}), {}


def _resume_clock(world: World, choice: Choice, facts: Facts) -> Made:
    return world._replace(paused=world.paused - {str(choice.takes)}), {}


EFFECTS: Mapping[str, Effect] = {
    "submit": _submit,
    "withdraw": _nothing,
    "request_completion": _request_completion,
    "resubmit": _resubmit,
    "accept": _accept,
    "decline": _nothing,
    "determine_list": _determine_list,
    "grant_exemption": _grant_exemption,
    "declare_interest": _declare_interest,
    "assign_reviewers": _assign_reviewers,
    "submit_worksheet": _submit_worksheet,
    "convert_to_general": _convert_to_general,
    "convene": _convene,
    "open_ballot": _open_ballot,
    "cast_vote": _cast_vote,
    "close_ballot": _close_ballot,
    "issue_decision": _issue_decision,
    "confirm_modifications": _confirm_modifications,
    "pass_preliminary": _nothing,
    "apply_re_examination": _nothing,
    "accept_re_examination": _nothing,
    "form_panel": _form_panel,
    "give_opinion": _give_opinion,
    "register": _register,
    "confirm_registration": _confirm_registration,
    "report_change": _report,
    "report_incident": _report,
    "report_progress": _nothing,
    "conclude_follow_up": _assess,
    "suspend": _nothing,
    "resume": _assess,
    "terminate": _assess,
    "complete": _nothing,
    "appeal": _appeal,
    "rule_on_appeal": _rule_on_appeal,
    "extend": _extend,
    "pause_clock": _pause,
    "resume_clock": _resume_clock,
}


def demanded(name: str, after: World, facts: Facts) -> str:
    """The move the rules demand next, in the same breath, by the system; "" for none."""
    if name == "cast_vote" and facts.rules.text("ballot.closes") == BallotClosing.LAST_VOTE:
        return "close_ballot"
    if name == "submit_worksheet" and after.procedure is Procedure.SIMPLIFIED:
        return "convert_to_general" if conversion_trigger(portray(after, facts.rules).reviewers) else ""
    return ""
