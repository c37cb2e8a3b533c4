"""What every view of the API shares: the instant of the request, its query without surprises, the case it is about."""

from datetime import datetime
from typing import Any, cast

from django.utils import timezone
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

import regulations
from accounts.models import User
from ethics_review.api.language import language_of
from ethics_review.api.parameters import refuse_unknown
from ethics_review.engine.facts import pack_of
from ethics_review.models import Case
from regulations.pack import Resolved


class ApiView(APIView):
    """`parameters` are the query parameters the view knows; any other is refused."""

    parameters: frozenset[str] = frozenset()
    now: datetime
    case: Case | None = None

    @property
    def user(self) -> User:
        """Who asks. Nobody gets as far as a handler unknown, but for signing in."""
        return cast("User", self.request.user)

    @property
    def language(self) -> str:
        return language_of(self.request)

    @property
    def pack(self) -> Resolved:
        """The pack by which problems of the input are cited: the case's, else the newest."""
        return pack_of(self.case) if self.case is not None else regulations.newest()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.now = timezone.now()
        super().initial(request, *args, **kwargs)
        refuse_unknown(request.query_params, self.parameters)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final.headers.setdefault("Cache-Control", "no-store")
        final.headers["Content-Language"] = self.language
        patch_vary_headers(final, ["Accept-Language", "Authorization", "Cookie"])
        return final

    def find(self, number: str) -> Case:
        """The case as this user may see it. Raises `Case.DoesNotExist`, which is a 404, whatever the reason."""
        visible = Case.objects.visible_to(self.user, self.now)
        related = visible.select_related("committee__institution", "institution", "applicant", "amends")
        self.case = case = related.get(number=number)
        return case
