"""The lifecycle as a Mermaid state diagram, which code hosts and many editors draw."""

from collections.abc import Iterator

from ethics_review.published.lines import finals, states, way_words, ways
from ethics_review.wording import label
from regulations.pack import Resolved
from regulations.vocabulary import State


def mermaid(pack: Resolved, language: str) -> str:
    """The diagram's text in one language."""
    return "\n".join(["stateDiagram-v2", *_text(pack, language)]) + "\n"


def _text(pack: Resolved, language: str) -> Iterator[str]:
    for state in states(pack):
        yield f'    state "{label(state, language)}" as {state}'
    yield f"    [*] --> {State.DRAFT}"
    for state in states(pack):
        for together in ways(pack, state):
            yield f"    {state} --> {together[0].target}: {_plain(way_words(pack, together, language))}"
    for state in sorted(finals(pack)):
        yield f"    {state} --> [*]"


def _plain(words: str) -> str:
    """Mermaid reads a colon as its own."""
    return words.replace(": ", " – ")
