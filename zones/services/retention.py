"""How long we know which team went where."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from zones.models import Sector

TEAMS_ARE_KEPT_FOR = timedelta(days=90)


def erase_teams() -> int:
    """Forget the names of teams and the notes, 90 days after the operation. How many sectors."""
    last_day = timezone.localdate() - TEAMS_ARE_KEPT_FOR
    over = Sector.objects.filter(zone__operation__ends_on__lt=last_day)
    return over.exclude(Q(team="") & Q(note="")).update(team="", note="")
