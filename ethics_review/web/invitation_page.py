"""The invitation to a meeting as its reader sees it: one's own answer, counts, for the office every answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from accounts.models import User
from committees.models import Answer, Meeting, Seat
from ethics_review.engine.facts import rules_of_body
from ethics_review.queries.invitations import Answered, answered
from ethics_review.web.terms import word
from ethics_review.wording.meetings import CHOICES
from regulations.refusal import Refused

TONES = {Answer.Choice.COMES: "good", Answer.Choice.BY_VIDEO: "good", Answer.Choice.DOES_NOT_COME: "stopped"}


@dataclass(frozen=True)
class Choice:
    """One answer that can be given, with one press."""

    value: str
    label: str
    chosen: bool
    style: str


@dataclass(frozen=True)
class Reply:
    """What one invited person has answered, for the office."""

    name: str
    position: str
    answer: str
    tone: str
    reason: str
    at: datetime | None


@dataclass(frozen=True)
class Invitation:
    """`open` until the meeting begins. `replies` is empty for whoever may not know who answered what."""

    open: bool
    asked: bool
    mine: str
    reason: str
    choices: list[Choice]
    coming: int
    by_video: int
    declined: int
    silent: int
    office: bool
    replies: list[Reply]
    comes: Mapping[int, bool]
    """Of everybody who has answered, whether they take part: for counting, never shown by name."""


def invitation(*, meeting: Meeting, user: User, seats: Collection[Seat], now: datetime, tongue: str) -> Invitation:
    """The invitation at `now`. `seats` are all the body has had. One statement."""
    found = answered(meeting=meeting, user=user, now=now, held=seats)
    mine = found.mine.choice if found.mine is not None else ""
    return Invitation(
        open=not meeting.has_begun(now=now),
        asked=found.asked,
        mine=CHOICES[mine].in_language(tongue) if mine else "",
        reason=found.mine.reason if found.mine is not None else "",
        choices=[_choice(one, mine, tongue) for one in _offered(meeting)],
        coming=found.counts[Answer.Choice.COMES],
        by_video=found.counts[Answer.Choice.BY_VIDEO],
        declined=found.counts[Answer.Choice.DOES_NOT_COME],
        silent=found.silent,
        office=found.people is not None,
        replies=_replies(found, tongue),
        comes=found.comes,
    )


def _offered(meeting: Meeting) -> list[Answer.Choice]:
    """By video only where the body's own rules let its members take part so."""
    try:
        video = rules_of_body(meeting.committee).flag("meeting.video")
    except Refused:
        video = False
    return [one for one in Answer.Choice if video or one is not Answer.Choice.BY_VIDEO]


def _choice(one: Answer.Choice, mine: str, tongue: str) -> Choice:
    chosen = one == mine
    tone = "danger" if one is Answer.Choice.DOES_NOT_COME else "primary"
    return Choice(one.value, word(one.value, tongue), chosen, f"btn-{tone}" if chosen else f"btn-outline-{tone}")


def _replies(found: Answered, tongue: str) -> list[Reply]:
    if found.people is None:
        return []
    return [_reply(seat, found.people.get(seat.person_id), tongue) for seat in found.invited]


def _reply(seat: Seat, given: Answer | None, tongue: str) -> Reply:
    position = word(seat.position, tongue)
    if given is None:
        return Reply(str(seat.person), position, gettext("no answer yet"), "waiting", "", None)
    answer = CHOICES[given.choice].in_language(tongue)
    return Reply(
        str(seat.person), position, answer, TONES[Answer.Choice(given.choice)], given.reason, given.answered_at
    )
