from ledger.models.deadline import Deadline
from ledger.models.entry import Entry
from ledger.models.message import Digest, Mailed, Message
from ledger.models.webhook import Delivery, Webhook

__all__ = ["Deadline", "Delivery", "Digest", "Entry", "Mailed", "Message", "Webhook"]
