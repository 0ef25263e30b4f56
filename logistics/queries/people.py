"""Whom logistics still needs to know."""

from django.db.models import QuerySet

from logistics.models import KINDS


def people_with_entries() -> list[QuerySet]:
    """The ids of those who offer or ask for something: their name has to last as long as that."""
    return [
        model.objects.order_by().values("volunteer")
        for kind in KINDS.values()
        for model in (kind.offer, kind.request)
    ]
