"""The shifts of a mission."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import signed_in
from core.dates import period_in_words
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.forms.needs import NeedsForm
from missions.forms.shifts import ShiftForm, ShiftsForm, stored_values
from missions.models import Mission, Shift
from missions.queries.batches import batch_of, proposed_shifts
from missions.queries.planning import live_signups_on, shifts_of
from missions.services.schedule import undo_batch
from missions.services.shifts import cancel_shift, change_shift, create_shifts, set_needs
from missions.views.planning import mission_of, told
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, asks_preview, edit_conflict, workspace


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_shifts(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """The shifts of a mission; new ones are counted first, then added."""
    mission = mission_of(request, slug, pk, "missions.change_mission")
    form = ShiftsForm(request.POST or None, mission=mission, initial={"length": "3:00"})
    needs_form = NeedsForm(request.POST or None, operation=mission.operation)
    is_valid = form.is_valid() and needs_form.is_valid()
    shifts = list(shifts_of(mission))
    added = batch_of(mission, request.GET.get("added", ""))
    context = {
        "operation": mission.operation,
        "mission": mission,
        "shifts": shifts,
        "form": form,
        "needs_form": needs_form,
        "added": added.first(),
        "waiting": any(not one.is_released or hasattr(one, "draft") for one in shifts),
    }
    if is_valid and asks_preview(request):
        context["preview"] = _preview(mission, form, needs_form)
    elif is_valid:
        try:
            shifts = create_shifts(
                mission=mission,
                starts=form.starts,
                length=form.cleaned_data["length"],
                place=form.cleaned_data["place"],
                numbers=needs_form.numbers,
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _added(len(shifts), len(form.starts)))
            # Browsers keep the fragment of the form unless the answer names another.
            batch = f"?added={shifts[0].batch}" if shifts else ""
            return redirect(f"{request.path}{batch}#main")
    is_refused = form.errors or needs_form.errors
    return render(
        request,
        "missions/organize/shifts.html",
        context,
        status=FORM_REFUSED if is_refused else 200,
    )


def _preview(mission: Mission, form: ShiftsForm, needs_form: NeedsForm) -> dict[str, Any]:
    """What would be added, what is there already, and what is there at the same time."""
    length, place = form.cleaned_data["length"], form.cleaned_data["place"]
    shifts = proposed_shifts(mission, form.starts, length, place)
    new = [shift for shift in shifts if not shift.is_there]
    people = sum(numbers.maximum for numbers in needs_form.numbers)
    return {"shifts": shifts, "new": len(new), "places": people * len(new)}


def _added(added: int, asked: int) -> str:
    if not added:
        return _("These shifts were there already: none was added.")
    sentence = ngettext("%(count)s shift was added.", "%(count)s shifts were added.", added) % {
        "count": added
    }
    if added == asked:
        return sentence
    return sentence + " " + _("The others were there already.")


@signed_in
@require_POST
def organize_batch_undo(request: SiteRequest, slug: str, pk: int, batch: UUID) -> HttpResponse:
    """Take back shifts that were added in one go."""
    mission = mission_of(request, slug, pk, "missions.change_mission")
    try:
        undone = undo_batch(mission=mission, batch=batch, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _undone(undone.gone))
        for shift in undone.kept:
            when = period_in_words(shift.starts_at, shift.ends_at, mission.operation.time_zone)
            messages.warning(
                request,
                _("%(when)s stays: somebody has signed up, or it has begun.") % {"when": when},
            )
    return redirect("missions:organize-shifts", slug, pk)


def _undone(count: int) -> str:
    sentence = ngettext("%(count)s shift is taken back.", "%(count)s shifts are taken back.", count)
    return sentence % {"count": count}


def shift_of(request: SiteRequest, slug: str, pk: int) -> Shift:
    """A shift of this very operation, for those who may change its mission."""
    operation = workspace(request, slug, "operations.view_workspace")
    shift = get_object_or_404(
        Shift.objects.filter(mission__operation=operation).select_related("place", "draft__place"),
        pk=pk,
    )
    shift.mission = mission_of(request, slug, shift.mission_id, "missions.change_mission")
    return shift


def _needs_form(shift: Shift, data: Any = None) -> NeedsForm:
    needs = list(shift.needs.all())
    return NeedsForm(data, operation=shift.mission.operation, needs=needs)


def _shift_page(
    request: SiteRequest,
    shift: Shift,
    form: ShiftForm | None = None,
    needs_form: NeedsForm | None = None,
) -> HttpResponse:
    context = {
        "operation": shift.mission.operation,
        "mission": shift.mission,
        "shift": shift,
        "draft": getattr(shift, "draft", None),
        "form": form or ShiftForm(shift=shift),
        "needs_form": needs_form or _needs_form(shift),
        "people": live_signups_on(Shift.objects.filter(pk=shift.pk)),
    }
    is_refused = bool(form or needs_form)
    return render(
        request,
        "missions/organize/shift_edit.html",
        context,
        status=FORM_REFUSED if is_refused else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_shift_edit(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    shift = shift_of(request, slug, pk)
    if request.method != "POST":
        return _shift_page(request, shift)
    form = ShiftForm(request.POST, shift=shift)
    if not form.is_valid():
        return _shift_page(request, shift, form=form)
    try:
        change_shift(
            shift=shift,
            version=form.cleaned_data["version"],
            starts_at=form.cleaned_data["starts_at"],
            length=form.cleaned_data["length"],
            place=form.cleaned_data["place"],
            by=request.user,
        )
    except EditConflict:
        fresh = shift_of(request, slug, pk)
        return edit_conflict(
            request, fresh.mission.operation, form, stored_values(fresh), fresh.version
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _shift_page(request, shift, form=form)
    messages.success(request, _("The shift is saved. Its people are told of a change."))
    if hasattr(shift, "draft"):
        messages.info(request, _("What waited for a release of this shift is dropped."))
    return redirect("missions:organize-shift-edit", slug, pk)


@signed_in
@require_POST
def organize_needs(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    shift = shift_of(request, slug, pk)
    form = _needs_form(shift, request.POST)
    if not form.is_valid():
        return _shift_page(request, shift, needs_form=form)
    try:
        set_needs(shift=shift, numbers=form.numbers, by=request.user)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _shift_page(request, shift, needs_form=form)
    messages.success(request, _("The numbers are saved."))
    return redirect("missions:organize-shift-edit", slug, pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_shift_cancel(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    shift = shift_of(request, slug, pk)
    if request.method != "POST":
        context = {
            "operation": shift.mission.operation,
            "mission": shift.mission,
            "shift": shift,
            "places": live_signups_on(Shift.objects.filter(pk=shift.pk)),
        }
        return render(request, "missions/organize/shift_cancel.html", context)
    try:
        ended = cancel_shift(shift=shift, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, told(ended))
    return redirect("missions:organize-shifts", slug, shift.mission_id)
