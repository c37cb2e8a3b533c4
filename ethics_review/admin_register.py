"""People and institutions, which operators enter and change; each change leaves its entry. Nobody is deleted."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import Institution, InstitutionRole, User
from accounts.read_only import Part
from ethics_review.operations import register

admin.site.site_header = "科技伦理审查 · Ethics review"
admin.site.site_title = "Ethics review"
admin.site.unregister(Group)  # what a person may do follows from seats and offices, never from a group


class Kept:
    """Rows are closed (an end date, not active), never removed."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 -- Django's signature
        return False


class OfficeInline(Part):
    """What the person does for institutions; given and ended on a page of its own, which keeps the record."""

    model = InstitutionRole


@admin.register(User)
class PersonAdmin(Kept, UserAdmin):
    list_display = ("username", "name", "institution", "language", "is_active")
    list_select_related = ("institution",)
    list_filter = ("is_active", "is_staff")
    search_fields = ("username", "name", "name_en", "email")
    autocomplete_fields = ("institution",)
    filter_horizontal = ()
    inlines = (OfficeInline,)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (None, {"fields": ("name", "name_en", "email", "language", "institution")}),
        (None, {"fields": ("is_active", "is_staff", "is_superuser", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "usable_password", "password1", "password2")}),
        (None, {"fields": ("name", "name_en", "email", "language", "institution")}),
    )

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        by: dict[str, Any] = {"actor": cast("User", request.user), "now": timezone.now()}
        if not change:
            register.enter_person(person=obj, **by)
        elif form.changed_data:
            register.change_person(person=obj, changed=form.changed_data, **by)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 -- Django's signature
        """The form writes the password by itself: that it did is told in the same transaction."""
        with transaction.atomic():
            before = User.objects.filter(pk=id).values_list("password", flat=True).first() if id.isdecimal() else None
            answer = super().user_change_password(request, id, form_url)
            person = User.objects.filter(pk=id).first() if before is not None else None
            if person is not None and person.password != before:
                actor = cast("User", request.user)
                register.change_person(person=person, changed=["password"], actor=actor, now=timezone.now())
        return answer


@admin.register(Institution)
class InstitutionAdmin(Kept, admin.ModelAdmin):
    list_display = ("name", "kind", "region")
    list_filter = ("kind",)
    search_fields = ("name", "name_en")

    def save_model(self, request: HttpRequest, obj: Institution, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001 -- as above
        by: dict[str, Any] = {"actor": cast("User", request.user), "now": timezone.now()}
        if not change:
            register.enter_institution(institution=obj, **by)
        elif form.changed_data:
            register.change_institution(institution=obj, changed=form.changed_data, **by)
