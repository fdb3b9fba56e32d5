from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "quartierswerk.history"
    default_auto_field = "django.db.models.BigAutoField"
