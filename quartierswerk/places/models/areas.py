"""Statistical areas in levels, each version with its time of validity."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.texts import LanguageText


class Word(models.Model):
    """A word that a city may add to: its key in code and files, its name for people, its place in the order."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = LanguageText(_("name"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return str(self.name) or self.key


class Level(Word):
    """A level of statistical areas. Shipped: city, district, quarter, block; a city may add its own."""

    plural = LanguageText(_("plural"))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("level above")
    )

    class Meta(Word.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="level_is_not_its_own_parent"
            ),
        ]


class Shape(models.Model):
    """A geometry on the ground: the full one, a light one for maps, its box, a point inside, and its size."""

    geom = models.JSONField(_("outline"), null=True, blank=True)
    """GeoJSON geometry (Polygon or MultiPolygon), EPSG:4326, longitude before latitude, 2D."""
    geom_map = models.JSONField(null=True, blank=True, editable=False)
    """The same with fewer points, borders of neighbours kept together: for maps on pages."""
    west = models.FloatField(null=True, blank=True, editable=False)
    south = models.FloatField(null=True, blank=True, editable=False)
    east = models.FloatField(null=True, blank=True, editable=False)
    north = models.FloatField(null=True, blank=True, editable=False)
    centre_lon = models.FloatField(null=True, blank=True, editable=False)
    centre_lat = models.FloatField(null=True, blank=True, editable=False)
    area_m2 = models.FloatField(_("size in m²"), null=True, blank=True, editable=False)
    """Measured in EPSG:25832."""

    class Meta:
        abstract = True

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees; None without a geometry."""
        if self.west is None or self.south is None or self.east is None or self.north is None:
            return None
        return (self.west, self.south, self.east, self.north)

    @property
    def area_km2(self) -> float | None:
        """Size in square kilometres."""
        return None if self.area_m2 is None else self.area_m2 / 1_000_000


def shape_constraints(name: str) -> list[models.CheckConstraint]:
    """Conditions on the columns of a Shape: all of them or none, west before east, a size that is not negative."""
    columns = ["west", "south", "east", "north", "centre_lon", "centre_lat", "area_m2"]
    nothing: Any = Q(**{f"{column}__isnull": True for column in [*columns, "geom"]})
    whole: Any = Q(**{f"{column}__isnull": False for column in [*columns, "geom"]}) & Q(
        west__lte=F("east"), south__lte=F("north"), area_m2__gte=0
    )
    return [models.CheckConstraint(condition=nothing | whole, name=f"{name}_shape_is_whole")]


class Area(Shape):
    """One version of a statistical area: code and name within its level, from a first to a last day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="areas", verbose_name=_("level"))
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("lies in")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    """First day; empty means: not known, since ever."""
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    """Last day; empty means: still valid."""
    residents = models.PositiveIntegerField(_("residents"), null=True, blank=True)
    residents_on = models.DateField(_("residents as of"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="area_version_is_unique"),
            models.UniqueConstraint(
                fields=["level", "code"], condition=Q(valid_from__isnull=True), name="area_without_start_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="area_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(code=""), name="area_has_code"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="area_is_not_its_own_parent"
            ),
            *shape_constraints("area"),
        ]
        indexes = [
            models.Index(fields=["level", "valid_until", "code"]),
            models.Index(fields=["west", "east", "south", "north"], name="area_box"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
