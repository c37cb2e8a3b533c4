"""Uploads: refused for what they are, cut off on the way, or failing half-way; nothing of them is left."""

import pytest
from django.db import transaction
from django.test import Client

from ethics_review.models import Document, IdempotencyKey
from tests.ethics_review.api.conftest import upload
from tests.ethics_review.test_contents import office, pdf, png


def codes(answer):
    return [(error["path"], error["code"]) for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (lambda: upload(content=b""), "document.empty"),
        (lambda: upload("方案.exe"), "document.type"),
        (lambda: upload("方案"), "document.type"),
        (lambda: upload("方案.pdf.zip"), "document.type"),
        (lambda: upload("方案.docx"), "document.content"),
        (lambda: upload(content=png()), "document.content"),
        (lambda: upload("表.xlsx", office("xlsx", parts={"xl/vbaProject.bin": "x"})), "document.active_content"),
        (lambda: upload(content=pdf(b"/Encrypt 1 0 R")), "document.encrypted"),
    ],
    ids=["empty", "exe", "no type", "zip", "pdf as docx", "png as pdf", "macros", "encrypted"],
)
def test_file_that_is_not_what_its_name_says_leaves_nothing(story, add, kept, unchanged, file, code):
    story.drafted()
    with unchanged():
        answer = add(story.applicant, file=file())

    assert answer.status_code == 422
    assert codes(answer) == [("file", code)]
    assert kept() == []


@pytest.mark.parametrize(("beyond", "status"), [(0, 201), (1, 422)])
def test_file_is_taken_up_to_the_limit(story, add, kept, settings, beyond, status):
    story.drafted()
    settings.UPLOAD_LIMIT = 5000

    answer = add(story.applicant, file=upload("a.txt", b"x" * (5000 + beyond)))

    assert answer.status_code == status
    assert len(kept()) == (status == 201)
    if status == 422:
        assert codes(answer) == [("file", "document.too_large")]


def test_form_that_announces_too_much_is_not_read(story, calls, at, unchanged, settings, kept):
    story.drafted()
    settings.UPLOAD_LIMIT = 1000
    with at(story.now):
        mine = calls(story.applicant)
        with unchanged():
            answer = mine.upload(f"cases/{story.number}/documents/", kind="plan", file=upload(content=bytes(200_000)))

    assert answer.status_code == 413
    assert kept() == []


def form(*parts, boundary="b0undary", end=True):
    content = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return content + (f"--{boundary}--\r\n".encode() if end else b"")


def field(name, value):
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value


def file_field(content, name="file", filename="a.txt"):
    head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: text/plain\r\n\r\n'
    return head.encode() + content


@pytest.mark.parametrize("signed_in", ["token", "session"])
@pytest.mark.parametrize("cut", [8, 14, 40])
def test_cut_off_upload_is_malformed_however_one_is_signed_in(story, calls, at, unchanged, kept, cut, signed_in):
    story.drafted()
    content = form(field("kind", b"plan"), file_field(b"first line\nsecond line\nthird line"))[:-cut]
    with at(story.now):
        if signed_in == "token":
            client, headers = Client(), calls(story.applicant).headers
        else:
            client, headers = Client(enforce_csrf_checks=True), {"x-csrftoken": "a" * 32}
            client.force_login(story.applicant)
            client.cookies["csrftoken"] = "a" * 32
        with unchanged():
            answer = client.post(
                f"/api/v1/cases/{story.number}/documents/",
                content,
                content_type="multipart/form-data; boundary=b0undary",
                headers=headers,
            )

    assert answer.status_code == 400
    assert kept() == []


def test_session_uploads_as_a_token_does(story, at, kept):
    story.drafted()
    browser = Client(enforce_csrf_checks=True, headers={"x-csrftoken": "a" * 32})
    browser.force_login(story.applicant)
    browser.cookies["csrftoken"] = "a" * 32
    with at(story.now):
        answer = browser.post(f"/api/v1/cases/{story.number}/documents/", {"kind": "plan", "file": upload()})

    assert answer.status_code == 201
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (form(field("kind", b"plan")), 422),
        (form(field("kind", b"plan"), field("file", b"no file")), 422),
        (form(field("kind", b"nope"), file_field(b"x")), 422),
        (form(file_field(b"x")), 422),
        (form(field("kind", b"plan"), field("more", b"1"), file_field(b"x")), 422),
        (form(field("kind", b"plan"), file_field(b"x"), file_field(b"y", "other")), 422),
        (form(field("kind", b"pl\x00an"), file_field(b"x")), 422),
        (form(field("kind", b"plan"), file_field(b"x", filename="a" * 300 + ".txt")), 201),
        (b"nonsense", 400),
        (b"", 422),
        (form(*[field("kind", b"plan")] * 1500, file_field(b"x")), 400),
    ],
    ids=[
        "no file",
        "file as text",
        "unknown kind",
        "no kind",
        "unknown field",
        "two files",
        "nul",
        "long name",
        "nonsense",
        "empty",
        "too many fields",
    ],
)
def test_form_of_another_shape_is_refused(story, calls, at, kept, content, status):
    story.drafted()
    with at(story.now):
        answer = calls(story.applicant).ask(
            "POST",
            f"cases/{story.number}/documents/",
            content,
            content_type="multipart/form-data; boundary=b0undary",
        )

    assert answer.status_code == status
    assert len(kept()) == Document.objects.count() == (status == 201)


def test_json_is_no_upload(story, calls, at):
    story.drafted()
    with at(story.now):
        answer = calls(story.applicant).post(f"cases/{story.number}/documents/", {"kind": "plan"})

    assert answer.status_code == 415


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "..\\..\\boot.txt", "a\r\nX-Evil: 1.txt", "a\u202etxt.txt", "&#47;a.txt"]
)
def test_name_leads_nowhere_and_breaks_no_header(story, calls, at, name, folder, kept):
    story.drafted()
    content = form(field("kind", b"plan"), file_field(b"x", filename=name.replace("\r\n", "")))
    with at(story.now):
        mine = calls(story.applicant)
        added = mine.ask(
            "POST",
            f"cases/{story.number}/documents/",
            content,
            content_type="multipart/form-data; boundary=b0undary",
        ).json()
        answer, _ = mine.take(added["content"])

    assert {"/", "\\", "\r", "\n", "\u202e"}.isdisjoint(added["name"])
    assert all(folder in path.parents for path in kept())
    assert "X-Evil" not in answer.headers


def test_fault_after_the_file_took_its_place_removes_it(story, calls, at, kept, monkeypatch, unchanged):
    story.drafted()
    monkeypatch.setattr("ethics_review.operations.documents.ledger.append", None)
    with at(story.now):
        mine = calls(story.applicant)
        mine.client.raise_request_exception = False
        with unchanged():
            answer = mine.upload(f"cases/{story.number}/documents/", kind="plan", file=upload())

    assert answer.status_code == 500
    assert kept() == []


def test_fault_at_the_last_moment_removes_it_too(story, calls, at, kept, monkeypatch, unchanged):
    story.drafted()

    def broken(*_):
        raise RuntimeError("no room left")

    monkeypatch.setattr("ethics_review.api.idempotency._keep", broken)
    with at(story.now):
        mine = calls(story.applicant, **{"idempotency-key": "k"})
        mine.client.raise_request_exception = False
        with unchanged():
            answer = mine.upload(f"cases/{story.number}/documents/", kind="plan", file=upload())

    assert answer.status_code == 500
    assert kept() == []
    assert transaction.get_connection().needs_rollback is False


def test_repeat_of_an_upload_keeps_one_file_whatever_its_boundary(story, add, kept):
    story.drafted()
    answers = [add(story.applicant, **{"idempotency-key": "k"}) for _ in range(2)]
    other = add(story.applicant, file=upload(content=pdf(b"other")), **{"idempotency-key": "k"})

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert other.status_code == 422
    assert len(kept()) == Document.objects.count() == IdempotencyKey.objects.count() == 1
