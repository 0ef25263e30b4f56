"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from core.demo import demo_is_on


def site(request: HttpRequest) -> dict[str, Any]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    theme = request.COOKIES.get("theme", "")
    return {
        "SITE_NAME": settings.SITE_NAME,
        "html_lang": language,
        "html_dir": "rtl" if translation.get_language_bidi() else "ltr",
        "html_theme": theme if theme in {"light", "dark"} else "",
        "is_demo": demo_is_on(),
    }
