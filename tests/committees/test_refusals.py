"""How this storey says no."""

import pytest
from django.db import transaction

from committees.models import Recusal
from committees.refusals import Code, refuse_any, refused_on_conflict, when
from regulations.refusal import Refused

from .conftest import SUBJECT


def test_nothing_is_refused_without_a_reason():
    assert refuse_any(None, when(0, Code.BALLOT_OPEN)) is None


def test_every_reason_is_refused_at_once_with_its_figures():
    with pytest.raises(Refused) as caught:
        refuse_any(when(1, Code.BALLOT_OPEN), None, when([2], Code.MEETING_ENDED, meeting=3))

    assert [(one.code, str(one.source.cite), dict(one.figures)) for one in caught.value.refusals] == [
        ("ballot.open", "house", {}),
        ("meeting.ended", "house", {"meeting": 3}),
    ]


def test_the_veto_of_a_constraint_is_a_refusal_and_the_transaction_goes_on(person, morning):
    row = {"subject": SUBJECT, "person": person(), "reason": "持股", "recused_at": morning}
    Recusal.objects.create(**row)

    with transaction.atomic():
        with pytest.raises(Refused) as caught, refused_on_conflict(Code.INTEREST_RECUSED, person=row["person"].pk):
            Recusal.objects.create(**row)
        count = Recusal.objects.count()

    assert [(one.code, dict(one.figures)) for one in caught.value.refusals] == [
        ("interest.recused", {"person": row["person"].pk})
    ]
    assert count == 1
