"""Proposing a mission without an account, and following what becomes of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.decorators import secret_address
from core.limits import sender_address, within_limit
from core.refusal import Refusal
from core.requests import SiteRequest, remember
from missions.forms.proposals import ProposalForm, SendAgainForm
from missions.models import Proposal
from missions.queries.proposals import proposal_by_token
from missions.rules.proposals import (
    why_cannot_propose,
    why_cannot_send_again,
    why_cannot_withdraw_proposal,
)
from missions.services.proposals import (
    receive_proposal,
    send_proposal_again,
    withdraw_proposal,
)
from operations.models import Operation
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED

# A club at one table proposes several; one mailbox gets three mails a day at most.
PER_SENDER = {"times": 20, "seconds": 600}
PER_ADDRESS = {"times": 3, "seconds": 24 * 3600}
TOO_MANY, CONFLICT = 429, 409


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SiteRequest, slug: str) -> HttpResponse:
    visible = Operation.objects.visible_to(request.user).select_related("commune")
    operation = get_object_or_404(visible.defer("commune__outline"), slug=slug)
    if reason := why_cannot_propose(operation):
        context = {"operation": operation, "reason": reason}
        return render(request, "missions/propose_closed.html", context)
    form = ProposalForm(request.POST or None)
    if not form.is_valid():
        return _form_page(request, operation, form, FORM_REFUSED if form.errors else 200)
    if not _is_within_limits(request, form):
        return _form_page(request, operation, form, TOO_MANY)
    try:
        proposal = receive_proposal(
            operation=operation, language=get_language(), facts=form.facts()
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _form_page(request, operation, form, FORM_REFUSED)
    remember(request, "proposed", proposal.pk)
    return redirect("missions:propose-done", slug)


def _is_within_limits(request: SiteRequest, form: ProposalForm) -> bool:
    """Whether one more is fine; if not, the form says why."""
    if not within_limit("propose", sender_address(request), **PER_SENDER):
        form.add_error(None, _("Many proposals come from here. Try again in ten minutes."))
    elif not within_limit("propose-by", form.cleaned_data["email"], **PER_ADDRESS):
        form.add_error(
            "email", _("Several proposals came with this address today. Try again tomorrow.")
        )
    return form.is_valid()


def _form_page(
    request: SiteRequest, operation: Operation, form: ProposalForm, status: int
) -> HttpResponse:
    context = {"operation": operation, "form": form}
    return render(request, "missions/propose.html", context, status=status)


@require_safe
def propose_done(request: SiteRequest, slug: str) -> HttpResponse:
    """What was received, and what happens next."""
    proposal = (
        Proposal.objects.select_related("operation")
        .filter(pk=request.session.get("proposed", 0), operation__slug=slug)
        .first()
    )
    if proposal is None:
        return redirect("missions:propose", slug)
    context = {"proposal": proposal, "operation": proposal.operation}
    return render(request, "missions/propose_done.html", context)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: SiteRequest, token: str) -> HttpResponse:
    """The page that the link of a proposal opens. Looking at it changes nothing."""
    found = proposal_by_token(token)
    if found is None:
        return render(request, "missions/proposal_unknown_link.html", status=404)
    if request.method != "POST":
        return _own_page(request, found)
    match request.POST.get("action"):
        case "send":
            return _send_again(request, found, token)
        case "withdraw":
            return _withdraw(request, found, token)
    raise Http404


def _own_page(
    request: SiteRequest, found: Proposal, form: SendAgainForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "proposal": found,
        "operation": found.operation,
        "form": form or SendAgainForm(proposal=found),
        "may_send": not why_cannot_send_again(found),
        "may_withdraw": not why_cannot_withdraw_proposal(found),
    }
    return render(request, "missions/proposal.html", context, status=status)


def _send_again(request: SiteRequest, found: Proposal, token: str) -> HttpResponse:
    form = SendAgainForm(request.POST, proposal=found)
    if reason := why_cannot_send_again(found):
        messages.error(request, reason)
        return redirect("missions:proposal", token)
    if form.is_valid():
        try:
            send_proposal_again(
                proposal=found, version=form.cleaned_data["version"], facts=form.facts()
            )
        except Refusal as refusal:
            messages.error(request, refusal.message)
        except EditConflict:
            form.add_error(None, _("You have sent it again already, from another window."))
            return _own_page(request, found, form, CONFLICT)
        else:
            messages.success(request, _("Thank you. The organizers have it before them again."))
        return redirect("missions:proposal", token)
    return _own_page(request, found, form, FORM_REFUSED)


def _withdraw(request: SiteRequest, found: Proposal, token: str) -> HttpResponse:
    try:
        withdraw_proposal(proposal=found)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("missions:proposal", token)
    messages.success(request, _("Your proposal is taken back, and what you typed is erased."))
    return redirect(found.operation)
