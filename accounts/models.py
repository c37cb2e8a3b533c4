"""People and institutions. What a person may do to a case is not said here: see `engine/roles.py`."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from knox.models import AbstractAuthToken

from regulations import telling
from regulations.telling import Topic, Way


class Institution(models.Model):
    """A unit (单位) that carries out activities, or an authority (主管部门) that receives them.

    `region` is the administrative division code an authority's jurisdiction is matched on ("51" covers "5101").
    """

    class Kind(models.TextChoices):
        UNIT = "unit"
        AUTHORITY = "authority"

    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=200, unique=True)
    name_en = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["unit", "authority"]), name="institution_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Where the record tells what it is, and who holds its offices."""
        return f"institution:{self.pk}"


class User(AbstractUser):  # type: ignore[django-manager-missing] # of the tokens: knox carries no types
    """A person. `name` is how the record calls them; `language` is how the product speaks to them."""

    class Language(models.TextChoices):
        ZH = "zh-hans"
        EN = "en"

    name = models.CharField(max_length=100, blank=True)
    name_en = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=8, choices=Language, default=Language.ZH)
    institution = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="people")

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def stream(self) -> str:
        """Where the record tells what operators have changed of the person."""
        return f"person:{self.pk}"


class InstitutionRole(models.Model):
    """What a person does for an institution over a period; an open end has no `ends_on`.

    Written by `operations.offices` alone, with the entry that says who gave it.
    """

    class Kind(models.TextChoices):
        MANAGER = "manager"
        OFFICER = "officer"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="institution_roles")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=16, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "institution", "kind", "starts_on"], name="institution_role_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["manager", "officer"]), name="institution_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.kind} · {self.institution}"


class Token(AbstractAuthToken):  # type: ignore[misc] # knox carries no types
    """A named key to the API (接口令牌), of which only the digest is kept.

    `reference` is what its owner calls it by when revoking it. `last_used_at` is kept to the minute only.
    """

    class Scope(models.TextChoices):
        READ = "read"
        WRITE = "write"

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.WRITE)
    created = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects: models.Manager["Token"] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=["read", "write"]), name="token_scope_known")
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.user}"


class CalendarKey(models.Model):
    """The secret address under which a person's calendar program reads their feed (日历订阅), kept as its digest.

    There is one a person: a new one takes the place of the old. `read_at` is kept to the hour only.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="calendar_key")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"calendar of {self.user}"


def _way() -> "models.CharField[str, str]":
    return models.CharField(max_length=8, choices=[(way.value, way.value) for way in Way], default=Way.AT_ONCE.value)


class Channels(models.Model):
    """How a person wishes to be told (告知方式): one column for each topic, and their hours, in Shanghai.

    A person without a row has chosen nothing, which is the same as a row of defaults. What must be told at once is
    told at once whatever stands here: see `regulations.telling`.
    """

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="channels")
    act = _way()
    time_limits = _way()
    decisions = _way()
    meetings = _way()
    information = _way()
    digest_at = models.TimeField(default=telling.DIGEST_AT)
    quiet_from = models.TimeField(default=telling.QUIET[0])
    quiet_until = models.TimeField(default=telling.QUIET[1])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{topic.value}__in": [way.value for way in Way]}),
                name=f"channels_{topic.value}_known",
            )
            for topic in Topic
        ]

    def __str__(self) -> str:
        return str(self.user)

    def way(self, topic: Topic) -> Way:
        """How the person wishes to be told what is of that topic."""
        return Way(getattr(self, topic.value))
