"""Whether a mission takes place, and who may not decide that any more."""

from django.utils.translation import gettext as _

from missions.models import Mission

Decision = Mission.Decision


def why_cannot_decide(mission: Mission, decision: str) -> str:
    """Why the decision cannot be taken (any more), or an empty string."""
    if mission.decision == Decision.MERGED:
        return _("This mission was merged with another one already.")
    if mission.decision == Decision.DROPPED:
        return _("This mission was dropped already.")
    if mission.cancelled_at:
        return _("This mission was cancelled already.")
    if decision == Decision.CONFIRMED and mission.decision == Decision.CONFIRMED:
        return _("It is decided already: this mission takes place.")
    return ""
