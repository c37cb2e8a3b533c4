"""The invariants of a single step: what a world shows of the law, held against what the pack let happen in it.

Each function looks at one step and says whether it breaks its law. None asks a guard: a guard that was dropped cannot
answer for itself.
"""

from collections.abc import Callable, Iterator, Mapping

from regulations.proof.explore import Attempt, Breach, Step
from regulations.proof.figures import SIMPLIFIED_MEMBERS
from regulations.proof.world import HEARING, POSITIVE, Draft, Panel, Registered, Room, Shows, World
from regulations.vocabulary import ENDED, Outcome, Procedure, Role, State

S = State
Broken = Callable[[World, Step, Attempt], bool]
MEANS: Mapping[State, frozenset[str]] = {
    S.ACTIVE: frozenset({Outcome.APPROVE.value}),
    S.MODIFICATION_REQUIRED: frozenset({Outcome.APPROVE_AFTER_MODIFICATION.value}),
    S.PRELIMINARY_PASSED: POSITIVE,
    S.REVISION_REQUIRED: frozenset({Outcome.REVISE_AND_RE_REVIEW.value}),
    S.REJECTED: frozenset({Outcome.REJECT.value}),
}
"""What must have been found before a matter comes to that state."""
APPROVED = frozenset({S.ACTIVE, S.SUSPENDED, S.MODIFICATION_REQUIRED})


def enters(world: World, step: Step, state: State) -> bool:
    """Whether the step leads to that state from another."""
    return step.target.state is state and world.state is not state


def _origin(world: World) -> State:
    """Where the matter stands, or stood when the appeal was lodged."""
    return world.prior if world.prior is not None else world.state


def votes_validly(world: World, step: Step, attempt: Attempt) -> bool:
    """A vote is opened before a lawful body; a decision or an opinion rests on its result."""
    if step.move == "open_ballot":
        return world.panel is not Panel.FIT if world.state is S.RE_EXAMINATION else world.room is not Room.FULL
    if enters(world, step, S.OPINION_RETURNED):
        return world.ballot is None or not world.ballot.valid
    decided = step.target.state in MEANS and step.target.state is not world.state
    if not decided or _origin(world) in APPROVED or _origin(world) is step.target.state:
        return False
    return not MEANS[step.target.state] & _lawfully_found(world)


def _lawfully_found(world: World) -> frozenset[str]:
    """What the committee has come to as the law sees it: by a valid vote, or by enough members of one mind."""
    if world.procedure is Procedure.SIMPLIFIED and world.state is S.IN_REVIEW:
        agreed = len(world.reviewers) >= SIMPLIFIED_MEMBERS and len(set(world.reviewers)) == 1
        return frozenset(world.reviewers) if agreed else frozenset()
    return frozenset({world.ballot.votes}) if world.ballot is not None and world.ballot.valid else frozenset()


def vote_is_undone(world: World, step: Step, attempt: Attempt) -> bool:
    """A second vote on what has a result or is being voted on; another listing, panel or reviewers after a vote."""
    if world.ballot is None:
        return False
    pending = world.ballot.open or bool(world.ballot.result)
    if step.move in {"determine_list", "grant_exemption", "assign_reviewers", "submit_worksheet"}:
        return True
    return (pending and step.move in {"open_ballot", "convene", "form_panel"}) or (
        world.ballot.open and step.target.state is not world.state
    )


def reviewed_first(world: World, step: Step, attempt: Attempt) -> bool:
    """A vote or a decision in review without the list determined, or with a named reviewer who has not reported."""
    voting = step.move == "open_ballot" and world.state is S.IN_REVIEW
    if not voting and not (world.state is S.IN_REVIEW and step.target.state in MEANS):
        return False
    return world.listed is None or (voting and not all(world.reviewers)) or (voting and not world.reviewers)


def goes_on_unexamined(world: World, step: Step, attempt: Attempt) -> bool:
    """A listed activity comes into force, or is let go on, that is neither exempt nor agreed to by experts."""
    in_force = step.target.state is S.ACTIVE and (world.state is not S.ACTIVE or step.move == "conclude_follow_up")
    approved = step.target.state is S.MODIFICATION_REQUIRED and world.state in HEARING
    return (in_force or approved) and (step.target if in_force else world).unexamined


def goes_on_changed(world: World, step: Step, attempt: Attempt) -> bool:
    """A listed activity goes on after a major change that nobody has reviewed."""
    settled = world.state is not S.ACTIVE or step.move == "conclude_follow_up"
    return step.target.state is S.ACTIVE and settled and world.major


def wrong_procedure(world: World, step: Step, attempt: Attempt) -> bool:
    """Simplified for the first review of what is listed; emergency without an urgency shown."""
    if step.move == "accept":
        simplified = step.target.procedure is Procedure.SIMPLIFIED and world.shows is Shows.LISTED
        return simplified or (step.target.procedure is Procedure.EMERGENCY and world.shows is not Shows.URGENT)
    listed = step.move == "determine_list" and bool(step.target.listed)
    return listed and world.procedure is Procedure.SIMPLIFIED and not world.amends


def incomplete(world: World, step: Step, attempt: Attempt) -> bool:
    """Accepted with materials missing; answered with nothing new; in force with modifications not filed."""
    if enters(world, step, S.ACCEPTED) and world.state is S.SUBMITTED:
        return world.missing
    if step.move == "resubmit":
        return world.draft is Draft.NONE or (world.state is S.MODIFICATION_REQUIRED and world.draft is Draft.GAPS)
    return (
        enters(world, step, S.ACTIVE)
        and _origin(world) is S.MODIFICATION_REQUIRED
        and (world.missing or not world.filed)
    )


def notified_badly(world: World, step: Step, attempt: Attempt) -> bool:
    """A notice that names nothing, a second one without a legal reason, a refusal of what was never told."""
    data = attempt.choice.data
    if step.move == "request_completion":
        empty = not world.missing and not data.get("extra")
        return empty or (world.notified and not data.get("legal_reason"))
    return step.move == "decline" and data["ground"] == "materials" and not world.notified


def closed_too_soon(world: World, step: Step, attempt: Attempt) -> bool:
    """Withdrawn by the office before the time is up, once answered, or while an appeal is open; during a vote."""
    if not enters(world, step, S.WITHDRAWN):
        return False
    due = world.late and not world.filed and "appeal_window" not in world.clocks
    by_office = step.role is not Role.APPLICANT
    return (by_office and not due) or (world.ballot is not None and world.ballot.open)


def ends_owing(world: World, step: Step, attempt: Attempt) -> bool:
    """Completed with the registration of a listed activity owed, or with a report unanswered."""
    if not enters(world, step, S.COMPLETED):
        return False
    owed = bool(world.listed) and (world.registered is Registered.NONE or "registration" in world.clocks)
    return owed or world.reports


def registers_out_of_turn(world: World, step: Step, attempt: Attempt) -> bool:
    """Registered though not listed, or once more without a change; confirmed without having been filed."""
    if step.move == "confirm_registration":
        return world.registered is not Registered.FILED
    again = world.registered is not Registered.NONE and "registration" not in world.clocks
    return step.move == "register" and (not world.listed or again)


def counts_wrongly(world: World, step: Step, attempt: Attempt) -> bool:
    """A clock started a second time while it runs; one that still watches after the end."""
    twice = bool(set(step.started) & (world.clocks - step.settled))
    clocks = attempt.resolved.clocks
    return twice or (step.target.state in ENDED and any(clocks[name].escalate for name in step.target.clocks))


def stops_unasked(world: World, step: Step, attempt: Attempt) -> bool:
    """A clock stopped where the committee has not said that clocks may stop."""
    return step.move == "pause_clock" and not attempt.facts.rules.flag("clock.pausing")


def resumes_in_passing(world: World, step: Step, attempt: Attempt) -> bool:
    """What is suspended goes on by a follow-up, and not by an act of its own."""
    return step.move == "conclude_follow_up" and world.state is S.SUSPENDED and step.target.state is S.ACTIVE


def appeals_late(world: World, step: Step, attempt: Attempt) -> bool:
    """An appeal outside its window."""
    return enters(world, step, S.UNDER_APPEAL) and "appeal_window" not in world.clocks


def system_decides(world: World, step: Step, attempt: Attempt) -> bool:
    """A move the system could make by itself leads on: time alone would have decided."""
    return bool(attempt.move.targets) and Role.SYSTEM in attempt.move.roles_in(world.state)


CONDUCT: Mapping[str, tuple[Broken, ...]] = {
    "time": (system_decides,),
    "valid_vote": (votes_validly,),
    "vote_stands": (vote_is_undone,),
    "reviewed": (reviewed_first,),
    "re_examined": (goes_on_unexamined,),
    "major_change": (goes_on_changed,),
    "procedure": (wrong_procedure,),
    "materials": (incomplete,),
    "single_notice": (notified_badly,),
    "silence": (closed_too_soon,),
    "owed": (ends_owing, registers_out_of_turn),
    "clocks": (counts_wrongly, stops_unasked),
    "suspended": (resumes_in_passing,),
    "appeal": (appeals_late,),
}


def conducted(attempt: Attempt, step: Step | None) -> Iterator[Breach]:
    """Every invariant the step breaks."""
    if step is None:
        return
    for law, broken in CONDUCT.items():
        if any(one(attempt.world, step, attempt) for one in broken):
            yield Breach(law, step)
