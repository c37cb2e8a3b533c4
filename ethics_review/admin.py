"""Cases and what hangs on them, as operators may look at them. Nothing is added, changed or removed here.

Worksheets, statements and the words of decisions are not shown: they belong to the parties of the case.
"""

from django.contrib import admin

from accounts.read_only import Page, Part
from ethics_review.models import (
    Appeal,
    Case,
    Decision,
    Document,
    DocumentAccess,
    Exemption,
    Filing,
    FollowUp,
    ReExamination,
    Registration,
    Report,
    Review,
)


class FilingInline(Part):
    model = Filing
    fields = ("revision", "sha256", "created_by", "created_at", "submitted_at")


class ReviewInline(Part):
    model = Review
    fields = ("round", "procedure", "ground", "opened_at", "converted_at", "trigger")


class DecisionInline(Part):
    model = Decision
    fields = ("round", "kind", "outcome", "tally", "signed_by", "issued_at")


class ReExaminationInline(Part):
    model = ReExamination
    fields = ("round", "authority", "applied_at", "accepted_at", "opinion", "returned_at")


class ExemptionInline(Part):
    model = Exemption
    fields = ("regime", "number", "valid_until", "granted_at")


class RegistrationInline(Part):
    model = Registration
    fields = ("round", "number", "filed_at", "confirmed_at")


class ReportInline(Part):
    model = Report
    fields = ("kind", "major", "reported_at", "assessed_at")


class FollowUpInline(Part):
    model = FollowUp
    fields = ("outcome", "concluded_by", "concluded_at")


class AppealInline(Part):
    model = Appeal
    fields = ("round", "against", "lodged_at", "ruling", "ruled_at")


@admin.register(Case)
class CaseAdmin(Page):
    list_display = ("number", "title_zh", "state", "procedure", "committee", "applicant", "submitted_at")
    list_filter = ("state", "procedure")
    list_select_related = ("committee", "applicant")
    search_fields = ("number", "title_zh", "title_en")
    ordering = ("-pk",)
    inlines = (
        FilingInline,
        ReviewInline,
        ReExaminationInline,
        DecisionInline,
        ExemptionInline,
        RegistrationInline,
        ReportInline,
        FollowUpInline,
        AppealInline,
    )


class DocumentAccessInline(Part):
    model = DocumentAccess


@admin.register(Document)
class DocumentAdmin(Page):
    list_display = ("name", "case", "kind", "size", "media_type", "uploaded_by", "uploaded_at")
    list_select_related = ("case", "uploaded_by")
    exclude = ("content",)
    ordering = ("-pk",)
    inlines = (DocumentAccessInline,)
