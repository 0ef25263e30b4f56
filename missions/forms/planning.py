"""Missions and places, as their organizers write them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LineField, ProseField
from core.themes import Theme
from missions.forms.decisions import refuse_impossible_decision
from missions.models import Mission, Place
from operations.forms.fields import MomentField
from operations.models import Licence, Operation, Role
from operations.queries import people_with_role
from translations.texts import texts_in

TEXTS = ("title", "summary", "description", "equipment", "outputs")


class MissionForm(forms.Form):
    """A mission, with its texts in one language. Without a mission: a new one."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    title = LineField(label=_("Title"), max_length=120)
    summary = LineField(label=_("In one sentence"), max_length=240, required=False)
    description = ProseField(
        label=_("Description"),
        rows=10,
        required=False,
        help_text=_("Markdown: **bold**, lists, links, tables."),
    )
    equipment = LineField(label=_("What to bring"), max_length=240, required=False)
    outputs = LineField(label=_("What it will give"), max_length=240, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Mission.Kind.choices)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    mode = forms.ChoiceField(label=_("Where"), choices=Mission.Mode.choices)
    phase = forms.ChoiceField(
        label=_("When"), choices=Mission.Phase.choices, initial=Mission.Phase.DURING
    )
    level = forms.ChoiceField(label=_("For whom"), choices=Mission.Level.choices)
    beginners_per_helper = forms.IntegerField(
        label=_("Beginners that one helper can look after"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=_("We tell you where there are more. Empty: you need no helpers."),
    )
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Place.objects.none(), required=False, empty_label=_("Not set")
    )
    meeting_point = LineField(label=_("Meeting point"), max_length=160, required=False)
    lead = forms.ModelChoiceField(
        label=_("Lead"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Somebody who has the role “mission lead” in the team."),
    )
    target_platform = LineField(
        label=_("Platform"),
        max_length=80,
        required=False,
        help_text=_("Where the results go, such as OpenStreetMap or Wikimedia Commons."),
    )
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices)
    minimum_people = forms.IntegerField(
        label=_("People it takes"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("With fewer people on its shifts it does not have to take place."),
    )
    decides_at = MomentField(
        label=_("Decided on"),
        required=False,
        help_text=_(
            "On the clocks of the operation. If enough people have a place by then, it is "
            "confirmed by itself; if not, you are asked."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        operation: Operation,
        language: str,
        mission: Mission | None = None,
        may_name_lead: bool = True,
    ) -> None:
        initial = (
            stored_values(mission, language) if mission else {"licence": operation.default_licence}
        )
        super().__init__(data, initial=initial)
        self.fields["place"].queryset = operation.places.all()
        self.fields["lead"].queryset = people_with_role(operation, [Role.MISSION_LEAD])
        for name in TEXTS:
            self.fields[name].widget.attrs["lang"] = language
        if mission is None:
            del self.fields["version"]
        elif language != mission.source_language:
            self.fields["title"].required = False
        if not may_name_lead:
            del self.fields["lead"]
        self.operation, self.mission = operation, mission
        self.fields["decides_at"].zone = operation.time_zone
        if mission and mission.decision:
            del self.fields["minimum_people"], self.fields["decides_at"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refuse_impossible_decision(cleaned, self.operation, self.mission)
        return cleaned

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}

    def facts(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in (*TEXTS, "version")
        }


def stored_values(mission: Mission, language: str) -> dict[str, Any]:
    """What the form shows of the mission as it is stored."""
    facts = {name: getattr(mission, name) for name in MissionForm.base_fields if name not in TEXTS}
    return facts | texts_in(mission, language)


def refuse_impossible_hours(cleaned: dict[str, Any]) -> None:
    """Both hours or none, and the second after the first."""
    if "opens_at" not in cleaned or "closes_at" not in cleaned:
        return
    opens, closes = cleaned["opens_at"], cleaned["closes_at"]
    if (opens is None) != (closes is None):
        raise ValidationError(_("Give both hours, or neither."))
    if opens is not None and opens >= closes:
        raise ValidationError(_("It has to close after it opens, on the same day."))


class PlaceForm(forms.Form):
    name = LineField(label=_("Name"), max_length=120)
    address = LineField(label=_("Address"), max_length=200, required=False)
    directions = LineField(label=_("How to find it"), max_length=240, required=False)
    latitude = forms.FloatField(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        required=False,
        help_text=_("In degrees, such as 47.1284. Leave both empty when you do not know."),
    )
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False
    )

    opens_at = forms.TimeField(
        label=_("Opens at"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    closes_at = forms.TimeField(
        label=_("Closes at"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    rooms = forms.IntegerField(
        label=_("Missions at the same time"),
        min_value=1,
        max_value=20,
        initial=1,
        required=False,
        help_text=_("How many groups can work there side by side, at tables of their own."),
    )
    is_outdoors = forms.BooleanField(label=_("It is outdoors"), required=False)
    needs_key = forms.BooleanField(
        label=_("Somebody has to come with the key"),
        required=False,
        help_text=_("We remind you as long as nobody is placed there as key holder."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refuse_impossible_hours(cleaned)
        cleaned["rooms"] = cleaned.get("rooms") or 1
        if "latitude" in cleaned and "longitude" in cleaned:
            given = [cleaned["latitude"] is not None, cleaned["longitude"] is not None]
            if any(given) and not all(given):
                raise ValidationError(_("Give both latitude and longitude, or neither."))
        return cleaned
