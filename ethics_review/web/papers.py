"""An uploaded document as pages name it."""

from dataclasses import dataclass
from datetime import datetime

from ethics_review.contents import shown_as
from ethics_review.document_terms import TERMS, Kind
from ethics_review.models import Document


@dataclass(frozen=True)
class Paper:
    """An uploaded document."""

    id: int
    kind: str
    name: str
    size: int
    sha256: str
    uploaded_by: str
    uploaded_at: datetime
    readable: bool
    """Whether a browser can show it by itself."""


def paper(document: Document, language: str) -> Paper:
    """The document in the reader's words. No statement where its uploader was read with it."""
    return Paper(
        document.pk,
        TERMS[Kind(document.kind)].label.in_language(language),
        document.name,
        document.size,
        document.sha256,
        str(document.uploaded_by),
        document.uploaded_at,
        bool(shown_as(document.media_type)),
    )
