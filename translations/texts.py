"""Public texts that exist in several languages: the one way to read and to write them.

django-modeltranslation keeps a column per language; its own reading and writing follow the
language of the moment, which mixes languages up. Everything here names the language instead.
"""

from typing import Any, Literal, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modeltranslation.translator import translator

from translations.languages import direction_of, is_content_language

State = Literal["translated", "fallback", "empty"]


class Localised(NamedTuple):
    """A text, and the language that it really is in."""

    text: str
    language: str
    state: State

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    def __str__(self) -> str:
        return self.text


def text_of(obj: models.Model, field: str, language: str | None = None) -> Localised:
    """The text of a field for a reader of `language` (that of the page when it is not given).

    Falls back to the language the object was written in, then to any that has the text.
    """
    wanted = language or get_language() or settings.LANGUAGE_CODE
    if text := _column(obj, field, wanted):
        return Localised(text, wanted, "translated")
    source = getattr(obj, "source_language", settings.LANGUAGE_CODE)
    for other in (source, *settings.MODELTRANSLATION_LANGUAGES):
        if text := _column(obj, field, other):
            return Localised(text, other, "fallback")
    return Localised("", wanted, "empty")


def _column(obj: models.Model, field: str, language: str) -> str:
    if not is_content_language(language):
        return ""
    return (getattr(obj, f"{field}_{language}") or "").strip()


def marked(localised: Localised) -> str | SafeString:
    """The text for a page, wrapped in its own language when it is not the page's."""
    if localised.state != "fallback":
        return localised.text
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        localised.language,
        localised.direction,
        localised.text,
    )


def translated_fields(model: type[models.Model]) -> list[str]:
    """The names of the fields that exist in several languages."""
    return list(translator.get_options_for_model(model).get_field_names())


def set_texts(obj: models.Model, language: str, **texts: str) -> list[str]:
    """Put texts into the columns of one language; the names of the columns, for `update_fields`."""
    if not is_content_language(language):
        raise ValueError(f"{language} is not a language of contents")
    columns = []
    for field, text in texts.items():
        if field not in translated_fields(type(obj)):
            raise ValueError(f"{field} is not translated")
        column = f"{field}_{language}"
        setattr(obj, column, text)
        columns.append(column)
    return columns


def texts_in(obj: models.Model, language: str) -> dict[str, Any]:
    """The texts of one language as they are stored, without any fallback."""
    return {
        field: getattr(obj, f"{field}_{language}") or "" for field in translated_fields(type(obj))
    }
