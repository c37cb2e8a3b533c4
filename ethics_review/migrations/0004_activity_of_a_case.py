"""The activity a case belongs to, and the identifier it was filed under: columns where a search went through JSON."""

import django.db.models.deletion
from django.db import migrations, models

CHUNK = 500


def fill(apps, schema_editor):  # noqa: ARG001 -- Django's shape
    """The first case on the way of `amends`, and the identifier in the latest revision."""
    cases, filings = apps.get_model("ethics_review", "Case").objects, apps.get_model("ethics_review", "Filing").objects
    changes = dict(cases.filter(amends__isnull=False).values_list("pk", "amends_id"))
    for case in cases.order_by("pk").iterator(CHUNK):
        body = filings.filter(case=case).order_by("-revision").values_list("body", flat=True).first() or {}
        named = body.get("id")
        case.activity_id = _first(case.pk, changes)
        case.filed_as = named if isinstance(named, str) else ""
        case.save(update_fields=["activity", "filed_as"])


def _first(case, changes):
    """The first on the way; of a circle, which an earlier release allowed, the oldest."""
    way = [case]
    while way[-1] in changes and changes[way[-1]] not in way:
        way.append(changes[way[-1]])
    first = min(way) if way[-1] in changes else way[-1]
    return None if first == case else first


class Migration(migrations.Migration):
    dependencies = [
        ("ethics_review", "0003_exemptions_of_a_round"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="activity",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ethics_review.case",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="filed_as",
            field=models.CharField(blank=True, db_index=True, max_length=300),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
