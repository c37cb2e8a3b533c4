"""The demo: every dossier has reached its end, the year is told in order, and a second run writes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.db.models import F

from committees.models import Committee, Mandate, Recusal
from committees.queries import composition
from ethics_review import dossier
from ethics_review.demo import LOGINS, PASSWORD, script
from ethics_review.models import (
    Appeal,
    Case,
    CompletionNotice,
    Decision,
    Exemption,
    ReExamination,
    Registration,
    Review,
)
from ledger.models import Deadline, Entry
from regulations import pack
from regulations.clocks import local
from tests.builders import ledger_is_sound, months_between
from tests.unwritten import everything

LAST_ACT_BEFORE = datetime(2026, 11, 21, tzinfo=UTC)
DOSSIERS = sorted(path.stem for path in script.DOSSIERS.glob("*.yaml"))


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for the tests that only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The demo in a transaction of the test's own."""


def expected(name):
    return dossier.read(script.DOSSIERS / f"{name}.yaml").expect


def case_of(name):
    return Case.objects.get(filings__revision=1, filings__body__id=script.filing(name)["id"])


def clock(case, *names):
    return Deadline.objects.filter(stream=case.stream, clock__in=names).order_by("-pk").first()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", DOSSIERS)
class TestEveryDossier:
    """Each line of `expect` that speaks of it, against what the demo has on record."""

    def test_procedure(self, name):
        expect, review = expected(name), Review.objects.filter(case=case_of(name)).latest("round")

        assert review.procedure == expect["procedure"]
        assert review.ground == expect.get("ground", "")
        assert review.trigger == expect.get("trigger", "")
        assert case_of(name).procedure == expect.get("converts_to", expect["procedure"])

    def test_list_and_exemption(self, name):
        expect, case = expected(name), case_of(name)

        exempt = expect.get("exempt") or {}
        assert case.listed == (expect.get("listed") or [])
        bases = list(Exemption.objects.filter(case=case).values_list("regime", flat=True))
        assert bases == ([exempt["basis"]] if exempt else [])

    def test_decision(self, name):
        expect, case = expected(name), case_of(name)

        final = Decision.objects.filter(case=case, kind="final").order_by("round").values_list("outcome", flat=True)
        first = [expect["first_decision"]] if "first_decision" in expect else []
        assert list(final) == [*first, expect.get("decision", "approve")]
        assert case.state == ("rejected" if expect.get("decision") == "reject" else "active")

    def test_re_examination(self, name):
        expect, case = expected(name), case_of(name)

        opinions = list(ReExamination.objects.filter(case=case).values_list("opinion", flat=True))
        preliminary = Decision.objects.filter(case=case, kind="preliminary").exists()
        assert opinions == ([expect["re_examination"]] if "re_examination" in expect else [])
        assert preliminary == ("re_examination" in expect)

    def test_follow_up(self, name):
        months = expected(name).get("follow_up_months")
        clocks = Deadline.objects.filter(stream=case_of(name).stream, clock__startswith="follow_up").order_by("pk")

        if months is None:
            assert name.startswith(("05", "07"))
        else:
            assert months_between(clocks[0].started_at, clocks[0].due_on) == months

    def test_registration(self, name):
        case = case_of(name)
        owed = bool(case.listed) and case.state == "active"

        registrations = Registration.objects.filter(case=case)
        assert registrations.count() == int(owed)
        for registration in registrations:
            within = timedelta(days=expected(name).get("register_within_days", 30))
            assert registration.confirmed_at - case.decided_at < within

    def test_recusal(self, name):
        recused = Recusal.objects.filter(subject=case_of(name).stream).values_list("person__name", flat=True)

        assert list(recused) == expected(name).get("recused", [])


@pytest.mark.usefixtures("demo")
def test_what_one_dossier_alone_expects():
    rejected, emergency, hiring = (case_of(name) for name in (DOSSIERS[4], DOSSIERS[5], DOSSIERS[7]))
    notice = CompletionNotice.objects.get(case=hiring)

    assert Appeal.objects.get(case=rejected).ruling == expected(DOSSIERS[4])["appeal"]
    assert emergency.decided_at - emergency.accepted_at < timedelta(hours=expected(DOSSIERS[5])["hours"])
    assert [item["path"] for item in notice.items] == list(
        dossier.read(script.DOSSIERS / f"{DOSSIERS[7]}.yaml").missing
    )
    assert case_of(DOSSIERS[6]).amends == case_of(DOSSIERS[0])


@pytest.mark.usefixtures("demo")
def test_year_is_told_in_order_and_ends_before_the_present():
    instants = list(Entry.objects.order_by("pk").values_list("at", flat=True))

    assert instants == sorted(instants)
    assert datetime.fromisoformat(instants[-1]) < LAST_ACT_BEFORE
    assert local(datetime.fromisoformat(instants[0])).year == 2026
    assert ledger_is_sound()


@pytest.mark.usefixtures("demo")
def test_four_bodies_are_lawful_under_both_measures_and_registered_in_time():
    bodies = list(Committee.objects.exclude(kind="expert_panel"))
    terms = [body for body in bodies if composition_lacks(body, "2026-03-02", "general-2023")]
    terms += [body for body in bodies if composition_lacks(body, "2026-11-02", "ai-2026")]
    late = Deadline.objects.filter(clock="committee_registration", settled_at__gt=F("due_at"))

    assert sorted(body.kind for body in bodies) == ["ethics", "ethics", "ethics", "service_centre"]
    assert terms == []
    assert all(body.pack_id == "ai-2026" and body.registration_number.endswith("变1") for body in bodies)
    assert not late.exists()
    assert Mandate.objects.count() == 2
    assert Deadline.objects.filter(clock="committee_registration", settled_at__isnull=True).count() == 0


def composition_lacks(body, day, pack_name):
    on = datetime.fromisoformat(day).date()
    return composition(committee=body, on=on, rules=pack(pack_name).rules_for(house=body.house)).refusals


@pytest.mark.usefixtures("demo")
def test_three_institutions_show_a_year_that_ended_in_many_ways():
    states = set(Case.objects.values_list("state", flat=True))
    packs = dict(Case.objects.values_list("filings__body__id", "pack_id"))

    assert {"completed", "withdrawn", "declined", "active", "rejected", "in_review", "submitted"} <= states
    assert {"completion_requested", "re_examination"} <= states
    assert {key for key, value in packs.items() if value == "general-2023"} == {
        "oven-recognition",
        "rehab-motion",
        "comment-mood",
    }
    own = Committee.objects.filter(kind="ethics")
    assert all(Case.objects.filter(committee=body).count() >= 3 for body in own)


@pytest.mark.usefixtures("demo")
def test_experts_of_the_panels_sit_on_no_committee():
    panels = Committee.objects.filter(kind="expert_panel")
    experts = set(panels.values_list("seats__person", flat=True))
    members = set(Committee.objects.exclude(kind="expert_panel").values_list("seats__person", flat=True))

    assert panels.count() == 4
    assert len(experts) >= 5
    assert not experts & members


@pytest.mark.usefixtures("demo")
def test_every_login_that_is_shown_works():
    for username, password, zh, en in LOGINS:
        assert password == PASSWORD
        assert zh
        assert en
        assert authenticate(username=username, password=password).username == username


@pytest.mark.usefixtures("demo")
def test_second_run_says_so_and_writes_nothing(run):
    before = everything()

    told = run("load_demo")

    assert (told.code, told.said) == (
        0,
        ["演示数据已在，未写入任何内容。 The demo is there already; nothing was written."],
    )
    assert everything() == before
