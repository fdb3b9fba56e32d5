"""The forms of an import: the file, then what its columns are."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from quartierswerk.monitoring.imports import FileMapping, Sheet, Unusable, mapping_as_text, read_mapping
from quartierswerk.monitoring.imports.guessing import number_columns
from quartierswerk.monitoring.imports.tables import LARGEST
from quartierswerk.monitoring.models import Indicator, Unit
from quartierswerk.monitoring.rules import read_date
from quartierswerk.places.models import Level
from quartierswerk.ui.forms import Form, OnceMixin

MOST_COLUMNS = 60
_LEAVE = ("", _("do not take over"))
_UNITS = [("", _("as the indicator is kept")), (Unit.SHARE, Unit.SHARE.label), (Unit.PERCENT, Unit.PERCENT.label)]


class UploadForm(OnceMixin, Form):
    """Choose a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 50 MB. The next step asks what the columns are."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 50 MB. Please split it."))
        return file


class MappingForm(Form):
    """What the columns of a file are. Fields for columns are made from the file itself."""

    mark_optional = False

    level = forms.ChoiceField(label=_("Level of the areas"))
    code = forms.ChoiceField(label=_("Column with the area codes"))
    period_column = forms.ChoiceField(label=_("Column with the date"), required=False)
    period = forms.CharField(
        label=_("Date of all values"),
        max_length=20,
        required=False,
        help_text=_("31.12.2025, or 2025 for its last day. Needed if no column holds the date."),
    )
    decimal = forms.ChoiceField(
        label=_("Decimal mark"),
        choices=[("", _("recognise it")), (",", _("comma: 12,5")), (".", _("point: 12.5"))],
        required=False,
    )
    missing = forms.CharField(
        label=_("Words for “not available”"),
        max_length=200,
        required=False,
        initial="NA",
        help_text=_("Separated by blanks. Empty cells always count as missing, never as zero."),
    )
    protected = forms.CharField(
        label=_("Words for “protected”"),
        max_length=200,
        required=False,
        help_text=_("Separated by blanks, for example x or . where few cases are kept secret."),
    )
    skip_unknown = forms.BooleanField(label=_("Leave out rows whose area code is unknown"), required=False)
    save_as = forms.CharField(
        label=_("Keep this assignment as"),
        max_length=120,
        required=False,
        help_text=_("A name under which the next file can use it again."),
    )

    def __init__(self, *args: Any, sheet: Sheet, given: Mapping[str, Any], **kwargs: Any) -> None:
        self.sheet, self.given = sheet, given
        kwargs["initial"] = {**_initial(given), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        columns = [(name, name) for name in sheet.columns if name]
        self._choose("level", [(level.key, str(level)) for level in Level.objects.order_by("order")])
        self._choose("code", columns)
        self._choose("period_column", [("", _("no column: one date for all rows")), *columns])
        self.long = given.get("long") or {}
        named = (given.get("code", ""), self.initial["period_column"], self.long.get("indicator", ""))
        self.numbers = number_columns(sheet, but=named)[:MOST_COLUMNS]
        indicators = [(one.key, str(one)) for one in Indicator.objects.filter(archived_at=None).order_by("key")]
        if self.long:
            self._add_long(columns, indicators)
        else:
            self._add_wide(indicators)

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices

    def _add_wide(self, indicators: list[tuple[str, str]]) -> None:
        chosen = {str(one["column"]): one for one in self.given.get("values") or [] if one.get("column")}
        for number, column in enumerate(self.numbers):
            one = chosen.get(column, {})
            self.fields[f"indicator_{number}"] = forms.ChoiceField(
                label=column, choices=[_LEAVE, *indicators], required=False, initial=one.get("indicator", "")
            )
            self.fields[f"unit_{number}"] = forms.ChoiceField(
                label=format_lazy(_("Unit of “{column}” in the file"), column=column),
                choices=_UNITS,
                required=False,
                initial=one.get("unit", ""),
            )

    def _add_long(self, columns: list[tuple[str, str]], indicators: list[tuple[str, str]]) -> None:
        none = ("", _("no column"))
        head = self.long.get("indicator", "")
        self.fields["value"] = forms.ChoiceField(
            label=_("Column with the values"),
            choices=[none, *columns],
            required=False,
            initial=self.long.get("value", ""),
        )
        for name, label in (
            ("numerator", _("Column with the numerators")),
            ("denominator", _("Column with the denominators")),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[none, *columns], required=False, initial=self.long.get(name, "")
            )
        keys = {key for key, _name in indicators}
        names = self.long.get("names") or {}
        self.words = sorted({str(cell).strip() for cell in self.sheet.column(head)} - {""})[:MOST_COLUMNS]
        for number, word in enumerate(self.words):
            self.fields[f"word_{number}"] = forms.ChoiceField(
                label=word,
                choices=[_LEAVE, *indicators],
                required=False,
                initial=names.get(word) or (word if word in keys else ""),
            )

    def clean_period(self) -> str:
        """The date as YYYY-MM-DD."""
        text = str(self.cleaned_data.get("period") or "")
        if not text:
            return ""
        try:
            return read_date(text).isoformat()
        except ValueError:
            raise forms.ValidationError(
                _("“%(text)s” is no date. Please write it like 31.12.2025."), params={"text": text}
            ) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("period") and not cleaned.get("period_column") and "period" not in self.errors:
            self.add_error("period", _("Which date do the values have? Please give it, or choose the column with it."))
        chosen = self._values(cleaned)
        if not self.long and not chosen:
            raise forms.ValidationError(_("No column becomes an indicator yet. Please choose at least one."))
        twice = {one["indicator"] for one in chosen if sum(o["indicator"] == one["indicator"] for o in chosen) > 1}
        for number, _column in enumerate(self.numbers):
            if cleaned.get(f"indicator_{number}") in twice:
                self.add_error(f"indicator_{number}", _("Two columns give this indicator. Please keep one."))
        if self.long and not cleaned.get("value") and not (cleaned.get("numerator") and cleaned.get("denominator")):
            self.add_error("value", _("Where are the values? Please choose the column."))
        if not self.errors:
            try:
                read_mapping(self.mapping_text())
            except Unusable as wrong:
                raise forms.ValidationError(wrong.finding.sentence) from None
        return cleaned

    def _values(self, cleaned: Mapping[str, Any]) -> list[dict[str, str]]:
        if self.long:
            return []
        return [
            {"indicator": key, "column": column, **({"unit": unit} if (unit := cleaned.get(f"unit_{number}")) else {})}
            for number, column in enumerate(self.numbers)
            if (key := cleaned.get(f"indicator_{number}"))
        ]

    def mapping_text(self) -> str:
        """The mapping as YAML."""
        cleaned = self.cleaned_data
        kept = {
            key: self.given[key]
            for key in ("encoding", "delimiter", "sheet", "header_row", "notes")
            if key in self.given
        }
        mapping: dict[str, Any] = {
            **kept,
            "version": "1",
            "level": cleaned["level"],
            "code": cleaned["code"],
            "period": {"column": cleaned["period_column"]} if cleaned["period_column"] else cleaned["period"],
            "values": self._values(cleaned),
            "decimal": cleaned["decimal"],
            "missing": ["", *cleaned["missing"].split()],
            "protected": cleaned["protected"].split(),
            "unknown_areas": "skip" if cleaned["skip_unknown"] else "",
        }
        if self.long:
            names = {word: key for n, word in enumerate(self.words) if (key := cleaned.get(f"word_{n}"))}
            columns = {name: cleaned[name] for name in ("value", "numerator", "denominator") if cleaned.get(name)}
            mapping["long"] = {
                **self.long,
                **columns,
                "names": names,
                "leave_out": [word for n, word in enumerate(self.words) if not cleaned.get(f"word_{n}")],
            }
        return mapping_as_text(mapping)

    def column_fields(self) -> list[tuple[Any, Any]]:
        """Pairs of fields, one per column of numbers, for the template."""
        if self.long:
            return []
        return [(self[f"indicator_{n}"], self[f"unit_{n}"]) for n in range(len(self.numbers))]

    def word_fields(self) -> list[Any]:
        """Fields for the words of a long file."""
        return [self[f"word_{n}"] for n in range(len(self.words))] if self.long else []


class MappingTextForm(Form):
    """The same as YAML, for everything the other form does not ask."""

    text = forms.CharField(
        label=_("Assignment as YAML"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "qw-code-field"}),
    )

    def clean_text(self) -> str:
        """Every mistake is named by its entry."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        self.read(text)
        return text

    def read(self, text: str) -> FileMapping:
        """The mapping that the text says; a mistake becomes the field's error."""
        try:
            return read_mapping(text)
        except Unusable as wrong:
            raise forms.ValidationError(wrong.finding.sentence) from None


def _initial(given: Mapping[str, Any]) -> dict[str, Any]:
    period = given.get("period") or ""
    return {
        "level": given.get("level", ""),
        "code": given.get("code", ""),
        "period_column": period.get("column", "") if isinstance(period, dict) else "",
        "period": "" if isinstance(period, dict) else _day(str(period)),
        "decimal": given.get("decimal", ""),
        "missing": " ".join(word for word in given.get("missing", ["NA"]) if word),
        "protected": " ".join(given.get("protected", [])),
        "skip_unknown": given.get("unknown_areas") == "skip",
    }


def _day(text: str) -> str:
    """A date as people here write it; what is none stays as it is."""
    try:
        return f"{read_date(text):%d.%m.%Y}"
    except ValueError:
        return text
