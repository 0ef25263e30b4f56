"""What people can have instead of a shift that does not take place."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import F

from missions.models import Mission, Need, Shift, Signup
from missions.queries.signups import PATH
from operations.models import Operation
from volunteers.models import Volunteer

HOW_MANY = 2


def open_needs(operation: Operation, *, missions: Iterable[Mission] | None = None) -> list[Need]:
    """The needs to come that have a place left, of these missions or of the whole operation."""
    needs = Need.objects.of_operation(operation).filter(
        shift__in=Shift.objects.to_come(), taken__lt=F("places")
    )
    if missions is not None:
        needs = needs.filter(shift__mission__in=[mission.pk for mission in missions])
    places = ("shift__place", "shift__mission__place")
    return list(needs.select_related(PATH, *places).order_by("shift__starts_at", "pk"))


def live_signups_by_person(people: Iterable[Volunteer]) -> dict[int, list[Signup]]:
    """The live sign-ups of several people at once, with their shifts, in every operation."""
    found: dict[int, list[Signup]] = defaultdict(list)
    signups = Signup.objects.live().filter(volunteer__in=[person.pk for person in people])
    for signup in signups.select_related("need__shift__mission"):
        found[signup.volunteer_id].append(signup)
    return found


def lives_there(person: Volunteer, operation: Operation) -> bool:
    """Whether the person said that they live in the commune: some places are kept for them."""
    return person.home_commune_id == operation.commune_id


def nearest_instead(
    person: Volunteer,
    lost: Sequence[Need],
    live: Sequence[Signup],
    needs: Iterable[Need],
    *,
    limit: int = HOW_MANY,
) -> list[Need]:
    """Needs that fit beside what the person has, nearest in time to what they lost; one a shift.

    Nobody is offered a role that they had not chosen, but for the one that anybody can take.
    """
    roles = {need.role for need in lost} | {Need.Role.CONTRIBUTOR.value}
    gone = {need.shift_id for need in lost}
    possible = [
        need
        for need in needs
        if need.role in roles
        and need.shift_id not in gone
        and (need.places_left > need.places_kept or lives_there(person, _operation(need)))
        and not any(signup.need.shift.overlaps(need.shift) for signup in live)
    ]
    own = {need.role for need in lost}
    possible.sort(key=lambda need: (_distance(need, lost), need.role not in own, need.pk))
    by_shift = {need.shift_id: need for need in reversed(possible)}
    return [need for need in possible if by_shift[need.shift_id] is need][:limit]


def _operation(need: Need) -> Operation:
    operation: Operation = need.shift.mission.operation
    return operation


def _distance(need: Need, lost: Sequence[Need]) -> float:
    starts = [one.shift.starts_at for one in lost]
    return min(abs((need.shift.starts_at - start).total_seconds()) for start in starts)
