"""Texts in several languages: one JSON column ``{language: text}``."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Texts(dict[str, str]):
    """A text in several languages; printing it gives the reader's language, else German, else any."""

    def __str__(self) -> str:
        wanted = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        return self.get(wanted) or self.get("de") or next((text for text in self.values() if text), "")


class LanguageText(models.JSONField):
    """Model field that holds ``Texts``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Texts)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Texts:
        return Texts(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Any:
        return Texts(value) if isinstance(value, dict) else super().to_python(value)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        known = {code for code, _name in settings.CONTENT_LANGUAGES}
        if not isinstance(value, dict) or not all(
            code in known and isinstance(text, str) for code, text in value.items()
        ):
            raise ValidationError(_("Only texts by language are allowed."))
