from django.apps import AppConfig


class EthicsReviewConfig(AppConfig):
    name = "ethics_review"
    verbose_name = "Ethics review"
    default_auto_field = "django.db.models.BigAutoField"
