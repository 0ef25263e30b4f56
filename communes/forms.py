"""Searching for a commune, choosing one, adding one."""

import re
from typing import Any, ClassVar, NamedTuple, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communes.countries import country_choices
from communes.directory import EDITIONS
from communes.models import Commune
from communes.queries import LONGEST_SEARCH, commune_meant
from core.forms import LineField
from core.text import has_hidden_characters

LONGEST_ENTRY = 2 * LONGEST_SEARCH
_SEPARATORS = re.compile(r"\s*[,;]\s*")


class CommuneSearchForm(forms.Form):
    q = LineField(
        label=_("Name, postcode or code of a commune"),
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    country = forms.CharField(max_length=2, required=False, widget=forms.HiddenInput)


class Entry(NamedTuple):
    """What a person gave for a commune: the text they typed, and the radio they ticked."""

    text: str
    choice: str = ""


class CommuneWidget(forms.TextInput):
    """A text field that, when the text may mean several communes, offers them as radios.

    The script makes it a combobox; a suggestion taken writes the whole name, which means one
    commune only.
    """

    template_name = "communes/_picker.html"

    class Media:
        js: ClassVar = [forms.Script("js/commune-picker.js", defer=True)]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Entry:
        return Entry(data.get(name, ""), data.get(f"{name}-choice", ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        candidates: list[Commune] = []
        if isinstance(value, Entry):
            entry, value = value, value.text[: LONGEST_ENTRY + 1]
            if not _is_unreadable(entry.text):
                found, candidates = commune_meant(*entry)
                value = found.display_name if found else value
        context = super().get_context(name, value, attrs)
        context["candidates"] = candidates
        return context


class CommuneField(forms.Field):
    """One commune, by name, postcode or code; the cleaned value is a Commune."""

    widget = CommuneWidget
    default_error_messages: ClassVar = {
        "required": _("Type the name, the postcode or the code of the commune."),
        "unknown": _("No commune was found. Check the spelling, or try its postcode or code."),
        "several": _("Several communes fit. Choose one of them below."),
        "unreadable": _("This is too long, or holds characters that cannot be seen."),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Commune.objects.light().filter(pk=value).first()
        return value.display_name if isinstance(value, Commune) else value

    def clean(self, value: Any) -> Commune | None:
        if not value or not value.text.strip():
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if _is_unreadable(value.text):
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        commune, candidates = commune_meant(*value)
        if commune is None:
            code = "several" if candidates else "unknown"
            raise ValidationError(self.error_messages[code], code=code)
        return commune

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data.text.strip() if data else "")


def _is_unreadable(text: str) -> bool:
    return len(text) > LONGEST_ENTRY or has_hidden_characters(text)


class CommuneFactsForm(forms.ModelForm):
    """The facts of one commune of a country without an official list here: a form, or a CSV row."""

    code = LineField(
        label=_("Code"),
        max_length=20,
        help_text=_("Its official code in the list of its country: letters, digits, “.” and “-”."),
    )
    name = LineField(label=_("Name"), max_length=120)
    postcodes = LineField(
        label=_("Postcodes"),
        max_length=300,
        required=False,
        help_text=_("Separated by commas."),
    )
    department_name = LineField(label=_("District or province"), max_length=80, required=False)
    department_code = LineField(label=_("Code of the district"), max_length=10, required=False)
    region_name = LineField(label=_("Region"), max_length=80, required=False)
    region_code = LineField(label=_("Code of the region"), max_length=10, required=False)
    population = forms.IntegerField(
        label=_("Population"), min_value=0, max_value=100_000_000, required=False
    )
    population_source = LineField(
        label=_("Source of the population figure"), max_length=120, required=False
    )
    population_year = forms.IntegerField(
        label=_("Year of the population figure"), min_value=1500, max_value=2999, required=False
    )
    area_km2 = forms.FloatField(
        label=_("Surface in km²"), min_value=0.01, max_value=1_000_000, required=False
    )
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False
    )

    class Meta:
        model = Commune
        fields: ClassVar = [
            "code",
            "name",
            "postcodes",
            "department_name",
            "department_code",
            "region_name",
            "region_code",
            "population",
            "population_year",
            "population_source",
            "area_km2",
            "latitude",
            "longitude",
        ]

    def clean_code(self) -> str:
        return self.cleaned_data["code"].upper()

    def clean_postcodes(self) -> str:
        codes = _SEPARATORS.split(self.cleaned_data["postcodes"])
        return ", ".join(code for code in codes if code)

    def clean(self) -> dict[str, Any]:
        super().clean()
        facts = self.cleaned_data
        has_wrong_number = "latitude" not in facts or "longitude" not in facts
        if not has_wrong_number and (facts["latitude"] is None) != (facts["longitude"] is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        return facts


class CommuneAddForm(CommuneFactsForm):
    """A commune of any country whose official list does not come with the site."""

    country = forms.ChoiceField(label=_("Country"))
    code_scheme = LineField(
        label=_("Name of the code list"),
        max_length=20,
        help_text=_("Such as AGS in Germany, INE in Spain, ISTAT in Italy."),
    )

    class Meta(CommuneFactsForm.Meta):
        fields: ClassVar = ["country", "code_scheme", *CommuneFactsForm.Meta.fields]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [choice for choice in country_choices() if choice[0] not in EDITIONS]
        country = cast("forms.ChoiceField", self.fields["country"])
        country.choices = [("", "—"), *others]

    def clean_code_scheme(self) -> str:
        scheme = self.cleaned_data["code_scheme"].lower()
        in_country = Commune.objects.filter(country=self.cleaned_data.get("country", ""))
        known = in_country.values_list("code_scheme", flat=True).first()
        if known and known != scheme:
            raise ValidationError(
                _("The communes of this country are listed by their “%(scheme)s” code here."),
                params={"scheme": known},
            )
        return scheme
