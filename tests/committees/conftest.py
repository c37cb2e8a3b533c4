"""Bodies, seats, meetings and people for the tests of the committees. Everything is built through the operations."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Institution, User
from committees import operations
from ledger.models import Entry
from regulations import pack
from regulations.clocks import SHANGHAI
from regulations.quorum import Share
from regulations.refusal import Refused
from regulations.vocabulary import Category, CommitteeKind, Position, Role
from tests import unwritten

SUBJECT = "case:2026-0001"
EXPERTISE = (Category.AI_TECHNOLOGY, Category.AI_APPLICATION, Category.ETHICS, Category.LAW)


@pytest.fixture
def today():
    """A Wednesday."""
    return date(2026, 6, 10)


@pytest.fixture
def morning():
    """09:00 in Shanghai on that Wednesday."""
    return datetime(2026, 6, 10, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def minutes(morning):
    """The instant so many minutes after nine."""
    return lambda after: morning + timedelta(minutes=after)


@pytest.fixture
def rules():
    return pack("ai-2026").rules_for(house={})


@pytest.fixture
def video_rules():
    """A committee whose own rules permit meeting by video."""
    return pack("ai-2026").rules_for(house={"meeting.video": True})


@pytest.fixture
def institution(db):
    return Institution.objects.create(kind="unit", name="川岭大学", region="5101")


@pytest.fixture
def person(institution):
    """Makes one more person."""
    numbers = count(1)

    def make(name=""):
        number = next(numbers)
        return User.objects.create(username=f"p{number}", name=name or f"委员{number}", institution=institution)

    return make


@pytest.fixture
def secretary(person, morning):
    """Who writes the record, and when: the closing arguments of every operation that has a ledger entry."""
    return {"actor": person("秘书"), "role": Role.SECRETARY.value, "at": morning}


@pytest.fixture
def body(institution, today, secretary):
    """Sets up one more body."""
    numbers = count(1)

    def make(kind=CommitteeKind.ETHICS, **changed):
        charter = {
            "institution": institution,
            "kind": kind,
            "name": f"科技伦理审查委员会{next(numbers)}",
            "name_en": "Ethics committee",
            "pack_id": "ai-2026",
            "established_on": today,
            "house": {},
        }
        return operations.establish(**(charter | secretary | changed)).row

    return make


@pytest.fixture
def committee(body):
    return body()


@pytest.fixture
def letter(committee, person, rules, secretary):
    """The words of one appointment to the committee: a member from 2024-01-01 through 2028-12-31."""

    def make(**changed):
        words = {
            "committee": committee,
            "position": Position.MEMBER,
            "categories": (Category.ETHICS,),
            "sex": "female",
            "external": False,
            "starts_on": date(2024, 1, 1),
            "ends_on": date(2028, 12, 31),
            "rules": rules,
        }
        words |= secretary | changed
        words.setdefault("person", None)
        words["person"] = words["person"] or person()
        return words

    return make


@pytest.fixture
def appoint(letter):
    """Appoints one more person; every word of the letter can be replaced."""
    return lambda **changed: operations.appoint(**letter(**changed)).row


@pytest.fixture
def seven(appoint):
    """A lawful committee: chair, vice-chair and five members of four fields, both sexes, one from outside."""
    positions = (Position.CHAIR, Position.VICE_CHAIR, *(Position.MEMBER,) * 5)
    return [
        appoint(
            position=position,
            categories=(EXPERTISE[number % 4],),
            sex="male" if number == 1 else "female",
            external=number == 2,
        )
        for number, position in enumerate(positions)
    ]


@pytest.fixture
def meeting(committee, seven, rules, secretary, morning):
    """The committee's first meeting, at nine, presided over by the chair. Nobody has arrived."""
    return operations.schedule_meeting(
        committee=committee,
        starts_at=morning,
        mode="in_person",
        place="行政楼301",
        presider=seven[0].person,
        rules=rules,
        **secretary,
    )


@pytest.fixture
def item(meeting, secretary):
    return operations.put_on_agenda(meeting=meeting, subject=SUBJECT, label="对话模型", **secretary)


@pytest.fixture
def comes(meeting, rules, secretary):
    """Records an arrival at an instant, known at that instant."""

    def make(someone, at, kind="member", **changed):
        line = {"meeting": meeting, "person": someone, "kind": kind, "rules": rules, "now": at}
        return operations.arrive(**(secretary | line | {"at": at} | changed))

    return make


@pytest.fixture
def goes(meeting, secretary):
    """Records a departure at an instant, known at that instant."""

    def make(someone, at, **changed):
        return operations.leave(**(secretary | {"meeting": meeting, "person": someone, "at": at, "now": at} | changed))

    return make


@pytest.fixture
def question(request, committee, secretary, minutes):
    """What is put to the vote at half past nine: approve or reject, by two thirds of those present, at `item`."""

    def make(seats, **changed):
        item = changed["item"] if "item" in changed else request.getfixturevalue("item")
        return {
            "committee": committee,
            "item": item,
            "subject": item.subject if item else SUBJECT,
            "round": 1,
            "label": "对话模型",
            "options": ("approve", "reject"),
            "share": Share(2, 3),
            "of_all": False,
            "seats": seats,
            "opened_by": secretary["actor"],
            "at": minutes(30),
        } | changed

    return make


@pytest.fixture
def put_to_vote(question):
    """Opens a ballot for the given seats in a transaction of its own."""

    def make(seats, **changed):
        with transaction.atomic():
            return operations.open_ballot(**question(seats, **changed))

    return make


@pytest.fixture
def vote(minutes):
    """Casts one vote five minutes after the opening, in a transaction of its own."""

    def make(ballot, someone, position="approve", reason="", at=None):
        with transaction.atomic():
            return operations.record_vote(
                ballot=ballot, person=someone, position=position, reason=reason, at=at or minutes(35)
            )

    return make


@pytest.fixture
def close(minutes):
    """Closes a ballot ten minutes after the opening, in a transaction of its own."""

    def make(ballot, present=None, min_present=None, required=()):
        with transaction.atomic():
            return operations.close_ballot(
                ballot=ballot, at=minutes(40), present=present, min_present=min_present, required=required
            )

    return make


@pytest.fixture
def everything():
    return unwritten.everything


@pytest.fixture
def refused(everything):
    """The reasons for which the act inside is refused, as (code, cite); asserts that it wrote nothing."""

    @contextmanager
    def expect():
        before, outcome = everything(), SimpleNamespace(reasons=None, figures=None)
        with pytest.raises(Refused) as caught, transaction.atomic():
            yield outcome
        outcome.reasons = [(refusal.code, str(refusal.source.cite)) for refusal in caught.value.refusals]
        outcome.figures = [dict(refusal.figures) for refusal in caught.value.refusals]
        assert everything() == before

    return expect


@pytest.fixture
def statements():
    """How many statements a call takes."""

    def counted(call, **arguments):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            call(**arguments)
        return len(queries)

    return counted


@pytest.fixture
def last_entry():
    """The last entry of a stream as (action, body, role)."""

    def read(stream):
        entry = Entry.objects.filter(stream=stream).order_by("seq").last()
        return entry.action, entry.data, entry.role

    return read
