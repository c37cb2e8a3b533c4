"""What became of the letters about a body, on its page: to its office all of them, to anybody else their own."""

import pytest
from django.urls import reverse

from ledger.models import Message
from tests.ethics_review.operations.test_body_deliveries import NINETY, came_back


@pytest.fixture
def bounced(world):
    return came_back(world)


def address(world, message=None):
    if message is None:
        return reverse("committee-deliveries", args=[world.body.pk])
    return reverse("committee-delivery-again", args=[world.body.pk, message.pk])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Bounced Refused at the receiving side 550 no such user Send again"),
        ("zh-hans", "已退回 收件方拒收 550 no such user 重新发送"),
    ],
)
def test_the_office_is_led_to_what_came_back_and_sends_it_again(browse, at, world, bounced, read, language, told):
    with at(NINETY):
        browser = browse(world.secretary, language)
        body = browser.get(reverse("committee", args=[world.body.pk]))
        shown = read(browser.get(address(world)))
        answer = browser.post(address(world, bounced))

    assert f'href="{address(world)}"' in body.content.decode()
    assert {"en": "1 letter about this body did not arrive", "zh-hans": "该机构有1封邮件未送达"}[language] in read(body)
    assert (str(bounced.recipient) in shown, told in shown) == (True, True)
    assert {"en": "term · 2028-12-31", "zh-hans": "任期 · 2028年12月31日"}[language] in shown
    assert (answer.status_code, answer.url) == (302, address(world))
    assert Message.objects.get(pk=bounced.pk).mail == "waiting"


def test_a_member_sees_their_own_letters_and_no_button(browse, at, world, bounced, read):
    with at(NINETY):
        browser = browse(world.members[5])
        shown, body = read(browser.get(address(world))), read(browser.get(reverse("committee", args=[world.body.pk])))

    assert str(bounced.recipient) not in shown
    assert str(world.members[5]) in shown
    assert "Send again" not in shown
    assert "did not arrive" not in body


@pytest.mark.parametrize("who", ["stranger", "applicant"])
def test_whoever_is_no_part_of_it_finds_nothing_to_send(browse, at, world, bounced, read, unchanged, who):
    person = getattr(world, who)
    with at(NINETY), unchanged():
        shown, answer = read(browse(person).get(address(world))), browse(person).post(address(world, bounced))

    assert "Nothing has been told about this body." in shown
    assert answer.status_code == 404


def test_letters_of_a_body_that_is_not_there_are_not_found(browse, at, world, bounced):
    with at(NINETY):
        assert browse(world.secretary).get(reverse("committee-deliveries", args=[10_000])).status_code == 404


def test_the_page_takes_few_statements_however_many_letters_there_are(browse, at, world, bounced, statements):
    with at(NINETY):
        taken = statements(browse(world.secretary).get, address(world))

    assert taken <= 15
