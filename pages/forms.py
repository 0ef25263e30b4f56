"""What people ask of the list of operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.themes import Theme

WHEN = [("upcoming", _("To come")), ("past", _("Past")), ("all", _("All"))]


class OperationFilter(forms.Form):
    """Read from the address: what cannot be understood is left aside."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Commune, département, word…")}
        ),
    )
    when = forms.ChoiceField(label=_("When"), required=False, choices=WHEN)
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=[("", _("All themes")), *Theme.choices]
    )

    def asked(self) -> dict[str, Any]:
        """The choices that are valid, and the usual one for each of the others."""
        self.is_valid()
        cleaned = self.cleaned_data
        return {
            "q": cleaned.get("q", ""),
            "when": cleaned.get("when") or "upcoming",
            "theme": cleaned.get("theme", ""),
        }
