from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "quartierswerk.reports"
    default_auto_field = "django.db.models.BigAutoField"
