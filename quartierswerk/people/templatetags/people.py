"""Template tags of people."""

from django import template

from quartierswerk.people.words import AREA_NAMES

register = template.Library()


@register.simple_tag
def area_name(app: str) -> str:
    """The name of the area of the product that an app is."""
    return str(AREA_NAMES.get(app, app))
