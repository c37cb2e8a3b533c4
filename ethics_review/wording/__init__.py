"""Every word the product says of its own: refusals, problems, labels and notices, in Chinese and English.

Nothing is decided here and nothing is looked up in the database. A language is "zh-hans" or "en". Codes, keys and
figures come from below; where one has no words it is shown as it is at run time, and fails the tests (`Unworded`).
"""

from ethics_review.wording.labels import (
    act_label,
    basis_explanation,
    clock_label,
    field_label,
    filing_value,
    item_label,
    label,
    label_in,
    move_label,
)
from ethics_review.wording.notices import notice
from ethics_review.wording.questions import question
from ethics_review.wording.sentences import (
    Unworded,
    cite_text,
    figures_json,
    missing_sentence,
    problem_sentence,
    sentence,
)

__all__ = [
    "Unworded",
    "act_label",
    "basis_explanation",
    "cite_text",
    "clock_label",
    "field_label",
    "figures_json",
    "filing_value",
    "item_label",
    "label",
    "label_in",
    "missing_sentence",
    "move_label",
    "notice",
    "problem_sentence",
    "question",
    "sentence",
]
