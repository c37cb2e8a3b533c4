"""Events as calendar programs read them (iCalendar, RFC 5545; invitations RFC 5546): from plain values to bytes.

Nothing is looked up and no clock is read: the same values give the same bytes. Instants are told in the time of
Shanghai, with its zone in the file, since the statutory clocks run there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

ZONE = "Asia/Shanghai"
OFFSET = timedelta(hours=8)
PRODUCT = "-//Ethics review//Science and technology ethics review//ZH"
REFRESH = timedelta(hours=1)
"""How often a calendar program may ask for a feed anew."""


@dataclass(frozen=True)
class Person:
    """Somebody by name and e-mail address."""

    name: str
    email: str


@dataclass(frozen=True)
class Occasion:
    """One event. A `starts` that is a day lasts that whole day; an instant without `ends` is a moment.

    `stamp` is when what is said here last changed, `sequence` how often it has. `alarm` is how long before the start
    a calendar program reminds.
    """

    uid: str
    stamp: datetime
    starts: date | datetime
    summary: str
    ends: datetime | None = None
    description: str = ""
    location: str = ""
    url: str = ""
    sequence: int = 0
    alarm: timedelta | None = None


def invitation(occasion: Occasion, *, organizer: Person, attendee: Person, status: str, cancelled: bool) -> bytes:
    """An invitation to one person, or its cancellation. `status` is what that person has answered (PARTSTAT)."""
    calendar = _calendar()
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    event = _event(occasion)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _address(organizer), encode=False)
    guest = _address(attendee)
    guest.params["ROLE"], guest.params["PARTSTAT"] = vText("REQ-PARTICIPANT"), vText(status)
    guest.params["RSVP"] = vText("FALSE")  # it is answered on the page: nobody reads what is sent back
    event.add("attendee", guest, encode=False)
    if not cancelled:
        _remind(event, occasion)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed(occasions: Iterable[Occasion], *, name: str) -> bytes:
    """A calendar to subscribe to."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for occasion in occasions:
        event = _event(occasion)
        _remind(event, occasion)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    zone, always = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    always.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 -- local time by definition: RFC 5545, 3.6.5
    always.add("tzoffsetfrom", OFFSET)
    always.add("tzoffsetto", OFFSET)
    always.add("tzname", "CST")
    zone.add_component(always)
    calendar.add_component(zone)
    return calendar


def _event(occasion: Occasion) -> Event:
    event = Event()
    event.add("uid", occasion.uid)
    event.add("dtstamp", occasion.stamp)
    event.add("sequence", occasion.sequence)
    event.add("summary", occasion.summary)
    if isinstance(occasion.starts, datetime):
        event.add("dtstart", _there(occasion.starts))
        if occasion.ends is not None:
            event.add("dtend", _there(occasion.ends))
    else:
        event.add("dtstart", occasion.starts)
        event.add("transp", "TRANSPARENT")  # what is due on a day does not fill it
    for name in ("description", "location", "url"):
        if value := getattr(occasion, name):
            event.add(name, value)
    return event


def _there(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(ZONE))


def _remind(event: Event, occasion: Occasion) -> None:
    if occasion.alarm is None:
        return
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", occasion.summary)
    alarm.add("trigger", -occasion.alarm)
    event.add_component(alarm)


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(person.name)
    return address
