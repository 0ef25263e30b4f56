"""When the demo's operations take place: always a few weeks from now."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from missions.models import Shift
from operations.models import Operation
from pages.demo.logistics import move_logistics
from pages.demo.needs import move_reserves
from pages.demo.plans import move_plan
from pages.demo.proposals import move_decisions
from pages.demo.schedule import move_drafts

PARIS = ZoneInfo("Europe/Paris")
LEAD_TIME = timedelta(weeks=5)
SATURDAY = 5
WEEK = 7
MOVABLE = (
    Operation.Status.DRAFT,
    Operation.Status.OPEN,
    Operation.Status.RUNNING,
    Operation.Status.WRAPPING_UP,
)


def today_at(now: datetime) -> date:
    return timezone.localtime(now, PARIS).date()


def saturday_ahead(today: date, weeks_later: int = 0) -> date:
    """The Saturday that lies five to six weeks ahead, or some weeks later."""
    earliest = today + LEAD_TIME
    days_to_saturday = (SATURDAY - earliest.weekday()) % WEEK
    return earliest + timedelta(days=days_to_saturday, weeks=weeks_later)


def moment(day: date, clock: str) -> datetime:
    """That time of that day, on the clocks of the commune."""
    return datetime.combine(day, time.fromisoformat(clock), PARIS)


def move_if_begun(operation: Operation, today: date, weeks_later: int) -> bool:
    """Move an operation that has begun forward by whole weeks, with its shifts and their people.

    It is open again then. One that somebody cancelled or reported stays as it is, and nobody is
    mailed: this is the demo's clock, not an organizer's decision.
    """
    if operation.status not in MOVABLE or operation.starts_on > today:
        return False
    behind = (saturday_ahead(today, weeks_later) - operation.starts_on).days
    shift_by = timedelta(weeks=-(-behind // WEEK))
    operation.starts_on += shift_by
    operation.ends_on += shift_by
    operation.version += 1
    if operation.status != Operation.Status.DRAFT:
        operation.status = Operation.Status.OPEN
    operation.save(update_fields=["starts_on", "ends_on", "version", "status"])
    shifts = list(Shift.objects.filter(mission__operation=operation))
    for shift in shifts:
        length = shift.length
        # Nine o'clock stays nine o'clock when the clocks change in between.
        shift.starts_at = timezone.localtime(shift.starts_at, operation.zone) + shift_by
        shift.ends_at = shift.starts_at.astimezone(UTC) + length
        shift.sequence += 1
        shift.version += 1
    Shift.objects.bulk_update(shifts, ["starts_at", "ends_at", "sequence", "version"])
    move_plan(operation, shift_by)
    move_reserves(operation, shift_by)
    move_logistics(operation, shift_by)
    move_drafts(operation, shift_by)
    move_decisions(operation, shift_by)
    return True
