"""A list that does not fit says so, and leads to what it does not show: nobody takes a part for the whole."""

import re

import pytest
from django.urls import reverse

from ethics_review.models import Case, Document
from ethics_review.web import deliveries, desk, meeting_page
from ledger.models import Message
from tests.ethics_review.web.test_case_page_full import DOCUMENTS, full
from tests.filings import MINIMAL
from tests.world import MORNING, Story

LARGEST = 200_000
"""Bytes of a page, before it is packed for its way."""


def papers(answer):
    return [int(pk) for pk in re.findall(r'/documents/(\d+)/"', answer)]


def shown(browse, at, now, person, path, **parameters):
    with at(now):
        answer = browse(person).get(path, **parameters)
    assert answer.status_code == 200
    return answer.content.decode()


# The desk


def test_what_does_not_fit_on_a_desk_stands_on_its_next_page(browse, at, world, monkeypatch):
    monkeypatch.setattr(desk, "ON_DESK", 2)
    waiting = {Story(world).submitted(**MINIMAL).number for _ in range(3)}

    first, second = (shown(browse, at, MORNING, world.secretary, reverse("desk"), page=number) for number in ("1", "2"))

    tasks = [page.partition('id="waiting"')[2].partition('id="owed"')[0] for page in (first, second)]
    on = [{number for number in waiting if f'href="/cases/{number}/' in told} for told in tasks]
    assert [len(one) for one in on] == [2, 1]
    assert on[0] | on[1] == waiting
    assert all(re.search(r'id="waiting">[^<]*<span[^>]*>3</span>', page) for page in (first, second))
    assert 'rel="next"' in first
    assert 'rel="next"' not in second


def test_a_page_of_a_desk_that_is_not_there_is_the_first_or_the_last(browse, at, world):
    number = Story(world).submitted(**MINIMAL).number

    for asked in ("99", "-1", "x", "\x00", "9" * 30):
        assert f'href="/cases/{number}/' in shown(browse, at, MORNING, world.secretary, reverse("desk"), page=asked)


# Letters


def letters_told(page):
    return page.count('<td class="text-nowrap" data-name="To">')


def test_letters_that_do_not_fit_stand_on_the_next_page_and_none_twice(browse, at, story, monkeypatch):
    story.in_review()
    every = Message.objects.filter(entry__stream=story.stream).count()
    monkeypatch.setattr(deliveries, "ON_PAGE", every - 1)
    path = reverse("deliveries", args=[story.number])

    first, second = (shown(browse, at, story.now, story.secretary, path, page=number) for number in ("1", "2"))

    assert every > 2
    assert (letters_told(first), letters_told(second)) == (every - 1, 1)
    assert f"{every} in all" in first


# The queue of an agenda


@pytest.mark.parametrize(("fit", "said"), [(2, False), (1, True)])
def test_the_queue_says_whether_more_wait(browse, at, world, monkeypatch, fit, said):
    monkeypatch.setattr(meeting_page, "MOST_WAITING", fit)
    heard = Story(world).in_review().reviewed().convened()
    waits = [Story(world, now=heard.now).in_review() for _ in range(2)]

    path = reverse("meeting", args=[heard.meeting.pk])
    page = shown(browse, at, waits[-1].now, world.secretary, path)

    assert ("More cases wait than stand here" in page) is said
    offered = [one.number for one in waits if f"Put {one.number} on this agenda" in page]
    assert offered == [one.number for one in waits[:fit]]


# Documents


@pytest.fixture
def crowded(story):
    """A draft with five hundred documents."""
    return full(story.drafted())


def test_the_step_of_the_documents_turns_its_pages_and_stays_small(browse, at, crowded):
    path = reverse("filing-step", args=[crowded.number, "documents"])

    pages = [shown(browse, at, crowded.now, crowded.applicant, path, page=str(number)) for number in range(1, 14)]

    every = Document.objects.order_by("pk").values_list("pk", flat=True)
    assert [pk for page in pages for pk in papers(page)] == list(every)
    assert f"{DOCUMENTS} in all" in pages[0]
    assert all(len(page) < LARGEST for page in pages)


def test_beside_a_worksheet_stand_the_first_and_the_way_to_the_others(browse, at, story):
    story.in_review()
    full(story)
    path = reverse("move", args=[story.number, "submit_worksheet"])

    page = shown(browse, at, story.now, story.members[1], path)

    first = list(Document.objects.order_by("pk").values_list("pk", flat=True))[: len(papers(page))]
    assert papers(page) == first
    assert f"{DOCUMENTS - len(first)} more documents stand on the page of the case" in page
    assert f'href="/cases/{story.number}/#documents"' in page
    assert len(page) < LARGEST
    assert Case.objects.get(number=story.number).documents.count() == DOCUMENTS
