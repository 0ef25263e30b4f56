"""The proposals of people from outside, and what the organizers answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.forms.proposals import AnswerForm
from missions.models import Proposal
from missions.queries.proposals import proposals_of
from missions.services.proposals import (
    accept_proposal,
    decline_proposal,
    judge_proposal,
    return_proposal,
)
from operations.models import Operation
from operations.views.workspace import FORM_REFUSED, workspace

CONFLICT = 409


@signed_in
@require_safe
def organize_proposals(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "missions.add_mission")
    context = {"operation": operation, "proposals": proposals_of(operation)}
    return render(request, "missions/organize/proposals.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_proposal(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """One proposal: the three questions, and what is decided with their answers."""
    operation = workspace(request, slug, "missions.add_mission")
    proposal = _fresh(operation, pk)
    form = AnswerForm(request.POST or None, proposal=proposal)
    if not form.is_valid():
        return _page(request, proposal, form, FORM_REFUSED if form.errors else 200)
    try:
        done = _answer(request, proposal, form)
    except Refusal as refusal:
        fresh = _fresh(operation, pk)
        form.add_error(None, refusal.message)
        form.data = {**request.POST.dict(), "version": fresh.version}  # read, and sent knowingly
        return _page(request, fresh, form, CONFLICT)
    messages.success(request, done)
    return redirect("missions:organize-proposal", slug, pk)


def _fresh(operation: Operation, pk: int) -> Proposal:
    rows = operation.proposals.select_related("answered_by", "mission")
    found: Proposal = get_object_or_404(rows, pk=pk)
    found.operation = operation
    return found


def _answer(request: SiteRequest, proposal: Proposal, form: AnswerForm) -> str:
    """Do what was decided; what to say of it."""
    facts: dict[str, Any] = {
        "proposal": proposal,
        "version": form.cleaned_data["version"],
        "tests": form.tests(),
        "by": request.user,
    }
    reason = form.cleaned_data["reason"]
    match form.cleaned_data["answer"]:
        case AnswerForm.ACCEPT:
            accept_proposal(**facts, reason=reason)
            return _("It is accepted, and its host is told. Now give the mission its hours.")
        case AnswerForm.RETURN:
            return_proposal(**facts, reason=reason)
            return _("Your questions are on their way. You are told when the answer comes.")
        case AnswerForm.DECLINE:
            decline_proposal(**facts, reason=reason)
            return _("It is declined, and the person is told why.")
    judge_proposal(**facts)
    return _("Your changes are saved.")


def _page(request: SiteRequest, proposal: Proposal, form: AnswerForm, status: int) -> HttpResponse:
    states = Proposal.State
    context = {
        "operation": proposal.operation,
        "proposal": proposal,
        "form": form,
        "may_answer": proposal.state in {states.RECEIVED, states.RETURNED},
    }
    return render(request, "missions/organize/proposal.html", context, status=status)
