"""The catalogue of mission sheets, and each of them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.requests import SiteRequest
from core.whole_pages import same_for_all_visitors
from guides.forms import CatalogueFilter
from guides.queries import catalogue, catalogue_stamp, sheet_stamp, whole_sheets


@require_safe
def guide_list(request: SiteRequest) -> HttpResponse:
    return same_for_all_visitors(request, catalogue_stamp, lambda: _list(request))


def _list(request: SiteRequest) -> HttpResponse:
    asked = CatalogueFilter(request.GET).asked()
    groups = catalogue(request.user, theme=asked["theme"], asset=asked["asset"], text=asked["q"])
    context = {
        "form": CatalogueFilter(asked),
        "is_filtered": any(asked.values()),
        "groups": groups,
        "count": sum(len(group.sheets) for group in groups),
    }
    return render(request, "guides/guide_list.html", context)


@require_safe
def guide_detail(request: SiteRequest, sheet: str) -> HttpResponse:
    return same_for_all_visitors(
        request, lambda: sheet_stamp(slug=sheet), lambda: _sheet(request, sheet)
    )


def _sheet(request: SiteRequest, slug: str) -> HttpResponse:
    guide = get_object_or_404(whole_sheets(request.user), slug=slug)
    return render(request, "guides/guide_detail.html", {"guide": guide})
