"""The home page and the choice of a language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from core.requests import SiteRequest
from pages.queries import SHOWN_AT_HOME, cards_at_home, highlights_of


@require_safe
def home(request: SiteRequest) -> HttpResponse:
    upcoming, past = cards_at_home()
    context = {
        "hero": next(iter([*upcoming, *past]), None),
        "upcoming": upcoming,
        "past": past[:SHOWN_AT_HOME],
        "highlights": highlights_of(past),
    }
    return render(request, "pages/home.html", context)


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """The address without a language leads to the home page in the reader's."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
