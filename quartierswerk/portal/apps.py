from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "quartierswerk.portal"
    default_auto_field = "django.db.models.BigAutoField"
