"""One sector: who covers it, how far it is; and files to take along."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, edit_conflict, workspace
from zones.entries import shapes_of
from zones.files import as_geojson, as_gpx
from zones.forms import JoinForm, MarkForm, SectorForm, stored_sector
from zones.models import Sector, Zone
from zones.queries import sectors_of
from zones.services.sectors import delete_sector, edit_sector, join_sectors, mark_sector
from zones.views.zones import CHANGE, zone_or_404


def sector_or_404(
    request: SiteRequest, slug: str, pk: int, permission: str = "operations.view_workspace"
) -> Sector:
    """A sector of this very operation, for those who may do this to its zones."""
    operation = workspace(request, slug, permission)
    sectors = Sector.objects.filter(zone__operation=operation)
    sector = get_object_or_404(sectors.select_related("zone", "mission__operation"), pk=pk)
    sector.zone.operation = operation
    return sector


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_sector(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    sector = sector_or_404(request, slug, pk, CHANGE)
    form = SectorForm(request.POST or None, sector=sector)
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            edit_sector(sector=sector, version=version, facts=form.facts(), by=request.user)
        except EditConflict:
            fresh = sector_or_404(request, slug, pk, CHANGE)
            stored = stored_sector(fresh)
            return edit_conflict(request, fresh.zone.operation, form, stored, fresh.version)
        messages.success(request, _("Your changes are saved."))
        return redirect(sector.zone)
    context = {
        "operation": sector.zone.operation,
        "zone": sector.zone,
        "sector": sector,
        "form": form,
        "join_form": JoinForm(sector=sector),
    }
    status = FORM_REFUSED if form.errors else 200
    return render(request, "zones/organize_sector.html", context, status=status)


@signed_in
@require_POST
def organize_sector_mark(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    sector = sector_or_404(request, slug, pk)
    if not request.user.has_perm("zones.mark_sector", sector):
        raise PermissionDenied
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how far the sector is."))
        return redirect(sector.zone)
    try:
        mark_sector(sector=sector, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        words = _("Sector %(sector)s: %(state)s")
        told = {"sector": sector.title, "state": sector.get_state_display()}
        messages.success(request, words % told)
    return redirect(f"{sector.zone.get_absolute_url()}#sector-{sector.number}")


@signed_in
@require_POST
def organize_sector_join(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    sector = sector_or_404(request, slug, pk, CHANGE)
    form = JoinForm(request.POST, sector=sector)
    if not form.is_valid():
        messages.error(request, _("Choose another sector of the same zone."))
        return redirect(sector)
    try:
        join_sectors(sector=sector, other=form.cleaned_data["other"], by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(sector)
    messages.success(request, _("The two sectors are one now."))
    return redirect(sector.zone)


@signed_in
@require_POST
def organize_sector_delete(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    sector = sector_or_404(request, slug, pk, CHANGE)
    zone = sector.zone
    try:
        delete_sector(sector=sector, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(sector)
    messages.success(request, _("The sector is given up."))
    return redirect(zone)


@signed_in
@require_safe
def organize_zone_geojson(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    zone = zone_or_404(request, slug, pk)
    content = as_geojson(shapes_of(zone, _asked(request, zone)))
    return _as_file(request, zone, content, "application/geo+json", "geojson")


@signed_in
@require_safe
def organize_zone_gpx(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    zone = zone_or_404(request, slug, pk)
    content = as_gpx(zone.name, shapes_of(zone, _asked(request, zone)))
    return _as_file(request, zone, content, "application/gpx+xml", "gpx")


def _asked(request: SiteRequest, zone: Zone) -> list[Sector]:
    """The sector whose number is in the address, or all of them."""
    number = request.GET.get("sector")
    found = [one for one in sectors_of(zone) if number in (None, str(one.number))]
    if number is not None and not found:
        raise Http404
    return found


def _as_file(
    request: SiteRequest, zone: Zone, content: bytes, media_type: str, ending: str
) -> HttpResponse:
    number = request.GET.get("sector")
    name = "-".join(filter(None, [slugify(zone.name)[:60] or "zone", number]))
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer
