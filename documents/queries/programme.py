"""The programme of an operation, to hang up: by day, place and hour."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import at_place, date_in_words, days_in_words, hours_in_words
from documents.pdf import localised, square_code
from missions.models import Mission, Shift
from operations.models import Operation
from translations.texts import text_of


def programme_facts(operation: Operation) -> dict[str, Any]:
    """The facts of `programme.typ`. Two queries."""
    shifts = list(
        Shift.objects.live()
        .filter(mission__operation=operation)
        .select_related("mission__place", "place")
        .order_by("starts_at", "pk")
    )
    with_shifts = {shift.mission_id for shift in shifts}
    missions = Mission.objects.live().announced().filter(operation=operation)
    others = [one for one in missions if one.pk not in with_shifts]
    address = settings.PUBLIC_BASE_URL + reverse("missions:operation-detail", args=[operation.slug])
    return {
        "title_words": localised(text_of(operation, "title")),
        "summary": localised(text_of(operation, "summary")),
        "days_words": days_in_words(operation.starts_on, operation.ends_on),
        "commune": operation.commune.name,
        "days": _days(operation, shifts),
        "at_own_pace": [_mission(mission) for mission in others],
        "address": address,
        "square": square_code(address),
        "words": {
            "square": _("Square code that opens %(address)s") % {"address": address},
            "more": _("All missions, and places to take:"),
            "hours": _("Hours"),
            "mission": _("Mission"),
            "at_own_pace": _("When you like"),
            "none": _("The programme is being prepared."),
        },
    }


def _days(operation: Operation, shifts: Iterable[Shift]) -> list[dict[str, Any]]:
    days: dict[date, dict[str, list[Shift]]] = {}
    for shift in shifts:
        day = at_place(shift.starts_at, operation.time_zone).date()
        days.setdefault(day, {}).setdefault(where(shift), []).append(shift)
    return [
        {
            "day": date_in_words(day),
            "places": [
                {
                    "place": name,
                    "address": _address(here[0]),
                    "rows": [
                        {
                            "hours": hours_in_words(
                                shift.starts_at, shift.ends_at, operation.time_zone
                            ),
                            **_mission(shift.mission),
                        }
                        for shift in here
                    ],
                }
                for name, here in sorted(places.items())
            ],
        }
        for day, places in days.items()
    ]


def where(shift: Shift) -> str:
    """The place of a shift in words, whether it has one or not."""
    place = shift.place or shift.mission.place
    if place:
        return place.name
    if shift.mission.mode == Mission.Mode.REMOTE:
        return _("Online")
    return shift.mission.meeting_point or _("Place told later")


def _address(shift: Shift) -> str:
    place = shift.place or shift.mission.place
    return place.address if place else ""


def _mission(mission: Mission) -> dict[str, Any]:
    return {
        "mission": localised(text_of(mission, "title")),
        "level": str(mission.get_level_display()),
    }
