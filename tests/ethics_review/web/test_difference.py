"""The page of what two revisions say otherwise: word by word, file by file, for whoever may read both."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.filings import filing

BEFORE = {**filing()["plan"], "purpose": "提示就诊优先级，不替代诊断"}
AFTER = {**filing()["plan"], "purpose": "提示就诊优先级，不取代医生诊断"}


def path(story):
    return reverse("difference", args=[story.number])


@pytest.fixture
def completed(story, world):
    """Two revisions lie before the committee: the first, and the one that supplied what was asked for."""
    story.submitted(plan=BEFORE)
    story.does(world.secretary, "request_completion", extra=[{"path": "plan.purpose", "reason": "请说明由谁诊断"}])
    story.revised(plan=AFTER)
    return story.does(world.applicant, "resubmit") and story


def test_what_the_latest_revision_changed_is_marked_word_by_word(browse, at, completed, world, read):
    with at(completed.now):
        answer = browse(world.secretary).get(path(completed))

    assert "Revision 1 → 2" in read(answer)
    assert "Purpose changed" in read(answer)
    whole = answer.content.decode()
    assert "不<del>替</del>代诊断" in whole
    assert "不<ins>取</ins>代<ins>医生</ins>诊断" in whole


@pytest.mark.parametrize("index", [0, 2])
def test_the_committee_reads_it(browse, at, completed, world, index, read):
    with at(completed.now):
        assert "Revision 1 → 2" in read(browse(world.members[index]).get(path(completed)))


def test_in_chinese(browse, at, completed, world, read):
    with at(completed.now):
        shown = read(browse(world.secretary, "zh-hans").get(path(completed)))

    assert "修订版对比" in shown
    assert "变更" in shown


def test_a_file_that_came_with_the_second_revision_is_told_by_its_digest(browse, at, story, world, read):
    def upload(name, content):
        file = SimpleUploadedFile(name, content)
        with at(story.now):
            browse(world.applicant).post(reverse("documents", args=[story.number]), {"kind": "plan", "file": file})

    story.drafted()
    upload("方案.txt", "第一版\n".encode())
    story.does(world.applicant, "submit")
    story.does(world.secretary, "request_completion", extra=[{"path": "plan", "reason": "请补正"}])
    upload("方案.txt", "第二版\n".encode())
    upload("同意书.txt", "同意\n".encode())
    story.revised().does(world.applicant, "resubmit")

    with at(story.now):
        shown = read(browse(world.secretary).get(path(story)))

    assert "Plan of the activity · 方案.txt changed" in shown
    assert "Plan of the activity · 同意书.txt added" in shown


def test_a_revision_not_sent_yet_is_the_applicants_alone(browse, at, completed, world, read):
    completed.does(
        world.secretary, "request_completion", legal_reason="法定事由", extra=[{"path": "plan", "reason": "x"}]
    )
    completed.revised(funding="尚未提交的经费")

    with at(completed.now):
        own = read(browse(world.applicant).get(path(completed)))
        others = read(browse(world.secretary).get(path(completed)))
        asked = browse(world.secretary).get(path(completed), **{"from": 1, "to": 3})

    assert "尚未提交的经费" in own
    assert "Revision 2 → 3" in own
    assert "尚未提交的经费" not in others
    assert "Revision 1 → 2" in others
    assert asked.status_code == 404


@pytest.mark.parametrize("asked", [{"from": "0"}, {"to": "9"}, {"from": "x"}, {"to": "-1"}, {"to": "9" * 400}])
def test_a_revision_there_is_not_is_not_found(browse, at, completed, world, asked):
    with at(completed.now):
        assert browse(world.secretary).get(path(completed), **asked).status_code == 404


def test_the_older_may_be_asked_for_against_the_newer(browse, at, completed, world):
    with at(completed.now):
        whole = browse(world.secretary).get(path(completed), **{"from": 2, "to": 1}).content.decode()

    assert "不<ins>替</ins>代诊断" in whole


def test_of_a_single_revision_nothing_is_compared(browse, at, story, world, read):
    story.submitted()

    with at(story.now):
        assert "There is one revision so far." in read(browse(world.secretary).get(path(story)))


def test_whoever_may_not_see_the_case_finds_no_page(browse, at, completed, world):
    with at(completed.now):
        for person in (world.stranger, world.centre_secretary, world.officer):
            assert browse(person).get(path(completed)).status_code == 404


def test_the_page_costs_the_same_for_two_revisions_and_four(browse, at, completed, world, statements):
    browser = browse(world.secretary)
    with at(completed.now):
        two = statements(browser.get, path(completed))
    for _ in range(2):
        completed.does(
            world.secretary, "request_completion", legal_reason="法定事由", extra=[{"path": "plan", "reason": "x"}]
        )
        completed.revised().does(world.applicant, "resubmit")
    with at(completed.now):
        four = statements(browser.get, path(completed))

    assert two == four
    assert two <= 15
