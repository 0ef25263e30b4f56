"""The register of equipment."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from logistics.forms.equipment import NeedForm, PromiseForm, stored_values
from logistics.models import EquipmentNeed, Piece
from logistics.queries.equipment import equipment_of
from logistics.rules import NEXT_STATES
from logistics.services.equipment import (
    add_equipment,
    change_equipment,
    move_piece,
    promise_pieces,
    take_promise_back,
)
from operations.models import Operation
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, edit_conflict, workspace


@signed_in
@require_safe
def organize_equipment(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "logistics.view_people")
    context = {
        "operation": operation,
        "rows": equipment_of(operation),
        "may_arrange": request.user.has_perm("logistics.arrange", operation),
    }
    return render(request, "logistics/organize/equipment.html", context)


def _page(request: SiteRequest, operation: Operation, form: Any, title: str) -> HttpResponse:
    return render(
        request,
        "logistics/organize/equipment_form.html",
        {"operation": operation, "form": form, "title": title},
        status=FORM_REFUSED if form.errors else 200,
    )


def _need(operation: Operation, pk: int) -> EquipmentNeed:
    return get_object_or_404(operation.equipment.select_related("operation"), pk=pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_equipment_add(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "logistics.arrange")
    data: Any = request.POST if request.method == "POST" else None
    form = NeedForm(data, operation=operation)
    if form.is_valid():
        try:
            add_equipment(operation=operation, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("It is on the list."))
            return redirect("logistics:organize-equipment", slug)
    return _page(request, operation, form, _("Add a thing"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_equipment_edit(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    operation = workspace(request, slug, "logistics.arrange")
    need = _need(operation, pk)
    data: Any = request.POST if request.method == "POST" else None
    form = NeedForm(data, operation=operation, need=need)
    if form.is_valid():
        try:
            change_equipment(need=need, by=request.user, **form.cleaned_data)
        except EditConflict:
            fresh = _need(operation, pk)
            return edit_conflict(request, operation, form, stored_values(fresh), fresh.version)
        messages.success(request, _("Your changes are saved."))
        return redirect("logistics:organize-equipment", slug)
    return _page(request, operation, form, str(need))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_promise(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody told the team that they lend some."""
    operation = workspace(request, slug, "logistics.arrange")
    need = _need(operation, pk)
    data: Any = request.POST if request.method == "POST" else None
    form = PromiseForm(data)
    if form.is_valid():
        try:
            promise_pieces(need=need, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The promise is noted; each thing has its number."))
            return redirect("logistics:organize-equipment", slug)
    title = _("Promised: %(thing)s") % {"thing": need}
    return _page(request, operation, form, title)


@signed_in
@require_POST
def organize_piece(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Handed over, given back, lost, found again, or it will not come."""
    operation = workspace(request, slug, "logistics.arrange")
    pieces = Piece.objects.filter(need__operation=operation).select_related("need__operation")
    piece, state = get_object_or_404(pieces, pk=pk), request.POST.get("state", "")
    try:
        if state == "removed":
            take_promise_back(piece=piece, by=request.user)
        elif state in NEXT_STATES:
            move_piece(piece=piece, state=state, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("logistics:organize-equipment", slug)
