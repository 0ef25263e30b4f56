"""Meals of an operation, and how many portions of what."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from operations.models import Operation
from volunteers.models import Volunteer


class Diet(models.TextChoices):
    """What people may ask of a plate; never why."""

    VEGETARIAN = "vegetarian", _("Vegetarian")
    VEGAN = "vegan", _("Vegan")
    NO_PORK = "no_pork", _("Without pork")
    NO_GLUTEN = "no_gluten", _("Without gluten")
    NO_LACTOSE = "no_lactose", _("Without lactose")
    NO_NUTS = "no_nuts", _("Without nuts")
    HALAL = "halal", _("Halal")
    KOSHER = "kosher", _("Kosher")


class Kitchen(models.Model):
    """What the cooks of an operation can do, and until when people may choose."""

    operation = models.OneToOneField(Operation, models.CASCADE, related_name="kitchen")
    diets = models.JSONField(_("options"), default=list, blank=True)  # values of Diet
    closes_on = models.DateField(_("last day to choose"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"kitchen of {self.operation_id}"


class Meal(models.Model):
    """One meal that is cooked for the people of an operation."""

    class Kind(models.TextChoices):
        BREAKFAST = "breakfast", _("Breakfast")
        LUNCH = "lunch", _("Lunch")
        DINNER = "dinner", _("Dinner")

    ORDER = tuple(Kind.values)

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="meals")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation", "on", "kind"], name="meal_is_cooked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class MealChoice(models.Model):
    """Portions of one meal: one person's, or what the team noted for people without this page."""

    meal = models.ForeignKey(Meal, models.CASCADE, related_name="choices")
    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, null=True, blank=True, related_name="meal_choices"
    )
    diets = models.CharField(max_length=120, blank=True)  # values of Diet, sorted, with commas
    portions = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meal", "volunteer"], name="meal_is_chosen_once"),
            models.UniqueConstraint(
                fields=["meal", "diets"],
                condition=Q(volunteer=None),
                name="portions_are_noted_once_per_plate",
            ),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


def plate_of(diets: Iterable[str]) -> str:
    """The options of one plate as they are stored."""
    return ",".join(sorted(set(diets)))
