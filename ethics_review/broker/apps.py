from django.apps import AppConfig


class BrokerConfig(AppConfig):
    name = "ethics_review.broker"
    label = "broker"
    verbose_name = "Task broker"
    default_auto_field = "django.db.models.BigAutoField"
