"""Meeting places and facilities: where, which rooms, how accessible, when open, whom to ask."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.sources import source
from quartierswerk.kernel.texts import LanguageText
from quartierswerk.places.models.areas import Word
from quartierswerk.places.models.neighbourhoods import Neighbourhood


class YesNoUnknown(models.TextChoices):
    """An answer about accessibility. Unknown is said as such and is never shown as no."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


ACCESS_FACTS = ["step_free", "accessible_toilet", "lift", "hearing_loop", "tactile_guidance", "accessible_parking"]
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


def answer_field(label: object) -> "models.CharField[str, str]":
    """A column for yes, no or not known."""
    return models.CharField(label, max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)  # type: ignore[arg-type]


class PlaceKind(Word):
    """A kind of place, such as a neighbourhood centre or a family centre; a city may add its own."""


@source("RK 8.1.2", "RK 6.1")
class MeetingPlace(models.Model):
    """A place where people meet or find help."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    once_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.ForeignKey(PlaceKind, on_delete=models.PROTECT, related_name="places", verbose_name=_("kind"))
    name = models.CharField(_("name"), max_length=200)
    text = LanguageText(_("text for the public"), blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)

    step_free = answer_field(_("step-free entrance"))
    accessible_toilet = answer_field(_("toilet usable with a wheelchair"))
    lift = answer_field(_("lift to all rooms"))
    hearing_loop = answer_field(_("hearing loop"))
    tactile_guidance = answer_field(_("guidance for blind people"))
    accessible_parking = answer_field(_("parking for disabled people"))
    access_note = LanguageText(_("more about accessibility"), blank=True)

    contact_function = models.CharField(_("contact: function"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact: name"), max_length=200, blank=True)
    contact_consent_on = models.DateField(_("consent to show the name, given on"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)

    neighbourhoods = models.ManyToManyField(
        Neighbourhood, blank=True, related_name="meeting_places", verbose_name=_("neighbourhoods")
    )
    is_public = models.BooleanField(_("public"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("meeting place")
        verbose_name_plural = _("meeting places")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="meeting_place_has_name"),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__isnull=False, lat__isnull=False, lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="meeting_place_point_is_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(contact_name="") | Q(contact_consent_on__isnull=False),
                name="meeting_place_name_needs_consent",
            ),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{fact}__in": ["yes", "no", "unknown"]}), name=f"meeting_place_{fact}_answer"
                )
                for fact in ACCESS_FACTS
            ],
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room of a meeting place."""

    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=200)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    step_free = answer_field(_("step-free"))
    hearing_loop = answer_field(_("hearing loop"))
    can_be_booked = models.BooleanField(_("can be booked by groups"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="room_name_is_unique_in_place"),
            models.CheckConstraint(condition=~Q(name=""), name="room_has_name"),
            models.CheckConstraint(condition=Q(step_free__in=["yes", "no", "unknown"]), name="room_step_free_answer"),
            models.CheckConstraint(
                condition=Q(hearing_loop__in=["yes", "no", "unknown"]), name="room_hearing_loop_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """One span of opening on a weekday (0 Monday … 6 Sunday)."""

    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("to"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name="opening_hours_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_hours_close_after_opening"),
            models.UniqueConstraint(fields=["place", "weekday", "opens"], name="opening_hours_are_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OpeningException(models.Model):
    """Days on which a place is closed or open at other hours."""

    place = models.ForeignKey(MeetingPlace, on_delete=models.CASCADE, related_name="opening_exceptions")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    opens = models.TimeField(_("open from"), null=True, blank=True)
    closes = models.TimeField(_("open to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="opening_exception_ends_after_start"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")),
                name="opening_exception_hours_are_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d}–{self.ends_on:%Y-%m-%d}"
