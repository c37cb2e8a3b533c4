"""The documents of a case as far as a reader may read them. Seeing the case itself was asked before."""

from django.db.models import QuerySet

from ethics_review.document_terms import readable_by
from ethics_review.models import Case, Document
from regulations.vocabulary import Role


def documents_of(*, case: Case, roles: frozenset[Role]) -> QuerySet[Document]:
    """In the order in which they were added, with who added them."""
    return Document.objects.filter(case=case, kind__in=readable_by(roles)).select_related("uploaded_by").order_by("pk")
