"""Written mandates to a service centre, and when one is in force."""

from datetime import date, timedelta

import pytest

from committees import operations
from committees.models import Mandate
from committees.queries import mandate_in_force
from regulations.vocabulary import CommitteeKind

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2026, 7, 1), date(2027, 6, 30)


@pytest.fixture
def centre(body):
    return body(CommitteeKind.SERVICE_CENTRE, name="服务中心")


@pytest.fixture
def paper(centre, institution, secretary, today):
    """The words of one mandate to the centre, signed today for the year from 1 July."""

    def make(**changed):
        words = {
            "centre": centre,
            "institution": institution,
            "scope": "review",
            "scope_note": "人工智能科技活动的伦理审查",
            "signed_on": today,
            "starts_on": FIRST,
            "ends_on": LAST,
        }
        return words | secretary | changed

    return make


def in_force(centre, on, institution=None, person=None, scope="review"):
    return mandate_in_force(centre=centre, institution=institution, person=person, scope=scope, on=on)


def test_a_mandate_is_recorded_with_the_digest_of_its_scope(centre, paper, last_entry):
    mandate = operations.give_mandate(**paper())

    action, body, role = last_entry(centre.stream)
    assert Mandate.objects.get() == mandate
    assert (action, role, body["mandate"], body["scope"]) == ("mandate.given", "secretary", mandate.pk, "review")
    assert (body["signed_on"], body["starts_on"], body["ends_on"]) == ("2026-06-10", "2026-07-01", "2027-06-30")
    assert "scope_note" not in body
    assert len(body["scope_note_sha256"]) == 64


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"institution": None}, "mandate.giver"),
        ({"scope_note": " "}, "mandate.scope_missing"),
        ({"ends_on": FIRST - ONE_DAY}, "mandate.period_reversed"),
        ({"signed_on": date(2026, 6, 11)}, "mandate.signed_in_future"),
    ],
)
def test_a_mandate_lacking_what_it_must_say_is_refused(paper, refused, changed, code):
    with refused() as outcome:
        operations.give_mandate(**paper(**changed))

    assert outcome.reasons == [(code, "house")]


def test_a_mandate_has_one_giver(paper, person, refused):
    with refused() as outcome:
        operations.give_mandate(**paper(person=person()))

    assert outcome.reasons == [("mandate.giver", "house")]


def test_only_a_centre_is_mandated(paper, committee, refused):
    with refused() as outcome:
        operations.give_mandate(**paper(centre=committee))

    assert outcome.reasons == [("mandate.not_a_centre", "house")]


def test_a_mandate_is_in_force_from_its_first_through_its_last_day(centre, paper, institution):
    mandate = operations.give_mandate(**paper())

    days = (FIRST - ONE_DAY, FIRST, LAST, LAST + ONE_DAY)
    assert [in_force(centre, on, institution) for on in days] == [None, mandate, mandate, None]


def test_a_mandate_is_not_in_force_before_it_was_signed(centre, paper, institution, today):
    mandate = operations.give_mandate(**paper(starts_on=date(2026, 1, 1)))

    assert in_force(centre, today - ONE_DAY, institution) is None
    assert in_force(centre, today, institution) == mandate


def test_a_mandate_binds_its_giver_its_scope_and_its_centre_only(centre, paper, institution, person, body):
    giver, other = person(), person()
    mandate = operations.give_mandate(**paper(institution=None, person=giver))

    assert in_force(centre, FIRST, person=giver) == mandate
    assert in_force(centre, FIRST, person=other) is None
    assert in_force(centre, FIRST, institution) is None
    assert in_force(centre, FIRST, person=giver, scope="re_examination") is None
    assert in_force(body(CommitteeKind.SERVICE_CENTRE, name="别的中心"), FIRST, person=giver) is None


def test_the_mandate_that_began_last_is_the_one_in_force(centre, paper, institution):
    operations.give_mandate(**paper())
    renewed = operations.give_mandate(**paper(starts_on=LAST, ends_on=date(2028, 6, 30)))

    assert in_force(centre, LAST, institution) == renewed
