"""Documents over the API: added by whoever's step it is, kept whole or not at all, handed out and remembered."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

import regulations
from ethics_review.document_terms import TERMS
from ethics_review.models import Document, DocumentAccess, IdempotencyKey
from ledger.models import Entry
from regulations.vocabulary import Role, State
from tests.ethics_review.test_contents import office, pdf, png
from tests.world import Story

CONTENT = pdf()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where the files of one test are."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def kept(folder):
    """The files that are there."""
    return lambda: sorted(path for path in Path(folder).rglob("*") if path.is_file())


def upload(name="方案.pdf", content=CONTENT):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def add(story, calls, at):
    """Somebody adds a document to the story's case."""

    def make(who, kind="plan", file=None, **headers):
        with at(story.now):
            mine = calls(who, **headers)
            return mine.upload(f"cases/{story.number}/documents/", kind=kind, file=file or upload())

    return make


def codes(answer):
    return [(error["path"], error["code"]) for error in answer.json()["errors"]]


def test_document_is_kept_as_it_came_under_a_name_of_our_own(story, add, kept, folder):
    story.drafted()

    answer = add(story.applicant)

    row, (file,) = Document.objects.get(), kept()
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": row.pk,
        "kind": "plan",
        "name": "方案.pdf",
        "size": len(CONTENT),
        "media_type": "application/pdf",
        "sha256": digest,
        "uploaded_by": {"id": story.applicant.pk, "name": "沈若水", "name_en": ""},
        "uploaded_at": "2026-06-10T09:00:00+08:00",
        "content": f"/api/v1/cases/{story.number}/documents/{row.pk}/content",
    }
    assert file.read_bytes() == CONTENT
    assert str(file.relative_to(folder)) == row.content.name
    assert row.content.name.startswith("2026/06/")
    assert "方案" not in row.content.name
    assert not file.stat().st_mode & 0o007


def test_upload_is_recorded_with_its_digest_and_counts_as_a_write(story, add):
    story.drafted()
    add(story.applicant)

    entry = Entry.objects.filter(stream=story.stream).last()

    assert (entry.action, entry.role, entry.actor) == ("document_added", "applicant", story.applicant)
    assert entry.data["document_sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert "方案" not in entry.body
    assert story.case.version == 2 == entry.data["version"]


def test_stale_upload_is_refused(story, add, kept, unchanged):
    story.drafted().revised()
    with unchanged():
        answer = add(story.applicant, **{"if-match": f'"{story.number}-1"'})

    assert answer.status_code == 412
    assert kept() == []


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


# Who may add what


def test_applicant_adds_materials_only_while_the_filing_is_open(story, add, unchanged):
    story.submitted()
    with unchanged():
        answer = add(story.applicant)

    (refusal,) = answer.json()["refusals"]
    assert answer.status_code == 409
    assert (refusal["code"], refusal["cite"]["article"], refusal["path"]) == ("document.not_yours", 10, "kind")
    assert refusal["figures"] == {"needs": [], "has": ["applicant"], "state": "submitted"}


def test_applicant_adds_again_once_something_is_asked_for(story, add):
    story.submitted().does(story.secretary, "request_completion", extra=[{"path": "funding", "reason": "来源不明"}])

    assert add(story.applicant).status_code == 201


@pytest.mark.parametrize("kind", ["review", "correspondence"])
def test_office_adds_its_own_documents_and_no_materials(story, add, kind):
    story.submitted()

    assert add(story.secretary, kind).status_code == 201
    assert add(story.secretary, "plan").status_code == 409
    assert add(story.applicant, kind).status_code == 409


def test_member_and_manager_add_nothing_to_a_review(story, add, unchanged):
    story.in_review()
    with unchanged():
        for person, kind in ((story.members[2], "review"), (story.members[5], "plan"), (story.manager, "plan")):
            assert add(person, kind).status_code == 409


def test_no_kind_is_for_members_reviewers_advisers_or_experts_to_add():
    pack = regulations.pack("ai-2026")
    adders = {role for terms in TERMS.values() for state in State for role in terms.adders(pack, state)}

    assert adders == {Role.APPLICANT, Role.UNIT, Role.SECRETARY, Role.CHAIR, Role.AUTHORITY}


def test_refused_upload_leaves_no_file(story, add, kept):
    story.submitted()
    add(story.applicant)

    assert kept() == []


def test_every_kind_is_added_by_somebody_and_read_by_its_adder():
    for terms in TERMS.values():
        assert terms.by
        assert terms.by <= terms.readers


# Who may read what


def test_internal_documents_are_the_committees_alone(story, add, calls, at):
    story.submitted()
    shown, internal = add(story.secretary, "correspondence").json(), add(story.secretary, "review").json()

    def listed(who):
        with at(story.now):
            return [one["id"] for one in calls(who).get(f"cases/{story.number}/documents/").json()["results"]]

    def taken(who, document):
        with at(story.now):
            return calls(who).take(document["content"])[0].status_code

    assert listed(story.members[5]) == [shown["id"], internal["id"]]
    assert listed(story.applicant) == listed(story.manager) == [shown["id"]]
    assert (taken(story.members[5], internal), taken(story.applicant, internal)) == (200, 404)
    assert taken(story.applicant, shown) == 200


def test_internal_document_shows_in_the_applicants_history_as_no_more_than_an_act(story, add, calls, at):
    story.submitted()
    add(story.secretary, "review")
    with at(story.now):
        entry = calls(story.applicant).get(f"cases/{story.number}/history/").json()["results"][-1]

    assert (entry["action"], entry["body"]) == ("internal_document_added", {"version": 3})


def test_document_is_handed_out_as_an_attachment_and_remembered(story, add, calls, at):
    story.drafted()
    document = add(story.applicant).json()
    with at(story.now):
        answer, content = calls(story.applicant).take(document["content"])

    access = DocumentAccess.objects.get()
    assert content == CONTENT
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''%E6%96%B9%E6%A1%88.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["ETag"] == f'"{document["sha256"]}"'
    assert (access.document_id, access.person, access.at) == (document["id"], story.applicant, story.now)
    assert [action for action, _ in story.entries()] == ["create", "document_added"]


def test_document_of_another_case_is_not_found_by_its_number(story, world, add, calls, at):
    story.drafted()
    document = add(story.applicant).json()
    other = Story(world).drafted()
    with at(story.now):
        answer, _ = calls(story.applicant).take(f"/api/v1/cases/{other.number}/documents/{document['id']}/content")

    assert answer.status_code == 404
    assert not DocumentAccess.objects.exists()


# Half-written


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
