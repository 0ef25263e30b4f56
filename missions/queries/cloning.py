"""What a copy of an operation begins with."""

from dataclasses import dataclass

from django.db.models import QuerySet

from missions.models import Mission, Need, Shift
from operations.models import Operation


@dataclass(frozen=True)
class Contents:
    """How many of each; what was cancelled is counted apart, for it stays behind."""

    missions: int
    shifts: int
    needs: int
    places: int
    partners: int
    cancelled_missions: int
    cancelled_shifts: int


def missions_to_copy(source: Operation) -> QuerySet[Mission]:
    return Mission.objects.live().filter(operation=source).order_by("pk")


def shifts_to_copy(source: Operation) -> QuerySet[Shift]:
    return Shift.objects.live().filter(mission__operation=source).order_by("pk")


def needs_to_copy(source: Operation) -> QuerySet[Need]:
    return Need.objects.filter(shift__in=shifts_to_copy(source).order_by()).order_by("pk")


def contents_of(source: Operation) -> Contents:
    missions, shifts = missions_to_copy(source), shifts_to_copy(source)
    count, shift_count = missions.count(), shifts.count()
    return Contents(
        missions=count,
        shifts=shift_count,
        needs=needs_to_copy(source).count(),
        places=source.places.count(),
        partners=source.partners.count(),
        cancelled_missions=source.missions.count() - count,
        cancelled_shifts=Shift.objects.filter(mission__operation=source, is_released=True).count()
        - shift_count,
    )
