"""How long we know who took part."""

from datetime import timedelta

from django.db.models import Max, Q
from django.utils import timezone

from core.tokens import new_token, token_hash
from logistics.queries.people import people_with_entries
from missions.models import Proposal
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
    for people in people_with_entries():  # hosts and guests, until their beds are erased
        over = over.exclude(pk__in=people)
    erased = 0
    for volunteer in over.iterator():
        erase_volunteer(volunteer)
        erased += 1
    return erased


def erase_past_proposers() -> int:
    """Forget who proposed a mission, 90 days after the operation, and make their link useless.

    What was proposed stays with the operation. How many were erased.
    """
    last_day = (timezone.now() - CONTACTS_ARE_KEPT_FOR).date()
    over = Proposal.objects.filter(operation__ends_on__lt=last_day)
    known = over.exclude(name="", email="")
    erased = 0
    for pk in known.values_list("pk", flat=True):
        erased += Proposal.objects.filter(pk=pk).update(
            name="", email="", token_hash=token_hash(new_token())
        )
    return erased
