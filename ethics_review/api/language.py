"""The language of an answer: what the request asks for, else the user's own, else Chinese."""

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request

from accounts.models import User

ZH, EN = "zh-hans", "en"


def language_of(request: Request | HttpRequest) -> str:
    """`zh-hans` or `en`."""
    for asked, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if asked.startswith("zh"):
            return ZH
        if asked.startswith(EN):
            return EN
    user = getattr(request, "user", None)
    return str(user.language) if isinstance(user, User) else ZH
