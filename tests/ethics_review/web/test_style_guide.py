"""The style guide leaves no component out, in either language."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ethics_review.web.style_guide import specimens

COMPONENTS = sorted(path.stem for path in (Path(settings.BASE_DIR) / "templates" / "ui").glob("*.html"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_component_is_in_it(language):
    with override(language):
        shown = [*specimens(language, timezone.now())]

    assert [one.name for one in shown] == COMPONENTS


@pytest.mark.parametrize(
    ("language", "title", "refused"),
    [
        ("zh-hans", "界面规范", "不予办理，没有写入任何内容"),
        ("en", "Style guide", "This was refused; nothing was written"),
    ],
)
def test_it_is_drawn_in_the_readers_language(browse, world, read, language, title, refused):
    answer = browse(world.stranger, language).get(reverse("style-guide"))

    assert answer.status_code == 200
    assert (title in read(answer), refused in read(answer)) == (True, True)
    assert [answer.content.decode().count(f"<code>ui/{name}.html</code>") for name in COMPONENTS] == [1] * len(
        COMPONENTS
    )


def test_it_names_what_each_component_is_given():
    given = {one.name: one.parameters for one in specimens("en", timezone.now())}

    assert given["reasons"] == ["reasons", "title"]
    assert given["clock"] == ["clock"]


def test_it_is_for_those_who_are_signed_in(browse):
    answer = browse(None).get(reverse("style-guide"))

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/style-guide/")
