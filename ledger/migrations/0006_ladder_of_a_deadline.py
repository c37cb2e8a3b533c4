"""A deadline remembers the whole ladder of its clock, not only the reminders before its end.

What runs keeps the reminders it had and is told once when it ends, as its clock said when it was started.
"""

from datetime import datetime, timedelta

from django.db import migrations, models

BATCH = 500
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def climb(apps, _schema_editor):
    _rewrite(apps, _ladder, "rungs")


def descend(apps, _schema_editor):
    _rewrite(apps, _reminders, "reminders")


def _rewrite(apps, told, field):
    rows = apps.get_model("ledger", "Deadline").objects
    batch = []
    for deadline in rows.order_by("pk").iterator(chunk_size=BATCH):
        setattr(deadline, field, told(deadline))
        batch.append(deadline)
        if len(batch) == BATCH:
            rows.bulk_update(batch, [field])
            batch = []
    rows.bulk_update(batch, [field])


def _ladder(deadline):
    unit, step = ("hours", HOUR) if deadline.exact else ("days", DAY)
    before = [round((datetime.fromisoformat(one) - deadline.due_at) / step) for one in deadline.reminders]
    rungs = [{"offset": offset, "unit": unit, "to": [], "every": 0} for offset in sorted(set(before)) if offset < 0]
    end = [{"offset": 0, "unit": unit, "to": deadline.escalate, "every": 0}] if deadline.escalate else []
    return rungs + end


def _reminders(deadline):
    step = {"hours": HOUR, "days": DAY}
    told = [one for one in deadline.rungs if one["offset"] < 0 and one["unit"] in step]
    moments = [deadline.due_at + one["offset"] * step[one["unit"]] for one in told]
    return [moment.isoformat().replace("+00:00", "Z") for moment in moments]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_fates_and_digests")]

    operations = [
        migrations.AddField("deadline", "rungs", models.JSONField(default=list)),
        migrations.AddField("deadline", "item", models.PositiveIntegerField(default=0)),
        migrations.RunPython(climb, descend),
        migrations.RemoveField("deadline", "reminders"),
        migrations.RemoveConstraint("deadline", "deadline_once"),
        migrations.AddConstraint(
            "deadline",
            models.UniqueConstraint(fields=["stream", "clock", "started_by", "item"], name="deadline_once"),
        ),
    ]
