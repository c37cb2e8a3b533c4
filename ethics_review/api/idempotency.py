"""A write that names itself is made once: a repeat is given the first answer again, and nothing is written.

The key's row is inserted first, in the transaction of the act itself. Of two at once the second waits for the first
and then finds its row; if the first breaks, its row goes with it and the second acts. A refusal is an answer like any
other; a request that could not be read, or a fault of the program, is none and leaves the key free.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from ethics_review.api import problems
from ethics_review.api.base import ApiView
from ethics_review.engine import InputInvalid, InputProblem
from ethics_review.models import IdempotencyKey

LIFETIME = timedelta(hours=24)
LONGEST = 255
KEY = re.compile(rf"[\x21-\x7e]{{1,{LONGEST}}}")
KEPT_HEADERS = ("ETag", "Location", "Content-Language")
Handler = Callable[..., Response]


def once(handler: Handler) -> Callable[..., HttpResponse]:
    """A handler that writes: with an `Idempotency-Key` it is run once for the key, without one every time."""

    @wraps(handler)
    def guarded(view: ApiView, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not KEY.fullmatch(key):
            raise InputInvalid((InputProblem("Idempotency-Key", "request.key_malformed", {"limit": LONGEST}),))
        return _once(view, request, key, lambda: handler(view, request, *args, **kwargs))

    return guarded


def _once(view: ApiView, request: Request, key: str, act: Callable[[], Response]) -> HttpResponse:
    digest = _digest(request)
    with transaction.atomic():
        row = _claim(view.user, key, digest, view.now)
        if row is None:
            return _repeated(view.user, key, digest)
        _keep(row, _answer(view, request, act))
    transaction.on_commit(lambda: forget_expired(now=view.now))
    return _sent(row)


def forget_expired(*, now: datetime) -> int:
    """Remove the keys that have expired by `now`; how many."""
    return IdempotencyKey.objects.filter(created_at__lte=now - LIFETIME).delete()[0]


def _claim(user: User, key: str, digest: str, now: datetime) -> IdempotencyKey | None:
    """A new row for the key, or None where it has one. Waits for whoever holds the key at this moment."""
    named: dict[str, Any] = {"person": user, "key": key}
    IdempotencyKey.objects.filter(**named, created_at__lte=now - LIFETIME).delete()
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(**named, digest=digest, created_at=now)
    except IntegrityError:
        return None


def _answer(view: ApiView, request: Request, act: Callable[[], Response]) -> Response:
    """What the act comes to. What it refuses is rolled back and is its answer all the same."""
    try:
        with transaction.atomic():
            return act()
    except problems.DECIDED as error:
        context = {"request": request, "view": view}
        answer = problems.handle(error, context)
        if answer is None:
            raise
        return answer


def _keep(row: IdempotencyKey, answer: Response) -> None:
    row.status = answer.status_code
    row.answer = JSONRenderer().render(answer.data).decode()
    row.headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
    row.headers["Content-Type"] = answer.content_type or JSONRenderer.media_type
    row.save(update_fields=["status", "answer", "headers"])


def _repeated(user: User, key: str, digest: str) -> HttpResponse:
    row = IdempotencyKey.objects.get(person=user, key=key)
    if row.digest != digest:
        raise InputInvalid((InputProblem("Idempotency-Key", "request.key_reused", {}),))
    response = _sent(row)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _sent(row: IdempotencyKey) -> HttpResponse:
    return HttpResponse(row.answer.encode(), status=row.status, headers=row.headers)


def _digest(request: Request) -> str:
    """What was asked: method, address and content. The same form sent again has another boundary, hence its parts."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.FILES:
        digest.update(_canonical(sorted(request.POST.lists())))
        for name, file in sorted(request.FILES.items()):
            digest.update(_canonical([name, file.name, _file_digest(file)]))
    else:
        digest.update(_canonical(request.data))
    return digest.hexdigest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _file_digest(file: UploadedFile) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
