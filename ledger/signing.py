"""Signatures by the Standard Webhooks specification, and secrets as they are kept: sealed by the product's own key.

A copy of the database alone signs nothing in our name.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

PREFIX = "whsec_"
SECRET_BYTES = 32
PURPOSE = b"ledger.signing"


class Unreadable(Exception):
    """A secret was sealed under another SECRET_KEY: it has to be rotated."""


def new_secret() -> str:
    """A fresh secret as the receiver is shown it, once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(*, event: str, body: bytes, secrets_in_force: Iterable[str], at: datetime) -> dict[str, str]:
    """The three headers of one try at `at`: one signature for each secret in force, the newest first."""
    timestamp = str(int(at.timestamp()))
    signed = b".".join((event.encode(), timestamp.encode(), body))
    signatures = (f"v1,{_sign(secret, signed)}" for secret in secrets_in_force)
    return {"webhook-id": event, "webhook-timestamp": timestamp, "webhook-signature": " ".join(signatures)}


def _sign(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def seal(secret: str) -> str:
    """The secret as it is stored."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret as it is used. Raises `Unreadable`."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _box() -> Fernet:
    key = hmac.new(settings.SECRET_KEY.encode(), PURPOSE, hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
