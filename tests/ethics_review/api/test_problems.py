"""Every error as a problem (RFC 9457): its status, its media type, and its words in both languages."""

import re

import pytest
from django.conf import settings

from ethics_review.api.phrases import KINDS
from ethics_review.models import Case

ZH, EN = "zh-hans", "en"


def told(answer, kind):
    """The body of a problem of that kind."""
    body = answer.json()
    assert answer.status_code == KINDS[kind].status == body["status"]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert body["type"] == f"urn:ethics-review:problem:{kind}"
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize("language", ["zh-CN, en;q=0.5", "zh-hans", "fr, zh"])
def test_chinese_is_spoken_where_it_is_asked_for_first(nobody, db, language):
    answer = nobody.get("cases/", accept_language=language)

    assert told(answer, "unauthenticated")["title"] == "尚未登录"
    assert answer.headers["Content-Language"] == ZH


def test_english_is_spoken_where_it_is_asked_for_first(nobody, db):
    answer = nobody.get("cases/", accept_language="en-GB, zh;q=0.5")

    assert told(answer, "unauthenticated")["title"] == "Not signed in"
    assert answer.headers["Content-Language"] == EN


def test_nobody_who_asks_for_no_language_is_spoken_to_in_their_own(world, calls):
    mine = calls(world.applicant)
    del mine.headers["accept-language"]
    before = mine.get("cases/2026-0001/").json()["title"]
    world.applicant.language = "en"
    world.applicant.save()

    assert (before, mine.get("cases/2026-0001/").json()["title"]) == ("未找到", "Not found")


@pytest.mark.parametrize(
    "path",
    ["nope/", "cases/2026-1/", "cases/x/", "cases/2026-0001/nope/", "packs/none/", "/api/", "/api/v2/cases/", "cases"],
)
def test_unknown_address_is_not_found(world, calls, path):
    told(calls(world.applicant).get(path), "not_found")


def test_unknown_address_is_not_found_by_nobody_either(nobody, db):
    told(nobody.get("nope/"), "not_found")


def test_other_method_is_told_the_methods_there_are(world, calls):
    answer = calls(world.applicant).ask("PUT", "cases/", {})

    told(answer, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_other_format_is_not_acceptable(world, calls):
    told(calls(world.applicant).get("cases/", accept="text/html"), "not_acceptable")


def test_format_cannot_be_chosen_in_the_address(world, calls):
    told(calls(world.applicant).get("cases/?format=json"), "invalid")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1, "a": 2}',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
    ],
    ids=["empty", "cut off", "nonsense", "nan", "infinity", "twice", "no utf-8", "bom", "endless number", "bottomless"],
)
def test_what_is_no_json_is_malformed(world, calls, body, unchanged):
    mine = calls(world.applicant)
    with unchanged():
        answer = mine.ask("POST", "cases/", body)

    told(answer, "malformed" if body else "invalid")


def test_body_shorter_than_announced_is_malformed(world, calls, unchanged):
    mine = calls(world.applicant)
    with unchanged():
        request = mine.client._base_environ(
            REQUEST_METHOD="POST",
            PATH_INFO="/api/v1/cases/",
            CONTENT_TYPE="application/json",
            CONTENT_LENGTH="100",
            HTTP_AUTHORIZATION=mine.headers["authorization"],
        )
        answer = mine.client.request(**request | {"wsgi.input": Wire(b'{"title": {}}')})

    told(answer, "malformed")


class Wire:
    """A connection that ends early."""

    def __init__(self, content):
        self.content = content

    def read(self, size=-1):
        size = len(self.content) if size < 0 else size
        chunk, self.content = self.content[:size], self.content[size:]
        return chunk

    readline = read


class Flood(Wire):
    """A connection whose reading is counted."""

    def __init__(self):
        super().__init__(b"")
        self.asked = 0

    def read(self, size=-1):
        self.asked += size
        return b" " * size


def test_thirty_megabytes_are_refused_before_they_are_read(world, calls, unchanged):
    mine, flood = calls(world.applicant), Flood()
    with unchanged():
        request = mine.client._base_environ(
            REQUEST_METHOD="POST",
            PATH_INFO="/api/v1/cases/",
            CONTENT_TYPE="application/json",
            CONTENT_LENGTH=str(30 * 1024 * 1024),
            HTTP_AUTHORIZATION=mine.headers["authorization"],
        )
        answer = mine.client.request(**request | {"wsgi.input": flood})

    told(answer, "too_large")
    assert flood.asked == 0
    limits = [settings.JSON_LIMIT // 2**20, settings.UPLOAD_LIMIT // 2**20]
    assert [int(number) for number in re.findall(r"(\d+) MB", answer.json()["detail"])] == limits


@pytest.mark.parametrize(("beyond", "kind"), [(0, "invalid"), (1, "too_large")])
def test_json_is_read_up_to_its_limit(world, calls, beyond, kind):
    body = b'{"funding": "' + b"x" * (settings.JSON_LIMIT - 15 + beyond) + b'"}'

    told(calls(world.applicant).ask("POST", "cases/", body), kind)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"])
def test_other_content_is_not_read(world, calls, kind, unchanged):
    mine = calls(world.applicant)
    with unchanged():
        told(mine.ask("POST", "cases/", b"{}", content_type=kind), "unsupported_media_type")


def test_wrong_input_is_told_at_once_with_path_and_sentence(world, calls, unchanged):
    mine = calls(world.applicant)
    with unchanged():
        answer = mine.post("cases/", {"title": {"zh": 5}, "committee": "1", "filing": {"fundng": "x"}, "more": 1})

    errors = told(answer, "invalid")["errors"]
    assert [(error["path"], error["code"]) for error in errors] == [
        ("committee", "input.type"),
        ("more", "input.unknown_field"),
        ("title.zh", "input.type"),
        ("fundng", "input.unknown_field"),
    ]
    assert errors[0]["sentence"] == "“committee” is of the wrong type and should be a whole number; correct it."
    assert errors[-1]["cite"]["instrument"] == "ai-2026"
    assert errors[-1]["figures"]["nearest"] == "funding"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_characters_no_column_holds_are_refused(world, calls, text, unchanged):
    mine = calls(world.applicant)
    with unchanged():
        answer = mine.post("cases/", {"title": {"zh": text}, "committee": world.body.pk, "filing": {}})

    assert [(error["path"], error["code"]) for error in told(answer, "invalid")["errors"]] == [
        ("title.zh", "input.character")
    ]


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ("nope=1", "?nope", "input.unknown_field"),
        ("state=", "?state", "input.required"),
        ("state=nope", "?state", "input.enum"),
        ("state=draft,nope", "?state", "input.enum"),
        ("state=draft&state=active", "?state", "input.repeated"),
        ("committee=one", "?committee", "input.type"),
        ("committee=1.0", "?committee", "input.type"),
        ("committee=1000000000000000000", "?committee", "input.too_long"),
        ("committee=%EF%BC%91", "?committee", "input.type"),
        ("mine=yes", "?mine", "input.enum"),
        ("due_before=tomorrow", "?due_before", "input.format"),
        ("due_before=2026-06-10T09:00:00", "?due_before", "input.format"),
        ("due_before=0001-01-01", "?due_before", "input.format"),
        ("due_before=9999-12-31", "?due_before", "input.format"),
        ("due_before=2026-W24-3", "?due_before", "input.format"),
        ("q=%00", "?q", "input.character"),
        (f"q={'x' * 201}", "?q", "input.too_long"),
        ("ordering=title", "?ordering", "input.enum"),
        ("page_size=0", "?page_size", "input.too_short"),
        ("page_size=201", "?page_size", "input.too_long"),
        ("page_size=-1", "?page_size", "input.type"),
        (f"page_size={'9' * 199}", "?page_size", "input.too_long"),
        ("cursor=x", "?cursor", "request.cursor"),
    ],
)
def test_query_is_read_strictly(world, calls, query, path, code):
    errors = told(calls(world.applicant).get(f"cases/?{query}"), "invalid")["errors"]

    assert [(error["path"], error["code"]) for error in errors] == [(path, code)]


def test_answers_are_not_to_be_kept_by_anybody_between(world, calls):
    answer = calls(world.applicant).get("me/")

    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Accept-Language", "Authorization", "Cookie"} <= set(answer.headers["Vary"].split(", "))


def test_fault_of_the_program_is_a_problem_without_its_particulars(world, calls, monkeypatch, caplog):
    mine = calls(world.applicant)
    mine.client.raise_request_exception = False
    monkeypatch.setattr("ethics_review.api.views.people.sittings.seats_held", None)

    body = told(mine.get("me/"), "broken")

    assert "NoneType" not in str(body)
    assert "NoneType" in caplog.text


def test_every_kind_is_worded_in_both_languages():
    for kind in KINDS.values():
        for words in (kind.title, kind.detail):
            assert len({words.zh, words.en, ""}) == 3


def test_a_case_whose_pack_is_gone_says_so_and_is_no_fault_of_the_program(story, calls, at):
    story.accepted()
    Case.objects.update(pack_version="0")
    with at(story.now):
        answer = calls(story.applicant).get(f"cases/{story.number}/")

    assert answer.status_code == 409
    assert [(refusal["code"], refusal["figures"]["version"]) for refusal in answer.json()["refusals"]] == [
        ("pack.gone", "0")
    ]
