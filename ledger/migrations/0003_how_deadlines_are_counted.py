"""A deadline begins to remember from where, in what and how much it counts. Those that run keep the end they have."""

from datetime import UTC, datetime, timedelta

from django.db import migrations, models
from django.db.models import Q

from regulations import calendar, clocks

WORKING_DAYS = frozenset(
    {
        "acceptance",
        "decision_simplified",
        "re_examination_application",
        "final_decision",
        "change_assessment",
    }
)
"""The clocks in working days that any deadline had been started by."""
FIELDS = ["counted_from", "amount", "unit"]
BATCH = 500


def remember(apps, _schema_editor):
    rows = apps.get_model("ledger", "Deadline").objects
    batch = []
    for deadline in rows.order_by("pk").iterator(chunk_size=BATCH):
        _fill(deadline)
        batch.append(deadline)
        if len(batch) == BATCH:
            rows.bulk_update(batch, FIELDS)
            batch = []
    rows.bulk_update(batch, FIELDS)


def _fill(deadline):
    deadline.counted_from = deadline.started_at
    if deadline.exact:
        deadline.unit = "hours"
        deadline.amount = round((deadline.due_at - deadline.started_at) / timedelta(hours=1))
        return
    unit = clocks.Unit.WORKING_DAYS if deadline.clock in WORKING_DAYS else clocks.Unit.DAYS
    days = calendar.built_in()
    due = clocks.ending(start=deadline.started_at, day=deadline.due_on, unit=unit, calendar=days)
    deadline.unit, deadline.amount = unit.value, due.length.amount


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.AddField("deadline", "amount", models.PositiveIntegerField(default=0), preserve_default=False),
        migrations.AddField(
            "deadline",
            "counted_from",
            models.DateTimeField(default=datetime(2026, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
        migrations.AddField("deadline", "rolls", models.BooleanField(default=True), preserve_default=False),
        migrations.AddField(
            "deadline", "unit", models.CharField(max_length=16, default="days"), preserve_default=False
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
        migrations.AddConstraint(
            "deadline",
            models.CheckConstraint(
                condition=Q(unit__in=["hours", "days", "working_days", "months", "fixed_date"]),
                name="deadline_unit_known",
            ),
        ),
    ]
