"""How a person wishes to be told: read with defaults, written whole. What may be chosen is not said here."""

from collections.abc import Mapping
from datetime import time

from accounts.models import Channels, User
from regulations.telling import Topic, Way


def channels_of(user: User) -> Channels:
    """What the person has chosen, or the defaults. One statement, or none where it was read with the user."""
    chosen: Channels | None = getattr(user, "channels", None)
    return chosen or Channels(user=user)


def choose(*, user: User, ways: Mapping[Topic, Way], digest_at: time, quiet_from: time, quiet_until: time) -> Channels:
    """Keep what the person has chosen for each topic, and their hours."""
    values: dict[str, object] = {topic.value: way.value for topic, way in ways.items()}
    values |= {"digest_at": digest_at, "quiet_from": quiet_from, "quiet_until": quiet_until}
    chosen, _ = Channels.objects.update_or_create(user=user, defaults=values)
    return chosen
