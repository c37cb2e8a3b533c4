from ledger.models.deadline import Deadline
from ledger.models.entry import Entry
from ledger.models.message import Message
from ledger.models.webhook import Delivery, Webhook

__all__ = ["Deadline", "Delivery", "Entry", "Message", "Webhook"]
