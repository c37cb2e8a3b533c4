from ledger.models.deadline import Deadline
from ledger.models.entry import Entry
from ledger.models.message import Digest, Mailed, Message

__all__ = ["Deadline", "Digest", "Entry", "Mailed", "Message"]
