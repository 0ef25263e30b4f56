"""What everybody sees of an operation and of its missions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.maps import MapPoint
from core.requests import SiteRequest
from core.themes import Theme
from missions.models import Mission
from missions.programme import at_own_pace, programme_of
from missions.queries.programme import missions_of, shift_rows, states_of
from missions.queries.results import by_subject, opened_parcels, sown_parcels
from missions.structured_data import event_of
from operations.models import Operation
from translations.texts import text_of


@require_safe
def operation_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """The public page: what, for whom, programme, results. A draft is its team's alone."""
    operation = get_object_or_404(
        Operation.objects.visible_to(request.user)
        .select_related("commune")
        .defer("commune__outline"),
        slug=slug,
    )
    missions = missions_of(operation)
    live = [mission for mission in missions if mission.cancelled_at is None]
    rows = shift_rows(operation)
    programme = programme_of(
        operation, missions, rows, states_of(request.user, operation), page=request.path
    )
    subjects = by_subject(operation.figures.all())
    partners = list(operation.partners.all())
    context = {
        "operation": operation,
        "subjects": subjects,
        "opened": opened_parcels(subjects),
        "sown": sown_parcels(mission.theme for mission in live),
        "partners": partners,
        "has_shifts": bool(rows),
        "has_more_than_facts": bool(missions or partners or operation.takes_signups)
        or any(text_of(operation, field).text for field in ("presentation", "practical")),
        "programme": programme,
        "at_own_pace": at_own_pace(missions, rows),
        "themes": [theme for theme in Theme.values if theme in {one.theme for one in live}],
        "for_whom": "" if operation.is_past else _for_whom(live),
        "structured_data": event_of(operation, partners),
        "is_in_team": request.user.has_perm("operations.view_workspace", operation),
    }
    return render(request, "missions/operation_detail.html", context)


def _for_whom(missions: list[Mission]) -> str:
    easy = sum(mission.level == Mission.Level.BEGINNER for mission in missions)
    if not easy:
        return ""
    return ngettext(
        "%(count)s mission asks for no experience",
        "%(count)s missions ask for no experience",
        easy,
    ) % {"count": easy}


@require_safe
def mission_detail(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    mission = get_object_or_404(
        Mission.objects.visible_to(request.user)
        .select_related("operation__commune", "place", "lead")
        .defer("operation__commune__outline"),
        operation__slug=slug,
        pk=pk,
    )
    operation = mission.operation
    rows = shift_rows(operation, mission)
    states = states_of(request.user, operation)
    context = {
        "mission": mission,
        "operation": operation,
        "has_shifts": bool(rows),
        "programme": programme_of(operation, [mission], rows, states, page=request.path),
        "can_change": request.user.has_perm("missions.change_mission", mission),
        "points": _place_on_map(mission),
    }
    return render(request, "missions/mission_detail.html", context)


def _place_on_map(mission: Mission) -> list[MapPoint]:
    """The place of the mission, where its coordinates are known."""
    place = mission.place
    if place is None or place.latitude is None or place.longitude is None:
        return []
    return [MapPoint(place.latitude, place.longitude, place.name)]
