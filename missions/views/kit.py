"""The assistant: what the commune has, which missions, and the programme that follows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.forms.kit import AssetsForm, SheetsForm
from missions.proposal import Proposal
from missions.queries.kit import Offer, kit_of, offers_for
from missions.services.kit import (
    accept_proposal,
    keep_assets,
    keep_sheets,
    proposal_for,
    why_cannot_accept,
)
from operations.models import Operation
from operations.views.workspace import FORM_REFUSED, workspace


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_kit(request: SiteRequest, slug: str) -> HttpResponse:
    """First: what there is in the commune, and the main room."""
    operation = workspace(request, slug, "missions.add_mission")
    form = AssetsForm(request.POST or None, operation=operation, kit=kit_of(operation))
    if request.method == "POST" and form.is_valid():
        try:
            keep_assets(
                operation=operation,
                assets=form.cleaned_data["assets"],
                place=form.place(),
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("missions:organize-kit-missions", slug)
    return render(
        request,
        "missions/organize/kit.html",
        {"operation": operation, "form": form},
        status=FORM_REFUSED if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_kit_missions(request: SiteRequest, slug: str) -> HttpResponse:
    """Second: the missions that fit, each with the reason."""
    operation = workspace(request, slug, "missions.add_mission")
    offers = offers_for(operation, kit_of(operation))
    form = None
    if request.method == "POST":
        form = SheetsForm(request.POST, offered=[one.suggestion.guide.slug for one in offers])
        if form.is_valid():
            keep_sheets(operation=operation, sheets=form.cleaned_data["sheets"])
            return redirect("missions:organize-kit-proposal", slug)
        ticked = set(request.POST.getlist("sheets"))
        offers = [Offer(one.suggestion, one.suggestion.guide.slug in ticked) for one in offers]
    return render(
        request,
        "missions/organize/kit_missions.html",
        {"operation": operation, "offers": offers, "form": form},
        status=FORM_REFUSED if form else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_kit_proposal(request: SiteRequest, slug: str) -> HttpResponse:
    """Third: the whole programme; one button creates it."""
    operation = workspace(request, slug, "missions.add_mission")
    if request.method == "POST":
        try:
            missions_made = accept_proposal(operation=operation, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request,
                ngettext(
                    "%(count)d mission is ready, with its shifts. Change what you like.",
                    "%(count)d missions are ready, with their shifts. Change what you like.",
                    len(missions_made),
                )
                % {"count": len(missions_made)},
            )
            return redirect("missions:organize-operation", slug)
    proposal = proposal_for(operation)
    if not proposal.missions:
        return redirect("missions:organize-kit-missions", slug)
    return render(
        request, "missions/organize/kit_proposal.html", _proposal_context(operation, proposal)
    )


def _proposal_context(operation: Operation, proposal: Proposal) -> dict[str, Any]:
    shifts = [(shift, planned) for planned in proposal.missions for shift in planned.shifts]
    shifts.sort(key=lambda pair: (pair[0].starts_at, pair[1].sheet.number))
    return {
        "operation": operation,
        "proposal": proposal,
        "shifts": shifts,
        "at_own_pace": [planned for planned in proposal.missions if not planned.shifts],
        "wished": sum(
            role.wished for _shift, planned in shifts for role in planned.sheet.roles.all()
        ),
        "steps": sum(len(planned.sheet.steps.all()) for planned in proposal.missions),
        "documents": sorted(
            {label for planned in proposal.missions for label in planned.sheet.document_labels}
        ),
        "reason": why_cannot_accept(operation, proposal),
    }
