"""What the assistant asks: what the commune has, and which missions to take."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LineField
from guides.models import Guide
from missions.forms.planning import refuse_impossible_hours
from missions.models import Kit
from operations.models import Operation


class AssetsForm(forms.Form):
    """What the place has; and where people meet, as long as the operation has no place."""

    assets = forms.MultipleChoiceField(
        label=_("What there is in the commune"),
        choices=Guide.Asset.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    room = LineField(
        label=_("The main room"),
        max_length=120,
        help_text=_("Where people meet, work and eat: the village hall, the school, a barn."),
    )
    opens_at = forms.TimeField(
        label=_("Opens at"), initial="08:30", widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    closes_at = forms.TimeField(
        label=_("Closes at"), initial="22:00", widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    rooms = forms.IntegerField(
        label=_("Missions at the same time"),
        min_value=1,
        max_value=20,
        initial=4,
        help_text=_("How many groups can work there side by side, at tables of their own."),
    )

    def __init__(self, data: Any = None, *, operation: Operation, kit: Kit | None) -> None:
        super().__init__(data, initial={"assets": kit.assets if kit else []})
        if operation.places.exists():
            for name in ("room", "opens_at", "closes_at", "rooms"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refuse_impossible_hours(cleaned)
        return cleaned

    def place(self) -> dict[str, Any] | None:
        """The facts of the main room, where it was asked for."""
        if "room" not in self.fields:
            return None
        names = {"name": "room"} | {name: name for name in ("opens_at", "closes_at", "rooms")}
        return {column: self.cleaned_data[name] for column, name in names.items()}


class SheetsForm(forms.Form):
    """Which missions to take, by the codes of their sheets."""

    sheets = forms.MultipleChoiceField(
        error_messages={
            "required": _("Choose at least one mission."),
            "invalid_choice": _("One of these missions is not offered any more. Choose again."),
        }
    )

    def __init__(self, data: Any = None, *, offered: list[str]) -> None:
        super().__init__(data)
        self.fields["sheets"].choices = [(code, code) for code in offered]
