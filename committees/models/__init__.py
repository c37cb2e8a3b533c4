from committees.models.ballot import Ballot, BallotSeat, Vote
from committees.models.committee import Committee, Mandate
from committees.models.meeting import AgendaItem, Answer, Attendance, Declaration, Meeting, Recusal
from committees.models.seat import Seat
from committees.models.training import Training

__all__ = [
    "AgendaItem",
    "Answer",
    "Attendance",
    "Ballot",
    "BallotSeat",
    "Committee",
    "Declaration",
    "Mandate",
    "Meeting",
    "Recusal",
    "Seat",
    "Training",
    "Vote",
]
