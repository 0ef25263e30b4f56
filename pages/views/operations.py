"""The list of operations, and what took or takes place in a commune."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communes.models import Commune
from core.maps import MapPoint
from core.requests import SiteRequest
from core.whole_pages import same_for_all_visitors
from operations.models import Operation, OperationQuerySet
from pages.forms import OperationFilter
from pages.queries import (
    about_theme,
    cards_of,
    communes_in_one,
    list_stamp,
    matching,
    operations_when,
    with_commune,
)

PER_PAGE = 24
MOST_POINTS = 500


@require_safe
def operation_list(request: SiteRequest) -> HttpResponse:
    today = timezone.localdate()
    return same_for_all_visitors(
        request,
        lambda: (list_stamp(today=today, now=timezone.now()), today),
        lambda: _list(request),
    )


def _list(request: SiteRequest) -> HttpResponse:
    form = OperationFilter(request.GET)
    asked = form.asked()
    found = operations_when(Operation.objects.public(), asked["when"])
    if asked["theme"]:
        found = about_theme(found, asked["theme"])
    found = matching(found, asked["q"])
    try:
        page = Paginator(with_commune(found), PER_PAGE).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error
    context = {
        "form": OperationFilter(asked),
        "asked": asked,
        "page": page,
        "cards": cards_of(page.object_list),
        "points": points_of(found),
    }
    return render(request, "pages/operation_list.html", context)


def points_of(operations: OperationQuerySet) -> list[MapPoint]:
    """The operations on a map, where the coordinates of their commune are known."""
    placed = with_commune(operations).exclude(commune__latitude=None)[:MOST_POINTS]
    return [
        MapPoint(
            operation.commune.latitude,  # type: ignore[arg-type]  # excluded above
            operation.commune.longitude,  # type: ignore[arg-type]
            f"{operation.commune.name} {operation.starts_on.year}",
            operation.get_absolute_url(),
        )
        for operation in placed
    ]


@require_safe
def commune_detail(request: SiteRequest, country: str, code: str) -> HttpResponse:
    commune = get_object_or_404(
        Commune.objects.select_related("successor").defer("successor__outline"),
        country=country.upper(),
        code=code.upper(),
    )
    if (country, code) != (commune.country, commune.code):
        return redirect("pages:commune-detail", commune.country, commune.code, permanent=True)
    operations = with_commune(
        Operation.objects.visible_to(request.user).filter(communes_in_one(commune))
    ).order_by("-starts_on", "-pk")
    cards = cards_of(operations)
    opened: dict[str, int] = {}
    for card in cards:
        for theme, count in card.opened.items():
            opened[theme] = opened.get(theme, 0) + count
    context = {
        "commune": commune,
        "predecessors": commune.predecessors.light().order_by("name_key"),
        "cards": cards,
        "opened": opened,
        "points": _marker_of(commune),
    }
    return render(request, "pages/commune_detail.html", context)


def _marker_of(commune: Commune) -> list[MapPoint]:
    if commune.latitude is None or commune.longitude is None:
        return []
    return [MapPoint(commune.latitude, commune.longitude, commune.name)]
