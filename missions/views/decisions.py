"""Deciding whether a mission takes place, and taking another place instead."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.decorators import signed_in
from core.decorators import secret_address
from core.refusal import Refusal
from core.requests import SiteRequest
from missions.forms.decisions import MergeForm
from missions.models import Mission, Need
from missions.queries.alternatives import live_signups_by_person, lives_there
from missions.queries.decisions import chance_of, missions_to_merge_into
from missions.queries.planning import live_signups_on, shifts_not_over
from missions.rules import why_cannot_join
from missions.rules.decisions import why_cannot_decide
from missions.services.decisions import (
    confirm_mission,
    drop_mission,
    merge_mission,
    others_instead,
    take_place_instead,
)
from missions.services.signups import JoinRefused
from missions.views.planning import mission_of
from operations.views.workspace import FORM_REFUSED
from volunteers.models import Volunteer
from volunteers.queries import living_link
from volunteers.services import note_use

Decision = Mission.Decision


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def organize_mission_decide(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Three ways: it takes place, it is merged with another mission, or it is dropped."""
    mission = mission_of(request, slug, pk, "missions.cancel_mission")
    if request.method != "POST":
        return _decide_page(request, mission, MergeForm(mission=mission))
    action = request.POST.get("action")
    form = MergeForm(request.POST if action == "merge" else None, mission=mission)
    if action == "merge" and not form.is_valid():
        return _decide_page(request, mission, form, FORM_REFUSED)
    try:
        messages.success(request, _decide(request, mission, form))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("missions:organize-mission-decide", slug, pk)


def _decide(request: SiteRequest, mission: Mission, form: MergeForm) -> str:
    """Do what was decided; what to say of it."""
    match request.POST.get("action"):
        case "confirm":
            confirm_mission(mission=mission, by=request.user)
            return _("It is confirmed: this mission takes place.")
        case "drop":
            return _dropped(drop_mission(mission=mission, by=request.user))
        case "merge":
            into = form.cleaned_data["into"]
            into.operation = mission.operation
            return _merged(*merge_mission(mission=mission, into=into, by=request.user))
    raise Http404


def _dropped(people: int) -> str:
    if not people:
        return _("It is dropped. Nobody had signed up.")
    return ngettext(
        "It is dropped. %(count)s person is offered other places by mail.",
        "It is dropped. %(count)s people are offered other places by mail.",
        people,
    ) % {"count": people}


def _merged(moved: int, left: int) -> str:
    if not moved and not left:
        return _("They are merged. Nobody had signed up.")
    sentences = [
        ngettext(
            "They are merged. %(count)s person is moved and told by mail.",
            "They are merged. %(count)s people are moved and told by mail.",
            moved,
        )
        % {"count": moved}
    ]
    if left:
        others = ngettext(
            "%(count)s person did not fit there and is offered other places.",
            "%(count)s people did not fit there and are offered other places.",
            left,
        )
        sentences.append(others % {"count": left})
    return " ".join(sentences)


def _decide_page(
    request: SiteRequest, mission: Mission, form: MergeForm, status: int = 200
) -> HttpResponse:
    context = {
        "operation": mission.operation,
        "mission": mission,
        "chance": chance_of(mission),
        "form": form,
        "places": live_signups_on(shifts_not_over(mission.operation).filter(mission=mission)),
        "may_confirm": not why_cannot_decide(mission, Decision.CONFIRMED),
        "may_end": not why_cannot_decide(mission, Decision.DROPPED),
        "can_merge": missions_to_merge_into(mission).exists(),
    }
    return render(request, "missions/organize/mission_decide.html", context, status=status)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def me_take(request: SiteRequest, token: str, need: int) -> HttpResponse:
    """A place that was offered by mail: one button takes it. Looking changes nothing."""
    link = living_link(token)
    if link is None:
        return render(request, "missions/me_unknown_link.html", status=404)
    note_use(link)
    offered = get_object_or_404(
        Need.objects.visible_to(request.user)
        .filter(shift__is_released=True)
        .select_related("shift__mission__operation", "shift__mission__place", "shift__place"),
        pk=need,
    )
    if request.method == "POST":
        try:
            take_place_instead(volunteer=link.volunteer, need=offered)
        except JoinRefused as refusal:
            return _take_page(request, token, offered, link.volunteer, refusal)
        messages.success(request, _("The place is yours."))
        return redirect("missions:me-link", token)
    return _take_page(request, token, offered, link.volunteer)


def _take_page(
    request: SiteRequest,
    token: str,
    need: Need,
    volunteer: Volunteer,
    refusal: JoinRefused | None = None,
) -> HttpResponse:
    """The place with its button, or why it cannot be had, and two others."""
    live = live_signups_by_person([volunteer])[volunteer.pk]
    reason = refusal.message if refusal else why_cannot_join(need, live)
    kept = 0 if lives_there(volunteer, need.shift.mission.operation) else need.places_kept
    if not reason and need.places_left <= kept:
        reason = _("No place is left there any more.")
    has_it = any(one.need_id == need.pk and one.has_place for one in live)
    context = {
        "token": token,
        "need": need,
        "operation": need.shift.mission.operation,
        "reason": "" if has_it else reason,
        "has_it": has_it,
        "others": others_instead(volunteer, need) if reason and not has_it else [],
    }
    return render(request, "missions/me_take.html", context, status=409 if refusal else 200)
