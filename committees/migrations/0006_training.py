"""What the people of a body were taught, as the body keeps record of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_invitations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField()),
                ("subject", models.CharField(max_length=200)),
                ("provider", models.CharField(max_length=200)),
                ("hours", models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True)),
                ("certificate", models.CharField(blank=True, max_length=100)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("strike_reason", models.TextField(blank=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trainings", to="committees.committee"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["committee", "person", "-held_on"], name="training_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours__gt", 0),
                            models.Q(("hours__isnull", True), models.Q(("certificate", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="training_shown_by_something",
                    )
                ],
            },
        ),
    ]
