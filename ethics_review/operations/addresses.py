"""Whether something may be sent to an address: what the examination of it finds, as a problem of what was put in."""

from ethics_review.engine import InputInvalid, InputProblem
from ledger import outbound


def examine_address(url: str) -> None:
    """Look the address up once. Raises `InputInvalid` where nothing may be sent there."""
    try:
        outbound.examine(url=url)
    except outbound.Unfit as unfit:
        raise InputInvalid((InputProblem("url", unfit.code, unfit.figures),)) from unfit
