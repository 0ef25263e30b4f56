"""Outdoor shifts, where they go when it rains, and who has seen that they went there."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone

from core.dates import at_place
from core.sun import Daylight, daylight
from missions.models import Place, RainPlan, Receipt, Shift, Signup
from operations.models import Operation

IS_OUTDOORS = Q(place__is_outdoors=True) | Q(place=None, mission__place__is_outdoors=True)
MOVED = Q(rain_plan__switched_at__isnull=False)
A_DAY = timedelta(days=1)


@dataclass
class OutdoorShift:
    """A shift to come that the weather can move, or has moved."""

    shift: Shift
    plan: RainPlan | None
    people: int
    light: Daylight | None
    seen: list[Receipt] = field(default_factory=list)
    unseen: list[Receipt] = field(default_factory=list)

    @property
    def is_moved(self) -> bool:
        return self.plan is not None and self.plan.switched_at is not None

    @property
    def is_in_the_dark(self) -> bool:
        """Part of it is before sunrise or after sunset."""
        return self.light is not None and not self.light.covers(
            self.shift.starts_at, self.shift.ends_at
        )


@dataclass
class RainDay:
    """A day with outdoor shifts; the days on which there are others."""

    day: date | None
    days: list[date]
    light: Daylight | None
    dry: list[OutdoorShift]
    moved: list[OutdoorShift]

    @property
    def with_twin(self) -> list[OutdoorShift]:
        return [each for each in self.dry if each.plan]

    @property
    def unseen(self) -> int:
        return sum(len(each.unseen) for each in self.moved)


def rain_day(operation: Operation, asked: date | None) -> RainDay:
    """The outdoor shifts of a day: the one asked for, or the first to come. Five queries."""
    zone = operation.time_zone
    to_come = Shift.objects.to_come().filter(IS_OUTDOORS | MOVED, mission__operation=operation)
    starts = to_come.order_by("starts_at").values_list("starts_at", flat=True)
    days = sorted({at_place(start, zone).date() for start in starts})
    day = asked if asked in days else next(iter(days), None)
    if day is None:
        return RainDay(None, [], None, [], [])
    midnight = datetime.combine(day, time(), operation.zone)
    shifts = list(
        to_come.filter(starts_at__gte=midnight, starts_at__lt=midnight + A_DAY).select_related(
            "place", "mission__place", "rain_plan__place", "rain_plan__dry_place"
        )
    )
    for shift in shifts:
        shift.mission.operation = operation
    people = people_on(shifts)
    receipts = receipts_of(shifts)
    rows = [
        OutdoorShift(
            shift,
            getattr(shift, "rain_plan", None),
            people[shift.pk],
            daylight_of(operation, shift.place or shift.mission.place, day),
            [one for one in receipts[shift.pk] if one.seen_at],
            [one for one in receipts[shift.pk] if not one.seen_at],
        )
        for shift in shifts
    ]
    return RainDay(
        day,
        days,
        daylight_of(operation, None, day),
        [row for row in rows if not row.is_moved],
        [row for row in rows if row.is_moved],
    )


def daylight_of(operation: Operation, place: Place | None, day: date) -> Daylight | None:
    """Daylight where the place is; where the commune is, when nobody placed it on the map."""
    for where in (place, operation.commune):
        if where is not None and where.latitude is not None and where.longitude is not None:
            return daylight(where.latitude, where.longitude, day)
    return None


def people_on(shifts: Iterable[Shift]) -> Counter[int]:
    """How many people are on each shift, those who wait included."""
    pks = [shift.pk for shift in shifts]
    return Counter(
        Signup.objects.live().filter(need__shift__in=pks).values_list("need__shift_id", flat=True)
    )


def people_concerned(shifts: Iterable[Shift]) -> int:
    """How many persons are on these shifts, each counted once."""
    live = Signup.objects.live().filter(need__shift__in=[shift.pk for shift in shifts])
    return live.values("volunteer_id").distinct().count()


def receipts_of(shifts: Iterable[Shift]) -> dict[int, list[Receipt]]:
    """The receipts asked for the latest change of each shift, by name, of who is still on it."""
    asked = (
        Receipt.objects.filter(
            signup__need__shift__in=[shift.pk for shift in shifts],
            signup__state__in=Signup.LIVE,
            sequence=F("signup__need__shift__sequence"),
        )
        .select_related("signup__volunteer", "signup__need")
        .order_by("signup__volunteer__name", "pk")
    )
    by_shift: dict[int, list[Receipt]] = defaultdict(list)
    for receipt in asked:
        by_shift[receipt.signup.need.shift_id].append(receipt)
    return by_shift


def open_receipts(signups: Iterable[Signup]) -> dict[int, Receipt]:
    """What the person still has to say they have seen, by sign-up."""
    asked = Receipt.objects.filter(
        signup__in=[signup.pk for signup in signups],
        seen_at=None,
        sequence=F("signup__need__shift__sequence"),
    )
    return {receipt.signup_id: receipt for receipt in asked}


def switchable(operation: Operation, pks: Iterable[int], *, back: bool) -> list[Shift]:
    """Those of the shifts that can go to their rain twin now, or come back from it."""
    return list(
        Shift.objects.live()
        .filter(
            pk__in=list(pks),
            mission__operation=operation,
            starts_at__gt=timezone.now(),
            rain_plan__isnull=False,
            rain_plan__switched_at__isnull=not back,
        )
        .select_related("mission__operation", "mission__place", "place", "rain_plan__place")
        .order_by("starts_at", "pk")
    )
