"""Documents through the pages: added, listed with their digest, handed out as files, every download remembered."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ethics_review.contents import KINDS
from ethics_review.models import Document, DocumentAccess
from tests.stored import stored
from tests.world import Story

TEXT = "活动方案\n".encode()


def upload(browse, story, person, *, kind="plan", name="方案.txt", content=TEXT, browser=None):
    file = SimpleUploadedFile(name, content)
    return (browser or browse(person)).post(reverse("documents", args=[story.number]), {"kind": kind, "file": file})


def test_a_document_is_added_and_listed_with_its_digest(browse, at, story, world, read):
    story.drafted()

    with at(story.now):
        browser = browse(world.applicant)
        answer = upload(browse, story, world.applicant, browser=browser)
        shown = read(browser.get(answer.url))

    assert answer.status_code == 302
    assert "方案.txt was added." in shown
    assert f"方案.txt {len(TEXT)}\xa0bytes" in shown or f"方案.txt {len(TEXT)} bytes" in shown
    assert f"Plan of the activity 沈若水 2026-06-10 09:00 {hashlib.sha256(TEXT).hexdigest()[:12]}" in shown


def test_a_document_is_handed_out_as_it_was_and_the_download_remembered(browse, at, story, world):
    story.drafted()
    with at(story.now):
        upload(browse, story, world.applicant)
    document = Document.objects.get()
    story.does(world.applicant, "submit")

    with at(story.now):
        answer = browse(world.secretary).get(reverse("document", args=[story.number, document.pk]))

    assert b"".join(answer.streaming_content) == TEXT
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert DocumentAccess.objects.get().person == world.secretary


@pytest.mark.parametrize(
    ("content", "name", "kind", "status"),
    [
        (b"MZ\x90\x00", "program.exe", "plan", 422),
        (b"not a pdf", "plan.pdf", "plan", 422),
        (b"", "plan.txt", "plan", 422),
        (TEXT, "plan.txt", "nonsense", 422),
        (TEXT, "plan.txt", "registration", 409),
    ],
)
def test_what_is_not_taken_is_said_on_the_page_and_nothing_is_kept(
    browse, at, story, unchanged, content, name, kind, status
):
    story.drafted()

    with at(story.now), unchanged():
        answer = upload(browse, story, story.applicant, kind=kind, name=name, content=content)

    assert answer.status_code == status
    assert "The document was not added" in answer.content.decode()


def test_a_form_without_a_file_is_sent_back(browse, at, story, world, unchanged):
    story.drafted()

    with at(story.now), unchanged():
        answer = browse(world.applicant).post(reverse("documents", args=[story.number]), {"kind": "plan"})

    assert answer.status_code == 422


def test_who_may_add_nothing_is_offered_nothing(browse, at, story, world):
    story.submitted()

    with at(story.now):
        member, secretary = (
            browse(person).get(reverse("case", args=[story.number])).content.decode()
            for person in (world.members[4], world.secretary)
        )

    assert 'id="upload-file"' not in member
    assert '<option value="correspondence">' in secretary
    assert '<option value="plan">' not in secretary


def test_what_one_may_not_see_is_neither_taken_nor_added_to(browse, at, story, world, unchanged):
    story.drafted()
    with at(story.now):
        upload(browse, story, world.applicant)
        path = reverse("document", args=[story.number, Document.objects.get().pk])
        with unchanged():
            assert browse(world.stranger).get(path).status_code == 404
            assert upload(browse, story, world.stranger).status_code == 404


def test_a_document_of_the_committee_is_not_the_applicants_to_read(browse, at, story, world, read):
    story.accepted()
    with at(story.now):
        added = upload(browse, story, world.secretary, kind="review", name="审查资料.txt")
        document = Document.objects.get()
        answer = browse(world.applicant).get(reverse("document", args=[story.number, document.pk]))
        shown = read(browse(world.applicant).get(reverse("case", args=[story.number])))

    assert added.status_code == 302
    assert answer.status_code == 404
    assert "审查资料.txt" not in shown


def several(browser, story, *files, **more):
    data = {"kind": "plan", "file": [SimpleUploadedFile(name, content) for name, content in files]}
    return browser.post(reverse("documents", args=[story.number]), data | more.pop("data", {}), **more)


def test_several_are_added_at_once_and_what_is_not_taken_is_told_by_its_name(browse, at, story, world, read):
    story.drafted()

    with at(story.now):
        answer = several(
            browse(world.applicant), story, ("一.txt", TEXT), ("坏.pdf", b"no pdf"), ("二.txt", TEXT + b"2")
        )

    shown = read(answer)
    assert answer.status_code == 422
    assert sorted(Document.objects.values_list("name", flat=True)) == ["一.txt", "二.txt"]
    assert "一.txt was added." in shown
    assert "坏.pdf: " in shown


def test_a_file_sent_by_itself_is_answered_in_part(browse, at, story, world, read, unchanged):
    story.drafted()

    with at(story.now):
        browser = browse(world.applicant)
        added = several(browser, story, ("一.txt", TEXT), hx_request="true")
        with unchanged():
            refused = several(browser, story, ("坏.exe", b"MZ"), hx_request="true")

    assert (added.status_code, refused.status_code) == (200, 200)
    assert read(added) == "一.txt was added."
    assert "坏.exe: " in read(refused)
    assert ("data-not-added" in added.content.decode(), "data-not-added" in refused.content.decode()) == (False, True)


def test_the_step_of_documents_takes_them_and_says_why_not(browse, at, story, world, read):
    story.drafted()
    step = reverse("filing-step", args=[story.number, "documents"])

    with at(story.now):
        browser = browse(world.applicant)
        answer = several(browser, story, ("一.txt", TEXT), ("坏.exe", b"MZ"), data={"from": "filing"})
        shown = read(browser.get(step))

    assert (answer.status_code, answer.url) == (302, step)
    assert "一.txt was added." in shown
    assert "坏.exe: " in shown


@pytest.mark.parametrize("limit", [1024, 25 * 1024 * 1024])
def test_what_is_taken_is_said_before_it_is_sent_from_the_settings_the_server_asks(
    browse, at, story, world, settings, read, limit
):
    settings.UPLOAD_LIMIT = limit
    story.drafted()

    with at(story.now):
        browser = browse(world.applicant)
        answer = browser.get(reverse("filing-step", args=[story.number, "documents"]))
        kept = several(browser, story, ("大.txt", b"x" * 1025), hx_request="true")

    page = answer.content.decode()
    assert f'data-limit="{limit}"' in page
    assert f'accept="{",".join(f".{ending}" for ending in sorted(KINDS))}"' in page
    assert ("1.0\xa0KB" in page.replace("&nbsp;", "\xa0")) is (limit == 1024)
    assert ("was added" in read(kept)) is (limit > 1025)


def test_the_step_of_documents_costs_the_same_however_many_there_are(browse, at, world, statements):
    def cost(files):
        story = Story(world).drafted()
        with at(story.now):
            browser = browse(world.applicant)
            several(browser, story, *((f"{number}.txt", TEXT) for number in range(files)))
            return statements(browser.get, reverse("filing-step", args=[story.number, "documents"]))

    one, three = cost(1), cost(3)
    assert one == three
    assert one <= 15


# Read beside the form

LOCKED_IN = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def kept(story, name, media_type, content=TEXT):
    return stored(story.accepted(), name, media_type, content)


def asked(browse, at, story, document, who, **more):
    with at(story.now):
        return browse(who).get(reverse("document", args=[story.number, document.pk]), read="here", **more)


SHOWN = (
    ("plan.pdf", "application/pdf", "application/pdf", LOCKED_IN),
    ("figure.png", "image/png", "image/png", f"{LOCKED_IN}; sandbox"),
    ("notes.md", "text/markdown; charset=utf-8", "text/plain; charset=utf-8", f"{LOCKED_IN}; sandbox"),
    ("table.csv", "text/csv; charset=utf-8", "text/plain; charset=utf-8", f"{LOCKED_IN}; sandbox"),
)


@pytest.mark.parametrize(("name", "taken", "shown", "policy"), SHOWN)
def test_what_a_browser_can_show_is_shown_where_it_can_do_nothing_and_that_is_on_record(
    browse, at, story, world, name, taken, shown, policy
):
    document = kept(story, name, taken)

    answer = asked(browse, at, story, document, world.secretary)

    assert b"".join(answer.streaming_content) == TEXT
    assert answer.headers["Content-Disposition"].startswith("inline; ")
    assert answer.headers["Content-Type"] == shown
    assert answer.headers["Content-Security-Policy"] == policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert DocumentAccess.objects.get().person == world.secretary


@pytest.mark.parametrize("media_type", [KINDS["docx"].media_type, "text/html", "image/svg+xml", ""])
def test_anything_else_is_a_file_to_keep_however_it_is_asked_for(browse, at, story, world, media_type):
    document = kept(story, "plan", media_type)

    answer = asked(browse, at, story, document, world.secretary)

    assert b"".join(answer.streaming_content) == TEXT
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_whoever_may_not_read_it_is_shown_nothing(browse, at, story, world, unchanged):
    document = kept(story, "plan.pdf", "application/pdf")

    for who in (world.stranger, world.centre_secretary, world.experts[0]):
        with unchanged():
            assert asked(browse, at, story, document, who).status_code == 404


def test_beside_a_worksheet_only_what_can_be_shown_there_offers_it(browse, at, story, world):
    readable = kept(story, "plan.pdf", "application/pdf")
    other = Document.objects.create(
        case=story.case, kind="plan", name="plan.docx", size=1, media_type=KINDS["docx"].media_type,
        sha256="0" * 64, content="x", uploaded_by=story.applicant, uploaded_at=story.now,
    )  # fmt: skip
    story.listed().assigned()

    with at(story.now):
        page = browse(world.members[2]).get(reverse("move", args=[story.number, "submit_worksheet"])).content.decode()

    assert f'/documents/{readable.pk}/?read=here" target="reader"' in page
    assert f'/documents/{other.pk}/"' in page
    assert f"/documents/{other.pk}/?read=here" not in page
    assert page.count('<iframe class="reader" name="reader"') == 1
