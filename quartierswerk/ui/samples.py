"""Invented content for the page that shows every component."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from quartierswerk.ui.conflicts import Conflict, FieldDifference
from quartierswerk.ui.differences import compare_words
from quartierswerk.ui.forms import Form, OnceMixin
from quartierswerk.ui.svg.bars import Part, draw_stacked
from quartierswerk.ui.svg.legend import LegendItem
from quartierswerk.ui.svg.timeline import Span, draw_timeline

CLASSES = ["sehr niedrig", "niedrig", "mittel", "hoch", "sehr hoch"]


@dataclass(frozen=True)
class Sample:
    """One row of the register."""

    name: str
    district: str
    kind: str
    state: str
    word: str
    ends_on: date
    granted: int


PROJECTS = [
    Sample("Am Gaswerk gärtnern", "Weststadt", "Quartiersprojekt", "half", "läuft", date(2026, 12, 31), 18400),
    Sample("Auwinkel 60 plus", "Lauterauen", "Quartiersprojekt", "half", "läuft", date(2027, 6, 30), 46000),
    Sample(
        "Gesund im Hasenrain", "Südhöhe", "Quartiersprojekt", "diamond", "verstetigt sich", date(2026, 12, 31), 72500
    ),
    Sample("Lernort Hasenrain", "Südhöhe", "Quartiersentwicklung", "half", "läuft", date(2026, 12, 31), 228000),
    Sample("Mühlwiesen verbindet", "Lauterauen", "Quartiersentwicklung", "half", "läuft", date(2027, 12, 31), 312000),
    Sample("Musik im Hof", "Mitte", "Quartiersprojekt", "full", "abgeschlossen", date(2025, 8, 31), 9800),
    Sample("Nachbarschaft Ostufer", "Hafen", "Quartiersentwicklung", "empty", "erkundet", date(2026, 11, 30), 40000),
    Sample("Wege für alle", "Nordhang", "Quartiersprojekt", "half", "läuft", date(2027, 5, 31), 31200),
]

SPANS = [
    Span("Mühlenhaus öffnen und betreiben", date(2024, 2, 1), date(2026, 11, 30), "going"),
    Span("Haustürgespräche", date(2024, 4, 15), date(2025, 3, 15), "done"),
    Span("Sprachtandems im Café", date(2024, 10, 15), date(2026, 8, 1), "going"),
    Span("Bleichplatz umgestalten", date(2025, 11, 15), date(2027, 5, 31), "going"),
    Span("Verein „Mühlwiesen e. V.“ gründen", date(2026, 7, 1), date(2026, 12, 31), "planned"),
    Span("Abschlussfest und Bericht", date(2027, 8, 1), date(2027, 11, 30), "planned"),
]

SORTS: dict[str, Any] = {
    "name": lambda row: row.name,
    "end": lambda row: (row.ends_on, row.name),
    "granted": lambda row: (row.granted, row.name),
}


class FilterForm(Form):
    """The fields of the filter bar."""

    mark_optional = False

    name = forms.CharField(label="Name oder Träger", required=False)
    district = forms.ChoiceField(
        label="Bezirk", choices=[("", "Alle Bezirke"), ("mitte", "Mitte"), ("hafen", "Hafen")], required=False
    )
    state = forms.ChoiceField(
        label="Stand", choices=[("", "Jeder Stand"), ("running", "laufend")], required=False, initial="running"
    )


class GoalForm(OnceMixin, Form):
    """A form with every kind of field."""

    units = {"money": "€"}

    goal = forms.CharField(
        label="Was möchten Sie erreichen?",
        help_text="Ein Satz, so wie Sie ihn einer Nachbarin sagen würden.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sign = forms.ChoiceField(
        label="Woran merken Sie, dass es gelingt?",
        choices=[("count", "Wir zählen etwas"), ("watch", "Wir achten auf ein Zeichen, das man sehen kann")],
        widget=forms.RadioSelect,
    )
    groups = forms.MultipleChoiceField(
        label="Für wen?",
        choices=[("old", "Ältere Menschen"), ("young", "Jugendliche"), ("families", "Familien")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Sie können mehrere nennen.",
    )
    now = forms.IntegerField(label="Heute")
    target = forms.IntegerField(label="Ziel")
    until = forms.DateField(label="Bis wann?", help_text="Zum Beispiel: 31.12.2027")
    money = forms.DecimalField(label="Was kostet es?", required=False)
    theme = forms.ChoiceField(label="Thema", choices=[("", "Bitte wählen"), ("meet", "Begegnung"), ("way", "Wege")])
    photo = forms.FileField(label="Bild", required=False, help_text="JPG oder PNG, höchstens 5 MB.")
    agreed = forms.BooleanField(label="Die Beteiligten sind einverstanden.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("now") is not None and given.get("now") == given.get("target"):
            self.add_error("target", "Der Zielwert ist gleich dem Ausgangswert. Bitte nennen Sie einen anderen.")
        return given


class TextForm(Form):
    """One text in three languages."""

    de = forms.CharField(label="Deutsch", widget=forms.Textarea(attrs={"rows": 2, "lang": "de"}))
    easy = forms.CharField(
        label="Leichte Sprache",
        widget=forms.Textarea(attrs={"rows": 2, "lang": "de"}),
        required=False,
        help_text="Ein eigener Text, geprüft von Menschen, die ihn brauchen.",
    )
    en = forms.CharField(label="Englisch", widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}), required=False)


def wrong_form() -> GoalForm:
    """Return the form as somebody sent it with mistakes."""
    return GoalForm(
        {"goal": "", "sign": "count", "now": "4", "target": "4", "until": "bald", "money": "12,5", "theme": "meet"},
        auto_id="id_wrong_%s",
    )


def context() -> dict[str, Any]:
    """Return everything the page shows."""
    old = "Bis 31.12.2026 tragen zwölf Engagierte die Angebote im Mühlenhaus mit."
    new = "Bis 30.06.2027 trägt ein Verein mit mindestens 25 Mitgliedern die Angebote im Mühlenhaus allein."
    states = [
        ("in Prüfung", 8, "planned"),
        ("erkunden", 2, "open"),
        ("laufen", 21, "running"),
        ("verstetigen", 6, "final"),
    ]
    return {
        "filter_form": FilterForm(auto_id="id_filter_%s"),
        "goal_form": GoalForm(auto_id="id_goal_%s"),
        "wrong_form": wrong_form(),
        "text_form": TextForm(auto_id="id_text_%s"),
        "old_text": old,
        "new_text": new,
        "conflict": Conflict("Ilse Brandt", None, [FieldDifference("Ziel", *compare_words(old, new))]),
        "classes": [
            {"digit": number, "word": word, "share": share, "current": number == 5}
            for number, (word, share) in enumerate(
                zip(CLASSES, ["nie", "nie", "nie", "in 26 von 100", "in 74 von 100"], strict=True), start=1
            )
        ],
        "legend": [
            *(LegendItem(str(number), word) for number, word in enumerate(CLASSES, start=1)),  # type: ignore[arg-type]
            LegendItem("unstable", "schraffiert: Klasse nicht stabil"),
            LegendItem("missing", "geschützt: zu wenige Fälle"),
        ],
        "timeline": draw_timeline(
            SPANS, today=date(2026, 5, 14), today_label="heute", title="Maßnahmen über die Jahre", key="sample-timeline"
        ),
        "spans": SPANS,
        "states": draw_stacked([Part(*state) for state in states], title="Projekte nach Stand"),  # type: ignore[arg-type]
        "state_rows": states,
        "marks": [
            ("empty", "noch nicht begonnen"),
            ("half", "in Arbeit"),
            ("full", "fertig"),
            ("diamond", "in Beratung"),
            ("dashed", "nicht beurteilbar"),
        ],
        "kinds": [("info", "Hinweis"), ("success", "Erledigt"), ("warning", "Achtung"), ("danger", "Fehler")],
        "sections": SECTIONS,
    }


SECTIONS = [
    ("text", "Text und Überschriften"),
    ("wegweiser", "Wo bin ich"),
    ("knoepfe", "Knöpfe, Links, Menüs"),
    ("meldungen", "Meldungen"),
    ("stand", "Stand und was als Nächstes kommt"),
    ("listen", "Listen und Register"),
    ("formulare", "Formulare"),
    ("fassungen", "Fassungen vergleichen"),
    ("urteile", "Kriterien und Belege"),
    ("zahlen", "Klassen, Karten, Zahlen"),
    ("leer", "Leer, gesperrt, gestört"),
]
