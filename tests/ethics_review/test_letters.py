"""Letters: the same words in plain text and in HTML, the recipient's language first and the other below it."""

import re
from html import unescape

import pytest

from ethics_review import notices
from ethics_review.wording.notices import NOTICES
from ledger.models import Digest, Message
from regulations.telling import TELLINGS
from tests.ethics_review.web.conftest import text as visible
from tests.world import Story


@pytest.fixture
def letter(story, settings):
    """The letter about a submitted application to its secretary, in a language."""
    settings.PUBLIC_URL = "https://ethics.example"
    story.submitted()

    def make(language="zh-hans", notice="case_submitted", **params):
        message = Message.objects.get(recipient=story.secretary, notice="case_submitted")
        message.notice, message.recipient.language = notice, language
        message.params |= params
        return notices.render(message)

    return make


class Page:
    """HTML as an answer that `visible` reads."""

    def __init__(self, html):
        self.content = html.encode()


def words(html):
    return visible(Page(html))


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("zh-hans", "有一件审查申请提交", "An application has been submitted"),
        ("en", "An application has been submitted", "有一件审查申请提交"),
    ],
)
def test_the_recipient_s_language_comes_first_and_the_other_below_it(letter, story, language, first, second):
    made = letter(language)

    assert 0 <= made.text.index(first) < made.text.index(second)
    assert 0 <= words(made.html).index(first) < words(made.html).index(second)
    assert made.subject.startswith({"zh-hans": "新的审查申请", "en": "New application"}[language])
    assert f"https://ethics.example/cases/{story.number}/" in made.text
    assert f'href="https://ethics.example/cases/{story.number}/"' in made.html
    assert made.thread == story.stream
    assert made.attachments == ()


def test_both_bodies_say_the_same_words(letter):
    made = letter("en", "meeting_convened", starts_at="2026-06-20T09:30:00+08:00", place="行政楼301")
    said = words(made.html)

    for line in filter(None, made.text.splitlines()):
        told, colon, _ = line.partition(": https://")
        parts = [told] if colon else re.split(r"(?<=[A-Za-z]): |：", line, maxsplit=1)
        assert all(part in said for part in parts if not part.startswith(("—", "https"))), line


def test_what_somebody_wrote_is_no_markup(letter):
    made = letter("en", title_en="<b>bold</b> & <script>alert(1)</script>")

    assert "<script>" not in made.html
    assert "<b>bold</b> & <script>" in unescape(made.html)
    assert "<b>bold</b> & <script>" in made.text


def test_nothing_is_fetched_from_elsewhere(letter):
    made = letter()

    assert re.findall(r"<(?:img|link|script|iframe)|url\(|@import|<style", made.html) == []
    assert set(re.findall(r'(?:src|href)="([^"]*)"', made.html)) == {
        "https://ethics.example/cases/2026-0001/",
        "https://ethics.example/account/channels/",
    }


@pytest.mark.parametrize("notice", sorted(NOTICES))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_notice_makes_a_letter(letter, notice, language):
    made = letter(language, notice)

    assert NOTICES[notice][1].zh in made.text
    assert NOTICES[notice][1].en in made.text
    assert "\n" not in made.subject


def test_every_notice_is_sorted_by_what_it_is_to_the_person_told():
    assert NOTICES.keys() == TELLINGS.keys()


def test_who_may_no_longer_see_the_matter_gets_no_letter(story, world):
    story.submitted()
    message = Message.objects.get(recipient=story.secretary)
    message.recipient = world.stranger

    assert notices.render(message) is None


def test_a_digest_lists_what_may_be_seen_and_leaves_out_the_rest(story, world, settings):
    settings.PUBLIC_URL = "https://ethics.example"
    story.submitted()
    other = Story(world).submitted()
    seen, hidden = Message.objects.filter(recipient=world.secretary).order_by("pk")
    hidden.entry.stream = "case:2026-9999"
    digest = Digest(recipient=world.secretary, on_date=story.now.date())

    made, left_out = notices.render_digest(digest, [seen, hidden])

    assert left_out == [hidden]
    assert made.subject == "每日汇总 · 2026年6月10日 · 1"
    assert f"https://ethics.example/cases/{story.number}/" in made.text
    assert other.number not in made.text + made.html
    assert notices.render_digest(digest, [hidden]) == (None, [hidden])
