"""Meetings and ballots of a case: convene, open, vote, close. On the committee, and on the panel of experts."""

from datetime import datetime

from committees import operations as committees
from committees.models import Ballot, Meeting
from committees.operations import commitment
from ethics_review.engine.act import Act
from ethics_review.engine.missing import not_found, not_given, people_exist
from ethics_review.operations.undoing import supersede
from regulations.procedures import fields_to_vote
from regulations.quorum import counted
from regulations.vocabulary import BallotClosing, Opinion, Outcome, Role, State

TOLD = (Role.CHAIR, Role.MEMBER, Role.SECRETARY)
"""Those whom the pack has told of the meeting at which their case is heard."""
POSITIVE = {Outcome.APPROVE.value, Outcome.APPROVE_AFTER_MODIFICATION.value}


def convene(act: Act) -> None:
    """Put the case on the agenda of an existing meeting, or of one called for it.

    Who acts in the case is told by the notice of this move; everybody else who is invited, by the meeting's own.
    """
    told = frozenset[int]().union(*(act.situation.people[role] for role in TOLD))
    meeting, called = _meeting(act, told)
    item = committees.put_on_agenda(
        meeting=meeting,
        subject=act.case.stream,
        label=f"{act.case.number} {act.case.title_zh}"[:300],
        actor=act.user,
        role=act.role,
        at=act.now,
        told=None if called else told,
    )
    act.recorded |= {
        "meeting": meeting.pk,
        "item": item.pk,
        "starts_at": meeting.starts_at.isoformat(),
        "place": meeting.place,
    }


def _meeting(act: Act, told: frozenset[int]) -> tuple[Meeting, bool]:
    """The meeting, and whether it is called for this case."""
    if "meeting" in act.data:
        meeting = Meeting.objects.filter(
            pk=act.data["meeting"], committee=act.case.committee, ended_at__isnull=True
        ).first()
        if meeting is None:
            raise not_found("meeting", act.data["meeting"])
        return meeting, False
    if "starts_at" not in act.data:
        raise not_given("starts_at")
    presider = act.data.get("presider") or _chair(act)
    meeting = committees.schedule_meeting(
        committee=act.case.committee,
        starts_at=datetime.fromisoformat(act.data["starts_at"]),
        mode=act.data.get("mode", Meeting.Mode.IN_PERSON),
        place=act.data.get("place", ""),
        presider=people_exist("presider", [presider])[presider],
        rules=act.rules,
        actor=act.user,
        role=act.role,
        at=act.now,
        by_chair=act.person.pk in act.facts.body.chair.holders,
        out=act.facts.body.out,
        told=told,
    )
    return meeting, True


def _chair(act: Act) -> int:
    """Whoever holds the chair for the matter presides, unless another is named."""
    chairs = sorted(act.facts.body.chair.holders)
    if not chairs:
        raise not_found("presider", None)
    return chairs[0]


def open_ballot(act: Act) -> None:
    """Freeze the roll: who is in the room, in term, unconflicted; or every expert who keeps no interest."""
    ballot = _open_panel(act) if act.facts.case.state is State.RE_EXAMINATION else _open_committee(act)
    act.recorded |= {"ballot": ballot.pk, "roll": [seat.person_id for seat in ballot.roll.all()]}
    act.recorded |= {"options": ballot.options, "share": ballot.share, "of_all": ballot.of_all}
    supersede(act=act)


def _open_committee(act: Act) -> Ballot:
    meeting = act.facts.meeting
    entitled = {person.person for person in counted(meeting.seats)} if meeting is not None else set()
    return committees.open_ballot(
        committee=act.case.committee,
        item=act.rows.item,
        subject=act.case.stream,
        round=act.case.round,
        label=act.case.title_zh,
        options=_options(act),
        share=act.rules.share("decision.majority"),
        of_all=False,
        seats=[seat for seat in act.rows.seats if seat.person_id in entitled and seat.votes],
        opened_by=act.person,
        at=act.now,
    )


def _options(act: Act) -> list[str]:
    """All kinds of decision; against a disagreeing opinion, those that do not approve."""
    outcomes = list(act.rules.items("decision.outcomes"))
    disagreed = act.facts.panel is not None and act.facts.panel.opinion == Opinion.DISAGREE
    if act.facts.case.state is State.OPINION_RETURNED and disagreed:
        return [outcome for outcome in outcomes if outcome not in POSITIVE]
    return outcomes


def _open_panel(act: Act) -> Ballot:
    experts = act.facts.panel.experts if act.facts.panel is not None else ()
    entitled = {person.person for person in counted(experts)}
    return committees.open_ballot(
        committee=act.panel,
        item=None,
        subject=act.case.stream,
        round=act.case.round,
        label=act.case.title_zh,
        options=[Opinion.AGREE.value, Opinion.DISAGREE.value],
        share=act.rules.share("panel.majority"),
        of_all=True,
        seats=[seat for seat in act.rows.panel_seats if seat.person_id in entitled],
        opened_by=act.person,
        at=act.now,
    )


def cast_vote(act: Act) -> None:
    """The vote stays; the ledger commits to it without showing it. The last vote closes where the house says so."""
    ballot, facts = act.ballot, act.facts.ballot
    vote = committees.record_vote(
        ballot=ballot, person=act.person, position=act.data["position"], reason=act.text("reason"), at=act.now
    )
    act.recorded |= {"ballot": ballot.pk, "vote": commitment(vote)}
    last = facts is not None and len(facts.voted) + 1 == len(facts.roll)
    if last and act.rules.text("ballot.closes") == BallotClosing.LAST_VOTE:
        act.then("close_ballot")


def close_ballot(act: Act) -> None:
    """Count over the frozen roll. Without a result the case stays and goes to the next meeting."""
    on_panel = act.facts.case.state is State.RE_EXAMINATION
    facts = act.facts.ballot
    ballot = committees.close_ballot(
        ballot=act.ballot,
        at=act.now,
        present=None if on_panel or facts is None else facts.in_room,
        min_present=None if on_panel else act.rules.number("meeting.min_present"),
        required=() if on_panel else fields_to_vote(act.facts),
    )
    act.recorded |= {"ballot": ballot.pk, "tally": ballot.tally, "result": ballot.result}
    act.recorded["counted"] = len(facts.roll) if facts is not None else 0
    if act.user is not None and not on_panel and act.user.pk not in act.facts.convened:
        act.recorded["presider"] = sorted(act.facts.convened)  # who was away when another closed it
    if act.rows.item is not None:
        committees.close_item(item=act.rows.item, actor=act.user, role=act.role, at=act.now)
