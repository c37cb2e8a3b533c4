"""What the people of a body have signed and learnt: their statements with the day of renewal, and their training."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from committees.models import Committee, Seat, Training
from ethics_review.queries import roster, trainings
from ethics_review.web.shown import Ground, ground_of
from ethics_review.web.terms import word
from regulations import training as rule
from regulations.pack import Rules
from regulations.vocabulary import Position

SOON = timedelta(days=30)
"""So long before something lapses it is time to see to it."""
MISSING, LAPSED, ENDING, GOOD = "missing", "lapsed", "soon", "good"
TONES = {MISSING: "waiting", LAPSED: "waiting", ENDING: "working", GOOD: "good"}


@dataclass(frozen=True)
class Lasting:
    """Something that lasts through a day. `state` says whether it is there, lapsed, lapses soon, or is good."""

    state: str
    through: date | None
    days: tuple[date, ...] = ()
    words: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass(frozen=True)
class MemberLine:
    """One seat: what its holder signed and when it is signed again, what they were taught and how long it counts."""

    person: str
    position: str
    statements: Lasting
    training: Lasting


@dataclass(frozen=True)
class Members:
    """Everybody looked after, and in how many cases something is to be seen to. `ground`: where the months stand."""

    on: date
    lines: list[MemberLine]
    months: int
    ground: Ground
    untrained: int
    outdated: int
    unsigned: int
    to_renew: int


def members_of(
    *, body: Committee, seats: Iterable[Seat], found: list[Training], rules: Rules | None, on: date, tongue: str
) -> Members:
    """The overview on a day from the seats in term then and the trainings on record. No statement."""
    held = sorted((seat for seat in seats if trainings.expected_of(seat)), key=rank)
    lines = [_line(seat, body, found, rules, on, tongue) for seat in held]
    return Members(
        on=on,
        lines=lines,
        months=rule.months(body.house),
        ground=ground_of(rule.SOURCE, tongue),
        untrained=_count(MISSING, [line.training for line in lines]),
        outdated=_count(LAPSED, [line.training for line in lines]),
        unsigned=_count(MISSING, [line.statements for line in lines]),
        to_renew=_count(LAPSED, [line.statements for line in lines]),
    )


def rank(seat: Seat) -> int:
    """In the order of the vocabulary: the chair first."""
    return list(Position).index(Position(seat.position))


def _count(state: str, found: Sequence[Lasting]) -> int:
    return sum(one.state == state for one in found)


def _line(seat: Seat, body: Committee, found: list[Training], rules: Rules | None, on: date, tongue: str) -> MemberLine:
    known = trainings.trained(found=found, committee=body, person=seat.person_id)
    latest = known.latest
    return MemberLine(
        person=str(seat.person),
        position=word(seat.position, tongue),
        statements=_lasting(roster.sign_again_by(seat=seat, rules=rules) if rules else None, on, _signed(seat)),
        training=_lasting(known.through, on, (latest.held_on,) if latest else (), shown_by(latest) if latest else ""),
    )


def _signed(seat: Seat) -> tuple[date, ...]:
    if seat.secrecy_signed_on is None or seat.interests_signed_on is None:
        return ()
    return seat.secrecy_signed_on, seat.interests_signed_on


def _lasting(through: date | None, on: date, days: tuple[date, ...], words: str = "") -> Lasting:
    if through is None:
        return Lasting(MISSING, None, days, words)
    state = LAPSED if through < on else ENDING if through < on + SOON else GOOD
    return Lasting(state, through, days, words)


def shown_by(training: Training) -> str:
    """What was taught, by whom, and what shows it."""
    told = [training.subject, training.provider]
    if training.hours is not None:
        told.append(gettext("%(hours)s hours") % {"hours": f"{training.hours.normalize():f}"})
    if training.certificate:
        told.append(gettext("certificate %(number)s") % {"number": training.certificate})
    return " · ".join(told)
