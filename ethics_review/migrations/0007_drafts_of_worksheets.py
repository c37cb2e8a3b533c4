"""What a reviewer has typed of a worksheet that is not filed yet."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ethics_review", "0006_words_of_a_filing"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorksheetDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField()),
                ("revision", models.PositiveIntegerField()),
                ("saved_at", models.DateTimeField()),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="ethics_review.assignment"
                    ),
                ),
            ],
        ),
    ]
