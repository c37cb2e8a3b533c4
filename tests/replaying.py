"""A replay in a test: what a case comes to under its own rules, and what another pack would have made of it."""

from ethics_review.engine.past import records
from ethics_review.models import Case
from regulations.replay import Reason, Verdict, replay

RELATED = ("committee__institution", "institution", "applicant", "amends")


def recorded(*numbers):
    """The records of these cases, of every one that was ever filed if none is named."""
    cases = Case.objects.select_related(*RELATED).order_by("pk")
    return records(list(cases.filter(number__in=numbers) if numbers else cases))


def replayed(number, other):
    """One case under another pack."""
    (record,) = recorded(number)
    return replay(record, other)


def changed(case):
    """What would change: kind and key of each row."""
    return [(row.kind.value, row.key) for row in case.of(Verdict.CHANGED)]


def is_reproduced(*numbers):
    """Every row of every case is the same under the packs that bound it, and nothing is left out."""
    for record in recorded(*numbers):
        for pack in {moment.pack.id: moment.pack for moment in record.moments}.values():
            case = replay(record, pack)
            odd = [
                (row.seq, row.key, row.reason, row.own, row.other)
                for row in case.rows
                if row.verdict is not Verdict.SAME
            ]
            assert not odd, (record.number, odd[0])
        assert record.moments, (record.number, record.gone)
    return True


__all__ = ["Reason", "Verdict", "changed", "is_reproduced", "recorded", "replayed"]
