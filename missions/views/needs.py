"""What the programme is still short of."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.decorators import signed_in
from core.requests import SiteRequest
from missions.forms.needs import CoverFilter
from missions.queries.cover import cover_of, days_in, filtered, totals_of
from operations.views.workspace import workspace


@signed_in
@require_safe
def organize_cover(request: SiteRequest, slug: str) -> HttpResponse:
    """People, languages, experience and equipment that shifts lack. No person in it."""
    operation = workspace(request, slug, "operations.view_workspace")
    cover = cover_of(operation)
    form = CoverFilter(request.GET, days=days_in(cover))
    context = {
        "operation": operation,
        "form": form,
        "totals": totals_of(cover),
        "shifts": filtered(cover, **form.asked()),
        "has_any": bool(cover),
    }
    return render(request, "missions/organize/cover.html", context)
