"""What every guard is made of: a refusal drawn from a rule, and the restriction of a guard to some states."""

from dataclasses import dataclass

from regulations.facts import Actor, Facts
from regulations.move import Guard
from regulations.refusal import Refusal
from regulations.vocabulary import State


def refuse(facts: Facts, code: str, rule: str, **figures: object) -> Refusal:
    """A refusal that stands on the rule `rule` of the pack that binds the case."""
    return Refusal(code, facts.rules.source(rule), figures)


@dataclass(frozen=True)
class At:
    """A guard, asked only while the case is in one of `states`. Data, so that a pack's digest covers it."""

    states: tuple[State, ...]
    guard: Guard

    def __call__(self, facts: Facts, actor: Actor) -> Refusal | tuple[Refusal, ...] | None:
        return self.guard(facts, actor) if facts.case.state in self.states else None
