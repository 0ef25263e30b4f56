"""What an organizer looks for in the history."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from missions.queries.history import SITE, VOLUNTEERS, people_of_history
from missions.queries.history_words import KINDS
from operations.forms.fields import DayField
from operations.models import Operation

YEARS = range(2000, 3000)


class HistoryFilter(forms.Form):
    """Read from the address: what cannot be understood is left aside."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ("", _("Everything")),
            *((kind, label) for kind, (label, _begins) in KINDS.items()),
        ],
    )
    day = DayField(label=_("Day"), required=False)

    def __init__(self, data: Any, *, operation: Operation) -> None:
        super().__init__(data)
        self.fields["who"].choices = [
            ("", _("Everybody")),
            *((str(user.pk), str(user)) for user in people_of_history(operation)),
            (VOLUNTEERS, _("Volunteers")),
            (SITE, _("The site, by itself")),
        ]

    def clean_day(self) -> date | None:
        day = self.cleaned_data["day"]
        return day if day and day.year in YEARS else None

    def asked(self) -> dict[str, Any]:
        """The choices that are valid."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}
