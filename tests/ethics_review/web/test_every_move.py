"""Each of the moves is made at its page without a script: by what the form there asks, and by nothing else."""

from datetime import datetime

import pytest

from ledger.models import Entry
from regulations.clocks import local
from tests.ethics_review.positions import POSITIONS
from tests.ethics_review.web.moving import path
from tests.ethics_review.web.paper_forms import PaperForm


def written(name, value):
    """The fields of a form into which an answer goes, as `regulations.asks` has it, each with what is put there."""
    match value:
        case bool():
            yield name, "yes" if value else "no"
        case list() if any(isinstance(one, dict) for one in value):
            for index, row in enumerate(value):
                yield from written(f"{name}.{index}", row)
        case list():
            yield name, [str(one) for one in value]
        case dict():
            for part, inner in value.items():
                yield from written(f"{name}.{part}", inner)
        case str() if name.rpartition(".")[2].endswith("_at"):
            yield name, local(datetime.fromisoformat(value)).strftime("%Y-%m-%dT%H:%M")
        case _:
            yield name, str(value)


def answered(form, data):
    """The form with every answer in it, sent by its button, or by the button that is an answer itself."""
    pressed = None
    for ask, value in data.items():
        for name, text in written(ask, value):
            if (name, text) in form.buttons:
                pressed = (name, text)
            else:
                form.fill(name, text)
    return form.sent(pressed)


def record(story):
    """What was done in the case, and by whom."""
    return list(Entry.objects.filter(stream=story.stream).order_by("seq").values_list("action", "actor"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("move", POSITIONS)
def test_a_move_is_made_by_what_its_page_asks(browse, at, story, move, language):
    who, data = POSITIONS[move](story)
    before = record(story)

    with at(story.now):
        browser = browse(who, language)
        form = PaperForm(browser.get(path(story, move)).content.decode(), "move")
        answer = browser.post(path(story, move), answered(form, data))
        if answer.status_code == 200:  # what stays as it was sent is shown once more
            assert record(story) == before
            answer = browser.post(path(story, move), PaperForm(answer.content.decode(), "move").sent())

    assert answer.status_code == 302, form.buttons
    assert [one for one in record(story)[len(before) :] if one[0] == move] == [(move, who.pk)]
