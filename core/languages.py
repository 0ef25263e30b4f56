"""The same page in the site's other languages."""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

PREFIX = re.compile(r"^/([a-z]{2,3}(?:-[a-z]{2,4})?)/", re.IGNORECASE)


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    direction: str
    address: str
    is_current: bool


def same_page_in(request: HttpRequest, code: str) -> str:
    """The address of this page in a language; its home when this page exists in none.

    Our addresses differ by their prefix alone, so nothing has to be resolved again.
    """
    if getattr(request, "resolver_match", None) is None or not PREFIX.match(request.path):
        return f"/{code}/"
    return PREFIX.sub(f"/{code}/", request.path)


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """One link for each language of the site, keeping what the reader had chosen on the page."""
    chosen = [pair for pair in parse_qsl(request.META.get("QUERY_STRING", "")) if pair[1]]
    query = f"?{urlencode(chosen)}" if chosen and request.method == "GET" else ""
    current = get_language()
    return [
        LanguageLink(code, *_name(code), same_page_in(request, code) + query, code == current)
        for code, _label in settings.LANGUAGES
    ]


def alternates(request: HttpRequest) -> dict[str, str]:
    """Address by released language, for search engines; none for a page that is one person's."""
    match = getattr(request, "resolver_match", None)
    if match is None or "token" in match.kwargs or not PREFIX.match(request.path):
        return {}
    return {
        code: settings.PUBLIC_BASE_URL + same_page_in(request, code)
        for code in settings.RELEASED_LANGUAGES
    }


@cache
def _name(code: str) -> tuple[str, str]:
    try:
        language = get_language_info(code)
    except KeyError:
        return code, "ltr"
    name = language["name_local"]
    return name[0].upper() + name[1:], "rtl" if language["bidi"] else "ltr"
