"""What public pages are drawn from, to tell whether anything changed since they were."""

from datetime import datetime

from django.db.models import F, QuerySet, Sum

from communes.models import Commune
from core.stamps import columns, stamp
from missions.models import Mission, Need, Place, Shift
from missions.queries.decisions import people_rows
from missions.queries.programme import MISSION_COLUMNS
from operations.models import CommitteeMember, Figure, Motion, Operation, Partner, Waiver

OPERATION = (
    *columns(Operation),
    *columns(Commune, of="commune", without=["outline", "search_text"]),
)
SHIFT = ("mission_id", "place_id", "starts_at", "ends_at", "cancelled_at")
NEED = ("role", "places", "taken", "residents_reserve", "residents", "reserve_ends_at")
COMMITTEE = ("kind", "organisation", "name", "is_public")


@stamp
def programme_stamp(slug: str, now: datetime) -> list[QuerySet]:
    """Of the pages of an operation: what it says, offers and gave."""
    shifts = Shift.objects.filter(mission__operation__slug=slug, is_released=True)
    needs = Need.objects.filter(shift__mission__operation__slug=slug, shift__is_released=True)
    return [
        Operation.objects.filter(slug=slug).values_list(*OPERATION),
        _all(Mission.objects.filter(operation__slug=slug), *MISSION_COLUMNS, "place_id"),
        _all(Place.objects.filter(operation__slug=slug), *columns(Place)),
        _all(shifts, *SHIFT),
        _all(shifts.filter(starts_at__lte=now)),
        _all(needs, *NEED),
        _all(needs.filter(reserve_ends_at__lte=now)),
        _all(Figure.objects.filter(operation__slug=slug), *columns(Figure)),
        _all(Partner.objects.filter(operation__slug=slug), *columns(Partner)),
        _all(CommitteeMember.objects.filter(operation__slug=slug), *COMMITTEE),
        _all(Waiver.objects.filter(operation__slug=slug), *columns(Waiver)),
        _all(Motion.objects.published().filter(operation__slug=slug)),
    ]


@stamp
def mission_stamp(slug: str, pk: int, now: datetime) -> list[QuerySet]:
    """Of the page of a mission."""
    mission = Mission.objects.filter(operation__slug=slug, pk=pk)
    shifts = Shift.objects.filter(mission=pk, is_released=True)
    needs = Need.objects.filter(shift__mission=pk, shift__is_released=True)
    return [
        Operation.objects.filter(slug=slug).values_list(*OPERATION),
        _all(mission, *columns(Mission), *columns(Place, of="place"), "lead__display_name"),
        _all(mission.filter(decides_at__lte=now)),
        people_rows().filter(need__shift__mission=pk),
        _all(shifts, *SHIFT, "place__name"),
        _all(shifts.filter(starts_at__lte=now)),
        _all(needs, *NEED),
        _all(needs.filter(reserve_ends_at__lte=now)),
    ]


def rows_of_cards(operations: QuerySet, now: datetime) -> list[QuerySet]:
    """Of operations as lists show them."""
    these = operations.values("pk")
    shifts = Shift.objects.live().filter(starts_at__gt=now, mission__operation__in=these)
    announced = Mission.objects.live().announced()
    left = Need.objects.filter(shift__in=shifts).order_by().values("shift__mission__operation")
    return [
        operations.values_list(*OPERATION),
        _all(Figure.objects.filter(operation__in=these), *columns(Figure)),
        _all(announced.filter(operation__in=these), "operation_id", "theme"),
        left.annotate(left=Sum(F("places") - F("taken"))).values_list(
            "shift__mission__operation", "left"
        ),
    ]


def _all(rows: QuerySet, *names: str) -> QuerySet:
    return rows.order_by("pk").values_list("pk", *names)
