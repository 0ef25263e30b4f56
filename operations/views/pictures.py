"""The cover of an operation and those who help."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.forms.pictures import CoverForm, PartnerForm
from operations.models import Operation
from operations.services.pictures import (
    add_partner,
    credit_cover,
    remove_cover,
    remove_partner,
    set_cover,
)
from operations.views.workspace import FORM_REFUSED, workspace


def _page(
    request: SiteRequest,
    operation: Operation,
    *,
    cover_form: CoverForm | None = None,
    partner_form: PartnerForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "operation": operation,
        "cover_form": cover_form
        or CoverForm(initial={"cover_credit": operation.cover_credit}, prefix="cover"),
        "partner_form": partner_form or PartnerForm(prefix="partner"),
        "partners": operation.partners.all(),
    }
    is_refused = bool(cover_form or partner_form)
    return render(
        request,
        "operations/organize_pictures.html",
        context,
        status=FORM_REFUSED if is_refused else 200,
    )


@signed_in
@require_safe
def organize_pictures(request: SiteRequest, slug: str) -> HttpResponse:
    return _page(request, workspace(request, slug, "operations.change_operation"))


@signed_in
@require_POST
def organize_cover(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.change_operation")
    if request.POST.get("action") == "remove":
        remove_cover(operation=operation, by=request.user)
        messages.success(request, _("The cover is the drawing of the commune again."))
        return redirect("operations:organize-pictures", slug)
    form = CoverForm(request.POST, request.FILES, prefix="cover")
    if not form.is_valid():
        return _page(request, operation, cover_form=form)
    file, credit = form.cleaned_data["cover"], form.cleaned_data["cover_credit"]
    try:
        if file:
            set_cover(operation=operation, file=file, credit=credit, by=request.user)
        else:
            credit_cover(operation=operation, credit=credit)
    except Refusal as refusal:
        form.add_error("cover", refusal.message)
        return _page(request, operation, cover_form=form)
    messages.success(request, _("Your changes are saved."))
    return redirect("operations:organize-pictures", slug)


@signed_in
@require_POST
def organize_partner_add(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.change_operation")
    form = PartnerForm(request.POST, request.FILES, prefix="partner")
    if not form.is_valid():
        return _page(request, operation, partner_form=form)
    try:
        add_partner(operation=operation, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error("logo" if form.cleaned_data["logo"] else None, refusal.message)
        return _page(request, operation, partner_form=form)
    messages.success(request, _("The partner is shown on the page of the operation."))
    return redirect("operations:organize-pictures", slug)


@signed_in
@require_POST
def organize_partner_remove(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    operation = workspace(request, slug, "operations.change_operation")
    remove_partner(partner=get_object_or_404(operation.partners, pk=pk), by=request.user)
    messages.success(request, _("The partner is no longer shown."))
    return redirect("operations:organize-pictures", slug)
