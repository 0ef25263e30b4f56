"""What is printed of one mission: the poster that invites, the sheet for the field."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from core.dates import days_in_words, period_in_words
from core.parcels import parcel_cover
from documents.pdf import localised, square_code
from documents.queries.programme import where
from documents.queries.prose import lines_of
from guides.models import Guide
from missions.models import Mission, Shift
from operations.models import Operation
from translations.texts import text_of

MOST_TIMES = 8


def poster_facts(operation: Operation, missions: Sequence[Mission]) -> dict[str, Any]:
    """The facts of `posters.typ`: a page for each mission. One query."""
    shifts: dict[int, list[Shift]] = {}
    for shift in (
        Shift.objects.live()
        .filter(mission__in=[mission.pk for mission in missions])
        .select_related("mission__place", "place")
        .order_by("starts_at", "pk")
    ):
        shifts.setdefault(shift.mission_id, []).append(shift)
    return {
        "operation": localised(text_of(operation, "title")),
        "commune": operation.commune.name,
        "days_words": days_in_words(operation.starts_on, operation.ends_on),
        "cover": str(parcel_cover(operation.commune.code, standalone=True)),
        "posters": [
            _poster(operation, mission, shifts.get(mission.pk, [])) for mission in missions
        ],
        "words": {"when": _("When"), "scan": _("See more and take a place:")},
    }


def _poster(operation: Operation, mission: Mission, shifts: list[Shift]) -> dict[str, Any]:
    address = settings.PUBLIC_BASE_URL + mission.get_absolute_url()
    times = [
        {
            "time": period_in_words(shift.starts_at, shift.ends_at, operation.time_zone),
            "place": where(shift),
        }
        for shift in shifts[:MOST_TIMES]
    ]
    return {
        "title_words": localised(text_of(mission, "title")),
        "summary": localised(text_of(mission, "summary")),
        "level": str(mission.get_level_display()),
        "theme": str(mission.get_theme_display()),
        "times": times,
        "more": _("and other times") if len(shifts) > MOST_TIMES else "",
        "address": address,
        "square": square_code(address),
        "square_words": _("Square code that opens %(address)s") % {"address": address},
    }


def field_sheet_facts(operation: Operation, mission: Mission) -> dict[str, Any]:
    """The facts of `field_sheet.typ`. One query for the mission sheet, if there is one."""
    guide = Guide.objects.published().filter(slug=mission.sheet).first() if mission.sheet else None
    steps = _part(guide, "during") if guide else _part(mission, "description")
    equipment = _part(mission, "equipment")
    parts = [
        {"title": _("How it goes"), "lines": steps, "is_numbered": bool(guide)},
        {
            "title": _("What to bring"),
            "lines": equipment or (_part(guide, "equipment") if guide else []),
            "is_numbered": False,
        },
        *(
            [
                {"title": _("Safety"), "lines": _part(guide, "safety"), "is_numbered": False},
                {
                    "title": _("Rights and consent"),
                    "lines": _part(guide, "rights"),
                    "is_numbered": False,
                },
            ]
            if guide
            else []
        ),
    ]
    return {
        "mission": localised(text_of(mission, "title")),
        "where": mission.meeting_point or (mission.place.name if mission.place else ""),
        "target": mission.target_platform,
        "licence": str(mission.get_licence_display()),
        "parts": [part for part in parts if part["lines"]],
        "words": {
            "where": _("Meeting point"),
            "target": _("Platform"),
            "licence": _("Licence"),
            "notes": _("Notes"),
            "number": _("No."),
            "spot": _("Where"),
            "seen": _("What there is"),
            "picture": _("Picture"),
            "time": _("Time"),
            "code": _("Code"),
            "how": _("Write your code on each line that you note: it is on your badge."),
        },
    }


def _part(obj: Model, field: str) -> list[dict[str, Any]]:
    """A text in lines, each in the language that it is in."""
    found = text_of(obj, field)
    return [
        {"kind": line["kind"], "words": {**localised(found), "text": line["text"]}}
        for line in lines_of(found.text)
    ]
