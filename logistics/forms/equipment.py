"""What is needed, and who lends it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LineField
from core.text import fold
from logistics.models import EquipmentNeed
from logistics.models.equipment import MOST_BY_ONE
from operations.models import Operation
from volunteers.models import Equipment

MOST_NEEDED = 300


class NeedForm(forms.Form):
    """How many of a thing are needed. With a stored one, only the number changes."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    code = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    name = LineField(
        label=gettext_lazy("Or another thing"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Such as power strips."),
    )
    needed = forms.IntegerField(
        label=gettext_lazy("How many are needed"), min_value=0, max_value=MOST_NEEDED
    )

    def __init__(
        self, data: Any = None, *, operation: Operation, need: EquipmentNeed | None = None
    ) -> None:
        super().__init__(data, initial=stored_values(need) if need else None)
        if need:
            del self.fields["code"], self.fields["name"]
            return
        del self.fields["version"]
        listed = list(operation.equipment.all())
        codes = {each.code for each in listed}
        self.names = {fold(each.name) for each in listed if each.name}
        self.fields["code"].choices = [
            ("", _("Another thing")),
            *[(code, label) for code, label in Equipment.choices if code not in codes],
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "code" not in self.fields or self.errors:
            return cleaned
        if bool(cleaned.get("code")) == bool(cleaned.get("name")):
            raise ValidationError(_("Choose a thing of the list, or name another one."), code="one")
        if cleaned["name"] and fold(cleaned["name"]) in self.names:
            self.add_error("name", _("This is on the list already."))
        return cleaned


def stored_values(need: EquipmentNeed) -> dict[str, Any]:
    """What the form shows of a need as it is stored."""
    return {"version": need.version, "needed": need.needed}


class PromiseForm(forms.Form):
    """Who lends how many, as they told the team."""

    owner = LineField(
        label=gettext_lazy("Whose it is"),
        max_length=120,
        help_text=gettext_lazy("A person or an organisation. It stands on the label."),
    )
    count = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=100)


class LendForm(forms.Form):
    """What a volunteer lends."""

    need = forms.ModelChoiceField(
        label=gettext_lazy("What"), queryset=EquipmentNeed.objects.none(), empty_label=None
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST_BY_ONE, initial=1
    )

    def __init__(self, data: Any = None, *, operation: Operation) -> None:
        super().__init__(data, auto_id=f"lend-{operation.pk}-%s")
        self.fields["need"].queryset = operation.equipment.all()
