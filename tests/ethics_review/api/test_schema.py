"""The published schema: valid, complete, and shown on a page that runs nothing."""

import json

import pytest
from drf_spectacular.generators import SchemaGenerator
from openapi_spec_validator import OpenAPIV31SpecValidator

import regulations
from tests.ethics_review.api.conftest import schema

CONTRACT = {
    "/api/v1/auth/token/": {"get", "post"},
    "/api/v1/auth/token/{reference}/": {"delete"},
    "/api/v1/me/": {"get"},
    "/api/v1/messages/": {"get"},
    "/api/v1/me/channels/": {"get", "put"},
    "/api/v1/messages/{id}/read/": {"post"},
    "/api/v1/messages/{id}/unread/": {"post"},
    "/api/v1/messages/read/": {"post"},
    "/api/v1/cases/": {"get", "post"},
    "/api/v1/cases/{number}/": {"get"},
    "/api/v1/cases/{number}/filing/": {"patch"},
    "/api/v1/cases/{number}/check/": {"post"},
    "/api/v1/cases/{number}/moves/{move}/": {"post"},
    "/api/v1/cases/{number}/history/": {"get"},
    "/api/v1/cases/{number}/explain/": {"get"},
    "/api/v1/cases/{number}/deliveries/": {"get"},
    "/api/v1/cases/{number}/deliveries/{id}/resend/": {"post"},
    "/api/v1/cases/{number}/documents/": {"get", "post"},
    "/api/v1/cases/{number}/documents/{id}/content": {"get"},
    "/api/v1/committees/": {"get"},
    "/api/v1/committees/{id}/": {"get"},
    "/api/v1/committees/{id}/composition/": {"get"},
    "/api/v1/committees/{id}/register/": {"post"},
    "/api/v1/committees/{id}/annual-report/": {"post"},
    "/api/v1/meetings/": {"get", "post"},
    "/api/v1/meetings/{id}/": {"get"},
    "/api/v1/meetings/{id}/attendance/": {"post"},
    "/api/v1/meetings/{id}/recusals/": {"post"},
    "/api/v1/meetings/{id}/end/": {"post"},
    "/api/v1/packs/": {"get"},
    "/api/v1/packs/{name}/": {"get"},
    "/api/v1/packs/{name}/difference/{other}/": {"get"},
    "/api/v1/catalogues/": {"get"},
    "/api/v1/catalogues/{name}/": {"get"},
    "/api/v1/registrations/": {"get"},
    "/api/v1/re-examinations/": {"get"},
    "/api/v1/follow-ups/": {"get"},
    "/api/v1/appeals/": {"get"},
    "/api/v1/webhooks/": {"get", "post"},
    "/api/v1/webhooks/{id}/": {"get", "patch", "delete"},
    "/api/v1/webhooks/{id}/rotate/": {"post"},
    "/api/v1/webhooks/{id}/test/": {"post"},
    "/api/v1/webhooks/{id}/deliveries/": {"get"},
    "/api/v1/webhooks/{id}/deliveries/{delivery}/resend/": {"post"},
}
METHODS = {"get", "post", "patch", "put", "delete"}
KEYLESS = {"issue_token", "renew_my_calendar", "check_filing", "subscribe_webhook", "rotate_webhook"}
"""Calls that write nothing of the procedure: a token or secret is shown once, and a check leaves no trace."""


def operations():
    return [call for calls in schema()["paths"].values() for name, call in calls.items() if name in METHODS]


def test_schema_is_valid_openapi_3_1(nobody):
    answer = nobody.get("schema/")
    served = json.loads(answer.content)

    assert served["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(served).iter_errors()) == []


def test_schema_is_made_without_a_warning(capsys):
    SchemaGenerator().get_schema(request=None, public=True)

    assert capsys.readouterr().err == ""


def test_schema_holds_the_addresses_of_the_contract():
    found = {path: set(calls) & METHODS for path, calls in schema()["paths"].items()}

    assert CONTRACT.items() <= found.items()


def test_every_operation_is_named_and_told():
    names = [call["operationId"] for call in operations()]

    assert len(set(names)) == len(names)
    assert all(call["description"] for call in operations())


def test_every_move_is_named_with_what_it_asks():
    call = schema()["paths"]["/api/v1/cases/{number}/moves/{move}/"]["post"]
    (move,) = (one for one in call["parameters"] if one["name"] == "move")
    bodies = call["requestBody"]["content"]["application/json"]["schema"]["oneOf"]

    assert move["schema"]["enum"] == list(regulations.pack("ai-2026").moves)
    assert [body["title"] for body in bodies] == move["schema"]["enum"]
    accept = next(body for body in bodies if body["title"] == "accept")
    assert accept["required"] == ["procedure", "reason", "scope"]
    assert accept["properties"]["procedure"]["enum"] == ["general", "simplified", "emergency"]


def test_every_write_takes_an_idempotency_key():
    writes = [
        call
        for calls in schema()["paths"].values()
        for name, call in calls.items()
        if name in {"post", "patch", "put"} and call["operationId"] not in KEYLESS
    ]

    for call in writes:
        assert "Idempotency-Key" in [one["name"] for one in call["parameters"]], call["operationId"]


def test_errors_are_announced_as_problems():
    for call in operations():
        for status, answer in call["responses"].items():
            if status.startswith("4"):
                assert set(answer["content"]) == {"application/problem+json"}


def test_page_shows_every_operation_and_runs_nothing(client):
    answer = client.get("/api/v1/docs/")
    text = answer.content.decode()

    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert all(f'id="{call["operationId"]}"' in text for call in operations())
    assert "<script" not in text
    assert "style=" not in text
    assert "http://" not in text.replace("http://testserver", "")
    assert "https://" not in text


@pytest.mark.parametrize("path", ["/api/v1/schema/", "/api/v1/docs/"])
def test_what_may_be_asked_is_told_to_everybody(client, path):
    assert client.get(path).status_code == 200
