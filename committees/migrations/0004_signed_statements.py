"""The days on which a member signed the secrecy and the interest statement, for the rules that ask for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("committees", "0003_ballots_set_aside")]

    operations = [
        migrations.AddField("seat", "secrecy_signed_on", models.DateField(blank=True, null=True)),
        migrations.AddField("seat", "interests_signed_on", models.DateField(blank=True, null=True)),
    ]
