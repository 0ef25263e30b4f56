"""From the public page to a place, in one form."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.limits import sender_address, within_limit
from core.requests import SiteRequest, remember
from core.themes import Theme
from core.whole_pages import same_for_all_visitors
from missions.choice_rows import days_of
from missions.forms.signup import ChoiceForm, SignupForm
from missions.grid.signup import grid_of
from missions.models import Need, Signup
from missions.queries.choices import choices_of, possible_beside
from missions.queries.programme import missions_of
from missions.queries.signups import live_signups_of
from missions.queries.stamps import programme_stamp
from missions.services.signups import JoinRefused, join_by_account, join_by_address
from operations.models import Operation
from volunteers.models import Volunteer
from volunteers.services import volunteer_of

# A school class behind one address signs up within minutes; a script does more.
PER_SENDER = {"times": 120, "seconds": 600}


@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: SiteRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return same_for_all_visitors(
            request,
            lambda: (programme_stamp(slug=slug, now=timezone.now()), timezone.localdate()),
            lambda: _empty_page(request, slug),
        )
    operation = _operation(request, slug)
    if not operation.takes_signups:
        return _closed(request, operation)
    if not within_limit("signup", sender_address(request), **PER_SENDER):
        messages.error(
            request, _("Many people are signing up from here. Try again in ten minutes.")
        )
        return _page(request, operation, _form(request, operation), status=429)
    form = _form(request, operation)
    if not form.is_valid():
        return _page(request, operation, form, status=422)
    try:
        signups = _join(request, form)
    except JoinRefused as refusal:
        return _page(request, operation, form, refusal=refusal, status=409)
    return _answer(request, operation, signups)


def _operation(request: SiteRequest, slug: str) -> Operation:
    visible = Operation.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("commune").defer("commune__outline"), slug=slug)


def _closed(request: SiteRequest, operation: Operation) -> HttpResponse:
    return render(request, "missions/signup_closed.html", {"operation": operation})


def _empty_page(request: SiteRequest, slug: str) -> HttpResponse:
    operation = _operation(request, slug)
    if not operation.takes_signups:
        return _closed(request, operation)
    return _page(request, operation, _empty_form(request, operation))


def _form(request: SiteRequest, operation: Operation) -> ChoiceForm:
    form_class = ChoiceForm if request.user.is_authenticated else SignupForm
    return form_class(request.POST, operation=operation)


def _empty_form(request: SiteRequest, operation: Operation) -> ChoiceForm:
    form_class = ChoiceForm if request.user.is_authenticated else SignupForm
    return form_class(operation=operation)


def _join(request: SiteRequest, form: ChoiceForm) -> list[Signup]:
    commune, lives_there = form.operation.commune, form.cleaned_data["lives_here"]
    if request.user.is_authenticated:
        return join_by_account(
            volunteer=volunteer_of(request.user),
            needs=form.needs,
            commune=commune,
            lives_there=lives_there,
        )
    return join_by_address(
        name=form.cleaned_data["name"],
        email=form.cleaned_data["email"],
        language=get_language(),
        needs=form.needs,
        home_commune=commune if lives_there else None,
    )


def _answer(request: SiteRequest, operation: Operation, signups: list[Signup]) -> HttpResponse:
    if request.user.is_authenticated:
        waiting = sum(signup.state == Signup.State.WAITING for signup in signups)
        placed = len(signups) - waiting
        if placed:
            messages.success(
                request,
                ngettext("The place is yours.", "The %(count)d places are yours.", placed)
                % {"count": placed},
            )
        if waiting:
            messages.info(
                request,
                _("You are on the waiting list. We write to you as soon as a place is yours."),
            )
        return redirect("missions:me")
    remember(request, "signed_up", [signup.pk for signup in signups])
    return redirect("missions:signup-done", slug=operation.slug)


@require_safe
def signup_done(request: SiteRequest, slug: str) -> HttpResponse:
    """What was held, and what happens next."""
    signups = list(
        Signup.objects.filter(
            pk__in=request.session.get("signed_up", []), need__shift__mission__operation__slug=slug
        )
        .select_related("volunteer", "need__shift__mission__operation", "need__shift__place")
        .order_by("need__shift__starts_at")
    )
    if not signups:
        return redirect("missions:signup", slug=slug)
    operation = signups[0].need.shift.mission.operation
    context = {"operation": operation, "signups": signups, "volunteer": signups[0].volunteer}
    return render(request, "missions/signup_done.html", context)


def _page(
    request: SiteRequest,
    operation: Operation,
    form: ChoiceForm,
    *,
    refusal: JoinRefused | None = None,
    status: int = 200,
) -> HttpResponse:
    missions = {mission.pk: mission for mission in missions_of(operation)}
    volunteer = _volunteer(request)
    live = live_signups_of(volunteer) if volunteer else []
    mine = [one for one in live if one.need.shift.mission_id in missions]
    # A mission may be added between the two queries.
    everything = [one for one in choices_of(operation) if one.mission in missions]
    choices = possible_beside(everything, live)
    theme = request.GET.get("theme", "")
    if theme in Theme.values:
        choices = [choice for choice in choices if missions[choice.mission].theme == theme]
    chosen = _chosen(request, choices, form)
    if volunteer and volunteer.home_commune_id == operation.commune_id:
        form.initial["lives_here"] = True
    is_grid = request.GET.get("view") == "grid"
    context: dict[str, Any] = {
        "operation": operation,
        "form": form,
        "mine": mine,
        "theme": theme,
        "themes": [one for one in Theme if one in {m.theme for m in missions.values()}],
        "is_grid": is_grid,
        "has_choices": bool(choices),
        "asks_residence": any(choice.has_reserve for choice in everything),
        "has_hidden": len(choices) < len(everything),
        "refusal": refusal,
    }
    if is_grid:
        context["grid"] = grid_of(operation, choices, missions, chosen=chosen)
    else:
        refused = {refusal.need.pk: refusal.message} if refusal else {}
        context["days"] = days_of(operation, choices, missions, chosen=chosen, refused=refused)
    return render(request, "missions/signup.html", context, status=status)


def _volunteer(request: SiteRequest) -> Volunteer | None:
    if not request.user.is_authenticated:
        return None
    return Volunteer.objects.filter(user=request.user).first()


def _chosen(request: SiteRequest, choices: Sequence[Any], form: ChoiceForm) -> set[int]:
    """What stays ticked: what was sent, or the shift that a link of another page names."""
    if form.is_bound:
        ticked = set(request.POST.getlist("need"))
        return {choice.need for choice in choices if str(choice.need) in ticked}
    wanted = request.GET.get("shift", "")
    of_shift = [choice for choice in choices if str(choice.shift) == wanted]
    of_shift.sort(key=lambda choice: choice.role != Need.Role.CONTRIBUTOR)
    return {of_shift[0].need} if of_shift else set()
