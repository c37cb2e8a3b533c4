"""By which entry a closed ballot counts no more."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0002_ground_of_the_presider"),
        ("ledger", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="ballot",
            name="set_aside_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ballots_set_aside",
                to="ledger.entry",
            ),
        ),
    ]
