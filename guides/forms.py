"""What people ask of the catalogue, and how staff change a sheet."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LineField
from core.text import has_hidden_characters
from core.themes import Theme
from guides.models import Guide, SheetStep

LISTS = {
    "assets": Guide.Asset,
    "outputs": Guide.Output,
    "documents": Guide.Document,
    "is_figure_ours": Guide.Figure,
}


class CatalogueFilter(forms.Form):
    """Read from the address: what cannot be understood is left aside."""

    q = LineField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Map, photos, school…")}),
    )
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=[("", _("All themes")), *Theme.choices]
    )
    asset = forms.ChoiceField(
        label=_("The commune has"),
        required=False,
        choices=[("", _("Anything")), *Guide.Asset.choices],
    )

    def asked(self) -> dict[str, str]:
        """The choices that are valid, and none for each of the others."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class ReadableForm(forms.ModelForm):
    """Takes no text that holds characters which cannot be seen."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and has_hidden_characters(value, lines=True):
                message = _("This text holds characters that cannot be seen. Please type it again.")
                self.add_error(name, ValidationError(message, code="hidden_characters"))
        return cleaned


class StepForm(ReadableForm):
    class Meta:
        model = SheetStep
        fields: ClassVar = "__all__"


class GuideForm(ReadableForm):
    """A guide in the administration: the facts, and the texts of every language."""

    assets, outputs, documents, is_figure_ours = (
        forms.MultipleChoiceField(
            label=Guide._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
            choices=choices.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        for name, choices in LISTS.items()
    )

    class Meta:
        model = Guide
        fields: ClassVar = "__all__"
        widgets: ClassVar = {"version": forms.HiddenInput}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk and self._version_now() != cleaned.get("version"):
            raise ValidationError(
                _("Somebody else has saved this sheet since you opened it. Open it again."),
                code="conflict",
            )
        return cleaned

    def _version_now(self) -> int:
        # The administration saves in the same transaction: nobody comes in between.
        rows = Guide.objects.select_for_update().filter(pk=self.instance.pk)
        return rows.values_list("version", flat=True).get()
