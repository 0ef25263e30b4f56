"""What the site says about itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.requests import SiteRequest
from core.themes import Theme
from operations.models import Licence


@require_safe
def about(request: SiteRequest) -> HttpResponse:
    context = {"themes": Theme.values, "opened": dict.fromkeys(Theme.values, 5)}
    return render(request, "pages/about.html", context)


@require_safe
def privacy(request: SiteRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@require_safe
def accessibility(request: SiteRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@require_safe
def licences(request: SiteRequest) -> HttpResponse:
    return render(request, "pages/licences.html", {"licences": list(Licence)})
