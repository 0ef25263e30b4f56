"""What everybody sees of an operation and of its missions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from core.kept import kept
from core.maps import MapPoint
from core.requests import SiteRequest
from core.themes import Theme
from core.whole_pages import same_for_all_visitors
from missions.models import Mission
from missions.programme import Programme, at_own_pace, programme_of
from missions.queries.programme import (
    begun_among,
    figures_of,
    missions_of,
    partners_of,
    shift_rows,
    states_of,
    values_of,
)
from missions.queries.results import Subject, by_subject, opened_parcels, sown_parcels
from missions.structured_data import event_of
from operations.models import Operation, Partner
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
    rows = shift_rows(operation)
    states = states_of(request.user, operation)
    figures = figures_of(operation.pk)
    partners = partners_of(operation.pk)
    is_in_team = request.user.has_perm("operations.view_workspace", operation)
    read = [operation, operation.commune, *missions, *figures, *partners]
    content = (
        *([values_of(row) for row in read], rows, begun_among(rows), states, is_in_team),
        timezone.localdate(),
    )

    def draw() -> dict[str, Any]:
        programme = programme_of(operation, missions, rows, states, page=request.path)
        context = _context(operation, missions, rows, programme, by_subject(figures), partners)
        context["is_in_team"] = is_in_team
        body = render_to_string("missions/_operation_body.html", context)
        return context | {"body": body, "structured_data": event_of(operation, partners)}

    def answer() -> HttpResponse:
        # The same for every reader of a language, but for their own places and the team's link.
        key = ("operation page", operation.pk, get_language(), is_in_team, bool(states))
        return render(request, "missions/operation_detail.html", kept(key, content, draw))

    return same_for_all_visitors(request, content, answer)


def _context(
    operation: Operation,
    missions: list[Mission],
    rows: list[tuple],
    programme: Programme,
    subjects: list[Subject],
    partners: list[Partner],
) -> dict[str, Any]:
    """What the page of an operation shows."""
    live = [mission for mission in missions if mission.cancelled_at is None]
    return {
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
    }


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
