"""Forms of the public pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierswerk.ui.forms import Form, LanguageTextsMixin, SeenVersionMixin


class PageForm(LanguageTextsMixin, SeenVersionMixin, Form):
    """The city's text of one page, a field for each content language."""

    language_texts = {"text": (_("Text"), 14, _("Markdown: # heading, * list, [words](address)."))}
    compulsory_texts = frozenset({"text"})

    checked_on = forms.DateField(
        label=_("Last checked on"),
        required=False,
        help_text=_("The day on which somebody last looked whether all of this is still true."),
    )


class FinderForm(Form):
    """The one question of the start page."""

    q = forms.CharField(label=_("Street or neighbourhood"), max_length=100, required=False)
