"""Zones and sectors as their organizers write them."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LineField
from core.geometry import Area
from core.refusal import Refusal
from missions.models import Mission
from operations.models import Operation
from translations.texts import text_of
from zones.files import MOST_BYTES, Shape, read_sectors, read_zone
from zones.models import Sector, Zone
from zones.queries import missions_for_sectors
from zones.rules import MOST_MINUTES, proposed_minutes

FILES = {"accept": ".geojson,.json,application/geo+json,application/json"}
MOST_POINTS = 50_000


class GeoField(forms.CharField):
    """Pasted GeoJSON. What it holds is read by the form, once."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=MOST_BYTES, **options)
        self.widget.attrs |= {"rows": 6, "spellcheck": "false", "autocomplete": "off"}


class GeoForm(forms.Form):
    """One source of areas: pasted or drawn, or a file."""

    outline = GeoField(
        label=gettext_lazy("Outline"),
        help_text=gettext_lazy("GeoJSON: drawn on the map, or pasted from another tool."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs=FILES),
        help_text=gettext_lazy("GeoJSON, at most 1 MB and 5,000 corners."),
    )

    def source(self) -> str:
        """The GeoJSON text that was given, where there is exactly one."""
        text, file = self.cleaned_data.get("outline"), self.cleaned_data.get("file")
        if bool(text) == bool(file):
            raise ValidationError(
                _("Draw or paste an outline, or choose a file: one of the two."), code="one"
            )
        return _text_of(file) if file else str(text)

    def read(self, reader: Callable[[str], Any]) -> Any:
        """What the reader finds in the source; what it refuses stands at its field."""
        try:
            return reader(self.source())
        except Refusal as refusal:
            self.add_error("file" if self.cleaned_data.get("file") else "outline", refusal.message)
        return None


def _text_of(file: UploadedFile) -> str:
    if (file.size or 0) > MOST_BYTES:
        raise Refusal(_("This weighs more than 1 MB. Simplify the outline."))
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(_("This cannot be read as GeoJSON.")) from None


class MissionField(forms.TypedChoiceField):
    """A mission of the operation, by its title; None for the empty choice."""

    def __init__(self, *, empty_label: Any, **options: Any) -> None:
        self.empty_label = empty_label
        super().__init__(
            label=gettext_lazy("Mission"), required=False, coerce=int, empty_value=None, **options
        )

    def offer(self, missions: Iterable[Mission]) -> None:
        self.missions = {mission.pk: mission for mission in missions}
        titles = [(pk, text_of(each, "title").text) for pk, each in self.missions.items()]
        self.choices = [("", self.empty_label), *titles]

    def of(self, pk: int | None) -> Mission | None:
        return self.missions[pk] if pk else None


class ZoneForm(forms.Form):
    """What a zone is called, and whose it is."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("Such as “Village and hamlets”."),
    )
    mission = MissionField(
        empty_label=gettext_lazy("The whole operation"),
        help_text=gettext_lazy("Its sectors go to this mission; each can be given to another one."),
    )

    def __init__(
        self, data: Any = None, *, operation: Operation, zone: Zone | None = None, **options: Any
    ) -> None:
        super().__init__(data, initial=stored_zone(zone) if zone else None, **options)
        current = zone.mission_id if zone else None
        self.fields["mission"].offer(missions_for_sectors(operation, current))
        if zone is None:
            del self.fields["version"]

    def facts(self) -> dict[str, Any]:
        mission = self.fields["mission"].of(self.cleaned_data["mission"])
        return {"name": self.cleaned_data["name"], "mission": mission}


def stored_zone(zone: Zone) -> dict[str, Any]:
    return {"version": zone.version, "name": zone.name, "mission": zone.mission_id}


class NewZoneForm(GeoForm, ZoneForm):
    """A zone with its first outline: drawn, from a file, or that of the commune."""

    takes_commune = forms.BooleanField(
        label=gettext_lazy("Take the outline of the commune"), required=False
    )
    field_order = ("name", "mission", "takes_commune")

    area: Area | None = None

    def __init__(
        self, data: Any = None, files: Any = None, *, operation: Operation, commune: Area | None
    ) -> None:
        super().__init__(data, operation=operation, files=files)
        self.commune = commune
        if commune is None:
            del self.fields["takes_commune"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.area = self.commune if cleaned.get("takes_commune") else self.read(read_zone)
        return cleaned


class OutlineForm(GeoForm):
    """Another outline of a zone."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    area: Area | None = None

    def __init__(self, data: Any = None, files: Any = None, *, zone: Zone) -> None:
        initial = {"version": zone.version, "outline": json.dumps(zone.outline)}
        super().__init__(data, files, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.area = self.read(read_zone)
        return cleaned


class GridForm(forms.Form):
    """How many columns and rows of sectors."""

    columns = forms.IntegerField(
        label=gettext_lazy("From west to east"), min_value=1, max_value=10, initial=3
    )
    rows = forms.IntegerField(
        label=gettext_lazy("From north to south"), min_value=1, max_value=10, initial=2
    )


class SectorsForm(GeoForm):
    """Sectors that were drawn elsewhere, one feature for each."""

    shapes: list[Shape] | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.shapes = self.read(read_sectors)
        return cleaned


class SectorForm(forms.Form):
    """Who covers a sector, and how much work it is."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("A street or a hamlet that people there know."),
    )
    mission = MissionField(empty_label=gettext_lazy("No mission yet"))
    team = LineField(
        label=gettext_lazy("Team"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("A name for the team, such as “Team heron”; no names of people."),
    )
    points = forms.IntegerField(
        label=gettext_lazy("Things to find"),
        min_value=0,
        max_value=MOST_POINTS,
        help_text=gettext_lazy("Shops, benches, fountains: about how many you expect."),
    )
    effort_minutes = forms.IntegerField(
        label=gettext_lazy("Effort in minutes"),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
    )
    note = LineField(label=gettext_lazy("Note"), max_length=240, required=False)

    def __init__(self, data: Any = None, *, sector: Sector) -> None:
        super().__init__(data, initial=stored_sector(sector))
        self.sector = sector
        offered = missions_for_sectors(sector.zone.operation, sector.mission_id)
        self.fields["mission"].offer(offered)
        proposed = proposed_minutes(sector.area_m2, sector.points)
        if self.initial["effort_minutes"] == proposed:
            self.initial["effort_minutes"] = None
        self.fields["effort_minutes"].help_text = _(
            "The work of one person. Left empty, it is proposed: six minutes for each hectare to "
            "walk, eight for each thing to find. For this sector: %(minutes)s."
        ) % {"minutes": proposed}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["effort_minutes"]:
            cleaned["effort_minutes"] = proposed_minutes(self.sector.area_m2, cleaned["points"])
        return cleaned

    def facts(self) -> dict[str, Any]:
        facts = {name: self.cleaned_data[name] for name in self.fields if name != "version"}
        return facts | {"mission": self.fields["mission"].of(facts["mission"])}


def stored_sector(sector: Sector) -> dict[str, Any]:
    names = ("version", "name", "team", "points", "effort_minutes", "note")
    return {name: getattr(sector, name) for name in names} | {"mission": sector.mission_id}


class MarkForm(forms.Form):
    """How far a sector is, and what the page showed before."""

    seen = forms.ChoiceField(choices=Sector.State.choices)
    state = forms.ChoiceField(choices=Sector.State.choices)


class JoinForm(forms.Form):
    other = forms.ModelChoiceField(
        label=gettext_lazy("Join it with"), queryset=Sector.objects.none()
    )

    def __init__(self, data: Any = None, *, sector: Sector) -> None:
        super().__init__(data)
        field = self.fields["other"]
        field.queryset = sector.zone.sectors.exclude(pk=sector.pk).defer("outline")
        field.label_from_instance = lambda other: other.title
