"""An approval may have conditions, each with the day by which it is to be met."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ethics_review", "0004_activity_of_a_case")]

    operations = [migrations.AddField("decision", "conditions", models.JSONField(blank=True, default=list))]
