"""Bodies and meetings as operators may look at them. Nothing can be added, changed or removed here.

Votes, statements of interest and recusals are not shown: whom they may be shown to depends on the matter.
"""

from django.contrib import admin

from accounts.read_only import Page, Part
from committees.models import AgendaItem, Attendance, Ballot, BallotSeat, Committee, Mandate, Meeting, Seat


class SeatInline(Part):
    model = Seat
    exclude = ("end_reason",)
    ordering = ("starts_on",)


class AgendaItemInline(Part):
    model = AgendaItem
    ordering = ("order",)


class AttendanceInline(Part):
    model = Attendance
    ordering = ("arrived_at",)


class BallotSeatInline(Part):
    model = BallotSeat
    exclude = ("seat",)


@admin.register(Committee)
class CommitteeAdmin(Page):
    list_display = ("name", "kind", "institution", "pack_id", "established_on", "registration_number")
    list_filter = ("kind",)
    list_select_related = ("institution",)
    search_fields = ("name", "name_en", "registration_number")
    inlines = (SeatInline,)


@admin.register(Mandate)
class MandateAdmin(Page):
    list_display = ("centre", "institution", "person", "scope", "starts_on", "ends_on")
    list_select_related = ("centre", "institution", "person")


@admin.register(Meeting)
class MeetingAdmin(Page):
    list_display = ("committee", "number", "starts_at", "ended_at", "mode", "presider")
    list_select_related = ("committee", "presider")
    inlines = (AgendaItemInline, AttendanceInline)


@admin.register(Ballot)
class BallotAdmin(Page):
    list_display = ("label", "committee", "subject", "status", "opened_at", "closed_at", "result")
    list_filter = ("status",)
    list_select_related = ("committee",)
    inlines = (BallotSeatInline,)
