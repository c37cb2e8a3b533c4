"""A proof of packs by exhaustion (规则穷举验证): each pack as a finite model, the real conditions asked in every world.

What the model leaves out, and why that is allowed, is told in docs/explanation/what-is-proved.md.
"""

from regulations.proof.explore import Memory
from regulations.proof.laws import LAWS
from regulations.proof.prove import HOUSES, CounterExample, Proof, prove

__all__ = ["HOUSES", "LAWS", "CounterExample", "Memory", "Proof", "prove"]
