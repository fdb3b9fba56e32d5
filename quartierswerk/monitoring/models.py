"""Indicators with their values by area and period, imports of values, and indices with their frozen runs."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.sources import source
from quartierswerk.kernel.texts import LanguageText
from quartierswerk.places.models import Word


class Unit(models.TextChoices):
    """In what an indicator is counted."""

    SHARE = "share", _("Share (0 to 1)")
    PERCENT = "percent", _("Per cent (0 to 100)")
    POINTS = "points", _("Percentage points")
    PER_1000 = "per_1000", _("Per 1,000")
    NUMBER = "number", _("Number")
    EURO = "euro", _("Euro")
    OTHER = "other", _("Other unit")


class Direction(models.TextChoices):
    """What a high value means."""

    BURDEN = "burden", _("A high value is a burden")
    RESOURCE = "resource", _("A high value is a strength")


class PeriodKind(models.TextChoices):
    """How often an indicator has a value."""

    YEAR = "year", _("Yearly")
    HALF_YEAR = "half_year", _("Every half-year")
    QUARTER = "quarter", _("Every quarter of a year")
    MONTH = "month", _("Monthly")
    DAY = "day", _("On single days")


class Theme(Word):
    """What an indicator is about: work, housing, children; a city may add its own."""


@source("RK 5", "RK 8.1.1")
class Indicator(models.Model):
    """A number that says one thing about each area, with everything needed to read it rightly."""

    key = models.SlugField(_("key"), max_length=60, unique=True, allow_unicode=False)
    name = LanguageText(_("name"))
    explanation = LanguageText(_("plain explanation"), blank=True)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices)
    unit_name = models.CharField(_("name of another unit"), max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=1)
    numerator = LanguageText(_("numerator"), blank=True)
    denominator = LanguageText(_("denominator"), blank=True)
    direction = models.CharField(_("direction"), max_length=20, choices=Direction.choices)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("theme")
    )
    source = LanguageText(_("source"))
    method_note = LanguageText(_("note on the method"), blank=True)
    period_kind = models.CharField(_("period"), max_length=20, choices=PeriodKind.choices, default=PeriodKind.YEAR)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    levels = models.ManyToManyField("places.Level", verbose_name=_("levels"), related_name="+", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    once_key = models.UUIDField(null=True, unique=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["theme__order", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="indicator_unit_known"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="indicator_direction_known"),
            models.CheckConstraint(condition=Q(period_kind__in=PeriodKind.values), name="indicator_period_known"),
            models.CheckConstraint(condition=Q(decimals__lte=6), name="indicator_decimals_few"),
        ]

    def __str__(self) -> str:
        return str(self.name) or self.key


class Mapping(models.Model):
    """How the columns of a file become values, saved to be used again with the next file."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    text = models.TextField(_("mapping (YAML)"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One import of values: from which file, by which mapping, with what result; undone as a whole or not at all."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not yet taken over")
        APPLIED = "applied", _("taken over")
        UNDONE = "undone", _("undone")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    file_name = models.CharField(max_length=200)
    checksum = models.CharField(max_length=64)
    content = models.BinaryField(null=True, editable=False)
    mapping_text = models.TextField(blank=True)
    level = models.ForeignKey("places.Level", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    once_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", applied_at=None, undone_at=None)
                | Q(state="applied", applied_at__isnull=False, undone_at=None)
                | Q(state="undone", applied_at__isnull=False, undone_at__isnull=False),
                name="import_state_has_its_moments",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class Measured(models.Model):
    """What is known of one indicator in one area on one date. A suppressed value is kept empty; zero is a value."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    period_on = models.DateField(_("date"))
    value = models.FloatField(_("value"), null=True)
    numerator = models.FloatField(_("numerator"), null=True)
    denominator = models.FloatField(_("denominator"), null=True)
    estimated = models.BooleanField(_("estimated"), default=False)
    suppressed = models.BooleanField(_("protected"), default=False)
    revised = models.BooleanField(_("revised"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.period_on}"


class Value(Measured):
    """The value that is valid now."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="indicator_values")
    import_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="values")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "area", "period_on"], name="value_once_per_period"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(suppressed=True), name="value_there_or_protected"
            ),
        ]
        indexes = [models.Index(fields=["indicator", "period_on"]), models.Index(fields=["area", "period_on"])]


class EarlierValue(Measured):
    """A value that an import replaced: kept so that the import can be undone and the change be seen."""

    import_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="replaced")
    earlier_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["import_run", "indicator", "area", "period_on"], name="earlier_value_once_per_import"
            ),
        ]


@source("RK 8.1.1")
class IndexSpec(models.Model):
    """One version of a declared method. Its text never changes; a new text is a new version under the same key."""

    key = models.SlugField(_("key"), max_length=60)
    version = models.PositiveIntegerField(default=1, editable=False)
    name = LanguageText(_("name"))
    class_words = models.JSONField(default=dict, blank=True)
    """What the classes are called: {label of the class: {language: word}}; without it the pages say the label."""
    text = models.TextField(_("specification (YAML)"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now_add=True)
    once_key = models.UUIDField(null=True, unique=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["key", "-version"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="spec_version_once")]

    def __str__(self) -> str:
        return str(self.name) or self.key


@source("RK 8.1.1")
class IndexRun(models.Model):
    """An index computed once and frozen: specification, values, program version, seed and result, byte for byte."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    spec = models.ForeignKey(IndexSpec, on_delete=models.PROTECT, related_name="runs")
    level = models.ForeignKey("places.Level", on_delete=models.PROTECT, related_name="+")
    period_on = models.DateField(_("values up to"))
    periods = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    spec_text = models.TextField()
    values_text = models.TextField()
    values_checksum = models.CharField(max_length=64)
    program_version = models.CharField(max_length=40)
    seed = models.BigIntegerField(null=True)
    result_text = models.TextField()
    details_text = models.TextField()
    uncertainty_text = models.TextField(blank=True)
    borders = models.JSONField(default=list)
    """Scores between neighbouring classes, from the lowest class up; empty where classes follow the ranks."""
    areas_used = models.PositiveIntegerField()
    areas_excluded = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    run_at = models.DateTimeField(auto_now_add=True)
    once_key = models.UUIDField(null=True, unique=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-run_at", "-id"]

    def __str__(self) -> str:
        return f"{self.spec} {self.period_on}"


class AreaResult(models.Model):
    """What a run says about one area; ``contributions`` is {indicator's id in the specification: part of the score}."""

    run = models.ForeignKey(IndexRun, on_delete=models.PROTECT, related_name="results")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="index_results")
    excluded = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    score = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)
    class_label = models.CharField(max_length=100, blank=True)
    constant = models.FloatField(null=True)
    contributions = models.JSONField(default=dict)
    rank_low = models.PositiveIntegerField(null=True)
    rank_high = models.PositiveIntegerField(null=True)
    class_shares = models.JSONField(default=dict)
    same_class_share = models.FloatField(null=True)

    class Meta:
        ordering = ["run", F("rank").asc(nulls_last=True), "area"]
        constraints = [
            models.UniqueConstraint(fields=["run", "area"], name="result_once_per_area"),
            models.CheckConstraint(
                condition=Q(excluded=True, score=None, rank=None)
                | Q(excluded=False, score__isnull=False, rank__isnull=False),
                name="result_scored_or_excluded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.area_id}"

    @property
    def additive(self) -> bool:
        """Whether the parts sum to the score."""
        return self.constant is not None and bool(self.contributions)
