"""The page of a case with all one can have: long, strange, much of it. What it costs, and that it holds."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from ethics_review.models import Case, Document
from ledger.operations import append
from tests.world import MORNING, Story

ENTRIES, DOCUMENTS = 300, 500
TITLE = "关于面向基层诊所的人工智能分诊助手的" * 16
NAMES = "مريم الأحمد 👩‍🔬"
MOST = {"submitted": 10, "accepted": 12, "balloting": 13, "decided": 13, "re_examined": 13}
"""Statements of the page, by how far the case has come; the reader belongs to the committee, who sees the most."""


def full(story):
    """300 entries, 500 documents, a title as long as the column, a name from right to left."""
    Case.objects.filter(number=story.number).update(title_zh=TITLE[:300], title_en="Triage " * 42)
    type(story.applicant).objects.filter(pk=story.applicant.pk).update(name=NAMES)
    with transaction.atomic():
        for minute in range(ENTRIES - len(story.entries())):
            at = story.now + timedelta(minutes=minute)
            body = {"revision": minute, "filing_sha256": "0" * 64, "version": 1}
            append(stream=story.stream, action="revise", body=body, actor=story.applicant, role="applicant", at=at)
    Document.objects.bulk_create(
        Document(
            case=story.case, kind="plan", name=f"附件{number} {NAMES}.pdf", size=1, media_type="application/pdf",
            sha256="0" * 64, content="x", uploaded_by=story.applicant, uploaded_at=story.now,
        )
        for number in range(DOCUMENTS)
    )  # fmt: skip
    return story


@pytest.fixture
def shown(browse, at, story):
    story.decided()

    def answer(person=None, **turned):
        with at(story.now + timedelta(days=1)):
            return browse(person or story.secretary).get(reverse("case", args=[story.number]), **turned)

    return answer


def entries(answer):
    return [int(seq) for seq in re.findall(r">#(\d+) [0-9a-f]{8}<", answer.content.decode())]


def papers(answer):
    return [int(pk) for pk in re.findall(r'/documents/(\d+)/"', answer.content.decode())]


def test_a_full_case_costs_no_more_statements_and_stays_small(shown, statements, story):
    before = statements(shown)
    full(story)

    assert statements(shown) == before
    assert len(shown().content) < 200_000


def test_the_record_turns_its_pages_and_none_is_lost(shown, story):
    full(story)

    pages = [entries(shown(record=number)) for number in range(1, 6)]

    assert [seq for page in pages for seq in page] == list(reversed(range(ENTRIES)))
    assert entries(shown(record="6")) == entries(shown(record="99")) == pages[-1]
    assert entries(shown(record="x")) == entries(shown()) == pages[0]


def test_the_documents_turn_their_pages_while_the_record_stays(shown, story):
    full(story)

    pages = [papers(shown(documents=number)) for number in range(1, 14)]

    assert sorted(pk for page in pages for pk in page) == list(
        Document.objects.order_by("pk").values_list("pk", flat=True)
    )
    second = shown(record=2, documents=3)
    assert (entries(second), papers(second)) == (entries(shown(record=2)), pages[2])
    assert f'href="/cases/{story.number}/?record=2&amp;documents=4#documents"' in second.content.decode()


def test_revisions_of_a_draft_that_follow_each_other_stand_under_the_latest(browse, at, story):
    """Nothing is left out: they can be opened, in their order; what comes between two runs parts them."""
    story.drafted().revised().revised().revised()
    story.does(story.applicant, "submit")
    story.does(story.secretary, "request_completion", extra=[{"path": "plan", "reason": "补充"}])
    story.revised()
    with at(story.now):
        answer = browse(story.applicant).get(reverse("case", args=[story.number]))

    record = answer.content.decode().partition('id="history"')[2]
    outside = re.sub(r'<details class="mt-1">.*?</details>', "", record, flags=re.DOTALL)
    assert entries(answer) == list(reversed(range(7)))
    assert [int(seq) for seq in re.findall(r">#(\d+) [0-9a-f]{8}<", outside)] == [6, 5, 4, 3, 0]
    assert "2 revisions right before it" in record


def test_a_short_record_has_no_pages(shown):
    assert "Pages of the record" not in shown().content.decode()


def test_names_and_titles_are_told_whole(shown, read, story):
    full(story)

    told = read(shown())

    assert TITLE[:300] in told
    assert NAMES in told


@pytest.mark.parametrize("verb", MOST)
def test_the_page_costs_no_more_than_its_facts(browse, at, world, statements, verb):
    story = Story(world)
    arguments = {"re_examined": ("agree", "approve"), "balloting": (6,)}.get(verb, ())
    story = story.in_review().reviewed() if verb == "balloting" else story
    getattr(story, verb)(*arguments)
    browser = browse(world.chair)

    with at(max(story.now, MORNING)):
        assert statements(browser.get, reverse("case", args=[story.number])) == MOST[verb]
