"""How long we know who took part."""

from datetime import timedelta

from django.db.models import Max, Q
from django.utils import timezone

from volunteers.models import Volunteer
from volunteers.services import erase_volunteer

CONTACTS_ARE_KEPT_FOR = timedelta(days=90)


def erase_past_volunteers() -> int:
    """Erase people without an account, 90 days after the last operation they signed up for.

    Those who never completed a sign-up are erased 90 days after they typed their address. People
    with an account decide themselves. How many were erased.
    """
    limit = timezone.now() - CONTACTS_ARE_KEPT_FOR
    over = (
        Volunteer.objects.filter(user=None, erased_at=None, created_at__lt=limit)
        .annotate(last_day=Max("signups__need__shift__mission__operation__ends_on"))
        .filter(Q(last_day=None) | Q(last_day__lt=limit.date()))
    )
    erased = 0
    for volunteer in over.iterator():
        erase_volunteer(volunteer)
        erased += 1
    return erased
