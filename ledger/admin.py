"""The record, what is owed and what must be told, as operators may look at them. Nothing is added, changed or removed.

Messages show whether they went out, not what they say: whom that may be shown to is the recipient's matter.
"""

from django.contrib import admin

from accounts.read_only import Page
from ledger.models import Deadline, Delivery, Digest, Entry, Message, Webhook


@admin.register(Entry)
class EntryAdmin(Page):
    list_display = ("stream", "seq", "action", "role", "at")
    search_fields = ("stream",)
    ordering = ("-pk",)
    exclude = ("actor",)


@admin.register(Deadline)
class DeadlineAdmin(Page):
    list_display = ("stream", "clock", "due_at", "settled_at", "missed_at", "paused_at", "provisional")
    list_filter = ("clock", "provisional")
    search_fields = ("stream",)
    ordering = ("settled_at", "due_at")


@admin.register(Message)
class MessageAdmin(Page):
    list_display = ("notice", "recipient", "created_at", "mail", "sent_at", "attempts", "reason", "failed_reason")
    list_filter = ("mail", "reason", "notice")
    list_select_related = ("recipient",)
    exclude = ("params", "dedupe")
    ordering = ("-pk",)


@admin.register(Digest)
class DigestAdmin(Page):
    list_display = ("recipient", "on_date", "mail", "sent_at", "attempts", "reason", "failed_reason")
    list_filter = ("mail", "reason")
    list_select_related = ("recipient",)
    ordering = ("-pk",)


@admin.register(Webhook)
class WebhookAdmin(Page):
    list_display = ("name", "owner", "active", "disabled_reason", "failing_since", "ended_at")
    list_filter = ("active", "disabled_reason")
    list_select_related = ("owner",)
    exclude = ("secret", "previous_secret", "url")  # an address may hold a key of the receiver's
    ordering = ("-pk",)


@admin.register(Delivery)
class DeliveryAdmin(Page):
    list_display = ("event", "webhook_id", "kind", "created_at", "fate", "attempts", "status", "reason")
    list_filter = ("fate", "reason")
    exclude = ("message", "webhook")
    ordering = ("-pk",)
