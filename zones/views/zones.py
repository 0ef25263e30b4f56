"""Zones: the list, one of them with its sectors, drawing and cutting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import signed_in
from core.area_maps import MapArea, area_map
from core.geometry import Area
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.models import Operation
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, edit_conflict, workspace
from zones.files import area_of
from zones.forms import NewZoneForm, ZoneForm, stored_zone
from zones.models import Sector, Zone
from zones.queries import coverage_of, drawing_of, outline_of_commune, sectors_of, zones_of
from zones.rules import is_far, is_swapped
from zones.services.zones import create_zone, delete_zone, edit_zone

CHANGE = "zones.change_zone"


def zone_or_404(
    request: SiteRequest, slug: str, pk: int, permission: str = "operations.view_workspace"
) -> Zone:
    """A zone of this very operation, for those who may do this to its zones."""
    operation = workspace(request, slug, permission)
    zone = get_object_or_404(operation.zones.select_related("mission"), pk=pk)
    zone.operation = operation
    return zone


@signed_in
@require_safe
def organize_zones(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    context = {
        "operation": operation,
        "zones": zones_of(operation),
        "coverage": coverage_of(operation),
        "may_change": request.user.has_perm(CHANGE, operation),
    }
    return render(request, "zones/organize_zones.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_zone_create(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, CHANGE)
    form = NewZoneForm(
        request.POST or None,
        request.FILES or None,
        operation=operation,
        commune=outline_of_commune(operation),
    )
    if form.is_valid():
        try:
            zone = create_zone(
                operation=operation, area=form.area or [], by=request.user, **form.facts()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The zone is saved. Now cut it into sectors."))
            warn_if_far(request, operation, form.area or [])
            return redirect(zone)
    return render(
        request,
        "zones/organize_zone_create.html",
        {"operation": operation, "form": form, "drawing": drawing_of(operation)},
        status=FORM_REFUSED if form.errors else 200,
    )


def warn_if_far(request: SiteRequest, operation: Operation, area: Area) -> None:
    """Say it when an outline lies elsewhere than the commune; it is kept all the same."""
    commune = operation.commune
    latitude, longitude = commune.latitude, commune.longitude
    if latitude is None or longitude is None or not is_far(area, latitude, longitude):
        return
    words = _("This outline lies more than 50 km away from %(commune)s. Is it the right one?")
    if is_swapped(area, latitude, longitude):
        words = _(
            "This outline lies far away from %(commune)s. Latitudes and longitudes seem to be "
            "swapped: GeoJSON gives the longitude first."
        )
    messages.warning(request, words % {"commune": commune.name})


@signed_in
@require_safe
def organize_zone(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    zone = zone_or_404(request, slug, pk)
    sectors = sectors_of(zone)
    context: dict[str, Any] = {
        "operation": zone.operation,
        "zone": zone,
        "map": map_of(zone, sectors),
        "rows": [(one, request.user.has_perm("zones.mark_sector", one)) for one in sectors],
        "states": Sector.State.choices,
        "done": sum(one.state == Sector.State.DONE for one in sectors),
        "coverage": coverage_of(zone.operation, zone),
        "may_change": request.user.has_perm(CHANGE, zone.operation),
    }
    return render(request, "zones/organize_zone.html", context)


def map_of(zone: Zone, sectors: list[Sector]) -> str:
    """The zone, and its sectors in the state in which they are."""
    areas = [MapArea(area_of(zone.outline), look="ground")]
    areas += [
        MapArea(
            area_of(sector.outline),
            sign=str(sector.number),
            label=_("Sector %(sector)s: %(state)s")
            % {"sector": sector.title, "state": sector.get_state_display()},
            url=f"#sector-{sector.number}",
            look=sector.state,
        )
        for sector in sectors
    ]
    return area_map(areas, title=_("Map of the zone %(name)s") % {"name": zone.name})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_zone_edit(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    zone = zone_or_404(request, slug, pk, CHANGE)
    form = ZoneForm(request.POST or None, operation=zone.operation, zone=zone)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            edit_zone(zone=zone, version=version, by=request.user, **form.facts())
        except EditConflict:
            fresh = zone_or_404(request, slug, pk, CHANGE)
            stored = stored_zone(fresh)
            return edit_conflict(request, fresh.operation, form, stored, fresh.version)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(zone)
    return render(
        request,
        "zones/organize_zone_edit.html",
        {"operation": zone.operation, "zone": zone, "form": form},
        status=FORM_REFUSED if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_zone_delete(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    zone = zone_or_404(request, slug, pk, CHANGE)
    if request.method == "POST":
        try:
            delete_zone(zone=zone, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The zone is given up."))
        return redirect("zones:organize-zones", slug)
    context = {"operation": zone.operation, "zone": zone, "count": zone.sectors.count()}
    return render(request, "zones/organize_zone_delete.html", context)


def in_sectors(count: int) -> str:
    words = ngettext(
        "The zone has %(count)s sector now.", "The zone has %(count)s sectors now.", count
    )
    return words % {"count": count}
