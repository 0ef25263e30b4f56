"""Planning an operation: its state, its missions and its places."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import signed_in
from core.markdown import to_html
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.forms.planning import MissionForm, PlaceForm, stored_values
from missions.models import Mission
from missions.queries.dashboard import dashboard_of
from missions.queries.planning import (
    has_shift_to_come,
    live_signups_on,
    progress_of,
    shifts_not_over,
)
from missions.rules.programme import warnings_of
from missions.services.planning import (
    cancel_mission,
    create_mission,
    edit_mission,
    move_operation,
    save_place,
)
from operations.models import Operation
from operations.rules import TRANSITIONS, is_run_by_one, permission_to_move, why_cannot_move
from operations.services.versions import EditConflict
from operations.views.workspace import (
    FORM_REFUSED,
    asks_preview,
    content_language,
    edit_conflict,
    workspace,
)
from translations.languages import content_languages

Status = Operation.Status
A_VISIT = timedelta(minutes=30)


@signed_in
@require_safe
def organize_operation(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    following = [
        (status, Status(status).label)
        for status in TRANSITIONS[operation.status]
        if status != Status.CANCELLED
    ]
    may_cancel = Status.CANCELLED in TRANSITIONS[operation.status] and request.user.has_perm(
        "operations.cancel_operation", operation
    )
    progress = progress_of(operation)
    since = last_visit(request, operation)
    context = {
        "operation": operation,
        "progress": progress,
        "dashboard": dashboard_of(operation, progress, request.user, since=since),
        "next_status": following[0] if following else None,
        "missing": _missing(operation, following[0][0]) if following else [],
        "may_cancel": may_cancel,
        "is_run_by_one": is_run_by_one(operation),
    }
    return render(request, "missions/organize/operation.html", context)


def last_visit(request: SiteRequest, operation: Operation) -> datetime | None:
    """When the reader came before this visit; what they do within half an hour is one visit."""
    visits = request.session.get("visits", {})
    key, now = str(operation.pk), timezone.now()
    last, before = (
        datetime.fromisoformat(each) if each else None for each in visits.get(key, [None, None])
    )
    if last is None or now - last > A_VISIT:
        last, before = now, last
        visits[key] = [last.isoformat(), before.isoformat() if before else None]
        request.session["visits"] = visits
    return before


def _missing(operation: Operation, status: str) -> list[str]:
    """What stands before the next status, in words."""
    missing = why_cannot_move(operation, status)
    if status == Status.OPEN and not has_shift_to_come(operation):
        missing.append(_("It has no mission with a shift to come yet."))
    return missing


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_status(request: SiteRequest, slug: str, status: str) -> HttpResponse:
    """Confirm that the operation goes into a status, with what this does to people."""
    if status not in Status.values:
        raise Http404
    operation = workspace(request, slug, permission_to_move(status))
    if request.method == "POST":
        try:
            move_operation(operation=operation, status=status, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request,
                _("The operation is now: %(status)s.") % {"status": Status(status).label},
            )
        return redirect("missions:organize-operation", slug)
    context = {
        "operation": operation,
        "status": status,
        "status_label": Status(status).label,
        "missing": _missing(operation, status),
        "places": live_signups_on(shifts_not_over(operation)),
    }
    return render(request, "missions/organize/status.html", context)


@signed_in
@require_safe
def organize_missions(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    rows = [
        (progress, request.user.has_perm("missions.change_mission", progress.mission))
        for progress in progress_of(operation)
    ]
    warnings = warnings_of(operation, [progress.mission for progress, _may_change in rows])
    context = {"operation": operation, "rows": rows, "warnings": warnings}
    return render(request, "missions/organize/missions.html", context)


def mission_of(request: SiteRequest, slug: str, pk: int, permission: str) -> Mission:
    """A mission of this very operation, for those who may do this to it."""
    operation = workspace(request, slug, "operations.view_workspace")
    mission = get_object_or_404(operation.missions.select_related("place", "lead"), pk=pk)
    mission.operation = operation
    if not request.user.has_perm(permission, mission):
        raise PermissionDenied
    return mission


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_mission_create(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "missions.add_mission")
    language = content_language(request, operation)
    form = MissionForm(request.POST or None, operation=operation, language=language)
    if form.is_valid() and not asks_preview(request):
        try:
            mission = create_mission(
                operation=operation,
                language=language,
                texts=form.texts(),
                facts=form.facts(),
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The mission is saved. Now give it shifts."))
            return redirect("missions:organize-shifts", slug, mission.pk)
    return _mission_page(request, operation, form, language)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_mission_edit(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    mission = mission_of(request, slug, pk, "missions.change_mission")
    operation = mission.operation
    language = content_language(request, mission)
    form = MissionForm(
        request.POST or None,
        operation=operation,
        language=language,
        mission=mission,
        may_name_lead=request.user.has_perm("missions.add_mission", operation),
    )
    if form.is_valid() and not asks_preview(request):
        try:
            edit_mission(
                mission=mission,
                version=form.cleaned_data["version"],
                language=language,
                texts=form.texts(),
                facts=form.facts(),
                by=request.user,
            )
        except EditConflict:
            fresh = operation.missions.select_related("place", "lead").get(pk=pk)
            stored = stored_values(fresh, language)
            return edit_conflict(request, operation, form, stored, fresh.version)
        messages.success(request, _("Your changes are saved."))
        return redirect(request.get_full_path())
    return _mission_page(request, operation, form, language, mission)


def _mission_page(
    request: SiteRequest,
    operation: Operation,
    form: MissionForm,
    language: str,
    mission: Mission | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "operation": operation,
        "mission": mission,
        "form": form,
        "language": language,
        "languages": content_languages(),
    }
    if form.is_bound and form.is_valid():
        context["previews"] = [
            (form.fields["description"].label, to_html(form.cleaned_data["description"]))
        ]
    return render(
        request,
        "missions/organize/mission_edit.html",
        context,
        status=FORM_REFUSED if form.errors else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_mission_cancel(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    mission = mission_of(request, slug, pk, "missions.cancel_mission")
    if request.method == "POST":
        try:
            ended = cancel_mission(mission=mission, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, told(ended))
        return redirect("missions:organize-missions", slug)
    shifts = shifts_not_over(mission.operation).filter(mission=mission)
    context = {
        "operation": mission.operation,
        "mission": mission,
        "places": live_signups_on(shifts),
    }
    return render(request, "missions/organize/mission_cancel.html", context)


def told(ended: int) -> str:
    """What a cancellation did, in words."""
    if not ended:
        return _("It is cancelled. Nobody had signed up.")
    return ngettext(
        "It is cancelled. %(count)s sign-up has ended, and its person is told by mail.",
        "It is cancelled. %(count)s sign-ups have ended, and their people are told by mail.",
        ended,
    ) % {"count": ended}


@signed_in
@require_safe
def organize_places(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.change_operation")
    context = {"operation": operation, "places": operation.places.all()}
    return render(request, "missions/organize/places.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_place(request: SiteRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """A new place, or one to change."""
    operation = workspace(request, slug, "operations.change_operation")
    place = get_object_or_404(operation.places, pk=pk) if pk is not None else None
    initial = {name: getattr(place, name) for name in PlaceForm.base_fields} if place else None
    form = PlaceForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            save_place(operation=operation, place=place, facts=form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The place is saved."))
            return redirect("missions:organize-places", slug)
    return render(
        request,
        "missions/organize/place_edit.html",
        {"operation": operation, "place": place, "form": form},
        status=FORM_REFUSED if form.errors else 200,
    )
