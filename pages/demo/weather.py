"""Rain twins of the demo's operation to come: what is outdoors, and where it goes."""

from missions.models import Place, RainPlan, Shift
from missions.queries.rain import IS_OUTDOORS
from pages.demo.accounts import CHAUMES_TEAM

MOST_TWINS = 3
INSIDE = "Salle des fêtes"


def plan_for_rain() -> None:
    """Give the first outdoor shifts a rain place, unless some have one."""
    of_operation = Shift.objects.filter(mission__operation__slug=CHAUMES_TEAM)
    if RainPlan.objects.filter(shift__in=of_operation).exists():
        return
    inside = Place.objects.filter(
        operation__slug=CHAUMES_TEAM, is_outdoors=False, name__startswith=INSIDE
    ).first()
    if inside is None:
        return
    outdoors = of_operation.filter(IS_OUTDOORS, cancelled_at=None).order_by("starts_at", "pk")
    RainPlan.objects.bulk_create(
        RainPlan(shift=shift, place=inside) for shift in outdoors[:MOST_TWINS]
    )
