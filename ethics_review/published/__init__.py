"""The lifecycle of a pack in the forms others read: Mermaid, SVG, BPMN 2.0, SCXML, drawn from one set of lines."""

from collections.abc import Callable, Mapping

from ethics_review.published.bpmn import bpmn
from ethics_review.published.mermaid import mermaid
from ethics_review.published.scxml import scxml
from ethics_review.published.svg import svg
from regulations.pack import Resolved

FORMS: Mapping[str, Callable[[Resolved, str], str]] = {"mermaid": mermaid, "svg": svg, "bpmn": bpmn, "scxml": scxml}
"""Each writes the lifecycle of a pack in one language."""
LANGUAGES = ("zh-hans", "en")

__all__ = ["FORMS", "LANGUAGES"]
