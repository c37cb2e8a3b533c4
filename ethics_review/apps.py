from django.apps import AppConfig


class EthicsReviewConfig(AppConfig):
    name = "ethics_review"
    verbose_name = "Ethics review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ethics_review import checks, local_rules  # noqa: F401, PLC0415 -- the models exist only now

        local_rules.lay()
