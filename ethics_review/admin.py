"""Cases and what hangs on them, as operators may look at them, and the offices operators give.

Offices go through their operation, which keeps the record. Nothing else is added, changed or removed here.
Worksheets, statements and the words of decisions are not shown: they belong to the parties of the case.
"""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation

from accounts.models import InstitutionRole, User
from accounts.read_only import Page, Part
from ethics_review import admin_register, wording
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
from ethics_review.operations import offices
from regulations.clocks import local
from regulations.refusal import Refusal, Refused

__all__ = ["admin_register"]  # the pages of people and institutions come with these


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


class OfficeForm(forms.ModelForm):
    """An office to be given, or its last day; what stands in the way is said before anything is written."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name, value in cleaned.items():
            setattr(self.instance, name, value)
        if not self.errors and self.has_changed():
            for refusal in self._refusals():
                self.add_error(None, _worded(refusal))
        return cleaned

    def _refusals(self) -> Iterator[Refusal]:
        if self.instance.pk is None:
            return offices.granting(self.instance)
        return offices.ending(self.instance, today=local(timezone.now()).date())


def _worded(refusal: Refusal) -> str:
    return wording.sentence(refusal, translation.get_language() or "zh-hans")


@admin.register(InstitutionRole)
class OfficeAdmin(admin.ModelAdmin):
    """Given and ended, never changed otherwise, and never removed."""

    form = OfficeForm
    list_display = ("user", "kind", "institution", "starts_on", "ends_on")
    list_select_related = ("user", "institution")
    list_filter = ("kind",)
    search_fields = ("user__username", "user__name", "institution__name")
    autocomplete_fields = ("user", "institution")
    ordering = ("-pk",)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 -- Django's signature
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:  # noqa: ARG002 -- as above
        return ("user", "institution", "kind", "starts_on") if obj else ()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the form found lawful may be so no longer once the institution is locked: that is told, too."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as error:
            for refusal in error.refusals:
                self.message_user(request, _worded(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: InstitutionRole, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        now, operator = timezone.now(), cast("User", request.user)
        if not change:
            given = offices.grant(
                person=obj.user,
                institution=obj.institution,
                kind=obj.kind,
                starts_on=obj.starts_on,
                ends_on=obj.ends_on,
                actor=operator,
                now=now,
            )
            obj.pk = given.pk
        elif form.has_changed():
            offices.end(office=obj.pk, ends_on=obj.ends_on, actor=operator, now=now)
