"""The one index: a line for each thing that can be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.texts import LanguageText


class IndexedText(models.Model):
    """What can be found of one thing, by whom, and where it leads.

    A thing may have one line for each audience: "" is everybody, else the name of the permission that a reader
    needs. Title and text are kept by language, what belongs to no language under "". ``words`` and ``title_words``
    hold the folded words of all languages (``rules.folded_words``).
    """

    thing_label = models.CharField(max_length=100)
    thing_id = models.BigIntegerField()
    audience = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=60)
    title = LanguageText()
    text = LanguageText()
    url = models.CharField(max_length=300)
    title_words = models.TextField(blank=True)
    words = models.TextField(blank=True)

    class Meta:
        verbose_name = _("findable text")
        verbose_name_plural = _("findable texts")
        constraints = [
            models.UniqueConstraint(
                fields=["thing_label", "thing_id", "audience"],
                name="search_thing_once_per_audience",
            ),
            models.CheckConstraint(condition=models.Q(url__startswith="/"), name="search_url_of_this_site"),
        ]

    def __str__(self) -> str:
        return str(self.title)
