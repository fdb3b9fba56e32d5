from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "quartierswerk.ui"
    default_auto_field = "django.db.models.BigAutoField"
