"""People and institutions, which operators may add and change. Nobody who has acted can be deleted."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import Institution, InstitutionRole, User
from accounts.read_only import Part

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


@admin.register(Institution)
class InstitutionAdmin(Kept, admin.ModelAdmin):
    list_display = ("name", "kind", "region")
    list_filter = ("kind",)
    search_fields = ("name", "name_en")
