"""What the applicant files (申请材料) and what is asked of it: immutable revisions, documents, notices, exemptions."""

from django.conf import settings
from django.db import models

from ethics_review.models.case import Case


class Filing(models.Model):
    """One revision. Never changed: a correction is the next one. `submitted_at` is when it was put before the body.

    `words` are the texts of `body` as they are searched (`folded.searchable`).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="filings")
    revision = models.PositiveIntegerField()
    body = models.JSONField()
    words = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "revision"], name="filing_revision_once")]

    def __str__(self) -> str:
        return f"{self.case_id} r{self.revision}"


class Document(models.Model):
    """An uploaded file, examined by content before it was kept, with the digest of what was kept."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to="%Y/%m/", max_length=255)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class DocumentAccess(models.Model):
    """Who took which document and when."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="accesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} · {self.document_id}"


class CompletionNotice(models.Model):
    """A notice naming everything missing (补正通知书). `number` counts in the round; a second needs a legal reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="completion_notices_issued")
    round = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    items = models.JSONField()
    legal_reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round", "number"], name="completion_notice_once")]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number}"


class Exemption(models.Model):
    """A filing that replaces re-examination while it lasts (不再开展复核), for one round of review.

    It lapses with the filing, and is lifted when the listing it rests on is determined anew.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exemptions")
    round = models.PositiveIntegerField(default=1)
    lifted_at = models.DateTimeField(null=True, blank=True)
    regime = models.CharField(max_length=60)
    number = models.CharField(max_length=120)
    legal_basis = models.TextField()
    valid_until = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.regime} {self.number}"
