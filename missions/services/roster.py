"""What organizers do with the people on a shift; places themselves move in `services.signups`."""

from typing import Any

from django.db import transaction

from missions.models import Need, Signup
from missions.services.signups import place_volunteer
from volunteers.services import volunteer_by_address, volunteer_without_address


@transaction.atomic
def add_person(
    *, need: Need, name: str, email: str, language: str, by: Any, lives_here: bool = False
) -> Signup:
    """Put somebody on a shift who told the organizers by other means; no address is needed."""
    volunteer = (
        volunteer_by_address(name=name, email=email, language=language)
        if email
        else volunteer_without_address(
            name=name, language=language, time_zone=need.shift.mission.operation.time_zone
        )
    )
    return place_volunteer(need=need, volunteer=volunteer, by=by, is_resident=lives_here)
