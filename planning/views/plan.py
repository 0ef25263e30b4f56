"""The plan of an operation: as a list, a calendar or a chart."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.models import Operation
from operations.views.workspace import workspace
from planning.forms.working import FilterForm, SeenForm
from planning.grid import charts_of, months_of
from planning.models import Plan, Step
from planning.queries.legal import deadlines_of, holidays_of
from planning.queries.steps import moves_of, periods_of, plan_of, steps_for, steps_of
from planning.services.plans import make_plan, note_move

VIEWS = ("calendar", "chart")


def plan_or_404(request: SiteRequest, slug: str, permission: str) -> Plan:
    """The plan of this very operation, for those who may do this to it."""
    plan = plan_of(workspace(request, slug, permission))
    if plan is None:
        raise Http404
    return plan


@signed_in
@require_safe
def organize_plan(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "planning.view_plan")
    plan = plan_of(operation)
    context: dict[str, Any] = {
        "operation": operation,
        "plan": plan,
        "may_change": request.user.has_perm("planning.change_plan", operation),
        "deadlines": deadlines_of(operation, plan.today) if plan else [],
    }
    if plan:
        context |= _shown(request, operation, plan)
    return render(request, "planning/organize_plan.html", context)


def _shown(request: SiteRequest, operation: Operation, plan: Plan) -> dict[str, Any]:
    """The steps that the reader chose, in the shape that they chose."""
    steps = steps_of(plan)
    form = FilterForm(request.GET, steps)
    chosen = form.chosen()
    found = steps_for(steps, chosen, request.user)
    view = request.GET.get("view", "")
    context: dict[str, Any] = {
        "view": view if view in VIEWS else "list",
        "filter_form": form,
        "is_filtered": bool(chosen),
        "steps": found,
        "moves": moves_of(plan, steps),
        "lost": _lost(plan, steps),
        "is_of_another_country": plan.country != operation.commune.country,
    }
    if view in VIEWS and "state" not in chosen:
        # What was left out has a day no more, unless somebody asks for it.
        found = [step for step in found if step.state != Step.State.DROPPED]
    if view == "calendar":
        years = {step.due_on.year for step in found}
        context["months"] = months_of(plan, found, holidays_of(operation, years))
    elif view == "chart":
        context["charts"] = charts_of(plan, found)
    else:
        context["periods"] = periods_of(found, plan.today)
    return context


def _lost(plan: Plan, steps: list[Step]) -> list[Step]:
    """What the ten-week plan gave up."""
    if plan.variant != Plan.Variant.COMPRESSED:
        return []
    return [step for step in steps if step.state == Step.State.DROPPED]


@signed_in
@require_POST
def organize_plan_make(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "planning.change_plan")
    try:
        make_plan(operation=operation, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The plan is ready. Give its steps to people of your team."))
    return redirect("planning:organize-plan", slug)


@signed_in
@require_POST
def organize_plan_seen(request: SiteRequest, slug: str) -> HttpResponse:
    """Somebody has looked at the days that moved."""
    plan = plan_or_404(request, slug, "planning.change_plan")
    form = SeenForm(request.POST)
    try:
        seen = form.cleaned_data["starts_on"] if form.is_valid() else None
        note_move(plan=plan, seen=seen, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The new days are noted as seen."))
    return redirect(plan)
