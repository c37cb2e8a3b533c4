"""The product's addresses, and one for each answer that no page gives on purpose. Test-only."""

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.urls import path
from django.views.csrf import csrf_failure

from ethics_review import urls as product
from ethics_review.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
BROKEN = {400: BadRequest, 403: PermissionDenied, 413: RequestDataTooBig, 500: ArithmeticError}


def broken(request, status):
    raise BROKEN[status]


urlpatterns = [
    path("answers/<int:status>/", broken),
    path("answers/csrf/", csrf_failure),
    *product.urlpatterns,
]
