"""Documents over the API: added by whoever's step it is, kept whole or not at all, handed out and remembered."""

import hashlib

import pytest

import regulations
from ethics_review.document_terms import TERMS
from ethics_review.models import Document, DocumentAccess
from ledger.models import Entry
from regulations.vocabulary import Role, State
from tests.ethics_review.api.conftest import CONTENT
from tests.world import Story


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
