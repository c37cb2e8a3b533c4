"""The admin as operators have it: everything may be looked at, people and institutions edited, nothing deleted."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import Institution, User
from ethics_review.models import Statement, Worksheet
from tests.world import worksheet

EDITED = {User, Institution}


@pytest.fixture
def operator(world):
    return User.objects.create_superuser("operator", password="a long enough secret", name="系统运维")


def test_nothing_but_people_and_institutions_can_be_changed_and_nothing_deleted(operator):
    request = RequestFactory().get("/")
    request.user = operator
    ours = {model: page for model, page in admin.site._registry.items() if model._meta.app_label != "auth"}

    assert ours.keys() > EDITED
    for model, page in ours.items():
        assert page.has_add_permission(request) is (model in EDITED)
        for part in (page, *page.get_inline_instances(request)):
            assert part.has_view_permission(request)
            assert not part.has_delete_permission(request)
            assert part.has_change_permission(request) is (model in EDITED)


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
    assert Institution.objects.get(name="新单位").region == "5101"
    assert User.objects.get(username="new").name == "新人"


def test_nobody_but_staff_gets_in(browse, world):
    assert browse(world.secretary).get(reverse("admin:index")).status_code == 302
