"""Things a move names that do not exist: an input problem, said like any other."""

from collections.abc import Collection

from accounts.models import User
from committees.models import Committee
from ethics_review.engine.input import InputInvalid, InputProblem
from regulations.vocabulary import CommitteeKind


def not_found(path: str, given: object) -> InputInvalid:
    """What is named at `path` is not there, or not for this purpose."""
    return InputInvalid((InputProblem(path, "input.not_found", {"given": given}),))


def not_given(path: str) -> InputInvalid:
    """What is required only where nothing else was given in its place."""
    return InputInvalid((InputProblem(path, "input.required", {}),))


def people_exist(path: str, people: Collection[int]) -> dict[int, User]:
    """The people by id. Raises `InputInvalid` naming every one that does not exist or is no longer active."""
    found = User.objects.filter(is_active=True).in_bulk(list(people))
    absent = [person for person in people if person not in found]
    if absent:
        raise InputInvalid(tuple(InputProblem(path, "input.not_found", {"given": person}) for person in absent))
    return found


def centre_exists(path: str, centre: int) -> Committee:
    """The service centre of that id. Raises `InputInvalid` where there is none."""
    found = Committee.objects.filter(pk=centre, kind=CommitteeKind.SERVICE_CENTRE).first()
    if found is None:
        raise not_found(path, centre)
    return found
