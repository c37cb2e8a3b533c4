"""Tables operators may look at and nobody changes in the admin: what is written there is written by operations."""

from django.contrib import admin
from django.http import HttpRequest


class ReadOnly:
    """No permission but to look, whoever asks."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 -- Django's signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 -- as above
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 -- as above
        return False


class Part(ReadOnly, admin.TabularInline):  # type: ignore[type-arg] # takes its argument in stubs only
    """Rows shown under the row they belong to."""


class Page(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg] # as above
    """One table."""

    show_full_result_count = False
