from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "quartierswerk.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quartierswerk.portal import permissions  # noqa: F401 - fills the registry
