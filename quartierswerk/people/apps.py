from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "quartierswerk.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quartierswerk.people import permissions  # noqa: F401 - fills the registry
