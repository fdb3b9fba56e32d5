"""Who is in charge of a district or a neighbourhood."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.sources import source
from quartierswerk.people.models import Appointment, Office, role_fits
from quartierswerk.places.models.areas import Area
from quartierswerk.places.models.neighbourhoods import Neighbourhood


@source("RK 5.1", "RK 8.1.2")
class DistrictAppointment(Appointment):
    """A role for one statistical area: lead for an area (one per office), intermediary level, district head, council.

    It follows the area: when an import opens a new version of it, the appointment points to the new one.
    """

    scope = "district"
    scope_field = "district"

    district = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("district")
    )
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("office")
    )

    class Meta(Appointment.Meta):
        verbose_name = _("appointment for a district")
        constraints = [*Appointment.Meta.constraints, role_fits("district")]

    @classmethod
    def things(cls) -> models.QuerySet[Area]:
        """The districts as they are now."""
        return Area.objects.filter(level__key="district", valid_until=None)


@source("RK 5.1", "RK 8.1.2")
class NeighbourhoodAppointment(Appointment):
    """A role for one neighbourhood: lead of an office, intermediary level, neighbourhood coordination, resident."""

    scope = "neighbourhood"
    scope_field = "neighbourhood"

    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("neighbourhood")
    )
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("office")
    )

    class Meta(Appointment.Meta):
        verbose_name = _("appointment for a neighbourhood")
        constraints = [*Appointment.Meta.constraints, role_fits("neighbourhood")]
