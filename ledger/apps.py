from django.apps import AppConfig
from django.core.checks import Tags, register

from ledger.checks import triggers_present


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "Ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(triggers_present, Tags.database)
