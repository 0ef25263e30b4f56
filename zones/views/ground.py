"""The ground of a zone: drawn again, cut into sectors."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED
from zones.forms import GridForm, OutlineForm, SectorsForm
from zones.models import Zone
from zones.queries import drawing_of, states_in
from zones.rules import why_cannot_cut
from zones.services.zones import cut_into_grid, cut_zone, redraw_zone
from zones.views.zones import CHANGE, in_sectors, warn_if_far, zone_or_404


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_zone_outline(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    zone = zone_or_404(request, slug, pk, CHANGE)
    form = OutlineForm(request.POST or None, request.FILES or None, zone=zone)
    if form.is_valid():
        area = form.area or []
        try:
            version = form.cleaned_data["version"]
            redraw_zone(zone=zone, version=version, area=area, by=request.user)
        except EditConflict:
            form.add_error(
                None,
                _("Meanwhile somebody else changed this zone. Open it again before you draw."),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The outline is saved."))
            warn_if_far(request, zone.operation, area)
            return redirect(zone)
    return _ground_page(request, "zones/organize_zone_outline.html", zone, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_zone_cut(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Columns and rows of about the same surface."""
    zone = zone_or_404(request, slug, pk, CHANGE)
    form = GridForm(request.POST or None)
    if form.is_valid() and _is_cut(
        request, form, lambda: cut_into_grid(zone=zone, by=request.user, **form.cleaned_data)
    ):
        return redirect(zone)
    return _ground_page(request, "zones/organize_zone_cut.html", zone, form)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_zone_sectors(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Sectors that were drawn elsewhere."""
    zone = zone_or_404(request, slug, pk, CHANGE)
    form = SectorsForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _is_cut(
        request, form, lambda: cut_zone(zone=zone, shapes=form.shapes or [], by=request.user)
    ):
        warn_if_far(request, zone.operation, [p for each in form.shapes or [] for p in each.area])
        return redirect(zone)
    return _ground_page(request, "zones/organize_zone_sectors.html", zone, form)


def _is_cut(request: SiteRequest, form: forms.Form, cut: Callable[[], int]) -> bool:
    try:
        count = cut()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, in_sectors(count))
    return True


def _ground_page(request: SiteRequest, template: str, zone: Zone, form: forms.Form) -> HttpResponse:
    states = states_in(zone)
    context = {
        "operation": zone.operation,
        "zone": zone,
        "form": form,
        "count": len(states),
        "reason": why_cannot_cut(states),
        "drawing": drawing_of(zone.operation),
    }
    return render(request, template, context, status=FORM_REFUSED if form.errors else 200)
