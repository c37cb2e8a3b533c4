"""What one has been told: worded when read, one's own only, and nothing one may no longer see."""

import pytest
from django.urls import reverse

from committees import operations as bodies
from ledger.models import Message
from tests.world import MORNING, Story


def inbox(browse, person, language="en", **parameters):
    return browse(person, language).get(reverse("inbox"), **parameters)


def test_messages_are_worded_in_the_readers_language(browse, at, story, world, read):
    story.submitted()

    with at(story.now):
        en, zh = (read(inbox(browse, world.secretary, tongue)) for tongue in ("en", "zh-hans"))

    assert "new New application for review · 2026-0001 · Triage" in en
    assert "新 新的审查申请 · 2026-0001 · 分诊助手" in zh
    assert "Sign in to see the details" not in en


def test_a_message_opened_from_the_inbox_is_read_and_leads_to_the_case(browse, at, story, world):
    story.submitted()
    message = Message.objects.get(recipient=world.secretary)

    with at(story.now):
        answer = browse(world.secretary).post(reverse("inbox-read"), {"message": message.pk, "case": story.number})

    assert answer.url == reverse("case", args=[story.number])
    assert Message.objects.get(pk=message.pk).read_at == story.now


def test_a_whole_page_is_marked_as_read(browse, at, story, world, read):
    story.submitted()
    other = Story(world).submitted()
    ids = list(Message.objects.filter(recipient=world.secretary).values_list("pk", flat=True))

    with at(other.now):
        browse(world.secretary).post(reverse("inbox-read"), {"message": ids})
        shown = read(inbox(browse, world.secretary))

    assert len(ids) == 2
    assert "new New application" not in shown
    assert "Mark all as read" not in shown


def test_everything_is_marked_as_read_and_one_as_unread_again(browse, at, story, world, read):
    story.submitted()
    Story(world).submitted()
    first, second = Message.objects.filter(recipient=world.secretary).order_by("pk")
    others = Message.objects.create(
        notice="case_submitted",
        entry=first.entry,
        recipient=world.manager,
        dedupe="another's",
        created_at=story.now,
    )

    with at(story.now):
        browser = browse(world.secretary)
        browser.post(reverse("inbox-read"), {"mark": "all"})
        browser.post(reverse("inbox-read"), {"mark": "unread", "message": [second.pk, others.pk]})

    told = dict(Message.objects.values_list("pk", "read_at"))
    assert (told[first.pk], told[second.pk], told[others.pk]) == (story.now, None, None)


def test_the_inbox_is_narrowed_to_what_is_unread_and_to_a_topic(browse, at, story, world, read):
    story.submitted()
    Message.objects.filter(recipient=world.secretary).update(read_at=story.now)
    other = Story(world).submitted()
    clock = Message.objects.filter(recipient=world.secretary).latest("pk")
    clock.pk, clock.notice, clock.dedupe = None, "clock_reminder", "a reminder"
    clock.save()

    with at(other.now):
        unread, act, limits, none, all_of_it = (
            read(inbox(browse, world.secretary, **narrowed))
            for narrowed in (
                {"show": "unread"},
                {"topic": "act"},
                {"topic": "time_limits"},
                {"topic": "meetings"},
                {"topic": "nonsense"},
            )
        )

    def subjects(shown):
        return shown.count("New application for review · "), shown.count("Time limit about to end · ")

    assert [subjects(shown) for shown in (unread, act, limits, none, all_of_it)] == [
        (1, 1),
        (2, 0),
        (0, 1),
        (0, 0),
        (2, 1),
    ]
    assert "Nothing of this kind." in none


def test_nobody_reads_anothers_messages(browse, at, story, world, read):
    story.submitted()
    message = Message.objects.get(recipient=world.secretary)

    with at(story.now):
        browse(world.manager).post(reverse("inbox-read"), {"message": [message.pk, "nonsense", "9" * 15]})
        shown = read(inbox(browse, world.manager))

    assert Message.objects.get(pk=message.pk).read_at is None
    assert "You have been told nothing yet." in shown


def test_what_one_may_no_longer_see_is_not_told(browse, at, story, world, read):
    story.in_review()
    reviewer = world.members[2]
    with at(story.now):
        before = read(inbox(browse, reviewer))
        bodies.recuse(subject=story.stream, item=None, person=reviewer, reason="利益关系", at=story.now)
        after = read(inbox(browse, reviewer))

    assert "You are asked to review · 2026-0001" in before
    assert "2026-0001" not in after


def test_the_inbox_costs_the_same_however_much_is_in_it(browse, at, world, statements):
    Story(world).submitted()
    browser = browse(world.secretary)

    with at(MORNING):
        one = statements(browser.get, reverse("inbox"))
        for _ in range(2):
            Story(world).submitted()
        three = statements(browser.get, reverse("inbox"))

    assert one == three


def test_the_inbox_turns_its_pages(browse, at, world, read):
    for _ in range(21):
        Story(world).submitted()

    with at(MORNING):
        first, second = read(inbox(browse, world.secretary)), read(inbox(browse, world.secretary, page=2))

    assert "Page 1 of 2, 21 in all" in first
    assert "2026-0001" in second
    assert "2026-0001" not in first


def test_how_much_is_unread_stands_on_every_page(browse, at, story, world, read):
    story.submitted()

    with at(story.now):
        assert "Inbox 1 unread" in read(browse(world.secretary).get(reverse("packs")))
        assert "Inbox 委员" in read(browse(world.members[4]).get(reverse("packs")))


@pytest.mark.parametrize("message", ["9" * 30, "9" * 5000, "-1", "x", "١", "\x00"])
@pytest.mark.parametrize("case", ["", "x" * 20000, "../../admin", "//example.org", "\x00"])
def test_what_no_button_sends_reads_nothing_and_leads_to_the_inbox(browse, at, story, world, unchanged, message, case):
    story.submitted()

    with at(story.now), unchanged():
        answer = browse(world.secretary).post(reverse("inbox-read"), {"message": message, "case": case})

    assert (answer.status_code, answer.url) == (302, reverse("inbox"))
