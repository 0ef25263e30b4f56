"""Who is on what, for those who have to know."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.emails.signups import recipient
from missions.forms.roster import MoveForm, PersonForm
from missions.models import Mission, Need, Signup
from missions.queries.roster import needs_to_fill, roster_of, signups_on
from missions.services.roster import add_person
from missions.services.signups import move_signup, remove_signup
from operations.models import Operation
from operations.views.workspace import FORM_REFUSED, workspace


def missions_with_people_for(
    request: SiteRequest, operation: Operation, permission: str = "missions.view_roster"
) -> list[Mission]:
    """The missions whose people the reader may see: all for some roles, one's own for a lead."""
    missions = operation.missions.select_related("lead")
    return [mission for mission in missions if request.user.has_perm(permission, mission)]


@signed_in
@require_safe
def organize_roster(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_people")
    missions = missions_with_people_for(request, operation)
    chosen = [one for one in missions if str(one.pk) == request.GET.get("mission")]
    context = {
        "operation": operation,
        "missions": missions,
        "chosen": chosen[0] if chosen else None,
        "days": roster_of(operation, chosen or missions),
    }
    return render(request, "missions/organize/roster.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_roster_add(request: SiteRequest, slug: str, need_pk: int) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_people")
    need = get_object_or_404(
        Need.objects.of_operation(operation).select_related(
            "shift__mission__operation__commune", "shift__place"
        ),
        pk=need_pk,
    )
    if not request.user.has_perm("missions.change_roster", need.shift.mission):
        raise PermissionDenied
    form = PersonForm(request.POST or None, need=need, initial={"language": get_language()})
    if form.is_valid():
        try:
            add_person(need=need, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The person is on the shift."))
            return redirect("missions:organize-roster", slug)
    return render(
        request,
        "missions/organize/roster_add.html",
        {"operation": operation, "need": need, "shift": need.shift, "form": form},
        status=FORM_REFUSED if form.errors else 200,
    )


def _signup_for(
    request: SiteRequest, slug: str, pk: int
) -> tuple[Operation, Sequence[Mission], Signup]:
    """A sign-up on a mission of this operation whose people the reader may move."""
    operation = workspace(request, slug, "operations.view_people")
    missions = missions_with_people_for(request, operation, "missions.change_roster")
    return operation, missions, get_object_or_404(signups_on(missions).live(), pk=pk)


def _how_told(signup: Signup) -> str:
    if recipient(signup.volunteer).address:
        return _("They are told by mail.")
    return _("They have no address here: please tell them.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_roster_signup(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """One person on one shift: move them, or take them off."""
    operation, missions, signup = _signup_for(request, slug, pk)
    needs = needs_to_fill(missions).exclude(pk=signup.need_id)
    form = MoveForm(request.POST or None, needs=needs)
    if form.is_valid():
        try:
            move_signup(signup=signup, to_need=form.cleaned_data["need"], by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The person is moved.") + " " + _how_told(signup))
            return redirect("missions:organize-roster", slug)
    return render(
        request,
        "missions/organize/roster_signup.html",
        {"operation": operation, "signup": signup, "shift": signup.need.shift, "form": form},
        status=FORM_REFUSED if form.errors else 200,
    )


@signed_in
@require_POST
def organize_roster_remove(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    _operation, _missions, signup = _signup_for(request, slug, pk)
    try:
        remove_signup(signup=signup, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The person is off the shift.") + " " + _how_told(signup))
    return redirect("missions:organize-roster", slug)
