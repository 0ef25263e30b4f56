"""When it can be noted who came."""

from django.utils import timezone
from django.utils.translation import gettext as _

from missions.models import Shift
from missions.queries.attendance import DOORS_OPEN


def why_cannot_note(shift: Shift) -> str:
    """Why nobody can be noted as present on the shift, or an empty string."""
    if shift.cancelled_at or shift.mission.cancelled_at:
        return _("This shift was cancelled.")
    if timezone.now() < shift.starts_at - DOORS_OPEN:
        return _("This shift has not begun yet: who came is noted from an hour before.")
    return ""
