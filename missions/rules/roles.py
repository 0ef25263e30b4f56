"""Who may do what to missions and to the people on them."""

from typing import Any

import rules

from missions.models import Mission
from operations.models import Role
from operations.rules import keeps_desk, organizes, roles_of


@rules.predicate
def organizes_mission(user: Any, mission: Mission | None) -> bool:
    return mission is not None and organizes(user, mission.operation)


@rules.predicate
def leads_mission(user: Any, mission: Mission | None) -> bool:
    """Its lead, as long as they are a mission lead of the operation."""
    return (
        mission is not None
        and mission.lead_id == user.pk
        and Role.MISSION_LEAD in roles_of(user, mission.operation)
    )


@rules.predicate
def keeps_desk_of_mission(user: Any, mission: Mission | None) -> bool:
    return mission is not None and keeps_desk(user, mission.operation)


rules.add_perm("missions.add_mission", organizes)  # asked of the operation
rules.add_perm("missions.change_mission", organizes_mission | leads_mission)
rules.add_perm("missions.cancel_mission", organizes_mission)
rules.add_perm("missions.release_schedule", organizes)  # asked of the operation
rules.add_perm("missions.view_roster", keeps_desk_of_mission | leads_mission)
rules.add_perm("missions.change_roster", keeps_desk_of_mission | leads_mission)
