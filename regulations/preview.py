"""Which procedure an application will probably take (程序预估), asked before anybody has decided.

The guard that examines the committee's choice at acceptance is asked about every choice there is: nothing is foretold
by a rule of its own. It binds nobody; what an applicant says are claims, and what the committee finds may differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from regulations.facts import Actor, Facts
from regulations.guards.filing import procedure_fits
from regulations.refusal import Refusal
from regulations.vocabulary import Procedure

OF_A_FIRST_REVIEW = "minimal_risk"
"""The one ground of the simplified procedure that is none for a change."""
RULES = {
    Procedure.EMERGENCY: "emergency.urgency",
    Procedure.SIMPLIFIED: "simplified.grounds",
    Procedure.GENERAL: "acceptance.procedure",
}
"""The rule each procedure stands on, the most particular procedure first."""
UNLISTED, EXEMPT, REQUIRED = "list.determination", "exemption.regimes", "re_examination.required"
"""The rules on which expert re-examination (专家复核) is not asked for, may be dropped, or is."""


@dataclass(frozen=True)
class Way:
    """One procedure, `ground` where it needs one, and what stands in its way; nothing where it fits."""

    procedure: Procedure
    ground: str
    rule: str
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class Preview:
    """The procedure the filing points to, the others with what stands in their way, and the rule of re-examination."""

    likely: Way
    others: tuple[Way, ...]
    re_examination: str
    claimed: tuple[int, ...]
    """The items of the list the applicant claims to be on."""


def preview(facts: Facts) -> Preview:
    """What the filing points to: the first procedure that nothing stands in the way of, in the order of `RULES`."""
    ways = [_best(facts, procedure) for procedure in RULES]
    likely = next(way for way in ways if not way.refusals)
    others = tuple(way for way in ways if way is not likely)
    return Preview(likely, others, _re_examination(facts), facts.filing.listed_claim)


def _best(facts: Facts, procedure: Procedure) -> Way:
    """The procedure on the ground that has least in its way; of equals, one that is meant for what is filed."""

    def hindrance(way: Way) -> tuple[int, bool]:
        return len(way.refusals), (way.ground == OF_A_FIRST_REVIEW) is facts.case.amendment

    return min(_ways(facts, procedure), key=hindrance)


def _ways(facts: Facts, procedure: Procedure) -> Iterator[Way]:
    grounds = facts.rules.items("simplified.grounds") if procedure is Procedure.SIMPLIFIED else ("",)
    for ground in grounds:
        found = procedure_fits(facts, Actor.system(), {"procedure": procedure, "ground": ground})
        refusals = found if isinstance(found, tuple) else (found,) if found else ()
        yield Way(procedure, ground, RULES[procedure], refusals)


def _re_examination(facts: Facts) -> str:
    """Only an item claimed, or the listing of the activity that is changed, brings the list into play."""
    if not facts.filing.listed_claim and not facts.case.original_listed:
        return UNLISTED
    regimes = facts.rules.items("exemption.regimes")
    exempting = any(regime in regimes for regime, _ in facts.filing.exempting_references)
    return EXEMPT if exempting else REQUIRED
