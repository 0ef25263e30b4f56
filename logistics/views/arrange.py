"""The team brings offers and requests together."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core.refusal import Refusal
from core.requests import SiteRequest
from logistics.emails import recipient
from logistics.forms.entries import FORMS
from logistics.models import KINDS, Entry, Side
from logistics.queries.entries import board_of, with_both, with_people
from logistics.queries.suggestions import suggestions_for
from logistics.services.entries import enter_for_person, take_back
from logistics.services.matches import accept, ask_both, call_off, decline
from operations.models import Operation
from operations.views.workspace import FORM_REFUSED, workspace

BOARDS = {"lodging": "logistics:organize-lodging", "rides": "logistics:organize-rides"}


@signed_in
@require_safe
def organize_board(request: SiteRequest, slug: str, kind: str) -> HttpResponse:
    operation = workspace(request, slug, "logistics.view_people")
    context = {
        "operation": operation,
        "kind": kind,
        "board": board_of(operation, KINDS[kind]),
        "may_arrange": request.user.has_perm("logistics.arrange", operation),
    }
    return render(request, f"logistics/organize/{kind}.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_entry_add(request: SiteRequest, slug: str, kind: str, side: str) -> HttpResponse:
    """Written down for somebody who told the team."""
    operation = workspace(request, slug, "logistics.arrange")
    form_class = FORMS[kind, side][2]
    data = request.POST if request.method == "POST" else None
    form = form_class(data, operation=operation, initial={"language": get_language()})
    if form.is_valid():
        try:
            enter_for_person(
                model=KINDS[kind].model(side),
                operation=operation,
                **{name: form.cleaned_data[name] for name in ("name", "email", "language")},
                facts=form.facts(),
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("It is on the list."))
            return redirect(BOARDS[kind], slug)
    context = {"operation": operation, "form": form, "kind": kind, "side": side}
    return render(
        request,
        "logistics/organize/entry_add.html",
        context,
        status=FORM_REFUSED if form.errors else 200,
    )


def _entry(operation: Operation, kind: str, side: str, pk: int) -> Any:
    entries = KINDS[kind].model(side).objects.filter(operation=operation)
    return get_object_or_404(with_people(entries), pk=pk)


@signed_in
@require_POST
def organize_entry_remove(
    request: SiteRequest, slug: str, kind: str, side: str, pk: int
) -> HttpResponse:
    operation = workspace(request, slug, "logistics.arrange")
    entry = _entry(operation, kind, side, pk)
    try:
        take_back(entry=entry, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It is off the list, with all that was typed for it."))
    return redirect(BOARDS[kind], slug)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_request(request: SiteRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """One request: the offers that fit it, best first; one button asks both people."""
    operation = workspace(request, slug, "logistics.arrange")
    wanted = _entry(operation, kind, Side.REQUEST, pk)
    if request.method == "POST":
        offers = with_people(KINDS[kind].offer.objects.filter(operation=operation))
        offer = offers.filter(pk=_number(request.POST.get("offer", ""))).first()
        try:
            if offer is None:
                raise Refusal(_("This offer is no longer there."))
            ask_both(kind=KINDS[kind], request=wanted, offer=offer, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _how_asked(wanted, offer))
        return redirect("logistics:organize-request", slug, kind, pk)
    context = {
        "operation": operation,
        "kind": kind,
        "wanted": wanted,
        "match": with_both(wanted.matches.live()).first(),
        "suggestions": suggestions_for(wanted),
    }
    return render(request, "logistics/organize/request.html", context)


def _number(text: str) -> int:
    """The number of a row; 0, which none has, for everything else."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _how_asked(*entries: Entry) -> str:
    without = [str(one.volunteer) for one in entries if not recipient(one.volunteer).address]
    if not without:
        return _("Both are asked by mail.")
    return _("The places are held. Without a mail address: %(names)s. Please ask, and note it.") % {
        "names": ", ".join(without)
    }


@signed_in
@require_POST
def organize_match(request: SiteRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """What one of the two told the team, or that it is called off."""
    operation = workspace(request, slug, "logistics.arrange")
    matches = KINDS[kind].match.objects.filter(request__operation=operation)
    match = get_object_or_404(with_both(matches), pk=pk)
    answer, _dot, side = request.POST.get("answer", "").partition(".")
    try:
        if answer == "yes" and side in Side.values:
            accept(match=match, side=side, by=request.user)
            messages.success(request, _("The answer is noted."))
        elif answer == "no" and side in Side.values:
            decline(match=match, side=side, by=request.user)
            messages.success(request, _("The answer is noted; the places are free again."))
        elif answer == "off":
            call_off(match=match, by=request.user)
            messages.success(request, _("It is called off; both are told."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("logistics:organize-request", slug, kind, match.request_id)
