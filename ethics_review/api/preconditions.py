"""Entity tags (RFC 9110): the case's version as seen by a client, and the writes that insist on it."""

import re

from rest_framework.request import Request

from ethics_review.api.problems import IfMatchMalformed
from ethics_review.models import Case

LONGEST = 1000
TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
TAGS = re.compile(rf"\s*{TAG}\s*(?:,\s*{TAG}\s*)*")
NO_VERSION = 0
"""A version no case ever has: the tags named none of this case."""


def etag(case: Case) -> str:
    return f'"{case.number}-{case.version}"'


def expected_version(request: Request, case: Case) -> int | None:
    """The version the client insists on; None where it insists on none. A weak tag never matches.

    Of several tags the current one is meant if it is among them; the door compares again under the lock.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        return None
    if len(header) > LONGEST or not TAGS.fullmatch(header):
        raise IfMatchMalformed
    return case.version if etag(case) in re.findall(TAG, header) else NO_VERSION
