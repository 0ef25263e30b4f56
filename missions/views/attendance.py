"""The paper round: what was written at the door, typed line by line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.forms.attendance import KnownPersonForm, NewPersonForm, PaperForm
from missions.models import Mission, Shift, Signup
from missions.queries.attendance import (
    codes_among,
    days_of,
    is_sheet_code,
    last_noted,
    person_with,
    placed_on,
    shift_on_sheet,
    shifts_to_note,
)
from missions.queries.roster import signups_on
from missions.services.attendance import (
    note_attendance,
    note_rest_as_absent,
    put_newcomer_on_shift,
    put_on_shift,
    undo_last,
)
from missions.views.roster import missions_with_people_for
from operations.models import Operation
from operations.views.workspace import FORM_REFUSED, workspace
from volunteers.models import Volunteer

REFUSED = 409


class Line(NamedTuple):
    """A place on a shift, as the lists beside the form show it."""

    signup: Signup
    code: str
    length: str


@dataclass
class Round:
    """Where somebody is in the pile of papers: one shift, or all shifts of a day."""

    operation: Operation
    missions: list[Mission]
    days: dict[date, list[Shift]]
    day: date | None
    shift: Shift | None

    @property
    def shifts(self) -> list[Shift]:
        return [self.shift] if self.shift else self.day_shifts

    @property
    def day_shifts(self) -> list[Shift]:
        return self.days[self.day] if self.day else []

    @property
    def query(self) -> str:
        if self.shift:
            return urlencode({"shift": self.shift.pk})
        return urlencode({"day": self.day.isoformat()}) if self.day else ""

    def __str__(self) -> str:
        address = reverse("missions:organize-paper-round", args=[self.operation.slug])
        return f"{address}?{self.query}" if self.query else address


def _round(request: SiteRequest, slug: str) -> Round:
    """The shifts that the address names, of those whose people the reader may change.

    Nothing named, or nothing that is there: the latest day that has begun.
    """
    operation = workspace(request, slug, "operations.view_people")
    missions = missions_with_people_for(request, operation, "missions.change_roster")
    days = days_of(shifts_to_note(missions), operation.time_zone)
    for day, shifts in days.items():
        for shift in shifts:
            if request.GET.get("shift") == str(shift.pk):
                return Round(operation, missions, days, day, shift)
    asked = request.GET.get("day")
    chosen = next((one for one in days if one.isoformat() == asked), max(days, default=None))
    return Round(operation, missions, days, chosen, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_paper_round(request: SiteRequest, slug: str) -> HttpResponse:
    here = _round(request, slug)
    form = PaperForm(request.POST or None)
    if not form.is_valid():
        return _page(request, here, form, status=FORM_REFUSED if form.errors else 200)
    code = form.cleaned_data["code"]
    if is_sheet_code(code):
        return _to_sheet(request, here, form, code)
    person = person_with(here.operation, code)
    if person is None:
        form.add_error("code", _("Nobody has this code in this operation."))
        return _page(request, here, form, status=FORM_REFUSED)
    signups = list(placed_on(here.shifts).filter(volunteer=person))
    if not signups:
        return _not_here(request, here, form, person)
    return _note(request, here, form, signups)


def _to_sheet(request: SiteRequest, here: Round, form: PaperForm, code: str) -> HttpResponse:
    everything = [shift for shifts in here.days.values() for shift in shifts]
    shift = shift_on_sheet(everything, code)
    if shift is None:
        form.add_error("code", _("No shift that has begun here has this sheet."))
        return _page(request, here, form, status=FORM_REFUSED)
    return redirect(str(replace(here, shift=shift)))


def _not_here(
    request: SiteRequest, here: Round, form: PaperForm, person: Volunteer
) -> HttpResponse:
    """A code that is right, of somebody without a place here: they may be put on the shift."""
    if form.cleaned_data["is_absent"] or not here.shifts:
        form.add_error("code", _("This person has no place here: there is nothing to note."))
        return _page(request, here, form, status=FORM_REFUSED)
    values = {"code": form.cleaned_data["code"], "minutes": request.POST.get("minutes", "")}
    offer = KnownPersonForm(shifts=here.shifts, initial=values, auto_id="known_%s")
    # A lead reads no names of other missions, even by their codes.
    is_known = signups_on(here.missions).filter(volunteer=person).exists()
    name = person if is_known else None
    return _page(request, here, form, offer=offer, person=name, status=REFUSED)


def _note(
    request: SiteRequest, here: Round, form: PaperForm, signups: Sequence[Signup]
) -> HttpResponse:
    minutes, is_absent = form.cleaned_data["minutes"], form.cleaned_data["is_absent"]
    if minutes and len(signups) > 1:
        form.add_error(
            "minutes",
            _("This person has several shifts that day: choose one, or leave the hours empty."),
        )
        return _page(request, here, form, status=FORM_REFUSED)
    try:
        noted = note_attendance(
            signups=signups, was_present=not is_absent, minutes=minutes, by=request.user
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, here, form, status=FORM_REFUSED)
    messages.success(request, _in_words(signups[0].volunteer, noted))
    return redirect(str(here))


def _in_words(person: Volunteer, noted: Sequence[Signup]) -> str:
    if not noted[0].was_present:
        return _("%(name)s: did not come.") % {"name": person}
    length = _length(sum(signup.minutes or 0 for signup in noted))
    return _("%(name)s: present, %(length)s.") % {"name": person, "length": length}


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}


@signed_in
@require_POST
def organize_paper_round_known(request: SiteRequest, slug: str) -> HttpResponse:
    """Put somebody with a code on a shift where they had no place."""
    here = _round(request, slug)
    form = KnownPersonForm(request.POST, shifts=here.shifts, auto_id="known_%s")
    person = None
    if form.is_valid():
        person = person_with(here.operation, form.cleaned_data["code"])
        if person is None:
            form.add_error(None, _("Nobody has this code in this operation."))
    if person is None:
        return _page(request, here, PaperForm(), offer=form, status=FORM_REFUSED)
    facts = {"need": form.cleaned_data["need"], "minutes": form.cleaned_data["minutes"]}
    try:
        signup = put_on_shift(volunteer=person, by=request.user, **facts)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, here, PaperForm(), offer=form, status=FORM_REFUSED)
    messages.success(request, _in_words(person, [signup]))
    return redirect(str(here))


@signed_in
@require_POST
def organize_paper_round_new(request: SiteRequest, slug: str) -> HttpResponse:
    """Note somebody who wrote their name on an empty line of the paper."""
    here = _round(request, slug)
    form = NewPersonForm(request.POST, shifts=here.shifts, auto_id="new_%s")
    if form.is_valid():
        try:
            signup = put_newcomer_on_shift(
                by=request.user, language=get_language(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _in_words(signup.volunteer, [signup]))
            return redirect(str(here))
    return _page(request, here, PaperForm(), newcomer=form, status=FORM_REFUSED)


@signed_in
@require_POST
def organize_paper_round_rest(request: SiteRequest, slug: str) -> HttpResponse:
    here = _round(request, slug)
    try:
        count = note_rest_as_absent(operation=here.operation, shifts=here.shifts, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        words = ngettext(
            "%(count)s person is noted as not come.",
            "%(count)s people are noted as not come.",
            count,
        )
        messages.success(request, words % {"count": count})
    return redirect(str(here))


@signed_in
@require_POST
def organize_paper_round_undo(request: SiteRequest, slug: str) -> HttpResponse:
    here = _round(request, slug)
    count = undo_last(shifts=here.shifts, by=request.user)
    words = ngettext("%(count)s line is taken back.", "%(count)s lines are taken back.", count)
    messages.success(request, words % {"count": count})
    return redirect(str(here))


def _page(
    request: SiteRequest, here: Round, form: PaperForm, *, status: int = 200, **forms: Any
) -> HttpResponse:
    signups = list(placed_on(here.shifts))
    codes = codes_among(here.operation, signups)
    lines = [
        Line(signup, codes.get(signup.volunteer_id, ""), _length(signup.minutes or 0))
        for signup in signups
    ]
    context = {
        "operation": here.operation,
        "here": here,
        "form": form,
        "rest": [line for line in lines if line.signup.was_present is None],
        "noted": [line for line in lines if line.signup.was_present is not None],
        "last": last_noted(here.shifts, request.user),
        "newcomer": NewPersonForm(shifts=here.shifts, auto_id="new_%s"),
        **forms,
    }
    return render(request, "missions/organize/paper_round.html", context, status=status)
