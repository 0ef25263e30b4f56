"""The shifts of a mission."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.forms.shifts import NeedsForm, ShiftForm, ShiftsForm, stored_values
from missions.models import Shift
from missions.queries.planning import live_signups_on, shifts_of
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
    needs_form = NeedsForm(request.POST or None)
    is_valid = form.is_valid() and needs_form.is_valid()
    context = {
        "operation": mission.operation,
        "mission": mission,
        "shifts": shifts_of(mission),
        "form": form,
        "needs_form": needs_form,
    }
    if is_valid and asks_preview(request):
        people = sum(numbers.maximum for numbers in needs_form.numbers)
        context["preview"] = {"starts": form.starts, "places": people * len(form.starts)}
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
            return redirect(f"{request.path}#main")
    is_refused = form.errors or needs_form.errors
    return render(
        request,
        "missions/organize/shifts.html",
        context,
        status=FORM_REFUSED if is_refused else 200,
    )


def _added(added: int, asked: int) -> str:
    if not added:
        return _("These shifts were there already: none was added.")
    sentence = ngettext("%(count)s shift was added.", "%(count)s shifts were added.", added) % {
        "count": added
    }
    if added == asked:
        return sentence
    return sentence + " " + _("The others were there already.")


def _shift_of(request: SiteRequest, slug: str, pk: int) -> Shift:
    """A shift of this very operation, for those who may change its mission."""
    operation = workspace(request, slug, "operations.view_workspace")
    shift = get_object_or_404(
        Shift.objects.filter(mission__operation=operation).select_related("place"), pk=pk
    )
    shift.mission = mission_of(request, slug, shift.mission_id, "missions.change_mission")
    return shift


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
        "form": form or ShiftForm(shift=shift),
        "needs_form": needs_form or NeedsForm(needs=list(shift.needs.all())),
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
    shift = _shift_of(request, slug, pk)
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
        fresh = _shift_of(request, slug, pk)
        return edit_conflict(
            request, fresh.mission.operation, form, stored_values(fresh), fresh.version
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _shift_page(request, shift, form=form)
    messages.success(request, _("The shift is saved. Its people are told of a change."))
    return redirect("missions:organize-shift-edit", slug, pk)


@signed_in
@require_POST
def organize_needs(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    shift = _shift_of(request, slug, pk)
    form = NeedsForm(request.POST, needs=list(shift.needs.all()))
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
    shift = _shift_of(request, slug, pk)
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
