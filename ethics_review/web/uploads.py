"""What may be uploaded, said before anything is sent: from the same settings and the same list as the server asks."""

from dataclasses import dataclass

from django.conf import settings

from ethics_review.contents import KINDS


@dataclass(frozen=True)
class Uploads:
    """The largest file in bytes, and the endings of names that are taken, as a browser's file chooser takes them."""

    limit: int
    endings: tuple[str, ...]

    @property
    def accept(self) -> str:
        return ",".join(self.endings)


def uploads() -> Uploads:
    """The terms of every upload."""
    return Uploads(settings.UPLOAD_LIMIT, tuple(f".{ending}" for ending in sorted(KINDS)))
