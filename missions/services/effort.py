"""How much work a mission is."""

from missions.models import Mission


def set_effort(mission: Mission, minutes: int) -> None:
    """The work of one person, in minutes, that its ground takes; 0 forgets what was known.

    No new version: nobody who edits the mission types it.
    """
    mission.effort_minutes = minutes or None
    Mission.objects.filter(pk=mission.pk).update(effort_minutes=mission.effort_minutes)
