"""What public pages are drawn from, to tell whether anything changed since they were."""

from datetime import datetime

from django.db.models import F, QuerySet, Sum

from communes.models import Commune
from core.stamps import columns, stamp
from missions.models import Mission, Need, Place, Shift
from missions.queries.programme import MISSION_COLUMNS
from operations.models import CommitteeMember, Figure, Operation, Partner, Waiver

OPERATION = (
    *columns(Operation),
    *columns(Commune, of="commune", without=["outline", "search_text"]),
)
SHIFT = ("mission_id", "place_id", "starts_at", "ends_at", "cancelled_at")
NEED = ("role", "places", "taken")
COMMITTEE = ("kind", "organisation", "name", "is_public")


@stamp
def programme_stamp(slug: str, now: datetime) -> list[QuerySet]:
    """Of the pages of an operation: what it says, offers and gave."""
    shifts = Shift.objects.filter(mission__operation__slug=slug)
    return [
        Operation.objects.filter(slug=slug).values_list(*OPERATION),
        _all(Mission.objects.filter(operation__slug=slug), *MISSION_COLUMNS, "place_id"),
        _all(Place.objects.filter(operation__slug=slug), *columns(Place)),
        _all(shifts, *SHIFT),
        _all(shifts.filter(starts_at__lte=now)),
        _all(Need.objects.filter(shift__mission__operation__slug=slug), *NEED),
        _all(Figure.objects.filter(operation__slug=slug), *columns(Figure)),
        _all(Partner.objects.filter(operation__slug=slug), *columns(Partner)),
        _all(CommitteeMember.objects.filter(operation__slug=slug), *COMMITTEE),
        _all(Waiver.objects.filter(operation__slug=slug), *columns(Waiver)),
    ]


@stamp
def mission_stamp(slug: str, pk: int, now: datetime) -> list[QuerySet]:
    """Of the page of a mission."""
    mission = Mission.objects.filter(operation__slug=slug, pk=pk)
    shifts = Shift.objects.filter(mission=pk)
    return [
        Operation.objects.filter(slug=slug).values_list(*OPERATION),
        _all(mission, *columns(Mission), *columns(Place, of="place"), "lead__display_name"),
        _all(shifts, *SHIFT, "place__name"),
        _all(shifts.filter(starts_at__lte=now)),
        _all(Need.objects.filter(shift__mission=pk), *NEED),
    ]


def rows_of_cards(operations: QuerySet, now: datetime) -> list[QuerySet]:
    """Of operations as lists show them."""
    these = operations.values("pk")
    shifts = Shift.objects.live().filter(starts_at__gt=now, mission__operation__in=these)
    left = Need.objects.filter(shift__in=shifts).order_by().values("shift__mission__operation")
    return [
        operations.values_list(*OPERATION),
        _all(Figure.objects.filter(operation__in=these), *columns(Figure)),
        _all(Mission.objects.live().filter(operation__in=these), "operation_id", "theme"),
        left.annotate(left=Sum(F("places") - F("taken"))).values_list(
            "shift__mission__operation", "left"
        ),
    ]


def _all(rows: QuerySet, *names: str) -> QuerySet:
    return rows.order_by("pk").values_list("pk", *names)
