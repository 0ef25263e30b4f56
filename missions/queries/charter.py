"""What missions tell of the charter."""

from django.db.models import Count, Q

from operations.models import Operation


def missions_and_leadless(operation: Operation) -> tuple[int, int]:
    """How many missions there are, and how many of them nobody leads."""
    live = operation.missions.filter(cancelled_at=None).order_by()
    counted = live.aggregate(all=Count("pk"), leadless=Count("pk", filter=Q(lead=None)))
    return counted["all"], counted["leadless"]
