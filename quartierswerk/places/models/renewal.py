"""Areas of urban renewal."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.sources import source
from quartierswerk.places.models.areas import Shape, shape_constraints


@source("RK 6.1")
class RenewalArea(Shape):
    """An area of urban renewal: a priority area, or one formally determined by statute."""

    class Kind(models.TextChoices):
        PRIORITY = "priority", _("Priority area for urban renewal")
        FORMAL = "formal", _("Formally determined renewal area")

    class Status(models.TextChoices):
        CONSIDERED = "considered", _("under examination")
        IN_FORCE = "in_force", _("in force")
        ENDED = "ended", _("ended")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    once_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.IN_FORCE)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=500, blank=True)
    office_note = models.TextField(_("note inside the administration"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("renewal area")
        verbose_name_plural = _("renewal areas")
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["priority", "formal"]), name="renewal_area_kind"),
            models.CheckConstraint(
                condition=Q(status__in=["considered", "in_force", "ended"]), name="renewal_area_status"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="renewal_area_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="renewal_area_has_code_and_name"),
            *shape_constraints("renewal_area"),
        ]

    def __str__(self) -> str:
        return self.name
