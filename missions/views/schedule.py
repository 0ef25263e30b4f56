"""The schedule: a day as a table or a list, and what the next release will change."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core.dates import at_place
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.emails.release import outlook_of
from missions.forms.schedule import ScheduleForm, planned_values
from missions.grid.schedule import STEPS, USUAL_STEP, table_of, with_warnings
from missions.queries.schedule import (
    Block,
    DayTab,
    block_of,
    blocks_of_day,
    day_tabs,
    people_on,
    planned_shifts,
    seen_as,
    waiting_changes,
    waiting_shifts,
    with_all,
)
from missions.rules.programme import warnings_of
from missions.services.schedule import (
    discard_change,
    discard_changes,
    plan_cancellation,
    plan_shift,
    release,
    waits_for_release,
)
from operations.models import Operation
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, edit_conflict, workspace

VIEWS = ("table", "list")


@signed_in
@require_safe
def organize_schedule(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "operations.view_workspace")
    tabs = day_tabs(operation)
    day = _chosen_day(request, operation, tabs)
    step, view = _remembered(request)
    warnings = warnings_of(operation)
    blocks = with_warnings(blocks_of_day(operation, day), warnings)
    here, places = {block.shift.pk for block in blocks}, list(operation.places.all())
    context = {
        "operation": operation,
        "tabs": tabs,
        "day": day,
        "step": step,
        "steps": STEPS,
        "view": view,
        "blocks": blocks,
        "places": places,
        "changeable": _changeable(request, blocks),
        "waiting": waiting_shifts(operation).count(),
        "warnings": [each for each in warnings if here & set(each.shifts) or not each.shifts],
    }
    if view == "table":
        context["table"] = table_of(blocks, places, day, zone=operation.time_zone, step=step)
    return render(request, "missions/organize/schedule.html", context)


def _chosen_day(request: SiteRequest, operation: Operation, tabs: list[DayTab]) -> date:
    """The day asked for; else today or the first day to come that the operation has."""
    asked = request.GET.get("day", "")
    days = [tab.day for tab in tabs]
    today = timezone.localdate(timezone=operation.zone)
    to_come = [day for day in days if day >= max(today, operation.starts_on)]
    return next((day for day in days if day.isoformat() == asked), (to_come or days)[0])


def _remembered(request: SiteRequest) -> tuple[int, str]:
    """Minutes of a row, and table or list: as asked, else as last time."""
    kept = request.session.get("schedule", {})
    step, view = kept.get("step", USUAL_STEP), kept.get("view", VIEWS[0])
    step = next((each for each in STEPS if str(each) == request.GET.get("step")), step)
    view = next((each for each in VIEWS if each == request.GET.get("view")), view)
    if kept != (asked := {"step": step, "view": view}):
        request.session["schedule"] = asked
    return step, view


def _changeable(request: SiteRequest, blocks: list[Block]) -> set[int]:
    """The shifts that the reader may move, by their number."""
    missions = {block.shift.mission_id: block.shift.mission for block in blocks}
    theirs = {
        pk
        for pk, mission in missions.items()
        if request.user.has_perm("missions.change_mission", mission)
    }
    free = [block.shift for block in blocks if not block.is_fixed]
    return {shift.pk for shift in free if shift.mission_id in theirs}


def _block(request: SiteRequest, slug: str, pk: int) -> Block:
    """A shift of this very operation as the team wants it, for those who may change it."""
    operation = workspace(request, slug, "operations.view_workspace")
    block = block_of(get_object_or_404(with_all(planned_shifts(operation)), pk=pk))
    block.shift.mission.operation = operation
    if not request.user.has_perm("missions.change_mission", block.shift.mission):
        raise PermissionDenied
    return block


def _back_to(block: Block) -> HttpResponse:
    """The day of a shift, at the shift."""
    operation = block.shift.mission.operation
    day = at_place(block.starts_at, operation.time_zone).date()
    address = reverse("missions:organize-schedule", args=[operation.slug])
    return redirect(f"{address}?{urlencode({'day': day})}#shift-{block.shift.pk}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_schedule_shift(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Move one shift."""
    block = _block(request, slug, pk)
    form = ScheduleForm(request.POST if request.method == "POST" else None, block=block)
    if not form.is_valid():
        return _shift_page(request, block, form)
    shift = block.shift
    try:
        plan_shift(
            shift=shift,
            version=form.cleaned_data["version"],
            starts_at=form.cleaned_data["starts_at"],
            ends_at=form.cleaned_data["ends_at"],
            place=form.cleaned_data["place"],
            by=request.user,
        )
    except EditConflict:
        fresh = _block(request, slug, pk)
        stored = planned_values(fresh)
        return edit_conflict(
            request, fresh.shift.mission.operation, form, stored, fresh.shift.version
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _shift_page(request, block, form)
    for hour in form.twice:
        messages.info(
            request,
            _("That night the clocks show %(hour)s twice: the first of the two is taken.")
            % {"hour": f"{hour:%H:%M}"},
        )
    return _back_to(_block(request, slug, pk))


def _shift_page(request: SiteRequest, block: Block, form: ScheduleForm) -> HttpResponse:
    operation = block.shift.mission.operation
    context = {
        "operation": operation,
        "mission": block.shift.mission,
        "planned": block,
        "day": at_place(block.starts_at, operation.time_zone).date().isoformat(),
        "form": form,
        "waits": waits_for_release(block.shift),
    }
    return render(
        request,
        "missions/organize/schedule_shift.html",
        context,
        status=FORM_REFUSED if form.errors else 200,
    )


@signed_in
@require_POST
def organize_schedule_cancel(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    block = _block(request, slug, pk)
    try:
        plan_cancellation(shift=block.shift, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The shift is cancelled at the next release."))
    return _back_to(block)


@signed_in
@require_POST
def organize_schedule_discard(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    block = _block(request, slug, pk)
    try:
        discard_change(shift=block.shift, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The change is dropped."))
    if request.POST.get("from") == "release":
        return redirect("missions:organize-release", slug)
    return _back_to(block)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_release(request: SiteRequest, slug: str) -> HttpResponse:
    """What waits, whom it concerns, and the button that lets people see it."""
    operation = workspace(request, slug, "missions.release_schedule")
    if request.method == "POST":
        try:
            done = release(operation=operation, seen=request.POST.get("seen", ""), by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _released(done.new + done.moved + done.cancelled, done.told))
        return redirect("missions:organize-release", slug)
    waiting = waiting_changes(operation)
    changes = [block for block in waiting if not block.is_too_late]
    outlook = outlook_of(changes, people_on(changes))
    context = {
        "operation": operation,
        "waiting": waiting,
        "changes": [(block, outlook.on_shift.get(block.shift.pk, 0)) for block in changes],
        "seen": seen_as(changes),
        "too_late": [block for block in waiting if block.is_too_late],
        "outlook": outlook,
    }
    return render(request, "missions/organize/release.html", context)


def _released(changes: int, told: int) -> str:
    shifts = ngettext("%(count)s change is released.", "%(count)s changes are released.", changes)
    mails = ngettext(
        "%(count)s person is told by mail.", "%(count)s people are told by mail.", told
    )
    if not told:
        mails = _("Nobody had to be written to.")
    return f"{shifts % {'count': changes}} {mails % {'count': told}}"


@signed_in
@require_POST
def organize_schedule_discard_all(request: SiteRequest, slug: str) -> HttpResponse:
    operation = workspace(request, slug, "missions.release_schedule")
    try:
        count = discard_changes(operation=operation, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        dropped = ngettext("%(count)s change is dropped.", "%(count)s changes are dropped.", count)
        messages.success(request, dropped % {"count": count})
    return redirect("missions:organize-release", slug)
