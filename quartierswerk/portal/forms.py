"""Forms of the public pages."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from quartierswerk.ui.forms import Form, SeenVersionMixin

LONGEST_TEXT = 20_000


class PageForm(SeenVersionMixin, Form):
    """The city's text of one page, a field for each content language."""

    checked_on = forms.DateField(
        label=_("Last checked on"),
        required=False,
        help_text=_("The day on which somebody last looked whether all of this is still true."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.CONTENT_LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name,
                required=code == "de",
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(
                    attrs={"rows": 14 if code == "de" else 6, "lang": "de" if code == "easy" else code}
                ),
                help_text=_("Markdown: # heading, * list, [words](address).") if code == "de" else "",
            )
        self.order_fields([*(f"text_{code}" for code, _name in settings.CONTENT_LANGUAGES), "checked_on"])

    def texts(self) -> dict[str, str]:
        """Return the texts by language."""
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.CONTENT_LANGUAGES}


class FinderForm(Form):
    """The one question of the start page."""

    q = forms.CharField(label=_("Street or neighbourhood"), max_length=100, required=False)
