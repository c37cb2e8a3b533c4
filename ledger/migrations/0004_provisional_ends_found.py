"""The sweeper finds provisional ends by the year in which they lie."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_how_deadlines_are_counted")]

    operations = [
        migrations.AddIndex(
            "deadline",
            models.Index(
                fields=["due_on"], condition=Q(settled_at__isnull=True, provisional=True), name="deadline_provisional"
            ),
        ),
    ]
