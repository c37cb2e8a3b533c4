"""The addresses of the API. The names of the paths are the contract."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path, register_converter
from django.urls.converters import IntConverter, StringConverter

from ethics_review.api.problems import plain
from ethics_review.api.views import (
    bodies,
    cases,
    catalogues,
    channels,
    deliveries,
    documents,
    duties,
    history,
    invitations,
    meetings,
    messages,
    packs,
    people,
    records,
    replay,
    schema,
    seats,
    webhooks,
)


class CaseNumberConverter(StringConverter):
    """A year and a number of at least four digits."""

    regex = "[0-9]{4}-[0-9]{4,11}"


class RowConverter(IntConverter):
    """The number of a row: as long as a column holds."""

    regex = "[0-9]{1,18}"


class YearConverter(IntConverter):
    """A year that can be asked about."""

    regex = "2[01][0-9]{2}"


class PackConverter(StringConverter):
    """The name of a pack; what is laid over one is joined to its name by a plus."""

    regex = "[-a-z0-9_+]{1,40}"


register_converter(PackConverter, "pack")
register_converter(CaseNumberConverter, "case_number")
register_converter(RowConverter, "row")
register_converter(YearConverter, "year")


def unknown(request: HttpRequest) -> HttpResponse:
    """Whatever has no address here is not found, and says so as the rest of the API does."""
    return plain(request, "not_found")


app_name = "api"
CASE = "cases/<case_number:number>/"
HOOK = "webhooks/<row:pk>/"
urlpatterns = [
    path("auth/token/", people.Tokens.as_view(), name="tokens"),
    path("auth/token/<uuid:reference>/", people.OneToken.as_view(), name="token"),
    path("me/", people.Me.as_view(), name="me"),
    path("me/calendar/", people.MyCalendar.as_view(), name="my-calendar"),
    path("me/channels/", channels.MyChannels.as_view(), name="channels"),
    path("messages/", messages.Messages.as_view(), name="messages"),
    path("messages/read/", messages.ReadMessages.as_view(), name="messages-read"),
    path("messages/<row:pk>/read/", messages.ReadMessage.as_view(), name="message-read"),
    path("messages/<row:pk>/unread/", messages.UnreadMessage.as_view(), name="message-unread"),
    path("cases/", cases.Cases.as_view(), name="cases"),
    path(CASE, cases.OneCase.as_view(), name="case"),
    path(f"{CASE}filing/", cases.CaseFiling.as_view(), name="case-filing"),
    path(f"{CASE}check/", cases.Check.as_view(), name="case-check"),
    path(f"{CASE}moves/<slug:move>/", cases.CaseMove.as_view(), name="case-move"),
    path(f"{CASE}history/", history.History.as_view(), name="case-history"),
    path(f"{CASE}explain/", history.Explain.as_view(), name="case-explain"),
    path(f"{CASE}deliveries/", deliveries.Deliveries.as_view(), name="deliveries"),
    path(f"{CASE}deliveries/<row:pk>/resend/", deliveries.Resend.as_view(), name="delivery-resend"),
    path(f"{CASE}documents/", documents.Documents.as_view(), name="documents"),
    path(f"{CASE}documents/<row:pk>/content", documents.Content.as_view(), name="document-content"),
    path("committees/", bodies.Committees.as_view(), name="committees"),
    path("committees/<row:pk>/", bodies.OneCommittee.as_view(), name="committee"),
    path("committees/<row:pk>/composition/", bodies.CompositionOn.as_view(), name="committee-composition"),
    path("committees/<row:pk>/register/", bodies.CommitteeRegistration.as_view(), name="committee-register"),
    path("committees/<row:pk>/adopt/", bodies.CommitteeInstrument.as_view(), name="committee-adopt"),
    path("committees/<row:pk>/annual-report/", bodies.CommitteeAnnualReport.as_view(), name="committee-annual-report"),
    path("committees/<row:pk>/statements/", bodies.SeatStatements.as_view(), name="committee-statements"),
    path("committees/<row:pk>/deliveries/", deliveries.BodyDeliveries.as_view(), name="committee-deliveries"),
    path(
        "committees/<row:pk>/deliveries/<row:letter>/resend/",
        deliveries.BodyResend.as_view(),
        name="committee-delivery-resend",
    ),
    path("committees/<row:pk>/seats/", seats.Seats.as_view(), name="committee-seats"),
    path("committees/<row:pk>/seats/<row:seat>/end/", seats.SeatEnd.as_view(), name="committee-seat-end"),
    path("committees/<row:pk>/training/", seats.Trainings.as_view(), name="committee-training"),
    path("committees/<row:pk>/training/<row:item>/strike/", seats.TrainingStrike.as_view(), name="training-strike"),
    path("duties/", duties.Duties.as_view(), name="duties"),
    path("meetings/", meetings.Meetings.as_view(), name="meetings"),
    path("meetings/<row:pk>/", meetings.OneMeeting.as_view(), name="meeting"),
    path("meetings/<row:pk>/attendance/", meetings.Attend.as_view(), name="meeting-attendance"),
    path("meetings/<row:pk>/recusals/", meetings.Recuse.as_view(), name="meeting-recusals"),
    path("meetings/<row:pk>/answer/", invitations.AnswerInvitation.as_view(), name="meeting-answer"),
    path("meetings/<row:pk>/change/", invitations.Change.as_view(), name="meeting-change"),
    path("meetings/<row:pk>/cancel/", invitations.Cancel.as_view(), name="meeting-cancel"),
    path("meetings/<row:pk>/agenda/<row:item>/put-off/", invitations.PutOff.as_view(), name="meeting-put-off"),
    path("meetings/<row:pk>/end/", meetings.End.as_view(), name="meeting-end"),
    path("reports/annual/<year:year>/", bodies.AnnualReports.as_view(), name="annual-reports"),
    path("packs/", packs.Packs.as_view(), name="packs"),
    path("packs/<pack:name>/", packs.OnePack.as_view(), name="pack"),
    path("packs/<pack:name>/difference/<pack:other>/", packs.Difference.as_view(), name="pack-difference"),
    path("packs/<pack:name>/replay/", replay.Replay.as_view(), name="pack-replay"),
    path("catalogues/", catalogues.Catalogues.as_view(), name="catalogues"),
    path("catalogues/<slug:name>/", catalogues.OneCatalogue.as_view(), name="catalogue"),
    path("registrations/", records.Registrations.as_view(), name="registrations"),
    path("re-examinations/", records.ReExaminations.as_view(), name="re-examinations"),
    path("follow-ups/", records.FollowUps.as_view(), name="follow-ups"),
    path("appeals/", records.Appeals.as_view(), name="appeals"),
    path("webhooks/", webhooks.Webhooks.as_view(), name="webhooks"),
    path(HOOK, webhooks.OneWebhook.as_view(), name="webhook"),
    path(f"{HOOK}rotate/", webhooks.RotateWebhook.as_view(), name="webhook-rotate"),
    path(f"{HOOK}test/", webhooks.TestWebhook.as_view(), name="webhook-test"),
    path(f"{HOOK}deliveries/", webhooks.Deliveries.as_view(), name="deliveries"),
    path(f"{HOOK}deliveries/<row:delivery>/resend/", webhooks.Resend.as_view(), name="delivery-resend"),
    path("schema/", schema.Schema.as_view(), name="schema"),
    path("docs/", schema.docs, name="docs"),
    re_path("", unknown),
]
