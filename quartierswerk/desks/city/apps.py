from django.apps import AppConfig


class CityDeskConfig(AppConfig):
    name = "quartierswerk.desks.city"
    label = "city_desk"
