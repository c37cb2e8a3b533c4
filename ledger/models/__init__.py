from ledger.models.deadline import Deadline
from ledger.models.entry import Entry
from ledger.models.message import Message

__all__ = ["Deadline", "Entry", "Message"]
