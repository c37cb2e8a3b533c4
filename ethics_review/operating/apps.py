from django.apps import AppConfig


class OperatingConfig(AppConfig):
    name = "ethics_review.operating"
    label = "operating"
    verbose_name = "Operation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ethics_review.operating import processes  # noqa: F401, PLC0415 -- the models exist only now
