"""The next sensible thing to happen to a case, so that runs get far: found in the database, never asked of the engine.

A `Step` is one or more acts of the people it needs: five members arriving, declaring or voting are one step.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from accounts.models import User
from committees.models import AgendaItem, Attendance, Ballot, Declaration, Seat
from ethics_review.models import Assignment, ReExamination, Registration, Report
from ledger.models import Deadline
from regulations.clocks import SHANGHAI
from tests.machine.answers import Choose, declared, in_term, latest_filing, recused, running
from tests.machine.invariants import ENDED, FIELDS, VOTING
from tests.world import MINUTE, Story

ACT = Callable[..., bool]
"""Make one move: (person, move, data or None for a sensible answer). True when it was made."""
SAME = ["approve"] * 6 + ["approve_after_modification", "approve_after_modification", "revise_and_re_review", "reject"]


@dataclass(frozen=True)
class Hands:
    """What a step may use: the acts, the room's record, and a choice."""

    story: Story
    act: ACT
    arrive: Callable[[User], None]
    revise: Callable[[], None]
    choose: Choose[Any]


def people(story: Story) -> dict[str, User | None]:
    """Who acts for each party today, as one would say it on the phone."""
    world, case = story.world, story.case
    out = recused(story) | {case.applicant_id}
    seated = in_term(story, case.committee_id)
    chairs = [seat.person for seat in seated if seat.position == "chair" and seat.person_id not in out]
    vices = [seat.person for seat in seated if seat.position == "vice_chair" and seat.person_id not in out]
    others = [seat for seat in seated if seat.position == "member" and seat.person_id not in out]
    since = served_since(case.committee_id)
    others.sort(key=lambda seat: (since[seat.person_id], seat.starts_on, seat.pk))
    senior = [seat.person for seat in others]
    unit = story.manager if case.institution_id else story.applicant
    return {
        "applicant": story.applicant,
        "secretary": story.secretary,
        "chair": (chairs or vices or senior or [None])[0],
        "unit": unit,
        "authority": world.officer,
    }


def served_since(committee: int) -> dict[int, date]:
    """The first day on which each holder of a seat voted on the body, in whichever term."""
    terms = Seat.objects.filter(committee=committee, position__in=VOTING).order_by("-starts_on")
    counted = terms.exclude(ended_on__lte=F("starts_on"))
    return dict(counted.values_list("person_id", "starts_on"))


def presiding(story: Story, item: AgendaItem) -> User | None:
    """Who opens and closes the vote at the item: who was convened to preside, else who holds the chair."""
    out = recused(story) | {story.case.applicant_id}
    able = {seat.person_id for seat in in_term(story, story.case.committee_id)} - out
    presider = item.meeting.presider
    return presider if presider.pk in able else people(story)["chair"]


def forward(hands: Hands) -> bool:
    """Take the next step; False where there is none, because the case has ended for good."""
    story = hands.story
    if story.case.state in ENDED and not running(story, clock="appeal_window", due_at__gt=story.now + MINUTE):
        return False
    STEPS[story.case.state](hands)
    return True


def draft(hands: Hands) -> None:
    hands.act(hands.story.applicant, "submit")


def submitted(hands: Hands) -> None:
    whole = "funding" in latest_filing(hands.story.case)
    move = hands.choose(["accept"] * 6 + ["request_completion", "decline"]) if whole else "request_completion"
    hands.act(hands.story.secretary, move)


def refile(hands: Hands) -> None:
    hands.revise()
    hands.act(hands.story.applicant, "resubmit")


def accepted(hands: Hands) -> None:
    story, chair = hands.story, people(hands.story)["chair"]
    case = story.case
    fit = [seat.person for seat in in_term(story, case.committee_id) if seat.person_id not in recused(story)]
    fit = [person for person in fit if person.pk != case.applicant_id]
    if case.listed is None:
        hands.act(chair, "determine_list")
    elif len({person.pk for person in fit} & declared(story)) < 3:
        for person in fit[-4:]:
            hands.act(person, "declare_interest", {"conflict": False})
    elif case.listed and latest_filing(case).get("cross_references") and hands.choose([True, False]):
        hands.act(chair, "grant_exemption")
        hands.act(chair, "assign_reviewers")
    else:
        hands.act(chair, "assign_reviewers")


def in_review(hands: Hands) -> None:
    story = hands.story
    seated = [
        seat.person_id for seat in in_term(story, story.case.committee_id) if seat.person_id not in recused(story)
    ]
    named = Assignment.objects.filter(review__case=story.case, review__round=story.case.round, released_at=None)
    named = named.filter(person__in=seated)
    waiting = named.filter(worksheet=None)
    if named.count() < 2:
        accepted(hands)
    elif waiting:
        for assignment in waiting:
            hands.act(assignment.person, "submit_worksheet")
    elif story.case.procedure == "simplified":
        decide(hands)
    else:
        hearing(hands)


def hearing(hands: Hands) -> None:
    """From the agenda to the decision, one thing at a time."""
    story, chair = hands.story, people(hands.story)["chair"]
    ballot, item = ballot_of_stage(story), open_item(story)
    if ballot is not None and ballot.status == "open":
        vote(hands, ballot, presiding(story, item) if item is not None else chair)
    elif ballot is not None and ballot.result:
        decide(hands)
    elif item is None:
        hands.act(story.secretary, "convene", {"starts_at": story.now.isoformat()})
    elif not fill_the_room(hands, item):
        hands.act(presiding(story, item), "open_ballot")


def open_item(story: Story) -> AgendaItem | None:
    return AgendaItem.objects.filter(subject=story.stream, closed_at=None).first()


def ballot_of_stage(story: Story) -> Ballot | None:
    case = story.case
    ballots = Ballot.objects.filter(subject=story.stream, round=case.round).exclude(status="void")
    heard = ReExamination.objects.filter(case=case, round=case.round).first()
    if case.state == "re_examination":
        ballots = ballots.filter(committee=heard.panel_id)
    else:
        ballots = ballots.filter(committee=case.committee_id)
    if case.state == "opinion_returned":
        ballots = ballots.filter(opened_at__gt=heard.returned_at)
    out = recused(story)
    latest = ballots.order_by("-pk").first()
    return None if latest is None or set(latest.roll.values_list("person_id", flat=True)) & out else latest


def fill_the_room(hands: Hands, item: AgendaItem) -> bool:
    """Members arrive and declare; True while something of that was left to do."""
    story, out = hands.story, recused(hands.story) | {hands.story.case.applicant_id}
    stays = Attendance.objects.filter(meeting=item.meeting, left_at=None)
    present = set(stays.values_list("person_id", flat=True))
    seated = [seat.person for seat in in_term(story, story.case.committee_id) if seat.person_id not in out]
    fields = {person.pk: set(fields) for person, fields in _fields(story, seated)}
    for person in seated:
        covered = set[str]().union(*(fields[pk] for pk in present & fields.keys()))
        if person.pk not in present and (len(present - out) < 6 or not covered >= FIELDS):
            hands.arrive(person)
            present.add(person.pk)
    said = set(Declaration.objects.filter(item=item).values_list("person_id", flat=True))
    if story.case.procedure == "emergency" and not present & {story.world.adviser.pk}:
        hands.arrive(story.world.adviser)
    silent = [person for person in seated if person.pk in present - said]
    for person in silent:
        hands.act(person, "declare_interest", {"conflict": False})
    return bool(silent)


def _fields(story: Story, people: list[User]) -> Iterator[tuple[User, list[str]]]:
    seats = {seat.person_id: seat.categories for seat in in_term(story, story.case.committee_id)}
    return ((person, seats[person.pk]) for person in people)


def vote(hands: Hands, ballot: Ballot, closer: User | None) -> None:
    """Whoever has not voted does; on one mind, or on several."""
    waiting = [line.person for line in ballot.roll.filter(vote=None).select_related("person")]
    agreed = hands.choose(SAME if "approve" in ballot.options else ballot.options)
    for person in waiting:
        position = agreed if hands.choose([True] * 8 + [False]) else hands.choose(ballot.options)
        if position in ballot.options:
            hands.act(person, "cast_vote", {"position": position, "reason": "理由"})
    ballot = Ballot.objects.get(pk=ballot.pk)
    if ballot.status == "open":
        hands.act(closer, "close_ballot")


def decide(hands: Hands) -> None:
    chair = people(hands.story)["chair"]
    if not hands.act(chair, "issue_decision"):
        hands.act(chair, "pass_preliminary")


def preliminary_passed(hands: Hands) -> None:
    hands.act(people(hands.story)["unit"], "apply_re_examination")


def applied(hands: Hands) -> None:
    hands.act(hands.story.world.officer, "accept_re_examination")


def re_examination(hands: Hands) -> None:
    story, officer = hands.story, hands.story.world.officer
    heard = ReExamination.objects.get(case=story.case, round=story.case.round)
    seated = list(_experts(story, heard))
    ballot = ballot_of_stage(story) if heard.panel_id else None
    if ballot is not None and ballot.status == "open":
        vote(hands, ballot, officer)
    elif ballot is not None and ballot.result:
        hands.act(officer, "give_opinion")
    elif len(seated) < 5:
        hands.act(officer, "form_panel")
    elif silent := [person for person in seated if person.pk not in declared(story)]:
        for person in silent:
            hands.act(person, "declare_interest", {"conflict": False})
    else:
        hands.act(officer, "open_ballot")


def _experts(story: Story, heard: ReExamination) -> Iterator[User]:
    today, out = story.now.astimezone(SHANGHAI).date(), recused(story)
    for seat in Seat.objects.filter(committee=heard.panel_id, ends_on__gte=today, ended_on=None):
        if seat.person_id not in out:
            yield seat.person


def modification(hands: Hands) -> None:
    refile(hands)
    hands.act(hands.story.secretary, "confirm_modifications")


def in_force(hands: Hands) -> None:
    """Whatever may happen to an activity that has begun."""
    story, who = hands.story, people(hands.story)
    case = story.case
    options: list[tuple[User | None, str]] = [
        (story.applicant, "report_change"),
        (story.applicant, "report_incident"),
        (story.applicant, "report_progress"),
        (who["chair"], "conclude_follow_up"),
        (who["chair"], "suspend" if case.state == "active" else "resume"),
        (who["chair"], "terminate"),
        (story.secretary, "complete"),
    ]
    if case.state == "suspended":
        options.append((story.applicant, "appeal"))
    if case.listed and Deadline.objects.filter(stream=story.stream, clock="registration", settled_at=None).exists():
        options += [(who["unit"], "register")] * 4
    if Registration.objects.filter(case=case, round=case.round, confirmed_at=None).exists():
        options += [(story.world.officer, "confirm_registration")] * 4
    if Report.objects.filter(case=case, assessed_at=None).exclude(kind="progress").exists():
        options += [(who["chair"], "conclude_follow_up")] * 2
    hands.act(*hands.choose(options))


def appealed(hands: Hands) -> None:
    hands.act(people(hands.story)["chair"], "rule_on_appeal")


def ended(hands: Hands) -> None:
    hands.act(hands.story.applicant, "appeal")


STEPS: dict[str, Callable[[Hands], None]] = {
    "draft": draft,
    "submitted": submitted,
    "completion_requested": refile,
    "accepted": accepted,
    "in_review": in_review,
    "preliminary_passed": preliminary_passed,
    "re_examination_applied": applied,
    "re_examination": re_examination,
    "opinion_returned": hearing,
    "modification_required": modification,
    "revision_required": refile,
    "active": in_force,
    "suspended": in_force,
    "under_appeal": appealed,
    "rejected": ended,
    "declined": ended,
    "terminated": ended,
    "withdrawn": ended,
    "completed": ended,
}
