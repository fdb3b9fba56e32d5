from django.apps import AppConfig


class InstallationConfig(AppConfig):
    name = "quartierswerk.config"
    label = "installation"
