"""Why a letter is not out, as a code; letters that bounce or are given up; and digests, one for each person and day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_the_reasons(apps, schema_editor):  # noqa: ARG001 -- the signature of Django
    """The only two reasons there were for a letter that never went."""
    messages = apps.get_model("ledger", "Message").objects
    messages.filter(mail="set_aside").update(reason="not_visible", failed_reason="")
    messages.filter(mail="inbox_only").update(reason="no_address", failed_reason="")


def forget_the_new_fates(apps, schema_editor):  # noqa: ARG001 -- the signature of Django
    """What waits for a digest waits for a letter of its own again; what came back stays in the inbox."""
    messages = apps.get_model("ledger", "Message").objects
    messages.filter(mail__in=["gathered", "given_up"]).update(mail="waiting", sent_at=None)
    messages.filter(mail="bounced").update(mail="inbox_only", sent_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_provisional_ends_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("gathered", "Gathered"),
                            ("sent", "Sent"),
                            ("inbox_only", "Inbox Only"),
                            ("set_aside", "Set Aside"),
                            ("bounced", "Bounced"),
                            ("given_up", "Given Up"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("quiet_hours", "Quiet Hours"),
                            ("daily", "Daily"),
                            ("chosen", "Chosen"),
                            ("no_address", "No Address"),
                            ("inactive", "Inactive"),
                            ("not_visible", "Not Visible"),
                            ("unreached", "Unreached"),
                            ("unworded", "Unworded"),
                            ("refused", "Refused"),
                            ("returned", "Returned"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("failed_reason", models.TextField(blank=True)),
                ("on_date", models.DateField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_sent_when",
        ),
        migrations.AddField(
            model_name="message",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "None"),
                    ("quiet_hours", "Quiet Hours"),
                    ("daily", "Daily"),
                    ("chosen", "Chosen"),
                    ("no_address", "No Address"),
                    ("inactive", "Inactive"),
                    ("not_visible", "Not Visible"),
                    ("unreached", "Unreached"),
                    ("unworded", "Unworded"),
                    ("refused", "Refused"),
                    ("returned", "Returned"),
                ],
                default="",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="mail",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("gathered", "Gathered"),
                    ("sent", "Sent"),
                    ("inbox_only", "Inbox Only"),
                    ("set_aside", "Set Aside"),
                    ("bounced", "Bounced"),
                    ("given_up", "Given Up"),
                ],
                default="waiting",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="digest",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="digests", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="digest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="ledger.digest",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=models.Q(("mail", "gathered")), fields=["recipient"], name="message_gathered"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mail", "sent"), ("sent_at__isnull", False)),
                    ("mail", "bounced"),
                    models.Q(
                        ("mail__in", ["waiting", "gathered", "inbox_only", "set_aside", "given_up"]),
                        ("sent_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="message_sent_when",
            ),
        ),
        migrations.AddIndex(
            model_name="digest",
            index=models.Index(condition=models.Q(("mail", "waiting")), fields=["id"], name="digest_waiting"),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("recipient", "on_date"), name="digest_once"),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mail", "sent"), ("sent_at__isnull", False)),
                    ("mail", "bounced"),
                    models.Q(
                        ("mail__in", ["waiting", "gathered", "inbox_only", "set_aside", "given_up"]),
                        ("sent_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="digest_sent_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.CheckConstraint(
                condition=models.Q(("mail", "waiting"), ("claimed_until__isnull", True), _connector="OR"),
                name="digest_claimed_while_waiting",
            ),
        ),
        migrations.RunPython(name_the_reasons, forget_the_new_fates),
    ]
