"""What if (假设重演): the record of a case asked again under another pack. Pure; nothing is written anywhere."""

from regulations.replay.answers import Counted, Listed, Procedural, Standing
from regulations.replay.comparison import Figures, Kind, Made, Reason, Replayed, Row, Side, Verdict, figures, replay
from regulations.replay.limits import Limit
from regulations.replay.record import Moment, Record, RecordedBallot, RecordedLimit

__all__ = [
    "Counted",
    "Figures",
    "Kind",
    "Limit",
    "Listed",
    "Made",
    "Moment",
    "Procedural",
    "Reason",
    "Record",
    "RecordedBallot",
    "RecordedLimit",
    "Replayed",
    "Row",
    "Side",
    "Standing",
    "Verdict",
    "figures",
    "replay",
]
