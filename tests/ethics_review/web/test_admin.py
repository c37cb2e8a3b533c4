"""The admin as operators have it: all is looked at; people, institutions and offices are kept; nothing is deleted."""

import json
from datetime import date

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import Institution, InstitutionRole, User
from ethics_review.admin import OfficeForm
from ethics_review.models import Statement, Worksheet
from ethics_review.operations import webhooks
from ledger.models import Entry
from tests.world import MORNING, worksheet

EDITED = {User, Institution, InstitutionRole}


@pytest.fixture
def operator(world):
    return User.objects.create_superuser("operator", password="a long enough secret", name="系统运维")


def test_nothing_but_people_institutions_and_offices_can_be_changed_and_nothing_deleted(operator):
    request = RequestFactory().get("/")
    request.user = operator
    ours = {model: page for model, page in admin.site._registry.items() if model._meta.app_label != "auth"}

    assert ours.keys() > EDITED
    for model, page in ours.items():
        assert page.has_add_permission(request) is (model in EDITED)
        assert page.has_change_permission(request) is (model in EDITED)
        for part in (page, *page.get_inline_instances(request)):
            assert part.has_view_permission(request)
            assert not part.has_delete_permission(request)
        assert not any(part.has_change_permission(request) for part in page.get_inline_instances(request))


@pytest.mark.parametrize("model", [Worksheet, Statement])
def test_what_people_wrote_in_confidence_is_not_in_the_admin(model):
    assert model not in admin.site._registry


def test_every_list_and_every_row_can_be_looked_at(browse, story, operator):
    story.decided()
    browser = browse(operator)

    for model in admin.site._registry:
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert browser.get(reverse(f"{names}_changelist")).status_code == 200, model
        row = model.objects.first()
        if row is not None:
            assert browser.get(reverse(f"{names}_change", args=[row.pk])).status_code == 200, model


def test_neither_secret_nor_address_of_a_webhook_is_shown(browse, world, operator, settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    url = "https://127.0.0.1/key-of-the-receiver"
    hook, _ = webhooks.subscribe(user=world.secretary, name="台账", url=url, kinds=[], now=MORNING)
    page = browse(operator).get(reverse("admin:ledger_webhook_change", args=[hook.pk])).content.decode()

    assert "台账" in page
    assert "key-of-the-receiver" not in page
    assert hook.secret not in page


def test_the_words_of_messages_and_worksheets_are_not_shown(browse, story, operator):
    story.in_review()
    story.does(story.world.members[2], "submit_worksheet", **worksheet(comment="只给委员会看的话"))
    browser = browse(operator)

    case = browser.get(reverse("admin:ethics_review_case_change", args=[story.case.pk])).content.decode()

    assert story.number in case
    assert "只给委员会看的话" not in case


def test_an_operator_adds_a_person_and_an_institution(browse, operator, world):
    browser = browse(operator)
    browser.post(reverse("admin:accounts_institution_add"), {"kind": "unit", "name": "新单位", "region": "5101"})
    person = {
        "username": "new",
        "usable_password": "true",
        "password1": "a long enough secret",
        "password2": "a long enough secret",
    }
    roles = {"institution_roles-TOTAL_FORMS": 0, "institution_roles-INITIAL_FORMS": 0}

    answer = browser.post(reverse("admin:accounts_user_add"), person | roles | {"name": "新人", "language": "en"})

    assert answer.status_code == 302, answer.content.decode()
    unit, new = Institution.objects.get(name="新单位"), User.objects.get(username="new")
    assert (unit.region, new.name, new.check_password("a long enough secret")) == ("5101", "新人", True)
    told = Entry.objects.filter(stream__in=[unit.stream, new.stream]).order_by("pk")
    assert [(one.action, one.actor) for one in told] == [
        ("institution.entered", operator),
        ("person.entered", operator),
    ]


def test_an_operator_s_changes_of_people_and_institutions_are_on_record(browse, operator, world):
    browser, person = browse(operator), world.stranger
    card = {"username": person.username, "name": "换了名字", "email": person.email, "language": "zh-hans"}
    roles = {"institution_roles-TOTAL_FORMS": 0, "institution_roles-INITIAL_FORMS": 0}
    change = reverse("admin:accounts_user_change", args=[person.pk])
    unit = {"kind": "unit", "name": world.unit.name, "name_en": "", "region": "5199"}
    address = reverse("admin:accounts_institution_change", args=[world.unit.pk])

    answers = [browser.post(change, card | roles), browser.post(address, unit), browser.post(address, unit)]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    (of_person,) = Entry.objects.filter(stream=person.stream)
    (of_unit,) = Entry.objects.filter(stream=world.unit.stream)
    assert (of_person.action, of_person.data["changed"]) == ("person.changed", ["institution", "is_active", "name"])
    assert (of_person.data["institution"], of_person.data["is_active"]) == (None, False)
    assert (of_unit.action, of_unit.actor, of_unit.data["region"]) == ("institution.changed", operator, "5199")


def test_a_password_set_for_another_is_on_record(browse, operator, world):
    browser, address = browse(operator), reverse("admin:auth_user_password_change", args=[world.chair.pk])
    wrong = browser.post(address, {"usable_password": "true", "password1": "one", "password2": "another"})
    assert not Entry.objects.filter(stream=world.chair.stream).exists()
    secret = {"usable_password": "true", "password1": "a long enough secret", "password2": "a long enough secret"}
    right = browser.post(address, secret)

    assert (wrong.status_code, right.status_code) == (200, 302)
    (entry,) = Entry.objects.filter(stream=world.chair.stream)
    assert (entry.action, entry.actor, entry.data["changed"]) == ("person.changed", operator, ["password"])
    assert User.objects.get(pk=world.chair.pk).check_password("a long enough secret")
    assert browser.get(reverse("admin:auth_user_password_change", args=["0"])).status_code == 404


def test_what_is_not_changed_leaves_no_entry(browse, operator, world):
    unit = world.unit
    same = {"kind": unit.kind, "name": unit.name, "name_en": unit.name_en, "region": unit.region}
    browse(operator).post(reverse("admin:accounts_institution_change", args=[unit.pk]), same)

    assert not Entry.objects.filter(stream=unit.stream).exists()


def test_nobody_but_staff_gets_in(browse, world):
    assert browse(world.secretary).get(reverse("admin:index")).status_code == 302


def test_an_operator_gives_an_office_and_ends_it_and_both_are_on_record(browse, at, operator, world):
    browser = browse(operator)
    letter = {"user": world.stranger.pk, "institution": world.unit.pk, "kind": "manager", "starts_on": "2026-06-01"}

    with at(MORNING):
        given = browser.post(reverse("admin:accounts_institutionrole_add"), letter)
        office = InstitutionRole.objects.get(user=world.stranger)
        change = reverse("admin:accounts_institutionrole_change", args=[office.pk])
        ended = browser.post(change, {"ends_on": "2026-12-31", "kind": "officer"})

    assert (given.status_code, ended.status_code) == (302, 302)
    office.refresh_from_db()
    assert (office.kind, office.ends_on) == ("manager", date(2026, 12, 31))
    told = Entry.objects.filter(stream=world.unit.stream).order_by("seq")
    assert [(one.action, one.actor) for one in told] == [("office.granted", operator), ("office.ended", operator)]
    assert [json.loads(one.body)["ends_on"] for one in told] == [None, "2026-12-31"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"starts_on": "2026-06-02", "ends_on": "2026-06-01"}, "before it starts"),
        ({"starts_on": "2026-06-02"}, "the periods overlap"),
        ({"starts_on": "2026-06-02", "kind": "officer"}, "Only an authority has officers"),
        ({"starts_on": ""}, "This field is required."),
    ],
)
def test_an_office_that_cannot_be_given_is_refused_in_words(browse, operator, world, unchanged, read, days, said):
    """The manager has held the office from the beginning, without an end."""
    letter = {"user": world.manager.pk, "institution": world.unit.pk, "kind": "manager", **days}
    browser = browse(operator)

    with unchanged():
        answer = browser.post(reverse("admin:accounts_institutionrole_add"), letter)

    assert answer.status_code == 200
    assert said in read(answer)


@pytest.fixture
def office(world):
    """Held through the year of the story."""
    return InstitutionRole.objects.create(
        user=world.stranger,
        institution=world.unit,
        kind="manager",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )


@pytest.mark.parametrize(
    ("ends_on", "en", "zh"),
    [
        ("", "The last day of an office is not taken away", "任职的结束日期不能删除"),
        ("2026-06-09", "give 2026-06-10 or later", "请填写2026年6月10日或者以后的日期"),
    ],
)
def test_an_end_that_cannot_be_is_refused_in_words(browse, at, operator, office, unchanged, read, ends_on, en, zh):
    change = reverse("admin:accounts_institutionrole_change", args=[office.pk])

    with at(MORNING):
        browsers = [browse(operator), browse(operator, "zh-hans")]
        with unchanged():
            english, chinese = [browser.post(change, {"ends_on": ends_on}) for browser in browsers]

    assert (english.status_code, chinese.status_code) == (200, 200)
    assert en in read(english)
    assert zh in read(chinese)


def test_an_office_saved_as_it_was_is_told_to_nobody(browse, at, operator, office):
    change = reverse("admin:accounts_institutionrole_change", args=[office.pk])

    with at(MORNING.replace(year=2027)):
        answer = browse(operator).post(change, {"ends_on": "2026-12-31"})

    assert answer.status_code == 302
    assert not Entry.objects.filter(stream=office.institution.stream).exists()


def test_who_comes_second_is_told_and_not_shown_an_error(browse, at, operator, office, unchanged, read, monkeypatch):
    """Another operator has given the office between the look and the lock."""
    letter = {
        "user": office.user_id,
        "institution": office.institution_id,
        "kind": "manager",
        "starts_on": "2026-06-11",
    }
    monkeypatch.setattr(OfficeForm, "_refusals", lambda _: iter(()))
    add = reverse("admin:accounts_institutionrole_add")

    with at(MORNING):
        browser = browse(operator)
        with unchanged():
            answer = browser.post(add, letter)
        told = read(browser.get(add))

    assert (answer.status_code, answer["Location"]) == (302, add)
    assert "the periods overlap" in told
