"""The team of an operation, and the invitations into it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from accounts.models import User
from accounts.queries import confirmed_addresses
from core.decorators import secret_address
from core.refusal import Refusal
from core.requests import SiteRequest
from operations.forms.team import HandOverForm, InvitationForm, RoleForm
from operations.models import Invitation, Operation
from operations.queries import invitation_by_token, pending_invitations, team_of
from operations.rules import is_run_by_one
from operations.services.team import (
    accept_invitation,
    add_role,
    hand_over_coordination,
    invite,
    remove_role,
    send_invitation_again,
    withdraw_invitation,
)
from operations.views.workspace import FORM_REFUSED, workspace


def _page(
    request: SiteRequest, operation: Operation, form: InvitationForm | None = None
) -> HttpResponse:
    context = {
        "operation": operation,
        "members": team_of(operation),
        "invitations": pending_invitations(operation),
        "is_run_by_one": is_run_by_one(operation),
        "form": form or InvitationForm(initial={"language": get_language()}),
    }
    return render(
        request,
        "operations/organize_team.html",
        context,
        status=FORM_REFUSED if form else 200,
    )


@signed_in
@require_safe
def organize_team(request: SiteRequest, slug: str) -> HttpResponse:
    return _page(request, workspace(request, slug, "operations.view_team"))


@signed_in
@require_POST
def organize_invite(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.change_team")
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, operation, form)
    try:
        invite(operation=operation, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, operation, form)
    messages.success(request, _("The invitation is on its way. It is valid for seven days."))
    return redirect("operations:organize-team", slug)


@signed_in
@require_POST
def organize_invitation(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Send an invitation once more, or withdraw it."""
    operation = workspace(request, slug, "operations.change_team")
    invitation = get_object_or_404(operation.invitations, pk=pk)
    try:
        if request.POST.get("action") == "withdraw":
            withdraw_invitation(invitation=invitation, by=request.user)
            messages.success(request, _("The invitation is withdrawn; its link no longer works."))
        else:
            send_invitation_again(invitation=invitation, by=request.user)
            messages.success(request, _("A new link is on its way. The old one is dead."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("operations:organize-team", slug)


@signed_in
@require_POST
def organize_role_add(request: SiteRequest, slug: str, user_pk: int) -> HttpResponse:
    operation = workspace(request, slug, "operations.change_team")
    # Only somebody of this very team: any other number is nobody.
    members = User.objects.filter(pk__in=operation.memberships.values("user_id"))
    person = get_object_or_404(members, pk=user_pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This role does not exist."))
        return redirect("operations:organize-team", slug)
    try:
        role = form.cleaned_data["role"]
        add_role(operation=operation, user=person, role=role, by=request.user)
        messages.success(request, _("The role is given."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("operations:organize-team", slug)


@signed_in
@require_POST
def organize_role_remove(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    operation = workspace(request, slug, "operations.change_team")
    membership = get_object_or_404(operation.memberships, pk=pk)
    try:
        remove_role(membership=membership, by=request.user)
        messages.success(request, _("The role is taken away."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    if membership.user_id == request.user.pk:
        return redirect("operations:organize-home")
    return redirect("operations:organize-team", slug)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_hand_over(request: SiteRequest, slug: str) -> HttpResponse:
    """Pass the coordination on; a coordinator passes on their own."""
    operation = workspace(request, slug, "operations.change_team")
    form = HandOverForm(request.POST or None, operation=operation, by=request.user)
    if form.is_valid():
        try:
            hand_over_coordination(
                operation=operation,
                outgoing=form.cleaned_data.get("outgoing", request.user),
                incoming=form.cleaned_data["incoming"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The coordination is handed over. Both were told by mail."))
            return redirect("operations:organize-team", slug)
    return render(
        request,
        "operations/organize_hand_over.html",
        {"operation": operation, "form": form},
        status=FORM_REFUSED if form.errors else 200,
    )


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: SiteRequest, token: str) -> HttpResponse:
    """Looking changes nothing; the button on the page does."""
    found = invitation_by_token(token)
    if found is None:
        return _answer(request, None, status=404)
    if not found.is_pending:
        return _answer(request, found, status=410)
    is_for_reader = found.email in confirmed_addresses_of(request)
    if request.method == "POST" and is_for_reader:
        try:
            accept_invitation(invitation=found, user=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("operations:invitation", token)
        messages.success(request, _("Welcome to the team."))
        return redirect("missions:organize-operation", found.operation.slug)
    status = 403 if request.method == "POST" else 200
    return _answer(request, found, status=status, is_for_reader=is_for_reader)


def confirmed_addresses_of(request: SiteRequest) -> set[str]:
    return confirmed_addresses(request.user) if request.user.is_authenticated else set()


def _answer(
    request: SiteRequest, found: Invitation | None, *, status: int, is_for_reader: bool = False
) -> HttpResponse:
    context = {
        "invitation": found,
        "is_for_reader": is_for_reader,
        "masked_address": masked(found.email) if found else "",
    }
    return render(request, "operations/invitation.html", context, status=status)


def masked(address: str) -> str:
    """Enough of an address for its owner to know it by: c•••@example.org."""
    local, _at, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"
