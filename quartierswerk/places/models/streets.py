"""Streets, by which people find their neighbourhood."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierswerk.places.models.areas import Area


class Street(models.Model):
    """A street and the areas it runs through."""

    name = models.CharField(_("name"), max_length=200)
    sought_as = models.CharField(max_length=200, db_index=True, editable=False)
    """The name as the finder compares it (rules.sought_form)."""
    areas = models.ManyToManyField(Area, blank=True, related_name="streets", verbose_name=_("areas"))

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="street_name_is_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="street_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
