"""How long we know who stayed with whom, who ate what and who lent something."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from logistics.models import KINDS, MealChoice, Piece
from operations.models import Operation

KEPT_FOR = timedelta(days=30)
UNPROVEN_KEPT_FOR = timedelta(days=14)


def erase_logistics() -> int:
    """Erase beds, seats and meals 30 days after the operation, and the owners of equipment.

    What nobody confirmed by mail goes after 14 days. How many rows were erased.
    """
    over = Operation.objects.filter(ends_on__lt=timezone.localdate() - KEPT_FOR).values("pk")
    typed_before = timezone.now() - UNPROVEN_KEPT_FOR
    erased = 0
    for kind in KINDS.values():
        for model in (kind.offer, kind.request):
            rows = model.objects
            erased += _gone(rows.filter(operation__in=over), model)
            unproven = rows.filter(confirmed_at=None, created_at__lt=typed_before)
            erased += _gone(unproven, model)
    erased += _gone(MealChoice.objects.filter(meal__operation__in=over), MealChoice)
    lent = Piece.objects.filter(need__operation__in=over)
    named = lent.exclude(volunteer=None, owner="")
    return erased + named.update(volunteer=None, owner="")


def _gone(rows: QuerySet, model: Any) -> int:
    """How many of these were deleted, what hung on them not counted."""
    _all, by_model = rows.delete()
    return by_model.get(model._meta.label, 0)
