"""The third belt: counters of places compared with the sign-ups that hold them."""

import logging
from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F, Q

from missions.models import Need, Signup

logger = logging.getLogger(__name__)


class Difference(NamedTuple):
    need: int
    counted: int  # what the need says
    placed: int  # the sign-ups that hold a place


def differences() -> Iterator[Difference]:
    """Needs whose counter is not the number of their live places; none, unless by a fault."""
    rows = (
        Need.objects.annotate(placed=Count("signups", filter=Q(signups__state__in=Signup.PLACED)))
        .exclude(taken=F("placed"))
        .order_by("pk")
    )
    for pk, taken, placed in rows.values_list("pk", "taken", "placed"):
        yield Difference(pk, taken, placed)


@transaction.atomic
def repair_counter(need_id: int) -> None:
    """Set the counter to what is there. Nobody loses a place: the bound rises when it must."""
    # Whoever takes or gives back a place writes this row too: nothing moves while we count.
    need = Need.objects.select_for_update().get(pk=need_id)
    need.taken = need.signups.placed().count()
    need.places = max(need.maximum, need.taken)
    need.save(update_fields=["taken", "places"])
    logger.warning("need %s was counted again: %s places taken", need.pk, need.taken)
