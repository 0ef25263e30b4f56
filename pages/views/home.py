"""The home page and the choice of a language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from core.requests import SiteRequest
from core.whole_pages import same_for_all_visitors
from pages.queries import SHOWN_AT_HOME, cards_at_home, highlights_of, home_stamp


@require_safe
def home(request: SiteRequest) -> HttpResponse:
    today = timezone.localdate()
    return same_for_all_visitors(
        request,
        lambda: (home_stamp(today=today, now=timezone.now()), today),
        lambda: _home(request),
    )


def _home(request: SiteRequest) -> HttpResponse:
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
