from importlib import import_module

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "quartierswerk.monitoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("quartierswerk.monitoring.permissions")
