"""My commitments: by a secret link, or signed in."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import signed_in
from core.decorators import secret_address
from core.limits import sender_address, within_limit
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.entries import calendar_of
from missions.forms.signup import AddressForm, OfferingForm, ReadingForm
from missions.models import Signup
from missions.queries.rain import open_receipts
from missions.queries.signups import commitments_of
from missions.services.rain import note_seen
from missions.services.signups import ask_for_links, confirm_places, withdraw
from volunteers.models import Volunteer
from volunteers.queries import living_link
from volunteers.services import (
    change_offering,
    change_reading,
    make_link,
    note_use,
    revoke_links,
    volunteer_of,
)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def me_link(request: SiteRequest, token: str) -> HttpResponse:
    """The page that a secret link opens. Looking at it changes nothing."""
    link = living_link(token)
    if link is None:
        return render(request, "missions/me_unknown_link.html", status=404)
    note_use(link)
    here = reverse("missions:me-link", args=[token])
    return _commitments(request, link.volunteer, here, token)


@secret_address
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: SiteRequest) -> HttpResponse:
    return _commitments(request, volunteer_of(request.user), reverse("missions:me"), "")


def _commitments(request: SiteRequest, volunteer: Volunteer, here: str, token: str) -> HttpResponse:
    if request.method == "POST":
        act = ACTIONS.get(request.POST.get("action", ""))
        if act is None:
            raise Http404
        return act(request, volunteer, here, token)
    return _page(request, volunteer, here, token)


def _page(
    request: SiteRequest,
    volunteer: Volunteer,
    here: str,
    token: str,
    reading_form: ReadingForm | None = None,
    offering_form: OfferingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    signups = commitments_of(volunteer)
    to_come = [one for one in signups if one.is_live and not one.need.shift.has_started]
    context = {
        "volunteer": volunteer,
        "here": here,
        "token": token,
        "to_come": to_come,
        "operations": list(dict.fromkeys(one.need.shift.mission.operation for one in to_come)),
        "must_see": [one for one in to_come if getattr(one, "unseen_receipt", None)],
        "must_confirm": [one for one in to_come if one.confirmed_at is None],
        "before": [one for one in reversed(signups) if one not in to_come],
        "offering_form": offering_form or OfferingForm(volunteer=volunteer),
        "reading_form": reading_form
        or ReadingForm(initial={"language": volunteer.language, "time_zone": volunteer.time_zone}),
    }
    return render(request, "missions/me.html", context, status=status)


def _confirm(request: SiteRequest, volunteer: Volunteer, here: str, token: str) -> HttpResponse:
    count = confirm_places(volunteer)
    if count:
        messages.success(
            request,
            ngettext(
                "Thank you. Your place is confirmed.",
                "Thank you. Your %(count)d places are confirmed.",
                count,
            )
            % {"count": count},
        )
    return redirect(here)


def _withdraw(request: SiteRequest, volunteer: Volunteer, here: str, token: str) -> HttpResponse:
    number = request.POST.get("signup", "")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    mine = Signup.objects.select_related("volunteer").filter(volunteer=volunteer)
    signup = get_object_or_404(mine, pk=number)
    try:
        withdraw(signup=signup)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your place was given back. Thank you for telling us."))
    return redirect(here)


def _seen(request: SiteRequest, volunteer: Volunteer, here: str, token: str) -> HttpResponse:
    """The person has seen the changes that the page showed them, not one that came since."""
    shown = set(request.POST.getlist("receipt"))
    receipts = open_receipts(Signup.objects.live().filter(volunteer=volunteer)).values()
    seen = [receipt for receipt in receipts if str(receipt.pk) in shown]
    for receipt in seen:
        note_seen(receipt=receipt, volunteer=volunteer)
    if seen:
        messages.success(request, _("Thank you. The organizers know that you have seen it."))
    return redirect(here)


def _change_reading(
    request: SiteRequest, volunteer: Volunteer, here: str, token: str
) -> HttpResponse:
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return _page(request, volunteer, here, token, reading_form=form, status=422)
    change_reading(volunteer, **form.cleaned_data)
    messages.success(request, _("From now on we write to you that way."))
    return redirect(here)


def _change_offering(
    request: SiteRequest, volunteer: Volunteer, here: str, token: str
) -> HttpResponse:
    form = OfferingForm(request.POST, volunteer=volunteer)
    if not form.is_valid():
        return _page(request, volunteer, here, token, offering_form=form, status=422)
    change_offering(volunteer, **form.cleaned_data)
    messages.success(request, _("Thank you. The team counts on it, without your name."))
    return redirect(here)


def _renew_link(request: SiteRequest, volunteer: Volunteer, here: str, token: str) -> HttpResponse:
    """The link fell into wrong hands: all of them die, and a new one opens this page."""
    if not token:
        raise Http404
    revoke_links(volunteer)
    messages.success(request, _("Your old links no longer work. This page has a new address."))
    return redirect("missions:me-link", token=make_link(volunteer))


ACTIONS: dict[str, Callable[[SiteRequest, Volunteer, str, str], HttpResponse]] = {
    "confirm": _confirm,
    "withdraw": _withdraw,
    "reading": _change_reading,
    "offering": _change_offering,
    "seen": _seen,
    "renew": _renew_link,
}


@require_http_methods(["GET", "HEAD", "POST"])
def send_links(request: SiteRequest) -> HttpResponse:
    """ "Send me my links": the answer is the same for every address."""
    form = AddressForm(request.POST or None)
    if request.method != "POST":
        return render(request, "missions/send_links.html", {"form": form})
    if not form.is_valid():
        return render(request, "missions/send_links.html", {"form": form}, status=422)
    if not within_limit("links", sender_address(request), times=40, seconds=600):
        messages.error(request, _("Many people are asking from here. Try again in ten minutes."))
        return render(request, "missions/send_links.html", {"form": form}, status=429)
    ask_for_links(form.cleaned_data["email"])
    messages.success(
        request, _("If we know this address, a mail with the link to your page is on its way.")
    )
    return redirect("missions:send-links")


@secret_address
@require_safe
def calendar(request: SiteRequest, token: str) -> HttpResponse:
    """The volunteer's shifts as a calendar: titles, places and times, never names."""
    link = living_link(token)
    if link is None:
        raise Http404
    note_use(link)
    answer = HttpResponse(calendar_of(link.volunteer), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="operations-libres.ics"'
    return answer
