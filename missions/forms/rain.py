"""Where a shift goes when it rains."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import at_place
from missions.forms.shifts import moment_in_form
from missions.models import Place, RainPlan, Shift


class RainForm(forms.Form):
    """A place, and an hour of the same day when it is not that of the shift."""

    place = forms.ModelChoiceField(
        label=_("Where it goes when it rains"), queryset=Place.objects.none()
    )
    hour = forms.TimeField(
        label=_("Beginning at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Only if it begins at another hour than in dry weather."),
    )

    def __init__(self, data: Any = None, *, shift: Shift, plan: RainPlan | None = None) -> None:
        self.shift, self.zone = shift, shift.mission.operation.time_zone
        hour = at_place(plan.starts_at, self.zone).time() if plan and plan.starts_at else None
        super().__init__(data, initial={"place": plan.place if plan else None, "hour": hour})
        here = shift.place_id or shift.mission.place_id
        self.fields["place"].queryset = shift.mission.operation.places.exclude(pk=here or 0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.starts_at: datetime | None = None
        if hour := cleaned.get("hour"):
            day = at_place(self.shift.starts_at, self.zone).date()
            hour = hour.replace(second=0, microsecond=0)
            self.starts_at = moment_in_form(self, "hour", day, hour, self.zone)
        return cleaned


class DayShiftsForm(forms.Form):
    """Some of the shifts of a day."""

    shifts = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose at least one shift."),
            "invalid_choice": _("One of these shifts can no longer be moved."),
        },
    )

    def __init__(self, data: Any = None, *, shifts: list[Shift]) -> None:
        super().__init__(data)
        self.fields["shifts"].choices = [(shift.pk, str(shift)) for shift in shifts]
