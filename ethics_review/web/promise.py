"""What the answers to the invitation promise for a matter, in words."""

from dataclasses import dataclass

from ethics_review.operations.convening import figures_of
from ethics_review.web.shown import Ground, ground_of
from ethics_review.wording import meetings as words
from regulations.forecast import Forecast
from regulations.pack import Rules


@dataclass(frozen=True)
class Promise:
    """What the answers to the invitation promise for a matter: with its figures, and whether it can be voted on."""

    sentence: str
    standing: str
    tone: str
    ground: Ground | None
    """Where the number that must come is written; none where the pack is gone."""


def promise_of(forecast: Forecast | None, rules: Rules | None, tongue: str) -> Promise | None:
    """None where there is no forecast. Good when met, else short, or lost where no answer can help any more."""
    if forecast is None:
        return None
    figures = figures_of(forecast=forecast)
    ground = ground_of(rules.source("meeting.min_present"), tongue) if rules else None
    tone = "met" if forecast.assured else "short" if forecast.possible else "lost"
    return Promise(words.forecast(figures, tongue), words.standing(figures, tongue), tone, ground)
