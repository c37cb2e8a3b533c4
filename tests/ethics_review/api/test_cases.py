"""Cases over the API: drafted from a dossier, listed, narrowed, read, checked and corrected."""

from datetime import timedelta

import pytest

from ethics_review.models import Case, CaseNumber, Filing
from ethics_review.operations.sweeping import sweep
from ledger.models import Entry
from tests.world import MORNING, filing


def dossier(world, **changed):
    title = {"zh": "社区诊所分诊助手研发", "en": "Triage assistant"}
    return {"title": title, "committee": world.body.pk, "filing": filing(**changed)}


# Drafts


def test_dossier_becomes_a_draft_of_the_caller(world, calls, at):
    with at(MORNING):
        answer = calls(world.applicant).post("cases/", dossier(world))

    case = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/cases/2026-0001/"
    assert answer.headers["ETag"] == '"2026-0001-1"'
    assert (case["number"], case["version"], case["state"]) == ("2026-0001", 1, "draft")
    assert case["applicant"]["id"] == world.applicant.pk
    assert case["filing"]["body"] == filing()
    assert case["created_at"] == "2026-06-10T09:00:00+08:00"


def test_draft_may_lack_anything(world, calls):
    assert calls(world.applicant).post("cases/", dossier(world) | {"filing": {}}).status_code == 201


@pytest.mark.parametrize(
    ("changed", "path", "code"),
    [
        ({"committee": 999_999}, "committee", "input.not_found"),
        ({"committee": 2**63}, "committee", "input.not_a_number"),
        ({"committee": 1.0}, "committee", "input.type"),
        ({"committee": True}, "committee", "input.type"),
        ({"title": {"zh": " "}}, "title.zh", "input.required"),
        ({"title": {"zh": "x" * 301}}, "title.zh", "input.too_long"),
        ({"title": {"en": "only"}}, "title.zh", "input.required"),
        ({"filing": []}, "filing", "input.type"),
        ({"filing": {"period": {"start": "2026-13-01"}}}, "period.start", "input.format"),
        ({"filing": {"amends": "2026-0999"}}, "amends", "input.not_found"),
    ],
)
def test_draft_of_another_shape_is_refused_and_nothing_is_written(world, calls, unchanged, changed, path, code):
    mine = calls(world.applicant)
    with unchanged():
        answer = mine.post("cases/", dossier(world) | changed)

    assert answer.status_code == 422
    assert [(error["path"], error["code"]) for error in answer.json()["errors"]] == [(path, code)]
    assert not CaseNumber.objects.exists()


def test_panel_of_experts_receives_no_application(story, calls, at):
    story.applied().panelled()
    panel = story.case.re_examinations.get().panel
    expert = story.world.experts[0]
    with at(story.now):
        answer = calls(expert).post("cases/", dossier(story.world) | {"committee": panel.pk})

    assert [error["code"] for error in answer.json()["errors"]] == ["input.not_found"]


# The case


def test_case_tells_what_binds_it_and_what_runs(story, calls, at):
    story.accepted()
    with at(story.now):
        case = calls(story.secretary).get(f"cases/{story.number}/").json()

    row = story.case
    assert case["pack"] | {"pinned_at": None} == {
        "id": "ai-2026",
        "version": row.pack_version,
        "digest": row.pack_digest,
        "pinned_at": None,
    }
    assert (case["procedure"], case["ground"], case["listed"], case["exempt"]) == ("general", "", None, False)
    assert case["roles"] == ["secretary"]
    running, settled = case["deadlines"]
    assert (running["clock"], running["state"], running["due_on"]) == ("decision", "running", "2026-07-10")
    assert (running["due_at"], running["provisional"]) == ("2026-07-10T23:59:59.999999+08:00", False)
    assert (running["cite"], running["basis"]) == (
        {"instrument": "ai-2026", "article": 16, "annex": False, "certain": True},
        "reported",
    )
    assert (settled["clock"], settled["state"]) == ("acceptance", "settled")
    assert case["next_due_at"] == running["due_at"]


def test_case_lists_every_move_with_what_it_asks_and_what_refuses_it(story, calls, at):
    story.submitted()
    with at(story.now):
        moves = {move["move"]: move for move in calls(story.secretary).get(f"cases/{story.number}/").json()["moves"]}

    assert len(moves) == 38
    accept, submit, open_ballot = moves["accept"], moves["submit"], moves["open_ballot"]
    assert (accept["allowed"], accept["refusals"], accept["label"]) == (True, [], {"zh": "受理", "en": "Accept"})
    assert accept["asks"]["required"] == ["procedure", "reason", "scope"]
    assert [refusal["code"] for refusal in submit["refusals"]] == ["state.not_here", "role.not_yours"]
    assert open_ballot["allowed"] is False
    refusal = submit["refusals"][0]
    assert set(refusal) == {"code", "sentence", "cite", "basis", "figures", "path"}
    assert refusal["figures"]["latest"] == {
        "action": "submit",
        "actor": "沈若水",
        "role": "applicant",
        "at": "2026-06-10T09:01:00+08:00",
    }


def test_sentences_follow_the_language_asked_for(story, calls, at):
    story.submitted()
    with at(story.now):
        mine = calls(story.applicant)
        tongues = {
            tongue: mine.get(f"cases/{story.number}/", accept_language=tongue).json()["moves"][0]["refusals"][0]
            for tongue in ("zh-hans", "en")
        }

    assert tongues["zh-hans"]["sentence"].endswith("（《人工智能科技伦理审查与服务办法（试行）》第13条）。")
    assert "Art. 13" in tongues["en"]["sentence"]


# The filing


def test_check_names_everything_missing_and_writes_nothing(story, calls, at, unchanged):
    story.drafted(funding=None, commitment={"signed_by": "沈若水"})
    with at(story.now):
        mine = calls(story.applicant)
        with unchanged():
            answer = mine.post(f"cases/{story.number}/check/").json()

    assert answer["complete"] is False
    assert [(one["path"], one["cite"]["article"]) for one in answer["missing"]] == [
        ("funding", 12),
        ("commitment.signed_on", 12),
    ]
    assert answer["missing"][0]["sentence"].startswith("Source of funding (funding) is missing")


def test_check_of_a_complete_filing_finds_nothing(story, calls, at):
    story.drafted()
    with at(story.now):
        answer = calls(story.applicant).post(f"cases/{story.number}/check/").json()

    assert (answer["complete"], answer["missing"]) == (True, [])


@pytest.mark.parametrize("kind", ["application/json", "application/merge-patch+json"])
def test_patch_changes_what_it_names_and_takes_away_what_is_null(story, calls, at, kind):
    story.drafted()
    with at(story.now):
        answer = calls(story.applicant).patch(
            f"cases/{story.number}/filing/",
            {"funding": None, "plan": {"purpose": "仅供参考"}, "title": {"zh": "新题目"}},
            content_type=kind,
        )

    case = answer.json()
    expected = filing(title={"zh": "新题目", "en": filing()["title"]["en"]}, funding=None)
    expected["plan"] = expected["plan"] | {"purpose": "仅供参考"}
    assert answer.status_code == 200
    assert case["filing"]["body"] == expected
    assert (case["filing"]["revision"], case["version"], case["title"]["zh"]) == (2, 2, "新题目")
    assert answer.headers["ETag"] == f'"{story.number}-2"'
    assert [action for action, _ in story.entries()] == ["create", "revise"]


def test_patch_of_another_shape_is_refused(story, calls, at, unchanged):
    story.drafted()
    with at(story.now):
        mine = calls(story.applicant)
        with unchanged():
            answer = mine.patch(
                f"cases/{story.number}/filing/", {"plan": "none", "extra": 1, "title": {"zh": "x" * 301}}
            )

    assert answer.status_code == 422
    assert [(error["path"], error["code"]) for error in answer.json()["errors"]] == [
        ("extra", "input.unknown_field"),
        ("plan", "input.type"),
        ("title.zh", "input.too_long"),
    ]


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null"])
def test_patch_that_is_no_object_is_refused(story, calls, at, unchanged, body):
    story.drafted()
    with at(story.now):
        mine = calls(story.applicant)
        with unchanged():
            answer = mine.ask("PATCH", f"cases/{story.number}/filing/", body)

    assert [error["code"] for error in answer.json()["errors"]] == ["input.type"]


def test_filing_before_the_committee_is_closed(story, calls, at, unchanged):
    story.submitted()
    with at(story.now):
        mine = calls(story.applicant)
        with unchanged():
            answer = mine.patch(f"cases/{story.number}/filing/", {"funding": "x"})

    assert answer.status_code == 409
    assert [(refusal["code"], refusal["cite"]["article"]) for refusal in answer.json()["refusals"]] == [
        ("filing.closed", 13)
    ]


def test_somebody_elses_filing_is_not_theirs_to_change(story, calls, at, unchanged):
    story.submitted().does(story.secretary, "request_completion", extra=[{"path": "funding", "reason": "来源不明"}])
    with at(story.now):
        office = calls(story.secretary)
        with unchanged():
            answer = office.patch(f"cases/{story.number}/filing/", {"funding": "x"})

    assert [refusal["code"] for refusal in answer.json()["refusals"]] == ["role.not_yours"]


def test_stale_patch_is_refused_and_says_who_was_faster(story, calls, at, unchanged):
    story.drafted().revised()
    with at(story.now):
        mine = calls(story.applicant)
        with unchanged():
            answer = mine.patch(f"cases/{story.number}/filing/", {"funding": "x"}, if_match=f'"{story.number}-1"')

    assert answer.status_code == 412
    assert answer.json()["latest"]["action"] == "revise"
    assert answer.json()["latest"]["actor"] == "沈若水"


def test_every_write_leaves_one_case_one_revision_one_entry(world, calls, at):
    with at(MORNING):
        calls(world.applicant).post("cases/", dossier(world))

    assert (Case.objects.count(), Filing.objects.count()) == (1, 1)
    assert Entry.objects.filter(stream="case:2026-0001").count() == 1


@pytest.mark.parametrize(("micro", "state"), [(0, "running"), (1, "closed")])
def test_case_is_due_next_when_a_clock_still_runs_out(story, calls, at, micro, state):
    """A window whose end has passed is closed, before the sweeper has been by as after it."""
    story.decided("reject")
    last = story.clock("appeal_window").due_at
    now = last + micro * timedelta(microseconds=1)
    for swept in (False, True):
        if swept:
            sweep(now=now)
        with at(now):
            case = calls(story.applicant).get(f"cases/{story.number}/").json()
            (row,) = calls(story.applicant).get("cases/").json()["results"]

        (window,) = [clock for clock in case["deadlines"] if clock["clock"] == "appeal_window"]
        assert (window["state"], case["overdue"]) == (state, False)
        assert case["next_due_at"] == row["next_due_at"] == (window["due_at"] if state == "running" else None)


def test_case_stays_due_when_what_was_owed_is_overdue(story, calls, at):
    story.accepted()
    story.now = story.clock("decision").due_at + timedelta(days=3)
    with at(story.now):
        case = calls(story.chair).get(f"cases/{story.number}/").json()

    (owed,) = [clock for clock in case["deadlines"] if clock["clock"] == "decision"]
    assert (owed["state"], case["overdue"], case["next_due_at"]) == ("overdue", True, owed["due_at"])
