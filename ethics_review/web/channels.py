"""How I am told: the person's own choice for each topic, their hours, and what the law leaves no choice about."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy

import regulations
from accounts.channels import channels_of
from accounts.models import Channels
from ethics_review.operations.channels import Chosen, choose
from ethics_review.web.page import INVALID, SignedIn, answers, language, page
from ethics_review.web.shown import Ground, ground_of
from ethics_review.wording.notices import worded
from regulations.telling import LEGAL, TOPICS, WAYS, Topic, Way

HOURS = ("digest_at", "quiet_from", "quiet_until")


@dataclass(frozen=True)
class Legal:
    """A notice that is always told at once: its name, what hangs on it, the rule it stands on."""

    name: str
    why: str
    ground: Ground


class ChannelsForm(forms.Form):
    """One choice for each topic, and three hours."""

    legal = forms.ChoiceField(choices=[(way.value, way.value) for way in Way], required=False)
    digest_at = forms.TimeField(label=gettext_lazy("Hour of the daily digest"))
    quiet_from = forms.TimeField(label=gettext_lazy("Begin at"))
    quiet_until = forms.TimeField(label=gettext_lazy("End at"))

    def __init__(self, *args: Any, tongue: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(way.value, words.in_language(tongue)) for way, words in WAYS.items()]
        for topic, words in TOPICS.items():
            radios = forms.RadioSelect()
            self.fields[topic.value] = forms.ChoiceField(choices=ways, label=words.in_language(tongue), widget=radios)
        for name in HOURS:
            self.fields[name].widget = forms.TimeInput({"type": "time", "class": "form-control"}, format="%H:%M")

    @property
    def topics(self) -> Iterator[forms.BoundField]:
        """The choices in the order of the topics."""
        return (self[topic.value] for topic in Topic)

    def chosen(self) -> Chosen:
        """What the valid form says."""
        data = self.cleaned_data
        return Chosen(
            ways={topic: Way(data[topic.value]) for topic in Topic},
            legal=Way(data["legal"] or Way.AT_ONCE),
            **{name: data[name] for name in HOURS},
        )


@answers("GET", "POST")
def channels(request: SignedIn) -> HttpResponse:
    """Show and keep the choice."""
    tongue = language()
    posted = request.POST if request.method == "POST" else None
    form = ChannelsForm(posted, initial=_initial(channels_of(request.user)), tongue=tongue)
    if posted is not None and form.is_valid():
        choose(user=request.user, chosen=form.chosen())
        messages.success(request, gettext("Saved."))
        return redirect("channels")
    status = INVALID if posted is not None else 200
    ways = [(way.value, words.in_language(tongue)) for way, words in WAYS.items()]
    legal = list(_legal(tongue))
    return page(request, "account/channels.html", section="account", status=status, form=form, legal=legal, ways=ways)


def _initial(chosen: Channels) -> dict[str, object]:
    return {topic.value: chosen.way(topic).value for topic in Topic} | {name: getattr(chosen, name) for name in HOURS}


def _legal(tongue: str) -> Iterator[Legal]:
    """Every notice that is always told at once, in the order of the procedure."""
    pack = regulations.newest()
    for kind, telling in LEGAL.items():
        why = telling.why.in_language(tongue) if telling.why else ""
        yield Legal(worded(kind, {}, tongue).name, why, ground_of(pack.rules[telling.rule].source, tongue))
