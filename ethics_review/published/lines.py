"""Where each move of a pack leads, one line for each way it may go: what every published form is drawn from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ethics_review.wording import label
from ethics_review.wording.labels import LABELS, RULINGS
from regulations.move import Move
from regulations.pack import Item, Resolved
from regulations.vocabulary import ENDED, FollowUpOutcome, Outcome, State


@dataclass(frozen=True)
class Line:
    """One way out of a state: the move, and what it must record to lead there ("" where it always does)."""

    move: Move
    source: State
    target: State
    branch: str = ""


def lines(pack: Resolved) -> tuple[Line, ...]:
    """Every line of the moves that lead somewhere; whatever leaves a case where it is, is told by `staying`."""
    return tuple(line for move in pack.moves.values() for source in move.sources for line in _lines(move, source))


def _lines(move: Move, source: State) -> Iterator[Line]:
    if move.target is None:
        return
    if not isinstance(move.target, Mapping) or not move.branch:
        yield Line(move, source, move.destination(source, {}))
        return
    for branch, target in move.target.items():
        yield Line(move, source, target, branch)


def staying(pack: Resolved, state: State) -> tuple[Move, ...]:
    """The moves that may be made in a state and leave the case in it."""
    return tuple(move for move in pack.moves.values() if move.target is None and state in move.sources)


def states(pack: Resolved) -> tuple[State, ...]:
    """The states a case may be in, in the order of the vocabulary, which is that of the procedure."""
    named = {state for line in lines(pack) for state in (line.source, line.target)}
    return tuple(state for state in State if state in named)


def finals(pack: Resolved) -> frozenset[State]:
    """The states that are ended and from which nothing leads away: no appeal either."""
    return (ENDED & frozenset(states(pack))) - {line.source for line in lines(pack)}


def ways(pack: Resolved, state: State) -> tuple[tuple[Line, ...], ...]:
    """The lines out of a state, those of one move to one target together."""
    found: dict[tuple[str, State], list[Line]] = {}
    for line in lines(pack):
        if line.source is state:
            found.setdefault((line.move.name, line.target), []).append(line)
    return tuple(tuple(together) for together in found.values())


def branch_words(pack: Resolved, move: Move, branches: Iterable[str], language: str) -> str:
    """What a move records, in words: outcomes, items of a list, and after a colon the states an appeal came from."""
    found: dict[str, list[str]] = {}
    for branch in branches:
        key, _, prior = branch.partition(":")
        words = _item(pack, move, key, language) or _outcome(key, language) or key
        found.setdefault(words, []).extend([label(State(prior), language)] if prior else [])
    comma, colon = ("、", "：") if language.startswith("zh") else (", ", ": ")
    return comma.join(words + colon + comma.join(priors) if priors else words for words, priors in found.items())


def _item(pack: Resolved, move: Move, key: str, language: str) -> str:
    ask = next((ask for ask in move.asks if ask.name == move.branch and ask.options), None)
    value = pack.rules[ask.options].value if ask else ()
    items = value if isinstance(value, tuple) else ()
    return next((one.words.in_language(language) for one in items if isinstance(one, Item) and one.key == key), "")


def _outcome(key: str, language: str) -> str:
    kinds: tuple[type[StrEnum], ...] = (Outcome, FollowUpOutcome)
    words = next((LABELS[kind][kind(key)] for kind in kinds if key in set(kind)), RULINGS.get(key))
    return words.in_language(language) if words else ""


def way_words(pack: Resolved, together: tuple[Line, ...], language: str) -> str:
    """A way out of a state as a reader is told it: the move, and what it must come to where that decides."""
    move = together[0].move
    told = branch_words(pack, move, (line.branch for line in together if line.branch), language)
    words = move.label.in_language(language)
    if not told:
        return words
    return f"{words}（{told}）" if language.startswith("zh") else f"{words} ({told})"
