"""Every component of the design system in all its states, for those who build pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.decorators import staff_only
from core.requests import SiteRequest


@staff_only
@require_safe
def gallery(request: SiteRequest) -> HttpResponse:
    return render(request, "pages/gallery.html")
