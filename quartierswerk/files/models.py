"""Uploaded files: one row beside each stored content."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierswerk.files.rules import PICTURES, TYPES


class Purpose(models.TextChoices):
    """What a file is for; it decides which kinds of content are taken and how long they stay."""

    PICTURE = "picture", _("Picture")
    PAPER = "paper", _("Document")
    IMPORT = "import", _("Table or map data to import")


def storage_name(file: "File", _name: str) -> str:
    """Return the place of the content in the storage; it tells nothing about the content or its name."""
    return f"{file.public_id.hex[:2]}/{file.public_id.hex}"


class File(models.Model):
    """One uploaded file.

    ``permission`` is what a download asks for, with this row as the thing; empty means public. The app that
    owns the file registers that permission and finds its own thing by ``scope_id``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("file name"), max_length=130)
    content = models.FileField(_("content"), upload_to=storage_name, max_length=100)
    kind = models.CharField(_("kind of file"), max_length=20, choices=[(kind, kind) for kind in TYPES])
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64)
    width = models.PositiveIntegerField(_("width in pixels"), null=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True)
    alt = models.CharField(_("description of the picture"), max_length=500, blank=True)
    licence = models.CharField(_("licence and source"), max_length=200, blank=True)
    permission = models.CharField(_("permission for the download"), max_length=100, blank=True)
    scope_id = models.CharField(_("thing it belongs to"), max_length=64, blank=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("stored by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    stored_at = models.DateTimeField(_("stored on"))
    archived_at = models.DateTimeField(_("archived on"), null=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-stored_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind__in=sorted(PICTURES)) | ~models.Q(alt=""),
                name="files_picture_has_alt",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=Purpose.values),
                name="files_purpose_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        return not self.permission

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES

    @property
    def media_type(self) -> str:
        return TYPES[self.kind].media_type
