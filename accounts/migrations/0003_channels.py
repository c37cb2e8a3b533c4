"""How each person wishes to be told, and in which hours."""

from datetime import time

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Channels",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="channels",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("at_once", "at_once"), ("daily", "daily"), ("inbox", "inbox")],
                        default="at_once",
                        max_length=8,
                    ),
                ),
                (
                    "time_limits",
                    models.CharField(
                        choices=[("at_once", "at_once"), ("daily", "daily"), ("inbox", "inbox")],
                        default="at_once",
                        max_length=8,
                    ),
                ),
                (
                    "decisions",
                    models.CharField(
                        choices=[("at_once", "at_once"), ("daily", "daily"), ("inbox", "inbox")],
                        default="at_once",
                        max_length=8,
                    ),
                ),
                (
                    "meetings",
                    models.CharField(
                        choices=[("at_once", "at_once"), ("daily", "daily"), ("inbox", "inbox")],
                        default="at_once",
                        max_length=8,
                    ),
                ),
                (
                    "information",
                    models.CharField(
                        choices=[("at_once", "at_once"), ("daily", "daily"), ("inbox", "inbox")],
                        default="at_once",
                        max_length=8,
                    ),
                ),
                ("digest_at", models.TimeField(default=time(8, 0))),
                ("quiet_from", models.TimeField(default=time(21, 0))),
                ("quiet_until", models.TimeField(default=time(7, 0))),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["at_once", "daily", "inbox"])), name="channels_act_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("time_limits__in", ["at_once", "daily", "inbox"])),
                        name="channels_time_limits_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decisions__in", ["at_once", "daily", "inbox"])),
                        name="channels_decisions_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("meetings__in", ["at_once", "daily", "inbox"])),
                        name="channels_meetings_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("information__in", ["at_once", "daily", "inbox"])),
                        name="channels_information_known",
                    ),
                ],
            },
        ),
    ]
