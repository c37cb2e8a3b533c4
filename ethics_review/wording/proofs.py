"""A counter-example of a proof in words: what lay in the draft, who did what, where it led, and what is wrong there."""

from collections.abc import Iterator

from ethics_review.wording.labels import label
from ethics_review.wording.sentences import cite_text
from regulations.pack import Resolved
from regulations.proof import CounterExample
from regulations.proof.environment import beginning
from regulations.proof.explore import Step
from regulations.words import Words

HOLDS = Words("成立", "holds")
BROKEN = Words("不成立", "broken")
UNDER = Words("此时{twist}，仍被允许", "allowed even though {twist}")


def law_line(example: CounterExample, language: str) -> str:
    """The invariant and the article it stands on."""
    return f"{example.law.sentence.in_language(language)}（{cite_text(example.cite, language)}）"


def way(example: CounterExample, pack: Resolved, language: str) -> Iterator[str]:
    """The shortest way to where the invariant breaks, one act a line; a figure has no way to it."""
    if example.detail is not None:
        yield example.detail.in_language(language)
        return
    yield beginning(example.start).in_language(language)
    for number, step in enumerate(example.steps, 1):
        yield f"{number}. {_told(step, pack, language)}"
    if example.twist is not None:
        yield UNDER.in_language(language).format(twist=example.twist.in_language(language))


def _told(step: Step, pack: Resolved, language: str) -> str:
    """“主任委员：作出审查决定（批准）→ 已批准实施”; what happens by itself has nobody before it."""
    said = step.words.in_language(language)
    if not step.move:
        return said
    role = label(step.role, language) if step.role is not None else ""
    act = pack.moves[step.move].label.in_language(language)
    return f"{role}：{act}{f'（{said}）' if said else ''} → {label(step.target.state, language)}"
