"""What is cooked, and who eats."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import date_in_words
from logistics.models import Diet, Kitchen, Meal
from logistics.queries.entries import MOST_NIGHTS
from operations.forms.fields import DayField
from operations.models import Operation

LONG_BEFORE = timedelta(days=366)
MOST_PORTIONS = 500


def meal_in_words(on: date, kind: str) -> str:
    """Saturday 23 September, lunch"""
    return _("%(day)s: %(meal)s") % {"day": date_in_words(on), "meal": Meal.Kind(kind).label}


def days_with_meals(operation: Operation) -> list[date]:
    """From the day before the first to the day after the last."""
    count = min((operation.ends_on - operation.starts_on).days + 3, MOST_NIGHTS)
    eve = operation.starts_on - timedelta(days=1)
    return [eve + timedelta(days=day) for day in range(count)]


class KitchenForm(forms.Form):
    """Which meals there are, what people may ask for, and until when."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    meals = forms.MultipleChoiceField(
        label=gettext_lazy("Meals"), widget=forms.CheckboxSelectMultiple
    )
    diets = forms.MultipleChoiceField(
        label=gettext_lazy("What the cooks can do beside the standard plate"),
        choices=Diet.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("People tick what they want and never say why."),
    )
    closes_on = DayField(
        label=gettext_lazy("Last day to choose"),
        required=False,
        help_text=gettext_lazy("Without one, the last day of the operation."),
    )

    def __init__(
        self, data: Any = None, *, operation: Operation, kitchen: Kitchen | None, meals: Any
    ) -> None:
        super().__init__(data, initial=stored_values(kitchen, meals))
        self.operation = operation
        wanted = {(day, kind) for day in days_with_meals(operation) for kind in Meal.Kind.values}
        # Meals of days that the operation has left stay on the list until they are taken off.
        wanted |= {(meal.on, meal.kind) for meal in meals}
        order = sorted(wanted, key=lambda pair: (pair[0], Meal.ORDER.index(pair[1])))
        self.fields["meals"].choices = [
            (f"{on}.{kind}", meal_in_words(on, kind)) for on, kind in order
        ]

    def clean_closes_on(self) -> date | None:
        day = self.cleaned_data["closes_on"]
        first = self.operation.starts_on - LONG_BEFORE
        if day and not first <= day <= self.operation.ends_on:
            raise ValidationError(
                _("Choose a day before the end of the operation."), code="too_late"
            )
        return day

    def chosen(self) -> list[tuple[date, str]]:
        pairs = [text.partition(".") for text in self.cleaned_data["meals"]]
        return [(date.fromisoformat(on), kind) for on, _dot, kind in pairs]


def stored_values(kitchen: Kitchen | None, meals: Any) -> dict[str, Any]:
    """What the form shows of the kitchen as it is stored."""
    return {
        "version": kitchen.version if kitchen else 0,
        "meals": sorted(f"{meal.on}.{meal.kind}" for meal in meals),
        "diets": kitchen.diets if kitchen else [],
        "closes_on": kitchen.closes_on if kitchen else None,
    }


class _PlateForm(forms.Form):
    diets = forms.MultipleChoiceField(
        label=gettext_lazy("On the plate"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked: the standard plate."),
    )

    def offer(self, kitchen: Kitchen | None) -> None:
        codes = kitchen.diets if kitchen else []
        self.fields["diets"].choices = [
            (code, label) for code, label in Diet.choices if code in codes
        ]
        if not codes:
            del self.fields["diets"]

    @property
    def plate(self) -> list[str]:
        return self.cleaned_data.get("diets", [])


class PortionsForm(_PlateForm):
    """Portions for people who told the team; the number replaces the one noted before."""

    meal = forms.ModelChoiceField(
        label=gettext_lazy("Meal"), queryset=Meal.objects.none(), empty_label=None
    )
    portions = forms.IntegerField(
        label=gettext_lazy("Portions"),
        min_value=0,
        max_value=MOST_PORTIONS,
        help_text=gettext_lazy(
            "In all, for everybody who told you. It replaces what was noted before for this plate."
        ),
    )

    field_order = ["meal", "diets", "portions"]

    def __init__(
        self, data: Any = None, *, kitchen: Kitchen | None, operation: Operation, meals: Any
    ) -> None:
        super().__init__(data)
        self.fields["meal"].queryset = operation.meals.all()
        self.fields["meal"].choices = [
            (meal.pk, meal_in_words(meal.on, meal.kind)) for meal in meals
        ]
        self.offer(kitchen)


class MyMealsForm(_PlateForm):
    """The meals that one person eats."""

    meals = forms.TypedMultipleChoiceField(
        label=gettext_lazy("I eat with you on"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ["meals", "diets"]

    def __init__(
        self,
        data: Any = None,
        *,
        kitchen: Kitchen,
        meals: Sequence[Meal],
        chosen: dict[int, str] | None = None,
    ) -> None:
        mine = {meal.pk: chosen[meal.pk] for meal in meals if chosen and meal.pk in chosen}
        plates = {code for plate in mine.values() for code in plate.split(",") if code}
        super().__init__(
            data,
            initial={"meals": list(mine), "diets": sorted(plates)},
            auto_id=f"meals-{kitchen.pk}-%s",
        )
        self.fields["meals"].choices = [
            (meal.pk, meal_in_words(meal.on, meal.kind)) for meal in meals
        ]
        self.offer(kitchen)
