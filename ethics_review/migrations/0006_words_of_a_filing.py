"""The text of each revision as it is searched: a column, where the text stands in JSON that databases keep differently."""

from django.db import migrations, models

from ethics_review.folded import searchable

CHUNK = 500


def fill(apps, schema_editor):  # noqa: ARG001 -- Django's shape
    rows = apps.get_model("ethics_review", "Filing").objects
    for filing in rows.order_by("pk").only("pk", "body").iterator(CHUNK):
        rows.filter(pk=filing.pk).update(words=searchable(filing.body))


class Migration(migrations.Migration):
    dependencies = [
        ("ethics_review", "0005_conditions_of_a_decision"),
    ]

    operations = [
        migrations.AddField(
            model_name="filing",
            name="words",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
