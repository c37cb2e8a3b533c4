"""The lock on the door: one named step of the table, bound to django-fsm.

A case's state changes only through a method made here, and the method runs only with a permit that `engine/fire.py`
issues after the rules were examined. The permit names one move, carries its destination and is spent by one use, so
`case.accept()` from anywhere else raises `TransitionNotAllowed`. The table in `regulations/` is the truth; django-fsm
knows the union of all packs' edges and refuses everything outside it, independently of our own examination.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django_fsm import RETURN_VALUE, transition

import regulations
from regulations.vocabulary import State


@dataclass(frozen=True)
class Permit:
    """Leave to make one move once."""

    move: str
    destination: State


class Permitted(models.Model):
    """A model whose state changes by permit only, and whose refresh keeps the state field protected.

    django-fsm's own refresh switches the protection off for the whole process while it reads; this one takes the
    protected values out of the instance instead and puts them back if the read fails.
    """

    permit: Permit | None = None

    class Meta:
        abstract = True

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        names = None if fields is None else list(fields)
        kept = {
            field.attname: self.__dict__.pop(field.attname)
            for field in self._meta.concrete_fields
            if getattr(field, "protected", False)
            and field.attname in self.__dict__
            and (names is None or field.name in names)
        }
        try:
            super().refresh_from_db(using, names, from_queryset)
            if names is None and kept:  # Django takes what was taken out for deferred, and leaves it unread
                super().refresh_from_db(using, list(kept), from_queryset)
        except BaseException:
            self.__dict__.update(kept)
            raise

    def clean_fields(self, exclude: Iterable[str] | None = None) -> None:
        """Leave the protected state out of validation: assigning a cleaned value would be refused."""
        protected = {field.name for field in self._meta.fields if getattr(field, "protected", False)}
        super().clean_fields(exclude=set(exclude or ()) | protected)


def move(name: str) -> Callable[..., Any]:
    """The method of one move: every edge any pack gives it, behind a permit for that move."""
    lines = [pack.moves[name] for pack in regulations.all_packs()]
    sources = sorted({source.value for line in lines for source in line.sources})
    targets = sorted({target.value for line in lines for target in line.targets})

    def permitted(case: models.Model) -> bool:
        return isinstance(case, Permitted) and case.permit is not None and case.permit.move == name

    def body(case: Permitted) -> str | None:
        permit, case.permit = case.permit, None
        return permit.destination.value if targets and permit is not None else None

    body.__name__ = name
    body.__qualname__ = f"Case.{name}"
    body.__doc__ = lines[-1].label.zh
    target = RETURN_VALUE(*targets) if targets else None
    bound: Callable[..., Any] = transition(field="state", source=sources, target=target, conditions=[permitted])(body)
    return bound
