"""On what ground a presider was convened. Meetings from before count as convened by the chair's own act."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0001_bodies_meetings_ballots"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="presider_ground",
            field=models.CharField(
                choices=[
                    ("chair", "chair"),
                    ("named_by_chair", "named_by_chair"),
                    ("chair_out", "chair_out"),
                    ("stand_in", "stand_in"),
                ],
                default="named_by_chair",
                max_length=16,
            ),
        ),
    ]
