"""Meals in the workspace: numbers only, nobody's name."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from logistics.forms.meals import KitchenForm, PortionsForm, stored_values
from logistics.queries.meals import in_order, kitchen_of, portions_of
from logistics.services.meals import note_portions, set_kitchen
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, edit_conflict, workspace


@signed_in
@require_safe
def organize_meals(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "logistics.view_meals")
    context = {
        "operation": operation,
        "kitchen": kitchen_of(operation),
        "meals": portions_of(operation),
        "may_arrange": request.user.has_perm("logistics.arrange", operation),
    }
    return render(request, "logistics/organize/meals.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_kitchen(request: SiteRequest, slug: str) -> HttpResponse:
    """Which meals there are, and what people may ask for."""
    operation = workspace(request, slug, "logistics.arrange")
    meals = list(operation.meals.all())
    data: Any = request.POST if request.method == "POST" else None
    form = KitchenForm(data, operation=operation, kitchen=kitchen_of(operation), meals=meals)
    if form.is_valid():
        try:
            set_kitchen(
                operation=operation,
                version=form.cleaned_data["version"],
                meals=form.chosen(),
                diets=form.cleaned_data["diets"],
                closes_on=form.cleaned_data["closes_on"],
                by=request.user,
            )
        except EditConflict:
            stored = stored_values(kitchen_of(operation), operation.meals.all())
            return edit_conflict(request, operation, form, stored, stored["version"])
        messages.success(request, _("Your changes are saved."))
        return redirect("logistics:organize-meals", slug)
    return render(
        request,
        "logistics/organize/kitchen.html",
        {"operation": operation, "form": form},
        status=FORM_REFUSED if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_portions(request: SiteRequest, slug: str) -> HttpResponse:
    """Portions for people who told the team."""
    operation = workspace(request, slug, "logistics.arrange")
    meals = in_order(operation.meals.all())
    data: Any = request.POST if request.method == "POST" else None
    form = PortionsForm(data, operation=operation, kitchen=kitchen_of(operation), meals=meals)
    if form.is_valid():
        try:
            note_portions(
                meal=form.cleaned_data["meal"],
                diets=form.plate,
                portions=form.cleaned_data["portions"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The portions are noted."))
            return redirect("logistics:organize-meals", slug)
    return render(
        request,
        "logistics/organize/portions.html",
        {"operation": operation, "form": form},
        status=FORM_REFUSED if form.errors else 200,
    )
