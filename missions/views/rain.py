"""Plan B: the rain twin of one shift, and the switch of a day."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.forms.rain import DayShiftsForm, RainForm
from missions.models import RainPlan, Shift
from missions.queries.rain import RainDay, people_concerned, rain_day, switchable
from missions.services.rain import (
    Switched,
    forget_rain,
    plan_rain,
    remind_unseen,
    switch_back,
    switch_to_rain,
)
from missions.views.shifts import shift_of
from operations.models import Operation
from operations.services.versions import EditConflict
from operations.views.workspace import FORM_REFUSED, workspace


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_rain(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Where one shift goes when it rains."""
    shift = shift_of(request, slug, pk)
    plan = RainPlan.objects.filter(shift=shift).select_related("place").first()
    form = RainForm(request.POST or None, shift=shift, plan=plan)
    if form.is_valid():
        try:
            plan_rain(
                shift=shift,
                place=form.cleaned_data["place"],
                starts_at=form.starts_at,
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The rain place is saved. Nobody is told before it rains."))
            return redirect("missions:organize-shift-edit", slug, pk)
    context = {
        "operation": shift.mission.operation,
        "mission": shift.mission,
        "shift": shift,
        "plan": plan,
        "form": form,
    }
    status = FORM_REFUSED if form.errors else 200
    return render(request, "missions/organize/rain.html", context, status=status)


@signed_in
@require_POST
def organize_rain_remove(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    shift = shift_of(request, slug, pk)
    try:
        forget_rain(shift=shift, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("This shift has no rain place any more."))
    return redirect("missions:organize-shift-edit", slug, pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_plan_b(request: SiteRequest, slug: str) -> HttpResponse:
    """The outdoor shifts of a day, and the switch that moves them."""
    operation = workspace(request, slug, "operations.change_operation")
    asked = _day(request.POST.get("day") or request.GET.get("day", ""))
    day = rain_day(operation, asked)
    if request.method != "POST":
        return _page(request, operation, day)
    act = ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise Http404
    return act(request, operation, day)


def _page(request: SiteRequest, operation: Operation, day: RainDay, **more: Any) -> HttpResponse:
    context = {"operation": operation, "day": day, **more}
    status = FORM_REFUSED if more else 200
    return render(request, "missions/organize/plan_b.html", context, status=status)


def _chosen(request: SiteRequest, day: RainDay, *, back: bool) -> DayShiftsForm:
    rows = day.moved if back else day.with_twin
    return DayShiftsForm(request.POST, shifts=[row.shift for row in rows])


def _preview(request: SiteRequest, operation: Operation, day: RainDay) -> HttpResponse:
    """Who would be told, before anything moves."""
    back = request.POST.get("way") == "back"
    form = _chosen(request, day, back=back)
    if not form.is_valid():
        return _page(request, operation, day, error=next(iter(form.errors["shifts"])))
    shifts = switchable(operation, form.cleaned_data["shifts"], back=back)
    context = {
        "operation": operation,
        "day": day.day,
        "shifts": shifts,
        "people": people_concerned(shifts),
        "back": back,
    }
    return render(request, "missions/organize/plan_b_confirm.html", context)


def _switch(request: SiteRequest, operation: Operation, day: RainDay) -> HttpResponse:
    back = request.POST.get("way") == "back"
    form = _chosen(request, day, back=back)
    if not form.is_valid():
        return _page(request, operation, day, error=next(iter(form.errors["shifts"])))
    do = switch_back if back else switch_to_rain
    try:
        done = do(operation=operation, shifts=form.cleaned_data["shifts"], by=request.user)
    except EditConflict:
        messages.error(request, _("Somebody changed one of these shifts meanwhile. Look again."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _told(done))
    return _back_to(operation, day)


def _told(done: Switched) -> str:
    sentence = ngettext("%(count)s shift is moved.", "%(count)s shifts are moved.", done.shifts) % {
        "count": done.shifts
    }
    told = ngettext(
        "%(count)s person is told and asked to say that they have seen it.",
        "%(count)s people are told and asked to say that they have seen it.",
        done.people,
    ) % {"count": done.people}
    lost = _("Changes that waited for a release fell away.") if done.drafts else ""
    return " ".join(filter(None, [sentence, told, lost]))


def _remind(request: SiteRequest, operation: Operation, day: RainDay) -> HttpResponse:
    shifts: list[Shift] = [row.shift for row in day.moved]
    count = remind_unseen(operation=operation, shifts=shifts, by=request.user)
    messages.success(
        request,
        ngettext(
            "%(count)s person is asked once more, at most once an hour.",
            "%(count)s people are asked once more, at most once an hour.",
            count,
        )
        % {"count": count},
    )
    return _back_to(operation, day)


def _back_to(operation: Operation, day: RainDay) -> HttpResponse:
    page = reverse("missions:organize-plan-b", args=[operation.slug])
    return redirect(f"{page}?day={day.day}" if day.day else page)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


ACTS = {"preview": _preview, "switch": _switch, "remind": _remind}
