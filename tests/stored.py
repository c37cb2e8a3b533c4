"""A document that lies with a case already, as if it had been uploaded: for tests of what is done with it then."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ethics_review.models import Document


def stored(story, name, media_type, content):
    """Its row, and its content in the storage."""
    return Document.objects.create(
        case=story.case,
        kind="plan",
        name=name,
        size=len(content),
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        content=default_storage.save(name, ContentFile(content)),
        uploaded_by=story.applicant,
        uploaded_at=story.now,
    )
