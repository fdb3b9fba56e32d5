from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "quartierswerk.files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quartierswerk.files import permissions  # noqa: F401
