"""The feed a calendar program reads, invitations as files: read again by a parser, and line by line."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from icalendar import Calendar

from accounts import calendar_keys
from accounts.models import CalendarKey
from ethics_review.icalendar_text import Occasion, Person, feed, invitation
from ethics_review.notices import render
from ethics_review.operations import convening as acts
from ethics_review.operations.convening import Wish
from ledger.models import Message
from tests.world import MORNING, Story

START = MORNING + timedelta(days=10)
LONG = "“山间矿车自动驾驶编队调度与行人避让”科技伦理审查会议（第三次），请携带全部材料并提前十分钟签到" * 3


@pytest.fixture(autouse=True)
def untired():
    cache.clear()


def strictly(content):
    """The calendar, after its bytes were held against RFC 5545, 3.1: CRLF, 75 octets, whole characters."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert all(b"\r" not in line and b"\n" not in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no character is torn
    unfolded = re.sub(rb"\r\n[ \t]", b"", content).decode().split("\r\n")[:-1]
    assert all(re.match(r"[A-Z-]+[;:]", line) for line in unfolded), unfolded
    return Calendar.from_ical(content)


def events(calendar):
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


@pytest.fixture
def convened(story):
    story.in_review().reviewed()
    story.does(story.secretary, "convene", starts_at=START.isoformat(), place="行政楼301")
    return story


@pytest.fixture
def reads(browse, at, convened):
    """The feed of a person, as their calendar program gets it."""

    def read(person, **headers):
        secret = calendar_keys.renew(user=person, now=convened.now)
        with at(convened.now):
            answer = browse().client.get(reverse("calendar", args=[secret]), headers=headers)
        assert answer.status_code == 200
        return strictly(answer.content)

    return read


# The format


def occasion(**changed):
    said = {
        "uid": "meeting-1@localhost",
        "stamp": MORNING,
        "starts": START,
        "summary": LONG,
        "description": f"一\n{LONG}；,",
    }
    return Occasion(**said | changed)


def test_chinese_is_folded_at_75_octets_and_comes_back_whole():
    calendar = strictly(feed([occasion(), occasion(uid="deadline-1@localhost", starts=date(2026, 7, 1))], name="审查"))

    meeting, day = calendar.walk("VEVENT")
    assert str(meeting["SUMMARY"]) == LONG
    assert str(meeting["DESCRIPTION"]) == f"一\n{LONG}；,"
    assert meeting["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert meeting["DTSTART"].dt == START
    assert (day["DTSTART"].dt, day["DTSTART"].params["VALUE"]) == (date(2026, 7, 1), "DATE")
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]


@pytest.mark.parametrize(("cancelled", "method", "alarms"), [(False, "REQUEST", 1), (True, "CANCEL", 0)])
def test_an_invitation_names_its_recipient_alone(cancelled, method, alarms):
    content = invitation(
        occasion(alarm=timedelta(hours=1), sequence=3),
        organizer=Person("委员会；“甲”", "office@example.org"),
        attendee=Person('委员, "一"', "one@example.org"),
        status="NEEDS-ACTION",
        cancelled=cancelled,
    )
    calendar = strictly(content)

    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["METHOD"]), int(event["SEQUENCE"])) == (method, 3)
    assert str(event["ORGANIZER"]) == "mailto:office@example.org"
    assert str(event["ATTENDEE"]) == "mailto:one@example.org"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert len(calendar.walk("VALARM")) == alarms
    assert event["STATUS"] == ("CANCELLED" if cancelled else "CONFIRMED")


# Invitations in the post


def letter(convened, at, person, notice):
    message = Message.objects.filter(recipient=person, notice=notice).latest("pk")
    with at(convened.now):
        return render(message)


def event_of(sent):
    (file,) = sent.attachments
    calendar = strictly(file.content)
    assert f"method={calendar['METHOD']}" in file.media_type
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def test_the_letter_brings_the_event_and_its_changes_bear_the_same_name(convened, at, world):
    meeting, member = convened.meeting, world.members[4]
    method, first = event_of(letter(convened, at, member, "meeting_convened"))
    acts.change(meeting=meeting.pk, wish=Wish(starts_at=START + timedelta(days=1)), user=world.chair, now=convened.now)
    moved_method, moved = event_of(letter(convened, at, member, "meeting_changed"))
    acts.cancel(meeting=meeting.pk, reason="停电", user=world.chair, now=convened.now)
    off_method, off = event_of(letter(convened, at, member, "meeting_cancelled"))

    assert [method, moved_method, off_method] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["UID"]) for event in (first, moved, off)}) == 1
    assert [int(event["SEQUENCE"]) for event in (first, moved, off)] == [0, 1, 2]
    assert str(first["ATTENDEE"]) == f"mailto:{member.email}"
    assert str(first["LOCATION"]) == "行政楼301"
    assert (first["DTSTART"].dt, moved["DTSTART"].dt) == (START, START + timedelta(days=1))


def test_the_agenda_of_a_letter_names_only_what_its_reader_may_see(world, story, at):
    story.in_review().reviewed()
    outsider = world.members[5]
    story.does(outsider, "declare_interest", conflict=True)
    story.does(story.secretary, "convene", starts_at=START.isoformat())
    hidden = letter(story, at, outsider, "meeting_invited")
    shown = letter(story, at, world.members[4], "meeting_convened")

    for content in (hidden.text, hidden.html, event_of(hidden)[1]["DESCRIPTION"]):
        assert story.number not in content
        assert "分诊助手" not in content
    assert "您不参加该事项的审议" in hidden.text
    for content in (shown.text, event_of(shown)[1]["DESCRIPTION"]):
        assert f"议程第1项：{story.number} 分诊助手" in content
        assert f"/cases/{story.number}/" in content
    assert f"Item 1: {story.number} Triage" in shown.text


# The feed


def test_the_feed_holds_meetings_and_what_one_owes(reads, convened, world):
    meeting = convened.meeting
    office, member, applicant = (events(reads(who)) for who in (world.secretary, world.members[4], world.applicant))

    key = f"meeting-{meeting.pk}"
    assert key in office
    assert f"{convened.number} 分诊助手" in office[key]["DESCRIPTION"]
    assert set(member) == {key}
    limits = {f"deadline-{convened.clock(name).pk}" for name in ("decision",)}
    assert limits <= set(office)
    due = office[f"deadline-{convened.clock('decision').pk}"]
    assert due["DTSTART"].dt == convened.clock("decision").due_on
    assert key not in applicant


def test_what_is_settled_called_off_or_out_of_sight_vanishes(reads, convened, world):
    member = world.members[4]
    assert len(events(reads(member))) == 1
    convened.does(member, "declare_interest", conflict=True)
    (event,) = events(reads(member)).values()
    assert convened.number not in event["DESCRIPTION"]

    acts.cancel(meeting=convened.meeting.pk, reason="停电", user=world.chair, now=convened.now)
    assert events(reads(member)) == {}
    assert events(reads(world.secretary)) != {}
    convened.does(convened.applicant, "withdraw", reasons="项目终止")
    owed = events(reads(world.secretary))
    assert all(convened.number not in event["SUMMARY"] for event in owed.values())


def test_a_provisional_end_says_so(reads, convened, world):
    limit = convened.clock("decision")
    type(limit).objects.filter(pk=limit.pk).update(provisional=True)

    assert "暂定" in events(reads(world.secretary))[f"deadline-{limit.pk}"]["DESCRIPTION"]


def test_nobody_is_named_in_it(reads, convened, world):
    acts.answer(meeting=convened.meeting.pk, choice="comes", reason="", user=world.members[4], now=convened.now)
    for person in (world.secretary, world.applicant, world.members[4]):
        content = reads(person).to_ical().decode()
        assert "委员1" not in content
        assert "委员5" not in content
        assert "ATTENDEE" not in content


def test_the_same_feed_is_not_sent_twice(browse, at, convened, world):
    secret = calendar_keys.renew(user=world.secretary, now=convened.now)
    path, client = reverse("calendar", args=[secret]), browse().client
    with at(convened.now):
        first = client.get(path)
    with at(convened.now + timedelta(hours=2)):
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        other = client.get(path, headers={"If-None-Match": '"another"'})

    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert again.content == b""
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "private, no-cache"
    assert first.content == other.content


def test_what_is_no_good_address_is_not_found(browse, at, convened, world):
    client = browse().client
    old = calendar_keys.renew(user=world.secretary, now=convened.now)
    new = calendar_keys.renew(user=world.secretary, now=convened.now)

    def asked(secret):
        with at(convened.now):
            return client.get(f"/calendar/{secret}.ics").status_code

    assert [asked(one) for one in (new, old, "x" * 32, "short", "%00", new + "x")] == [200, 404, 404, 404, 404, 404]
    world.secretary.is_active = False
    world.secretary.save()
    assert asked(new) == 404
    world.secretary.is_active = True
    world.secretary.save()
    calendar_keys.revoke(user=world.secretary)
    assert asked(new) == 404


def test_the_secret_is_long_and_kept_as_its_digest(world):
    secret = calendar_keys.renew(user=world.secretary, now=MORNING)

    assert len(secret) * 6 >= 128
    assert secret not in str(CalendarKey.objects.values_list())
    assert calendar_keys.find(secret=secret).user == world.secretary


def test_who_asks_too_often_waits(browse, at, convened):
    client = browse().client
    with at(convened.now):
        answers = [client.get("/calendar/unknown.ics") for _ in range(121)]

    assert [answer.status_code for answer in answers[-2:]] == [404, 429]
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_the_feed_costs_the_same_for_one_case_and_for_three(browse, at, convened, world, statements):
    secret = calendar_keys.renew(user=world.secretary, now=convened.now)
    client = browse().client

    def read(now):
        with at(now):
            return client.get(reverse("calendar", args=[secret]))

    read(convened.now)
    one = statements(read, convened.now)
    for _ in range(2):
        other = Story(world).in_review().reviewed()
        other.now = convened.now
        other.does(other.secretary, "convene", starts_at=START.isoformat())

    assert statements(read, convened.now) == one <= 16


# The account


def test_the_address_is_made_shown_once_renewed_and_ended(browse, at, convened, world, read):
    browser = browse(world.secretary)
    with at(convened.now):
        made = browser.post(reverse("calendar-renew"))
        (address,) = re.findall(r'value="(http[^"]+/calendar/[^"]+\.ics)"', made.content.decode())
        later = browser.get(reverse("account"))
        opened = browser.get(address.partition("127.0.0.1:8000")[2] or address)
        ended = browser.post(reverse("calendar-end"))

    assert (made.status_code, opened.status_code, ended.status_code) == (200, 200, 302)
    assert address not in later.content.decode()
    assert "Make a new address; the old one ends" in read(later)
    assert not CalendarKey.objects.exists()
