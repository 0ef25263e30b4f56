"""Meals: what is cooked, and who eats. What people eat is nobody's trace: only counts are read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from logistics.models import Kitchen, Meal, MealChoice
from logistics.models.meals import plate_of
from logistics.rules import why_cannot_choose_meals, why_closed_to_team
from operations.models import Operation
from operations.services.locks import lock_operation
from operations.services.versions import EditConflict, save_if_unchanged
from volunteers.models import Volunteer


@transaction.atomic
def set_kitchen(
    *,
    operation: Operation,
    version: int,
    meals: Iterable[tuple[date, str]],
    diets: Iterable[str],
    closes_on: date | None,
    by: Any,
) -> None:
    """Which meals there are and what can be asked for. Version 0: there is no kitchen yet.

    Raises EditConflict. A meal that is left out goes with its portions.
    """
    lock_operation(operation)
    kitchen = Kitchen.objects.filter(operation=operation).first()
    if (kitchen.version if kitchen else 0) != version:
        raise EditConflict
    columns = {"diets": list(diets), "closes_on": closes_on}
    if kitchen:
        save_if_unchanged(kitchen, version=version, **columns)
    else:
        Kitchen.objects.create(operation=operation, **columns)
    wanted = set(meals)
    known = {(meal.on, meal.kind): meal.pk for meal in operation.meals.all()}
    Meal.objects.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    Meal.objects.bulk_create(
        Meal(operation=operation, on=on, kind=kind) for on, kind in sorted(wanted - known.keys())
    )
    record(actor=by, action="logistics.kitchen_set", subject=operation)


@transaction.atomic
def choose_meals(
    *, volunteer: Volunteer, operation: Operation, meals: Iterable[int], diets: Iterable[str]
) -> int:
    """The meals that somebody eats, on one kind of plate; what they chose before is replaced."""
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    kitchen = Kitchen.objects.select_related("operation").filter(operation=operation).first()
    if reason := why_cannot_choose_meals(kitchen):
        raise Refusal(reason)
    MealChoice.objects.filter(meal__operation=operation, volunteer=volunteer).delete()
    plate = plate_of(diets)
    chosen = MealChoice.objects.bulk_create(
        MealChoice(meal=meal, volunteer=volunteer, diets=plate)
        for meal in operation.meals.filter(pk__in=list(meals))
    )
    return len(chosen)


@transaction.atomic
def note_portions(*, meal: Meal, diets: Iterable[str], portions: int, by: Any) -> None:
    """How many portions of one plate the team counts beside what people chose themselves."""
    if reason := why_closed_to_team(meal.operation):
        raise Refusal(reason)
    lock_operation(meal.operation)
    if not Meal.objects.filter(pk=meal.pk).exists():
        raise Refusal(_("This meal was taken off."))
    plate = plate_of(diets)
    if portions:
        MealChoice.objects.update_or_create(
            meal=meal, volunteer=None, diets=plate, defaults={"portions": portions}
        )
    else:
        MealChoice.objects.filter(meal=meal, volunteer=None, diets=plate).delete()
    record(actor=by, action="logistics.portions_noted", subject=meal)
