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
    residents_counted: int = 0
    residents_placed: int = 0


def differences() -> Iterator[Difference]:
    """Needs whose counters are not the numbers of their live places; none, unless by a fault."""
    has_place = Q(signups__state__in=Signup.PLACED)
    rows = (
        Need.objects.annotate(
            placed=Count("signups", filter=has_place),
            residents_placed=Count("signups", filter=has_place & Q(signups__is_resident=True)),
        )
        .exclude(taken=F("placed"), residents=F("residents_placed"))
        .order_by("pk")
    )
    columns = ("pk", "taken", "placed", "residents", "residents_placed")
    for row in rows.values_list(*columns):
        yield Difference(*row)


@transaction.atomic
def repair_counter(need_id: int) -> None:
    """Set the counters to what is there. Nobody loses a place: the bound rises when it must."""
    # Whoever takes or gives back a place writes this row too: nothing moves while we count.
    need = Need.objects.select_for_update().get(pk=need_id)
    need.taken = need.signups.placed().count()
    need.residents = need.signups.placed().filter(is_resident=True).count()
    need.places = max(need.maximum, need.taken)
    need.save(update_fields=["taken", "residents", "places"])
    logger.warning("need %s was counted again: %s places taken", need.pk, need.taken)
