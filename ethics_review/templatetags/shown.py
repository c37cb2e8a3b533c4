"""How templates write instants and the small marks that stand beside words. Nothing is looked up here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ethics_review.web import forms, terms
from ethics_review.web.shown import Ground, Standing, TimeLimit
from regulations.clocks import local

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """An instant to the minute, in the time of Shanghai."""
    return terms.moment(at) if at else ""


@register.filter
def day(at: date | datetime | None) -> str:
    """The day in Shanghai on which an instant falls."""
    return (local(at).date() if isinstance(at, datetime) else at).isoformat() if at else ""


@register.filter
def due(clock: TimeLimit) -> str:
    """The end of a time limit: to the minute where it runs by the hour, else the last day."""
    return moment(clock.due_at) if clock.exact else day(clock.due_at)


register.filter(forms.called)
register.filter(terms.apart)


@register.inclusion_tag("ui/basis.html")
def basis(ground: Ground | None) -> dict[str, Any]:
    """How sure a rule's wording is."""
    return {"ground": ground}


@register.inclusion_tag("ui/cite.html")
def cite(ground: Ground | None) -> dict[str, Any]:
    """The article, and how sure its wording is."""
    return {"ground": ground}


@register.inclusion_tag("ui/cite_short.html")
def cite_short(ground: Ground | None) -> dict[str, Any]:
    """The article without its instrument, and how sure its wording is: where the instrument is plain from the page."""
    return {"ground": ground}


@register.inclusion_tag("ui/left.html")
def left(clock: TimeLimit) -> dict[str, Any]:
    """How long a time limit still runs, or how it ended. What is told to the minute goes on by itself."""
    return {"clock": clock}


@register.inclusion_tag("ui/standing.html")
def standing(shown: Standing) -> dict[str, Any]:
    """Where a case stands."""
    return {"standing": shown}


@register.simple_tag(takes_context=True)
def specimen(context: template.Context, shown: Any, way: Mapping[str, Any]) -> SafeString:
    """A component of the style guide, drawn with one set of values."""
    return render_to_string(shown.template, dict(way), context["request"])
