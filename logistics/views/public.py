"""Offering or asking for a bed or a seat, with or without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.limits import sender_address, within_limit
from core.refusal import Refusal
from core.requests import SiteRequest, remember
from logistics.forms.entries import FORMS, EntryForm
from logistics.models import KINDS
from logistics.queries.entries import public_numbers
from logistics.rules import why_closed
from logistics.services.entries import enter, enter_by_address
from operations.models import Operation
from volunteers.services import volunteer_of

FORM_REFUSED = 422
PER_SENDER = {"times": 120, "seconds": 600}


def _operation(request: SiteRequest, slug: str) -> Operation:
    visible = Operation.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("commune").defer("commune__outline"), slug=slug)


@require_safe
def stay_and_ride(request: SiteRequest, slug: str) -> HttpResponse:
    """What is wanted and offered, in numbers, and the four ways to say more."""
    operation = _operation(request, slug)
    context = {
        "operation": operation,
        "numbers": public_numbers(operation),
        "closed": why_closed(operation),
    }
    return render(request, "logistics/stay_and_ride.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def stay_and_ride_enter(request: SiteRequest, slug: str, kind: str, side: str) -> HttpResponse:
    operation = _operation(request, slug)
    if why_closed(operation):
        return redirect("logistics:stay-and-ride", slug)
    known, visitor, _team = FORMS[kind, side]
    form_class = known if request.user.is_authenticated else visitor
    form = form_class(request.POST if request.method == "POST" else None, operation=operation)
    if request.method == "POST":
        if not within_limit("stay-and-ride", sender_address(request), **PER_SENDER):
            messages.error(
                request, _("Many people are asking from here. Try again in ten minutes.")
            )
            return _page(request, form, kind, side, status=429)
        if form.is_valid() and _entered(request, form, kind, side):
            if request.user.is_authenticated:
                messages.success(request, _("Thank you. We write to you as soon as somebody fits."))
                return redirect("logistics:me")
            remember(request, "stay_and_ride", form.cleaned_data["email"])
            return redirect("logistics:stay-and-ride-done", slug)
    return _page(request, form, kind, side, status=FORM_REFUSED if form.errors else 200)


def _entered(request: SiteRequest, form: EntryForm, kind: str, side: str) -> bool:
    """Whether it was taken; the reason stands in the form when it was not."""
    what: dict[str, Any] = {
        "model": KINDS[kind].model(side),
        "operation": form.operation,
        "facts": form.facts(),
    }
    try:
        if request.user.is_authenticated:
            enter(volunteer=volunteer_of(request.user), **what)
        else:
            who = {name: form.cleaned_data[name] for name in ("name", "email")}
            enter_by_address(language=get_language(), **who, **what)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
    return form.is_valid()


def _page(
    request: SiteRequest, form: EntryForm, kind: str, side: str, *, status: int
) -> HttpResponse:
    context = {"operation": form.operation, "form": form, "kind": kind, "side": side}
    return render(request, "logistics/stay_and_ride_enter.html", context, status=status)


@require_safe
def stay_and_ride_done(request: SiteRequest, slug: str) -> HttpResponse:
    """Where the mail went, and what happens next."""
    operation = _operation(request, slug)
    address = request.session.get("stay_and_ride")
    if not address:
        return redirect("logistics:stay-and-ride", slug)
    context = {"operation": operation, "address": address}
    return render(request, "logistics/stay_and_ride_done.html", context)
