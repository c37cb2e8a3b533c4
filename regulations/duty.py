"""What a time limit asks of its owner (义务), in the words of the pack: what settles it, and what follows otherwise."""

from dataclasses import dataclass

from regulations.citation import Cite, Source
from regulations.vocabulary import Basis
from regulations.words import Words


@dataclass(frozen=True)
class Duty:
    """`evidence` settles it and nothing else does; `consequence` is what follows when it is missed.

    `source` is where that is written. Neither decides anything by itself.
    """

    evidence: Words
    consequence: Words
    source: Source


UNSTATED = Duty(
    Words("办理该期限所要求的事项并记录在案", "The act the time limit asks for, on record"),
    Words("记为逾期，逐级提醒，直至办结", "Recorded as overdue and told to more and more people until it is settled"),
    Source(Cite("house"), Basis.HOUSE),
)
"""Of a limit whose text says no more."""
