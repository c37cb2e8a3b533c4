"""Cases under another pack (假设重演): the record read, the pack asked. Writes nothing."""

from collections.abc import Sequence

from ethics_review.engine.past import records
from ethics_review.models import Case
from regulations.pack import Resolved
from regulations.replay import Replayed, replay


def replay_cases(*, cases: Sequence[Case], pack: Resolved) -> list[Replayed]:
    """Each of `cases` under `pack`. The number of statements does not grow with the cases.

    `cases` come with committee, its institution, institution, applicant and `amends` (`queries.replayable.RELATED`).
    The committee's own settings are those of today, as far as they are settings of `pack` and within its bounds.
    """
    return [replay(record, pack) for record in records(cases)]
