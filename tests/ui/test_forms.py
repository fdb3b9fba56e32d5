import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import translation

from quartierswerk.ui.conflicts import conflict_between
from quartierswerk.ui.differences import Piece
from quartierswerk.ui.forms import Form, OnceMixin, SeenVersionMixin
from quartierswerk.ui.pages import render_form, way_back
from tests.ui.rendering import render


class PlaceForm(OnceMixin, Form):
    units = {"area": "m²"}

    name = forms.CharField(label="Name", help_text="Wie es am Haus steht.")
    opened = forms.DateField(label="Eröffnet am", required=False)
    area = forms.DecimalField(label="Fläche", required=False)
    seats = forms.IntegerField(label="Plätze", required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "Café"), ("b", "Treff")], widget=forms.RadioSelect)


def send(**values: Any) -> PlaceForm:
    return PlaceForm({"name": "Mühlenhaus", "kind": "a", **values})


@pytest.mark.parametrize("written", ["31.12.2027", "31.12.27", "2027-12-31"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_dates_are_read_as_people_write_them(written: str, language: str) -> None:
    with translation.override(language):
        form = send(opened=written)

        assert form.is_valid()
        assert form.cleaned_data["opened"] == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("written", "read"),
    [("1.250,5", "1250.5"), ("1250,5", "1250.5"), ("12.5", "12.5"), ("0,75", "0.75"), ("−3", None), ("viel", None)],
)
def test_numbers_are_read_with_a_comma(written: str, read: str | None) -> None:
    with translation.override("de"):
        form = send(area=written)

        assert form.is_valid() == (read is not None)
        assert form.cleaned_data.get("area") == (Decimal(read) if read else None)


def test_a_wrong_date_says_how_to_write_it() -> None:
    with translation.override("de"):
        form = send(opened="bald")

        assert form.errors == {"opened": ["Das ist kein Datum. Bitte schreiben Sie es so: 31.12.2027."]}


def test_a_field_carries_label_hint_and_error_by_their_ids() -> None:
    html = str(send(name="")["name"].as_field_group())

    assert 'for="id_name"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "kern-form-input__input--error" in html
    assert " required" not in html


def test_only_optional_fields_are_marked() -> None:
    with translation.override("en"):
        form = PlaceForm()

        assert "(optional)" in str(form["area"].as_field_group())
        assert "(optional)" not in str(form["name"].as_field_group())


def test_a_unit_stands_behind_its_field() -> None:
    assert '<span class="kern-input-group-text">m²</span>' in str(PlaceForm()["area"].as_field_group())


def test_a_group_of_options_is_a_fieldset_that_the_summary_can_lead_to() -> None:
    form = send(kind="")
    html = str(form["kind"].as_field_group())
    summary = render('<c-error-summary :form="form" />', form=form)

    assert '<fieldset class="kern-fieldset kern-fieldset--error" id="id_kind"' in html
    assert html.count('class="kern-form-check__radio') == 2
    assert 'href="#id_kind"' in summary


def test_forms_of_other_packages_wear_the_same_clothes() -> None:
    class Foreign(forms.Form):
        login = forms.CharField()

    html = str(Foreign()["login"].as_field_group())

    assert 'class="kern-form-input__input"' in html
    assert 'aria-required="true"' in html
    assert " required" not in html


def test_a_form_keeps_its_key_when_it_comes_back() -> None:
    first = PlaceForm()["once_key"].value()
    again = send(once_key=str(first), name="")

    assert again["once_key"].value() == str(first)
    assert send(once_key=str(first)).is_valid()


def test_a_form_without_its_key_gets_a_new_one() -> None:
    form = send()

    assert form.is_valid()
    assert isinstance(form.cleaned_data["once_key"], uuid.UUID)


def test_an_invalid_form_answers_422_and_keeps_the_text(rf: RequestFactory) -> None:
    answer = render_form(rf.post("/"), "ui/400.html", send(name="", area="12"))

    assert answer.status_code == 422
    assert answer.context_data is not None
    assert answer.context_data["page_has_errors"] is True
    assert answer.context_data["form"]["area"].value() == "12"


def test_an_unsent_form_answers_200(rf: RequestFactory) -> None:
    answer = render_form(rf.get("/"), "ui/400.html", PlaceForm())

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("wanted", "way"),
    [
        ("/arbeit/", "/arbeit/"),
        ("https://example.org/", "/x"),
        ("//example.org", "/x"),
        ("javascript:1", "/x"),
        ("", "/x"),
    ],
)
def test_the_way_back_stays_in_the_house(rf: RequestFactory, wanted: str, way: str) -> None:
    assert way_back(rf.post("/", {"next": wanted}), "/x") == way


class TextForm(SeenVersionMixin, Form):
    text = forms.CharField(label="Text", widget=forms.Textarea)
    until = forms.DateField(label="Bis")
    kind = forms.ChoiceField(label="Art", choices=[("a", "Café"), ("b", "Treff")])


def test_a_conflict_shows_both_texts_of_the_fields_that_differ() -> None:
    with translation.override("de"):
        form = TextForm({"text": "Bis Juni", "until": "31.12.2027", "kind": "b", "seen_version": "1"})

        conflict = conflict_between(
            form, {"text": "Bis Mai", "until": date(2027, 12, 31), "kind": "a", "seen_version": 2}, by="Ilse Brandt"
        )

    assert [(field.label, field.theirs, field.mine) for field in conflict.fields] == [
        ("Text", [Piece("Bis ", False), Piece("Mai", True)], [Piece("Bis ", False), Piece("Juni", True)]),
        ("Art", [Piece("Café", True)], [Piece("Treff", True)]),
    ]
    assert conflict.by == "Ilse Brandt"


class PictureForm(Form):
    picture = forms.FileField(label="Bild", required=False)


class Kept:
    url = "/dateien/1/"

    def __str__(self) -> str:
        return "haus.png"


def test_a_file_field_says_which_file_is_there_and_offers_to_remove_it() -> None:
    html = str(PictureForm(initial={"picture": Kept()})["picture"].as_field_group())

    assert '<a href="/dateien/1/">haus.png</a>' in html
    assert 'name="picture-clear"' in html
    assert "haus.png" not in str(PictureForm()["picture"].as_field_group())
