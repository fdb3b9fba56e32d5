"""Runs of the import of areas or renewal areas, and what each of them did."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierswerk.files.models import File
from quartierswerk.places.models.areas import Area, Level
from quartierswerk.places.models.renewal import RenewalArea


class AreaImport(models.Model):
    """A file that was handed over: uploaded, then imported, perhaps undone."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        IMPORTED = "imported", _("imported")
        UNDONE = "undone", _("undone")
        DISCARDED = "discarded", _("discarded")

    class Subject(models.TextChoices):
        AREAS = "areas", _("Statistical areas")
        RENEWAL = "renewal", _("Urban renewal areas")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    once_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    state = models.CharField(max_length=20, choices=State, default=State.UPLOADED)
    subject = models.CharField(max_length=20, choices=Subject, default=Subject.AREAS)
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    file_name = models.CharField(max_length=255)
    checksum = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """The uploaded file while it is kept; empty when the command read it where it lay."""
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    """What the preview warned of when the import was confirmed: list of {code, facts}."""
    followed = models.JSONField(default=list)
    """Pairs [earlier version, new version] whose children, appointments and streets were handed on."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of areas")
        verbose_name_plural = _("imports of areas")
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["uploaded", "imported", "undone", "discarded"]), name="area_import_state"
            ),
            models.CheckConstraint(condition=Q(subject__in=["areas", "renewal"]), name="area_import_subject"),
            models.CheckConstraint(
                condition=~Q(state="imported") | Q(at__isnull=False), name="area_import_done_has_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False), name="area_import_undone_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"


class AreaChange(models.Model):
    """What one run did to one area or renewal area: made it, changed it, or closed it; what stood there before."""

    class Kind(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        CLOSED = "closed", _("ended")

    run = models.ForeignKey(AreaImport, on_delete=models.CASCADE, related_name="changes")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    renewal_area = models.ForeignKey(
        RenewalArea, null=True, blank=True, on_delete=models.CASCADE, related_name="changes"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    """The columns that changed, as they were: enough to undo."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["new", "changed", "closed"]), name="area_change_kind"),
            models.CheckConstraint(
                condition=Q(area__isnull=True, renewal_area__isnull=False)
                | Q(area__isnull=False, renewal_area__isnull=True),
                name="area_change_has_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.area or self.renewal_area}"
