"""What the answers to the invitation promise for a matter, in words."""

from dataclasses import dataclass

from ethics_review.operations.convening import figures_of
from ethics_review.wording import meetings as words
from regulations.forecast import Forecast


@dataclass(frozen=True)
class Promise:
    """What the answers to the invitation promise for a matter: with its figures, and whether it can be voted on."""

    sentence: str
    standing: str
    tone: str


def promise_of(forecast: Forecast | None, tongue: str) -> Promise | None:
    """None where there is no forecast. Good when met, else short, or lost where no answer can help any more."""
    if forecast is None:
        return None
    figures = figures_of(forecast=forecast)
    tone = "met" if forecast.assured else "short" if forecast.possible else "lost"
    return Promise(words.forecast(figures, tongue), words.standing(figures, tongue), tone)
