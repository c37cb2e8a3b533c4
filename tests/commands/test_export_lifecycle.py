"""A pack's lifecycle on the command line, in every form, and what is refused."""

import pytest

from ethics_review.published import FORMS


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("mermaid", "stateDiagram-v2"),
        ("svg", '<?xml version="1.0"'),
        ("bpmn", '<?xml version="1.0"'),
        ("scxml", '<?xml version="1.0"'),
    ],
)
def test_the_form_is_written_to_the_output(run, form, begins):
    told = run("export_lifecycle", format=form, pack="ai-2026")

    assert form in FORMS
    assert told.code == 0
    assert told.said[0].startswith(begins)
    assert any("已受理" in line for line in told.said)


def test_the_form_is_written_to_a_file_in_english(run, tmp_path):
    out = tmp_path / "lifecycle.scxml"

    told = run("export_lifecycle", format="scxml", pack="general-2023", language="en", out=str(out))

    assert (told.code, told.said) == (0, [])
    assert 'label="in review"' in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"pack": "nowhere-1999"}, "no such pack: nowhere-1999. There are general-2023, ai-draft-2025, ai-2026."),
        ({"pack": "ai-2026", "out": "missing/x.svg"}, "missing/x.svg cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(run, given, complaint):
    told = run("export_lifecycle", format="svg", **given)

    assert told.code != 0
    assert told.complained == [complaint]
