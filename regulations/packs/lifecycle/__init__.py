"""The lifecycle of a case, one line per move, in the order of the procedure.

Lines name rules by key; the article each stands on is the one the resolved pack supplies, so an instrument that
falls back to this one re-cites a line by stating its rule. What a guard refuses is in `regulations/guards/`.
"""

from regulations.packs.lifecycle.after import AFTER
from regulations.packs.lifecycle.decision import DECISION
from regulations.packs.lifecycle.filing import FILING
from regulations.packs.lifecycle.review import REVIEW
from regulations.packs.lifecycle.time_limits import CLOCK_MOVES
from regulations.packs.writing import named

MOVES = named(*FILING, *REVIEW, *DECISION, *AFTER, *CLOCK_MOVES)
