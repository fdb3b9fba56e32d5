from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "quartierswerk.places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quartierswerk.places import permissions  # noqa: F401
