"""The only writers of entries, deadlines and messages. Each runs inside the transaction of the change it records.

The caller holds the lock on the subject's row, which puts everything on one stream in order; nothing is locked
here. What the law allows was examined before: these functions refuse only what would make the record untrue.
No wording, no sending, no reading of the clock: every instant is an argument.
"""

from ledger.operations.deadlines import (
    NotRunning,
    advance,
    extend,
    lapse,
    miss,
    pause,
    postpone,
    recompute,
    resume,
    settle,
    start,
)
from ledger.operations.entries import append
from ledger.operations.messages import mark_all_read, mark_read, mark_unread, post
from ledger.operations.writing import OutsideTransaction, together

__all__ = [
    "NotRunning",
    "OutsideTransaction",
    "advance",
    "append",
    "extend",
    "lapse",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "miss",
    "pause",
    "post",
    "postpone",
    "recompute",
    "resume",
    "settle",
    "start",
    "together",
]
