"""What everybody sees of an operation and of its missions."""

from functools import cache
from typing import Any

from django.http import Http404, HttpResponse
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
from missions.programme import at_own_pace, programme_of
from missions.queries.decisions import chances_of
from missions.queries.programme import missions_of, rows_beside, shift_rows, states_of
from missions.queries.results import by_subject, opened_parcels, sown_parcels
from missions.queries.stamps import mission_stamp, programme_stamp
from missions.structured_data import event_of
from operations.models import Operation
from operations.queries import public_committee
from translations.texts import text_of


@require_safe
def operation_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """The public page: what, for whom, programme, results. A draft is its team's alone."""

    @cache
    def content() -> tuple[Any, ...]:
        return programme_stamp(slug=slug, now=timezone.now()), timezone.localdate()

    def draw() -> HttpResponse:
        operation = get_object_or_404(
            Operation.objects.visible_to(request.user)
            .with_decisions()
            .select_related("commune")
            .defer("commune__outline"),
            slug=slug,
        )
        states = states_of(request.user, operation)
        is_in_team = request.user.has_perm("operations.view_workspace", operation)
        # The same for every reader of a language, but for their own places and the team's link.
        context = kept(
            ("operation page", operation.pk, get_language(), is_in_team, bool(states)),
            (content(), states),
            lambda: _context(operation, states, page=request.path, is_in_team=is_in_team),
        )
        return render(request, "missions/operation_detail.html", context)

    return same_for_all_visitors(request, content, draw)


def _context(
    operation: Operation, states: dict[int, str], *, page: str, is_in_team: bool
) -> dict[str, Any]:
    """What the page of an operation shows, with its body as words."""
    missions, rows = missions_of(operation), shift_rows(operation)
    subjects = by_subject(operation.figures.all())
    partners, committee, waivers = rows_beside(operation)
    live = [mission for mission in missions if mission.cancelled_at is None]
    context = {
        "operation": operation,
        "subjects": subjects,
        "opened": opened_parcels(subjects),
        "sown": sown_parcels(mission.theme for mission in live),
        "partners": partners,
        "committee": public_committee(committee),
        "waivers": waivers,
        "has_shifts": bool(rows),
        "has_more_than_facts": bool(missions or partners or operation.takes_signups)
        or any(text_of(operation, field).text for field in ("presentation", "practical")),
        "programme": programme_of(operation, missions, rows, states, page=page),
        "at_own_pace": at_own_pace(missions, rows),
        "themes": [theme for theme in Theme.values if theme in {one.theme for one in live}],
        "for_whom": "" if operation.is_past else _for_whom(live),
        "is_in_team": is_in_team,
        "structured_data": event_of(operation, partners),
    }
    return context | {"body": render_to_string("missions/_operation_body.html", context)}


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
    return same_for_all_visitors(
        request,
        lambda: (mission_stamp(slug=slug, pk=pk, now=timezone.now()), timezone.localdate()),
        lambda: _mission_page(request, slug, pk),
    )


def _mission_page(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    mission = get_object_or_404(
        Mission.objects.visible_to(request.user)
        .select_related("operation__commune", "place", "lead")
        .defer("operation__commune__outline"),
        operation__slug=slug,
        pk=pk,
    )
    operation = mission.operation
    rows = shift_rows(operation, mission)
    if not rows and not _may_be_read(mission, request.user):
        raise Http404
    if mission.merged_into:
        mission.merged_into.operation = operation
    states = states_of(request.user, operation)
    context = {
        "mission": mission,
        "operation": operation,
        "has_shifts": bool(rows),
        "programme": programme_of(operation, [mission], rows, states, page=request.path),
        "can_change": request.user.has_perm("missions.change_mission", mission),
        "points": _place_on_map(mission),
        "chance": next(iter(chances_of([mission] if operation.takes_signups else [])), None),
    }
    return render(request, "missions/mission_detail.html", context)


def _may_be_read(mission: Mission, reader: Any) -> bool:
    """Whether somebody may read of a mission that has no shift: it may still be a draft."""
    is_in_team = reader.has_perm("operations.view_workspace", mission.operation)
    return is_in_team or Mission.objects.announced().contains(mission)


def _place_on_map(mission: Mission) -> list[MapPoint]:
    """The place of the mission, where its coordinates are known."""
    place = mission.place
    if place is None or place.latitude is None or place.longitude is None:
        return []
    return [MapPoint(place.latitude, place.longitude, place.name)]
