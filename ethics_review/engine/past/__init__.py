"""Cases as their record shows them at each entry: what the rules saw then, read once for many cases. Writes nothing."""

from ethics_review.engine.past.records import records

__all__ = ["records"]
