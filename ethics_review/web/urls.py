"""The addresses of the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.decorators.cache import never_cache

from ethics_review.web import (
    account,
    cases,
    committees,
    dashboard,
    desk,
    documents,
    drafting,
    inbox,
    meetings,
    moves,
    packs,
    replay,
    style_guide,
)

urlpatterns = [
    path("", desk.show, name="desk"),
    path("sign-in/", account.SignIn.as_view(), name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("account/", account.account, name="account"),
    path("account/password/", never_cache(account.ChangePassword.as_view()), name="password"),
    path("account/tokens/<uuid:reference>/end/", account.end_token, name="token-end"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("inbox/", inbox.listing, name="inbox"),
    path("inbox/read/", inbox.mark_read, name="inbox-read"),
    path("cases/", cases.listing, name="cases"),
    path("cases/new/", drafting.new, name="case-new"),
    path("cases/<str:number>/", cases.detail, name="case"),
    path("cases/<str:number>/filing/", drafting.edit, name="filing"),
    path("cases/<str:number>/moves/<str:move>/", moves.make, name="move"),
    path("cases/<str:number>/documents/", documents.add, name="documents"),
    path("cases/<str:number>/documents/<int:pk>/", documents.take, name="document"),
    path("committees/", committees.listing, name="committees"),
    path("committees/<int:pk>/", committees.detail, name="committee"),
    path("committees/<int:pk>/dashboard/", dashboard.show, name="dashboard"),
    path("committees/<int:pk>/dashboard/<slug:chart>.csv", dashboard.download, name="dashboard-csv"),
    path("committees/<int:pk>/adopt/", committees.adopt, name="committee-adopt"),
    path("committees/<int:pk>/register/", committees.register, name="committee-register"),
    path("committees/<int:pk>/annual-report/", committees.annual_report, name="annual-report"),
    path("committees/<int:pk>/statements/", committees.statements, name="committee-statements"),
    path("meetings/", meetings.listing, name="meetings"),
    path("meetings/new/", meetings.new, name="meeting-new"),
    path("meetings/<int:pk>/", meetings.detail, name="meeting"),
    path("meetings/<int:pk>/attendance/", meetings.attendance, name="attendance"),
    path("meetings/<int:pk>/recusals/", meetings.recusal, name="recusal"),
    path("meetings/<int:pk>/end/", meetings.end, name="meeting-end"),
    path("style-guide/", style_guide.show, name="style-guide"),
    path("rules/", packs.listing, name="packs"),
    path("rules/<str:name>/", packs.detail, name="pack"),
    path("rules/<str:name>/replay/", replay.show, name="replay"),
]
