"""Portions by meal and plate, and what one person chose."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Q, Sum

from logistics.models import Kitchen, Meal, MealChoice
from operations.models import Operation
from volunteers.models import Volunteer


class MealRow(NamedTuple):
    """How many portions of each plate one meal takes; nobody's name."""

    meal: Meal
    plates: Sequence[tuple[str, int]]  # options as stored, and portions; the plain plate first

    @property
    def total(self) -> int:
        return sum(count for _plate, count in self.plates)


def in_order(meals: Any) -> list[Meal]:
    """As a day goes: breakfast before lunch."""
    return sorted(meals, key=lambda meal: (meal.on, Meal.ORDER.index(meal.kind)))


def portions_of(operation: Operation) -> list[MealRow]:
    """Two queries for any number of people."""
    counts: dict[int, Counter[str]] = {}
    rows = MealChoice.objects.filter(meal__operation=operation).order_by()
    for meal, diets, count in rows.values_list("meal", "diets").annotate(count=Sum("portions")):
        counts.setdefault(meal, Counter())[diets] += count
    return [
        MealRow(meal, sorted(counts.get(meal.pk, {}).items()))
        for meal in in_order(operation.meals.all())
    ]


def kitchen_of(operation: Operation) -> Kitchen | None:
    return Kitchen.objects.select_related("operation").filter(operation=operation).first()


def kitchens_for(volunteer: Volunteer, operations: set[int]) -> list[Kitchen]:
    """The kitchens of these operations, and of those where the person eats already."""
    eats = MealChoice.objects.filter(volunteer=volunteer).values("meal__operation")
    wanted = Q(operation__in=operations) | Q(operation__in=eats)
    found = Kitchen.objects.filter(wanted).select_related("operation")
    return list(found.prefetch_related("operation__meals").order_by("operation__starts_on", "pk"))


def choices_of(volunteer: Volunteer) -> dict[int, str]:
    """Each meal that somebody eats, with the plate."""
    mine = MealChoice.objects.filter(volunteer=volunteer)
    return dict(mine.values_list("meal", "diets"))
