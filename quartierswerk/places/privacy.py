"""The entries of places in the register of processing."""

from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.privacy import PrivacyEntry

_APPOINTMENT = (
    "user",
    "role",
    "office",
    "starts_on",
    "ends_on",
    "substitute",
    "substitute_from",
    "substitute_until",
)

PRIVACY = [
    PrivacyEntry(
        model="places.DistrictAppointment",
        fields=("district", *_APPOINTMENT),
        purpose=_("Who is in charge of a district, and who stands in."),
        groups=_("People who work in neighbourhood development."),
        recipients=_("People in the administration, neighbourhood coordinations, and the council."),
        keep_for=_("Ten years after the role ended, as long as decisions can be questioned."),
    ),
    PrivacyEntry(
        model="places.NeighbourhoodAppointment",
        fields=("neighbourhood", *_APPOINTMENT),
        purpose=_("Who is in charge of a neighbourhood, and who stands in."),
        groups=_("People who work in neighbourhood development, and residents with a role."),
        recipients=_("People in the administration, neighbourhood coordinations, and the council."),
        keep_for=_("Ten years after the role ended, as long as decisions can be questioned."),
    ),
    PrivacyEntry(
        model="places.MeetingPlace",
        fields=("contact_function", "contact_name", "contact_consent_on", "phone", "email"),
        purpose=_("Whom to ask at a meeting place."),
        groups=_("Contact people of meeting places who agreed to it."),
        recipients=_("Everybody, once the place is public."),
        keep_for=_("Until the person withdraws the consent or leaves, or the place is archived; checked once a year."),
    ),
    PrivacyEntry(
        model="places.AreaImport",
        fields=("by", "uploaded_at", "at", "undone_at"),
        purpose=_("Knowing from which file areas came, and who can answer questions about it."),
        groups=_("People who keep the areas of the city."),
        recipients=_("Those who may import areas."),
        keep_for=_("As long as the areas; the name goes with the account."),
    ),
    PrivacyEntry(
        model="places.NeighbourhoodOutline",
        fields=("replaced_by",),
        purpose=_("Knowing who can answer why an outline was changed."),
        groups=_("People who edit neighbourhoods."),
        recipients=_("People in the administration, neighbourhood coordinations, and the council."),
        keep_for=_("As long as the neighbourhood; the name goes with the account."),
    ),
]
