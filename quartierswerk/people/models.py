"""Persons and their accounts, offices, appointments, invitations, consent, drafts and outgoing mail."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.sources import source
from quartierswerk.people.rules import CHANNELS, CONSENTS, CONTACT_KINDS, ROLES, SCOPES, is_current, roles_with_scope

ROLE_CHOICES = [(role.key, _(role.name)) for role in ROLES.values()]


class User(AbstractUser):
    """A person with an account."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="de")
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")  # type: ignore[assignment]
        verbose_name_plural = _("people")  # type: ignore[assignment]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="people_user_mail_once",
                violation_error_message=_("There is already an account with this mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


@source("RK 8.1.2")
class Office(models.Model):
    """An office of the administration."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(_("short key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200, unique=True)
    email = models.EmailField(_("mail address"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    once_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.name


def role_fits(scope: str) -> models.CheckConstraint:
    """The constraint that a table of appointments takes: only roles that may have ``scope``."""
    return models.CheckConstraint(
        condition=Q(role__in=roles_with_scope(scope)), name="%(app_label)s_%(class)s_role_fits"
    )


class Appointment(models.Model):
    """Who holds a role, for what, from when to when, and who stands in.

    The app that owns the scope keeps the concrete table: it names ``scope`` and ``scope_field`` (the foreign
    key to the thing the role is held for) and adds ``role_fits(scope)`` to its constraints::

        class DistrictAppointment(Appointment):
            scope = "district"
            scope_field = "district"
            district = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="appointments")

            class Meta(Appointment.Meta):
                constraints = [*Appointment.Meta.constraints, role_fits("district")]

    All of ``people`` finds the table by itself. The last day is included.
    """

    scope: ClassVar[str]
    scope_field: ClassVar[str | None] = None

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="%(app_label)s_%(class)ss",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=40, choices=ROLE_CHOICES)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(app_label)s_%(class)ss_as_substitute",
        verbose_name=_("substitute"),
    )
    substitute_from = models.DateField(_("substitute from"), null=True, blank=True)
    substitute_until = models.DateField(_("substitute until"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True, substitute_from__isnull=True, substitute_until__isnull=True)
                | Q(
                    substitute__isnull=False,
                    substitute_from__isnull=False,
                    substitute_until__isnull=False,
                    substitute_until__gte=F("substitute_from"),
                ),
                name="%(app_label)s_%(class)s_substitute_has_term",
                violation_error_message=_("A substitute needs a first and a last day, in this order."),
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("user")),
                name="%(app_label)s_%(class)s_substitute_is_other",
                violation_error_message=_("Nobody is their own substitute."),
            ),
        ]

    def __str__(self) -> str:
        thing = self.scope_thing
        return f"{self.role_name} ({getattr(thing, 'name', thing)})" if thing else self.role_name

    @property
    def role_name(self) -> str:
        """The role in the reader's language."""
        return gettext(ROLES[self.role].name) if self.role in ROLES else self.role

    @property
    def scope_thing(self) -> models.Model | None:
        """What the role is held for; None means the whole city."""
        return getattr(self, self.scope_field) if self.scope_field else None

    def is_current(self, today: date) -> bool:
        """Tell whether the term runs on ``today``."""
        return is_current(self.starts_on, self.ends_on, today)

    def is_substituted(self, today: date) -> bool:
        """Tell whether somebody stands in on ``today``."""
        return (
            self.substitute_id is not None
            and self.substitute_from is not None
            and self.is_current(today)
            and is_current(self.substitute_from, self.substitute_until, today)
        )

    @classmethod
    def things(cls) -> models.QuerySet[Any]:
        """What a role of this table can be held for now, for a choice; tables narrow it where they must."""
        if cls.scope_field is None:
            raise ValueError(f"{cls.__name__} is for the whole city")
        model: type[models.Model] = cls._meta.get_field(cls.scope_field).related_model  # type: ignore[assignment]
        rows = model._default_manager.all()
        names = {field.name for field in model._meta.get_fields()}
        return rows.filter(archived_at=None) if "archived_at" in names else rows

    @classmethod
    def tables(cls) -> "list[type[Appointment]]":
        """All concrete tables of appointments, those of upper apps included, ordered by label."""
        found, above = [], Appointment.__subclasses__()
        while above:
            table = above.pop()
            above += table.__subclasses__()
            if not table._meta.abstract:
                found.append(table)
        return sorted(found, key=lambda table: table._meta.label)

    @classmethod
    def table_of(cls, scope: str) -> "type[Appointment] | None":
        """The table whose appointments have ``scope``, or None while no app keeps one."""
        return next((table for table in Appointment.tables() if table.scope == scope), None)


@source("RK 5.1")
class CityAppointment(Appointment):
    """A role for the whole city."""

    scope = "city"

    class Meta(Appointment.Meta):
        verbose_name = _("appointment for the city")
        verbose_name_plural = _("appointments for the city")
        constraints = [*Appointment.Meta.constraints, role_fits("city")]


@source("RK 8.1.2")
class OfficeAppointment(Appointment):
    """A role in one office."""

    scope = "office"
    scope_field = "office"

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("office"))

    class Meta(Appointment.Meta):
        verbose_name = _("appointment in an office")
        verbose_name_plural = _("appointments in an office")
        constraints = [*Appointment.Meta.constraints, role_fits("office")]


class Invitation(models.Model):
    """A person asked by mail to take a role; accepting makes the account and the appointment.

    ``scope`` and ``scope_id`` name the table of appointments and the thing in it, because the things of most
    scopes live in apps above this one.
    """

    class State(models.TextChoices):
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("mail address"))
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="de")
    role = models.CharField(_("role"), max_length=40, choices=ROLE_CHOICES)
    scope = models.CharField(max_length=20)
    scope_id = models.BigIntegerField(null=True, blank=True)
    ends_on = models.DateField(_("last day of the role"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent on"))
    sent_count = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField(_("expires on"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("accepted by"),
    )
    mail = models.ForeignKey("OutboxMail", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    once_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["sent", "accepted", "withdrawn"]), name="invitation_state"),
            models.CheckConstraint(condition=Q(scope__in=SCOPES), name="invitation_scope"),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="invitation_role"),
            models.CheckConstraint(
                condition=Q(scope="city", scope_id__isnull=True) | (~Q(scope="city") & Q(scope_id__isnull=False)),
                name="invitation_scope_has_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False, accepted_by__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at__isnull=True, accepted_by__isnull=True)),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role_name(self) -> str:
        return gettext(ROLES[self.role].name)

    @property
    def scope_thing(self) -> models.Model | None:
        """What the role would be held for; None means the whole city."""
        table = Appointment.table_of(self.scope)
        return table.things().filter(pk=self.scope_id).first() if table and table.scope_field else None

    def is_open(self, now: Any) -> bool:
        """Tell whether the link in the mail still works."""
        return self.state == self.State.SENT and now < self.expires_at


class Consent(models.Model):
    """A consent once given, and when it was withdrawn; each new giving is a new row."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=40, choices=[(key, _(name)) for key, name in CONSENTS.items()])
    wording = models.TextField(_("wording"))
    """The sentence as the person saw it."""
    given_at = models.DateTimeField(_("given on"))
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=Q(withdrawn_at__isnull=True), name="consent_given_once"
            ),
            models.CheckConstraint(condition=Q(purpose__in=list(CONSENTS)), name="consent_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%Y-%m-%d}"


class ContactPreference(models.Model):
    """How a person wants to hear of one kind of news."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contact_preferences", verbose_name=_("person")
    )
    kind = models.CharField(
        _("kind of news"), max_length=40, choices=[(key, _(name)) for key, name in CONTACT_KINDS.items()]
    )
    channel = models.CharField(_("way"), max_length=10, choices=[(key, _(name)) for key, name in CHANNELS.items()])
    changed_at = models.DateTimeField(_("changed on"))

    class Meta:
        verbose_name = _("contact preference")
        verbose_name_plural = _("contact preferences")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="contact_preference_once"),
            models.CheckConstraint(condition=Q(kind__in=list(CONTACT_KINDS)), name="contact_preference_kind"),
            models.CheckConstraint(condition=Q(channel__in=list(CHANNELS)), name="contact_preference_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.channel}"


class Draft(models.Model):
    """Typed text that is not the thing yet: what a form held when it was last kept.

    ``form`` is the address of the form without its language. Either ``user`` owns it, or, when the sign-in had
    ended, whoever brings the cookie that ``keeper`` is the hash of.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("person"),
    )
    keeper = models.CharField(max_length=64, blank=True)
    form = models.CharField(_("form"), max_length=300)
    data = models.JSONField(_("text"), default=dict, encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("kept on"))

    class Meta:
        ordering = ["-saved_at", "-id"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, keeper="") | (Q(user__isnull=True) & ~Q(keeper="")),
                name="draft_has_one_owner",
            ),
            models.UniqueConstraint(fields=["user", "form"], condition=Q(user__isnull=False), name="draft_per_form"),
            models.UniqueConstraint(fields=["keeper", "form"], condition=~Q(keeper=""), name="draft_kept_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {timezone.localtime(self.saved_at):%Y-%m-%d %H:%M}"


class OutboxMail(models.Model):
    """A mail to be sent; its text is forgotten once it went out."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    to = models.EmailField(_("mail address"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("written on"))
    try_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["try_at", "id"]
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [models.Index(fields=["state", "try_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "sent", "failed"]), name="outbox_state"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="outbox_sent_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
