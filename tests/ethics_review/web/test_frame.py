"""What holds on every page: nothing inline, nothing from elsewhere, errors in both languages, no fault."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PRINTED = ("desk", "cases", "case-new", "meetings", "committees", "inbox", "packs", "account", "password", "webhooks")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_is_small_and_carries_no_style_or_program(path):
    text = path.read_text("utf-8")

    assert len(text.splitlines()) <= 120
    style = "" if path.parent.name == "mail" else r"\bstyle=|"  # mail readers heed no style sheet
    assert not re.search(style + r"\bon[a-z]+=\"|<style|javascript:|\|safe\b|autoescape off", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text)


def test_our_own_style_and_program_fetch_nothing_from_elsewhere():
    for path in (ROOT / "ethics_review" / "static" / "ethics_review").iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text
        assert "@import" not in text


def test_every_page_has_a_title_a_language_one_heading_and_a_name_for_every_control(browse, world):
    browser = browse(world.secretary, "zh-hans")

    for name in PRINTED:
        answer = browser.get(reverse(name))
        page = answer.content.decode()
        assert '<html lang="zh-hans"' in page
        assert re.search(r"<title>\s*\S.* · 科技伦理审查</title>", page), name
        assert page.count("<h1") == 1
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]
        assert list(unnamed(page)) == [], name


def unnamed(page):
    """The controls without a label."""
    labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', page))
    for control in re.findall(r"<(?:input|select|textarea)[^>]*>", page):
        found = re.search(r'id="([^"]+)"', control)
        if 'type="hidden"' not in control and (found is None or found.group(1) not in labelled):
            yield control


def test_the_entry_of_the_navigation_one_is_in_is_marked(browse, world):
    page = browse(world.secretary).get(reverse("meetings")).content.decode()

    assert page.count('aria-current="page"') == 1
    assert re.search(r'href="/meetings/" aria-current="page"', page)


@pytest.mark.parametrize(
    ("language", "own", "other"),
    [("en", "There is nothing here", "没有该页面"), ("zh-hans", "这里没有内容", "There is no such page")],
)
def test_what_is_not_there_is_said_in_both_languages(browse, world, read, language, own, other):
    answer = browse(world.secretary, language).get("/nowhere/")

    assert answer.status_code == 404
    assert own in read(answer)
    assert other in read(answer)


def test_a_form_without_its_token_is_told_what_to_do(world, read):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.secretary)

    answer = client.post(reverse("account"), {"language": "en"}, headers={"accept-language": "en"})

    assert answer.status_code == 403
    assert "Open the page again and send it once more." in read(answer)


def test_a_body_that_is_too_large_is_told_so(browse, world, read):
    answer = browse(world.secretary).post(reverse("case-new"), {"text": "x" * (3 * 1024 * 1024)})

    assert answer.status_code == 413
    assert "What you sent is too large" in read(answer)
    assert f"of up to {settings.UPLOAD_LIMIT // 2**20} MB" in read(answer)


def test_a_body_that_cannot_be_read_is_told_so(browse, world, read):
    answer = browse(world.secretary).client.post(
        reverse("case-new"), b"\x00broken", content_type="multipart/form-data; boundary=x" + "y" * 300
    )

    assert answer.status_code == 400
    assert "This request could not be read" in read(answer)


def test_a_fault_of_the_program_is_told_without_a_trace_of_it(world, read, monkeypatch):
    monkeypatch.setattr("ethics_review.web.desk.waiting_cases", lambda **_: 1 / 0)
    client = Client(raise_request_exception=False)
    client.force_login(world.secretary)

    answer = client.get(reverse("desk"), headers={"accept-language": "en"})

    assert answer.status_code == 500
    assert "Something broke on our side" in read(answer)
    assert f"The operator finds it under this number: {answer['X-Request-ID']}" in read(answer)
    assert "ZeroDivisionError" not in answer.content.decode()


@override_settings(DEBUG=False)
def test_no_parameter_breaks_a_page(browse, world):
    browser = browse(world.secretary)
    pages = {
        reverse("cases"): ("q", "state", "procedure", "page"),
        reverse("meetings"): ("page",),
        reverse("committees"): ("page",),
        reverse("inbox"): ("page",),
        reverse("webhooks"): ("page",),
        reverse("case-new"): ("from",),
        reverse("committee", args=[world.body.pk]): ("on",),
        reverse("dashboard", args=[world.body.pk]): ("since", "until"),
    }

    for path, names in pages.items():
        for name in names:
            for value in ("\x00", "%", "'", "-1", "9" * 40, "<script>", "\u202e"):
                assert browser.get(path, **{name: value}).status_code == 200, (path, name, value)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_people_write_is_shown_as_words(browse, at, story, world, text):
    story.drafted(funding=text)

    with at(story.now):
        page = browse(world.applicant).get(reverse("case", args=[story.number])).content.decode()

    assert text not in page
    assert text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") in page
