"""Reads around a sign-up."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from missions.models import Need, Receipt, Signup
from volunteers.models import Volunteer

PATH = "shift__mission__operation"


def needs_with_shifts(pks: Iterable[int]) -> list[Need]:
    """The needs, freshly read, in the order in which they are locked."""
    return list(Need.objects.filter(pk__in=list(pks)).select_related(PATH).order_by("pk"))


def nearest_possible(
    wanted: Need, live: list[Signup], *, limit: int = 3, is_resident: bool = False
) -> list[Need]:
    """Needs of the same operation that have a place and fit, nearest in time first."""
    needs = (
        Need.objects.of_operation(wanted.shift.mission.operation)
        .open_to(is_resident=is_resident)
        .filter(
            shift__starts_at__gt=timezone.now(),
            shift__cancelled_at=None,
            shift__mission__cancelled_at=None,
            shift__is_released=True,
        )
        .exclude(shift=wanted.shift)
        .select_related(PATH)
    )
    possible = [
        need for need in needs if not any(signup.need.shift.overlaps(need.shift) for signup in live)
    ]
    possible.sort(
        key=lambda need: (
            abs(need.shift.starts_at - wanted.shift.starts_at),
            need.shift.mission_id != wanted.shift.mission_id,
        )
    )
    return possible[:limit]


def commitments_of(volunteer: Volunteer) -> list[Signup]:
    """All sign-ups of a volunteer with what their page shows, by time."""
    unseen = Receipt.objects.filter(
        signup=OuterRef("pk"), seen_at=None, sequence=OuterRef("need__shift__sequence")
    )
    return list(
        Signup.objects.filter(volunteer=volunteer)
        .annotate(unseen_receipt=Subquery(unseen.values("pk")[:1]))
        .select_related(
            f"need__{PATH}__commune", "need__shift__place", "need__shift__mission__place"
        )
        .order_by("need__shift__starts_at", "pk")
    )


def live_signups_of(volunteer: Volunteer) -> list[Signup]:
    """The volunteer's live sign-ups that are not over, with their shifts, in every operation."""
    return list(
        Signup.objects.live()
        .filter(volunteer=volunteer, need__shift__ends_at__gt=timezone.now())
        .select_related("need__shift__mission")
    )
