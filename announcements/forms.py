"""An announcement: its words in one language, and whom it is for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from announcements.models import Announcement
from announcements.queries import days_of
from core.forms import LineField, ProseField
from missions.models import Need, Signup
from operations.forms.charter import RowForm
from operations.models import Operation
from translations.languages import content_languages
from translations.texts import text_of, texts_in

AUDIENCE = ("missions", "days", "roles", "languages", "states")


class AnnouncementForm(RowForm):
    subject = LineField(label=_("Subject"), max_length=120)
    body = ProseField(
        label=_("Text"),
        max_length=5000,
        rows=10,
        help_text=_("Plain words; an empty line begins a paragraph. Each gets it by their name."),
    )
    missions = forms.TypedMultipleChoiceField(
        label=_("Missions"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    days = forms.MultipleChoiceField(
        label=_("Days"), required=False, widget=forms.CheckboxSelectMultiple
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Need.Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of their mails"), required=False, widget=forms.CheckboxSelectMultiple
    )
    states = forms.MultipleChoiceField(
        label=_("State of their places"),
        choices=[(state.value, state.label) for state in Signup.LIVE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        operation: Operation,
        language: str,
        announcement: Announcement | None = None,
    ) -> None:
        super().__init__(data, initial=values_of(announcement, language) if announcement else {})
        missions = operation.missions.live()
        self.fields["missions"].choices = [
            (mission.pk, text_of(mission, "title").text) for mission in missions
        ]
        self.fields["days"].choices = [
            (day.isoformat(), date_format(day, "l j F")) for day in days_of(operation)
        ]
        self.fields["languages"].choices = content_languages()
        if announcement and announcement.source_language != language:
            # A translation may wait; the language it is written in may not be empty.
            self.fields["subject"].required = self.fields["body"].required = False

    def texts(self) -> Mapping[str, str]:
        return {name: self.cleaned_data[name] for name in ("subject", "body")}

    def audience(self) -> Mapping[str, list[Any]]:
        return {name: list(self.cleaned_data[name]) for name in AUDIENCE}


def values_of(announcement: Announcement, language: str) -> dict[str, Any]:
    """What the form shows of the announcement as it is stored."""
    stored = {name: getattr(announcement, name) for name in (*AUDIENCE, "version")}
    return stored | dict(texts_in(announcement, language))
