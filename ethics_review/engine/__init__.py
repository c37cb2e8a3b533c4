"""The engine's public surface: make a move, or explain what may be made."""

from ethics_review.engine.case_file import WholeFile
from ethics_review.engine.explain import Explained, Option, explain, explain_in
from ethics_review.engine.fire import Stale, fire
from ethics_review.engine.input import InputInvalid, InputProblem

__all__ = [
    "Explained",
    "InputInvalid",
    "InputProblem",
    "Option",
    "Stale",
    "WholeFile",
    "explain",
    "explain_in",
    "fire",
]
