"""My beds, seats, meals and equipment: by a secret link, or signed in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.decorators import signed_in
from core.decorators import secret_address
from core.refusal import Refusal
from core.requests import SiteRequest
from logistics.forms.equipment import LendForm
from logistics.forms.meals import MyMealsForm
from logistics.models import KINDS, Kitchen, Piece, Side
from logistics.queries.entries import entries_of, questions_of, with_both
from logistics.queries.equipment import pieces_of
from logistics.queries.meals import choices_of, in_order, kitchens_for
from logistics.rules import why_cannot_choose_meals, why_closed
from logistics.services.entries import confirm_entries, take_back
from logistics.services.equipment import promise_pieces, take_promise_back
from logistics.services.matches import accept, decline
from logistics.services.meals import choose_meals
from operations.models import Operation
from volunteers.models import Volunteer
from volunteers.queries import living_link
from volunteers.services import note_use, volunteer_of

FORM_REFUSED = 422


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def me_link(request: SiteRequest, token: str) -> HttpResponse:
    """The page that a secret link opens. Looking at it changes nothing."""
    link = living_link(token)
    if link is None:
        return render(request, "missions/me_unknown_link.html", status=404)
    note_use(link)
    return _answer(request, link.volunteer, token)


@secret_address
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: SiteRequest) -> HttpResponse:
    return _answer(request, volunteer_of(request.user), "")


def _answer(request: SiteRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, volunteer, token)
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        raise Http404
    try:
        refused = act(request, volunteer)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        refused = None
    if refused:
        return _page(request, volunteer, token, refused=refused)
    return redirect(_here(request, token))


def _here(request: SiteRequest, token: str) -> str:
    """This page, of the same operation."""
    path = reverse("logistics:me-link", args=[token]) if token else reverse("logistics:me")
    operation = _asked_operation(request)
    return f"{path}?operation={operation.slug}" if operation else path


def _asked_operation(request: SiteRequest) -> Operation | None:
    slug = request.GET.get("operation", "")
    if not slug or "\x00" in slug:
        return None
    return Operation.objects.visible_to(request.user).filter(slug=slug).first()


def _page(
    request: SiteRequest, volunteer: Volunteer, token: str, refused: dict[str, Any] | None = None
) -> HttpResponse:
    """`refused`: a form that was not taken, by the operation and what it is about."""
    entries = entries_of(volunteer)
    questions = questions_of(volunteer)
    asked = _asked_operation(request)
    operations = {entry.operation_id for entry in entries} | ({asked.pk} if asked else set())
    chosen = choices_of(volunteer)
    refused = refused or {}
    context = {
        "volunteer": volunteer,
        "token": token,
        "here": _here(request, token),
        "asked": asked,
        "entries": entries,
        "must_confirm": [entry for entry in entries if not entry.is_confirmed],
        "open_questions": [one for one in questions if one.match.is_open and not one.i_accepted],
        "waiting": [one for one in questions if one.match.is_open and one.i_accepted],
        "agreed": [one for one in questions if one.match.is_agreed],
        "kitchens": [
            (kitchen, refused.get(f"meals {kitchen.pk}") or _meals_form(kitchen, chosen))
            for kitchen in kitchens_for(volunteer, operations)
            if not why_cannot_choose_meals(kitchen)
        ],
        "pieces": pieces_of(volunteer),
        "lend_form": refused.get("lend") or _lend_form(asked),
    }
    return render(request, "logistics/me.html", context, status=FORM_REFUSED if refused else 200)


def _meals_form(kitchen: Kitchen, chosen: dict[int, str], data: Any = None) -> MyMealsForm:
    meals = in_order(kitchen.operation.meals.all())
    return MyMealsForm(data, kitchen=kitchen, meals=meals, chosen=chosen)


def _lend_form(operation: Operation | None, data: Any = None) -> LendForm | None:
    """What the operation needs; nothing when it needs nothing, or is over."""
    if operation is None or why_closed(operation) or not operation.equipment.exists():
        return None
    return LendForm(data, operation=operation)


def _number(request: SiteRequest, name: str) -> int:
    """The number of a row; 0, which none has, for everything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _kind(request: SiteRequest) -> Any:
    kind = KINDS.get(request.POST.get("kind", ""))
    if kind is None or request.POST.get("side", "") not in Side.values:
        raise Http404
    return kind


def _confirm(request: SiteRequest, volunteer: Volunteer) -> None:
    if count := confirm_entries(volunteer):
        messages.success(
            request,
            ngettext("Thank you. It counts now.", "Thank you. All %(count)d count now.", count)
            % {"count": count},
        )


def _question(request: SiteRequest, volunteer: Volunteer) -> tuple[Any, str]:
    """A match in which the person is this side."""
    kind, side = _kind(request), request.POST["side"]
    mine = kind.match.objects.filter(**{f"{side}__volunteer": volunteer})
    return get_object_or_404(with_both(mine), pk=_number(request, "match")), side


def _accept(request: SiteRequest, volunteer: Volunteer) -> None:
    match, side = _question(request, volunteer)
    accept(match=match, side=side, by=None)
    messages.success(request, _("Thank you. Your yes is noted."))


def _decline(request: SiteRequest, volunteer: Volunteer) -> None:
    match, side = _question(request, volunteer)
    decline(match=match, side=side, by=None)
    messages.success(request, _("Thank you for telling us. The other person is told."))


def _take_back(request: SiteRequest, volunteer: Volunteer) -> None:
    model = _kind(request).model(request.POST["side"])
    entry = get_object_or_404(
        model.objects.filter(volunteer=volunteer), pk=_number(request, "entry")
    )
    take_back(entry=entry, by=None)
    messages.success(request, _("It is taken back, and what you typed for it is erased."))


def _choose_meals(request: SiteRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    visible = Operation.objects.visible_to(request.user)
    kitchen = get_object_or_404(
        Kitchen.objects.select_related("operation").filter(operation__in=visible),
        pk=_number(request, "kitchen"),
    )
    form = _meals_form(kitchen, {}, request.POST)
    if not form.is_valid():
        return {f"meals {kitchen.pk}": form}
    choose_meals(
        volunteer=volunteer,
        operation=kitchen.operation,
        meals=form.cleaned_data["meals"],
        diets=form.plate,
    )
    messages.success(request, _("The cooks know."))
    return None


def _lend(request: SiteRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    form = _lend_form(_asked_operation(request), request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return {"lend": form}
    promise_pieces(volunteer=volunteer, by=None, **form.cleaned_data)
    messages.success(request, _("Thank you. Please bring it with you; a number is ready for it."))
    return None


def _keep(request: SiteRequest, volunteer: Volunteer) -> None:
    """The person keeps their thing after all."""
    mine = Piece.objects.filter(volunteer=volunteer).select_related("need__operation")
    take_promise_back(piece=get_object_or_404(mine, pk=_number(request, "piece")), by=None)
    messages.success(request, _("Noted. Thank you for telling us."))


ACTIONS: dict[str, Callable[[SiteRequest, Volunteer], dict[str, Any] | None]] = {
    "confirm": _confirm,
    "accept": _accept,
    "decline": _decline,
    "take-back": _take_back,
    "meals": _choose_meals,
    "lend": _lend,
    "keep": _keep,
}
