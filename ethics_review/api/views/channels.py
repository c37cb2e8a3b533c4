"""How the caller is told: read, and chosen whole."""

from datetime import time
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

import regulations
from accounts.channels import channels_of
from accounts.models import Channels
from ethics_review.api import documented, requested
from ethics_review.api.base import ApiView
from ethics_review.api.idempotency import once
from ethics_review.api.shapes.common import sourced, words
from ethics_review.api.shapes.people import ChannelsShape
from ethics_review.operations.channels import Chosen, choose
from ethics_review.wording.notices import NOTICES
from regulations.telling import LEGAL, TOPICS, WAYS, Topic, Way

HOURS = ("digest_at", "quiet_from", "quiet_until")


class MyChannels(ApiView):
    @extend_schema("get_channels", responses=documented.ok(ChannelsShape))
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """What the caller has chosen for each topic, their hours, and the notices that are always told at once."""
        return Response(_shown(channels_of(self.user)))

    @extend_schema(
        "choose_channels",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.CHANNELS),
        responses=documented.made(ChannelsShape, 200),
    )
    @once
    def put(self, request: Request) -> Response:
        """Choose anew. Legal notices stay at once: anything else for them is refused, each with its article."""
        data = requested.checked(requested.CHANNELS, request.data)
        ways = {topic: Way(data["ways"][topic.value]) for topic in Topic}
        hours = {name: time.fromisoformat(data[name]) for name in HOURS}
        legal = Way(data["ways"].get("legal", Way.AT_ONCE))
        return Response(_shown(choose(user=self.user, chosen=Chosen(ways=ways, legal=legal, **hours))))


def _shown(chosen: Channels) -> Any:
    pack = regulations.newest()
    legal = [
        {"notice": kind, "label": words(NOTICES[kind][0]), "why": words(one.why)} | sourced(pack.rules[one.rule].source)
        for kind, one in LEGAL.items()
        if one.why
    ]
    shown = {
        "ways": {topic.value: chosen.way(topic).value for topic in Topic} | {"legal": Way.AT_ONCE.value},
        "topics": [{"key": topic.value, "label": words(label)} for topic, label in TOPICS.items()],
        "choices": [{"key": way.value, "label": words(label)} for way, label in WAYS.items()],
        "legal": legal,
    }
    return ChannelsShape(shown | {name: getattr(chosen, name) for name in HOURS}).data
