"""What became of the letters about a case, on its page: to the office all of them, to anybody else their own."""

import pytest
from django.urls import reverse

from ledger.models import Message

REFUSED = {"mail": "bounced", "reason": "refused", "failed_reason": "550 5.1.1 no such user"}


@pytest.fixture
def reviewing(story):
    """Two reviewers are at work; the letter to one of them came back."""
    story.in_review()
    message = Message.objects.filter(notice="review_assigned").order_by("pk").first()
    Message.objects.filter(pk=message.pk).update(**REFUSED)
    return message


def page(browse, person, story, language="en"):
    return browse(person, language).get(reverse("deliveries", args=[story.number]))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Bounced Refused at the receiving side 550 5.1.1 no such user Send again"),
        ("zh-hans", "已退回 收件方拒收 550 5.1.1 no such user 重新发送"),
    ],
)
def test_the_office_sees_who_was_told_and_what_came_back(browse, at, story, reviewing, read, language, told):
    with at(story.now):
        shown = read(page(browse, story.secretary, story, language))

    assert str(reviewing.recipient) in shown
    assert told in shown


def test_anybody_else_sees_the_letters_to_themselves_alone(browse, at, story, reviewing, read):
    with at(story.now):
        shown = read(page(browse, story.applicant, story))

    assert "Application accepted" in shown
    assert str(reviewing.recipient) not in shown
    assert "550" not in shown
    assert "Send again" not in shown


@pytest.mark.parametrize("path", ["deliveries", "delivery-again"])
def test_who_may_not_know_of_the_case_finds_nothing(browse, at, story, world, reviewing, path, unchanged):
    browser = browse(world.stranger)
    with at(story.now), unchanged():
        if path == "deliveries":
            answer = browser.get(reverse(path, args=[story.number]))
        else:
            answer = browser.post(reverse(path, args=[story.number, reviewing.pk]))

    assert answer.status_code == 404


def test_a_letter_is_sent_again_by_the_office(browse, at, story, reviewing, read):
    with at(story.now):
        browser = browse(story.secretary)
        answer = browser.post(reverse("delivery-again", args=[story.number, reviewing.pk]))
        shown = read(browser.get(answer.url))

    assert "It is sent again." in shown
    assert Message.objects.get(pk=reviewing.pk).mail == "waiting"


def test_the_applicant_does_not_find_the_letter_to_a_reviewer(browse, at, story, reviewing, unchanged):
    with at(story.now), unchanged():
        answer = browse(story.applicant).post(reverse("delivery-again", args=[story.number, reviewing.pk]))

    assert answer.status_code == 404


def test_the_applicant_cannot_send_their_own_again(browse, at, story, reviewing, read, unchanged):
    own = Message.objects.get(recipient=story.applicant, notice="case_accepted")
    with at(story.now), unchanged():
        answer = browse(story.applicant).post(reverse("delivery-again", args=[story.number, own.pk]))

    assert answer.status_code == 409
    assert "sent again by its" in read(answer)


def test_the_case_tells_its_office_that_a_letter_did_not_arrive(browse, at, story, reviewing, read):
    with at(story.now):
        case = reverse("case", args=[story.number])
        office, applicant = (read(browse(who).get(case)) for who in (story.secretary, story.applicant))

    assert "1 letter about this case did not arrive" in office
    assert "did not arrive" not in applicant


def test_the_page_costs_the_same_however_many_letters_there_are(browse, at, story, reviewing, statements):
    browser = browse(story.secretary)
    first = Message.objects.filter(entry__stream=story.stream).order_by("pk")[:1].get()
    every = Message.objects.filter(entry__stream=story.stream)
    assert every.count() > 3

    with at(story.now):
        many = statements(browser.get, reverse("deliveries", args=[story.number]))
        every.exclude(pk=first.pk).delete()
        one = statements(browser.get, reverse("deliveries", args=[story.number]))

    assert one == many
