"""What the team of the demo prepared and did not release yet: a shift moved, and a new one."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from missions.models import Mission, Need, Shift, ShiftDraft
from operations.models import Operation, Role
from pages.demo.accounts import CHAUMES_TEAM, Team

# Of the new shift; it stays on it when somebody releases it.
ADDED_TOGETHER = UUID("77de0770-0000-4000-8000-000000000001")
AN_HOUR = timedelta(hours=1)


def plan_what_waits(team: Team, now: datetime) -> None:
    """The botanical walk an hour later, and a scan table more on the last afternoon."""
    operation = Operation.objects.filter(slug=CHAUMES_TEAM).first()
    if operation is None or Shift.objects.filter(batch=ADDED_TOGETHER).exists():
        return
    organizer = team.user(CHAUMES_TEAM, Role.ORGANIZER)
    walk = Shift.objects.live().filter(
        mission__operation=operation, mission__kind=Mission.Kind.FLORA
    )
    for shift in walk.order_by("starts_at", "pk")[:1]:
        ShiftDraft.objects.get_or_create(
            shift=shift,
            defaults={
                "starts_at": shift.starts_at + AN_HOUR,
                "ends_at": shift.ends_at + AN_HOUR,
                "place": shift.place,
                "changed_by": organizer,
                "changed_at": now,
            },
        )
    for scan in Mission.objects.live().filter(operation=operation, kind=Mission.Kind.SCANNING)[:1]:
        _add_afternoon(scan, operation)


def _add_afternoon(scan: Mission, operation: Operation) -> None:
    starts_at = datetime.combine(operation.ends_on, time(13), operation.zone).astimezone(UTC)
    shift = Shift.objects.create(
        mission=scan,
        starts_at=starts_at,
        ends_at=starts_at + 2 * AN_HOUR,
        is_released=False,
        batch=ADDED_TOGETHER,
    )
    Need.objects.bulk_create(
        Need(shift=shift, role=role, minimum=1, wished=wished, maximum=wished, places=wished)
        for role, wished in ((Need.Role.CONTRIBUTOR, 3), (Need.Role.HELPER, 1))
    )


def move_drafts(operation: Operation, shift_by: timedelta) -> None:
    """Follow the demo's clock: what waits is as far from its shift as before."""
    drafts = list(ShiftDraft.objects.filter(shift__mission__operation=operation))
    for draft in drafts:
        length = draft.ends_at - draft.starts_at
        draft.starts_at = timezone.localtime(draft.starts_at, operation.zone) + shift_by
        draft.ends_at = draft.starts_at.astimezone(UTC) + length
    ShiftDraft.objects.bulk_update(drafts, ["starts_at", "ends_at"])
