"""Where requests go, and who answers when nothing can be found there."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from ethics_review.api import problems
from ethics_review.api.urls import unknown
from ethics_review.health import healthz, readyz
from ethics_review.operating.scraping import metrics
from ethics_review.web import page

API = "/api/"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", include("ethics_review.api.urls")),
    path("api/", unknown),
    path("admin/", admin.site.urls),
    path("", include("ethics_review.web.urls")),
]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        return problems.plain(request, "malformed")
    return page.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(API):
        return problems.plain(request, "forbidden")
    return page.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return unknown(request) if request.path.startswith(API) else page.not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    return problems.plain(request, "broken") if request.path.startswith(API) else page.broken(request)


handler400 = "ethics_review.urls.bad_request"
handler403 = "ethics_review.urls.forbidden"
handler404 = "ethics_review.urls.not_found"
handler500 = "ethics_review.urls.broken"
