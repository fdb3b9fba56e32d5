"""Pages that the city writes itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.texts import LanguageText
from quartierswerk.portal.rules import PAGES, PageKind


class Page(models.Model):
    """The city's text of one page (``rules.PAGES``), in Markdown."""

    key = models.CharField(max_length=40, unique=True)
    text = LanguageText(_("text"), blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["key"]
        verbose_name = _("page")
        constraints = [models.CheckConstraint(condition=Q(key__in=list(PAGES)), name="portal_page_key")]

    def __str__(self) -> str:
        return gettext(self.kind.title)

    @property
    def kind(self) -> PageKind:
        """What kind of page it is."""
        return PAGES[self.key]
