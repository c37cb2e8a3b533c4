"""Operators may look at bodies and meetings, and only look."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from accounts.models import User
from committees.models import Ballot, Committee, Declaration, Mandate, Meeting, Recusal, Vote


@pytest.mark.parametrize("model", [Ballot, Committee, Mandate, Meeting])
def test_the_admin_shows_and_changes_nothing(db, model):
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("operator", password="operator")
    page = admin.site._registry[model]

    for part in (page, *page.get_inline_instances(request)):
        assert part.has_view_permission(request)
        assert not part.has_add_permission(request, None)
        assert not part.has_change_permission(request)
        assert not part.has_delete_permission(request)


@pytest.mark.parametrize("model", [Vote, Declaration, Recusal])
def test_single_votes_and_interests_are_not_in_the_admin(model):
    assert model not in admin.site._registry
