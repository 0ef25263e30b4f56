"""Languages and how they are written."""

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


def direction_of(language: str) -> str:
    """The word that `dir` takes: rtl or ltr."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def endonym_of(language: str) -> str:
    """The language's own name for itself, or its code when it is not known here."""
    try:
        return get_language_info(language)["name_local"]
    except KeyError:
        return language


def name_of(language: str) -> str:
    """The language's name in the language of the page."""
    try:
        return _(get_language_info(language)["name"])
    except KeyError:
        return language


def content_languages() -> list[tuple[str, str]]:
    """The languages that public texts can be written in, with their own names."""
    return [(code, endonym_of(code)) for code in settings.MODELTRANSLATION_LANGUAGES]


def is_content_language(language: str) -> bool:
    return language in settings.MODELTRANSLATION_LANGUAGES
