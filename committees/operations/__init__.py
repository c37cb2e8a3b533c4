"""Everything that changes a body, its meetings and its ballots. Interfaces and the door call these, nothing deeper."""

from committees.operations.ballots import close_ballot, commitment, open_ballot, record_vote, set_aside, void_ballot
from committees.operations.convocation import (
    Change,
    answer,
    cancel_meeting,
    change_meeting,
    move_item,
    place_item,
    take_off_agenda,
)
from committees.operations.interests import declare, recuse
from committees.operations.meetings import (
    arrive,
    close_item,
    end_meeting,
    leave,
    put_on_agenda,
    schedule_meeting,
)
from committees.operations.panels import seat_experts
from committees.operations.seats import (
    Recorded,
    adopt,
    appoint,
    appointing,
    end_seat,
    ending,
    establish,
    give_mandate,
    register,
)
from committees.operations.statements import sign_statements
from committees.operations.training import record_training, strike_training
from committees.queries import all_voted

__all__ = [
    "Change",
    "Recorded",
    "adopt",
    "all_voted",
    "answer",
    "appoint",
    "appointing",
    "arrive",
    "cancel_meeting",
    "change_meeting",
    "close_ballot",
    "close_item",
    "commitment",
    "declare",
    "end_meeting",
    "end_seat",
    "ending",
    "establish",
    "give_mandate",
    "leave",
    "move_item",
    "open_ballot",
    "place_item",
    "put_on_agenda",
    "record_training",
    "record_vote",
    "recuse",
    "register",
    "schedule_meeting",
    "seat_experts",
    "set_aside",
    "sign_statements",
    "strike_training",
    "take_off_agenda",
    "void_ballot",
]
