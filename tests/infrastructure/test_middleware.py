"""The two headers every answer carries."""

import re

import pytest
import structlog
from django.http import HttpResponse
from django.test import RequestFactory

from ethics_review.middleware import ContentSecurityPolicyMiddleware, RequestIdMiddleware


@pytest.fixture
def request_():
    return RequestFactory()


def test_policy_allows_nothing_inline_and_nothing_from_elsewhere(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_policy_of_a_view_is_left_alone(request_):
    stricter = HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    answer = ContentSecurityPolicyMiddleware(lambda _: stricter)(request_.get("/"))

    assert answer.headers["Content-Security-Policy"] == "sandbox"


def test_request_id_of_a_proxy_is_kept(client):
    answer = client.get("/healthz", headers={"X-Request-ID": "abc-123.DEF_4"})

    assert answer.headers["X-Request-ID"] == "abc-123.DEF_4"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with blank", "line\nbreak", "中文中文中文中文"])
def test_request_id_of_another_form_is_replaced(request_, given):
    asked = request_.get("/", headers={"X-Request-ID": given})

    answer = RequestIdMiddleware(lambda _: HttpResponse())(asked)

    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_request_id_is_in_every_log_line_of_the_request_and_no_other(request_):
    seen = []

    def view(_):
        seen.append(structlog.contextvars.get_contextvars().get("request_id"))
        return HttpResponse()

    answer = RequestIdMiddleware(view)(request_.get("/"))

    assert seen == [answer.headers["X-Request-ID"]]
    assert structlog.contextvars.get_contextvars() == {}
