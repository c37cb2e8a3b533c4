"""People who may be asked onto a body."""

from accounts.models import User
from ethics_review.queries.sittings import MOST_PEOPLE


def possible_members() -> list[User]:
    """Everybody active who may be seated, with their institution, by name. Operators run the product and sit nowhere.

    One statement.
    """
    found = User.objects.filter(is_active=True, is_superuser=False).select_related("institution")
    return list(found.order_by("name", "pk")[:MOST_PEOPLE])
