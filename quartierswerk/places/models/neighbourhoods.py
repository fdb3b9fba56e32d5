"""Neighbourhoods: spaces that people live in and name, which may cross statistical borders."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.sources import source
from quartierswerk.kernel.texts import LanguageText
from quartierswerk.places.models.areas import Area, Shape, Word, shape_constraints


@source("RK 3")
class IdeaPoint(Word):
    """One of the points by which the framework says what a neighbourhood is, as a question to people there."""

    question = LanguageText(_("question"))

    class Meta(Word.Meta):
        pass


@source("RK 3")
class Neighbourhood(Shape):
    """A neighbourhood: its names, what it is to the people there, and its outline (of areas, drawn or uploaded)."""

    class OutlineFrom(models.TextChoices):
        NONE = "none", _("no outline yet")
        AREAS = "areas", _("composed of areas")
        DRAWN = "drawn", _("drawn on the map")
        UPLOADED = "uploaded", _("uploaded from a file")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    once_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_in_use = models.CharField(_("name in use"), max_length=200, blank=True)
    """What people there call it, if that differs."""
    text = LanguageText(_("text for the public"), blank=True)
    idea = models.JSONField(_("what makes it a neighbourhood"), default=dict, blank=True)
    """{key of an IdeaPoint: {language: text}}."""
    outline_from = models.CharField(max_length=20, choices=OutlineFrom, default=OutlineFrom.NONE)
    areas = models.ManyToManyField(Area, blank=True, related_name="neighbourhoods", verbose_name=_("areas"))
    """The areas it is composed of; empty when drawn or uploaded."""
    outline_since = models.DateField(_("outline since"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("neighbourhood")
        verbose_name_plural = _("neighbourhoods")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outline_from__in=["none", "areas", "drawn", "uploaded"]), name="neighbourhood_outline_from"
            ),
            models.CheckConstraint(
                condition=Q(outline_from="none", geom__isnull=True) | ~Q(outline_from="none"),
                name="neighbourhood_outline_has_origin",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="neighbourhood_has_name"),
            *shape_constraints("neighbourhood"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name people use, else the given one."""
        return self.name_in_use or self.name


class NeighbourhoodOutline(models.Model):
    """An outline that a neighbourhood had before."""

    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="previous_outlines")
    geom = models.JSONField()
    outline_from = models.CharField(max_length=20, choices=Neighbourhood.OutlineFrom)
    area_codes = models.JSONField(default=list)
    """Codes of the areas it was composed of: list of [level key, code, name]."""
    area_m2 = models.FloatField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField()
    reason = models.TextField(_("reason"), blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-valid_until", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="neighbourhood_outline_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.neighbourhood} – {self.valid_until:%Y-%m-%d}"
