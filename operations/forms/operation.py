"""Creating an operation, and editing all that is known of it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.forms import CommuneField
from communes.models import Commune
from core.forms import LineField, MailField, ProseField
from operations.forms.fields import (
    DayField,
    HashtagField,
    SpokenLanguagesField,
    TimeZoneField,
    WebAddressField,
)
from operations.models import Licence, Operation
from translations.languages import content_languages
from translations.texts import texts_in

LONGEST_STAY = timedelta(days=31)
FURTHEST_DAY = timedelta(days=5 * 366)
TEXTS = ("title", "summary", "presentation", "practical")


class DaysForm(forms.Form):
    """The first and the last day, in order, near enough to be meant."""

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if day != self.initial.get("starts_on"):
            if day < today:
                raise ValidationError(_("This day has passed."), code="passed")
            if day > today + FURTHEST_DAY:
                raise ValidationError(_("This day is more than five years away."), code="far")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first one."))
        elif first and last and last - first > LONGEST_STAY:
            self.add_error("ends_on", _("An operation lasts at most a month."))
        return cleaned


class OperationCreateForm(DaysForm):
    """What it takes to begin; the rest is added later."""

    commune = CommuneField(label=_("Commune"))
    title = LineField(label=_("Title"), max_length=120)
    time_zone = TimeZoneField(initial="Europe/Paris")
    format = forms.ChoiceField(label=_("Format"), choices=Operation.Format.choices)
    source_language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=content_languages,
        help_text=_("Other languages can be added later."),
    )
    organizing_body = LineField(label=_("Organised by"), max_length=120)

    field_order = [
        "commune", "title", "starts_on", "ends_on", "format", "organizing_body", "source_language",
        "time_zone",
    ]  # fmt: skip

    def clean_commune(self) -> Commune:
        commune = self.cleaned_data["commune"]
        if not commune.is_current:
            message = _("This commune no longer exists. Choose the one it is part of today.")
            if commune.successor:
                message = _("%(former)s is part of %(current)s today. Choose that one.") % {
                    "former": commune.name,
                    "current": commune.successor.display_name,
                }
            raise ValidationError(message, code="former")
        return commune


class OperationForm(DaysForm):
    """All facts of an operation, and its texts in one language."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    title = LineField(label=_("Title"), max_length=120)
    summary = LineField(label=_("Promise in one sentence"), max_length=240, required=False)
    presentation = ProseField(label=_("Presentation"), rows=12, required=False)
    practical = ProseField(label=_("Practical information"), rows=10, required=False)
    commune = CommuneField(label=_("Commune"))
    organizing_body = LineField(label=_("Organised by"), max_length=120)
    format = forms.ChoiceField(label=_("Format"), choices=Operation.Format.choices)
    time_zone = TimeZoneField()
    languages = SpokenLanguagesField(required=False)
    hashtag = HashtagField(label=_("Hashtag"), required=False)
    contact_email = MailField(label=_("Contact address"), required=False)
    website = WebAddressField(label=_("Web page"), required=False)
    default_licence = forms.ChoiceField(
        label=_("Licence of the results"),
        choices=Licence.choices,
        help_text=_("Proposed for each new mission."),
    )

    field_order = [
        "title", "summary", "presentation", "practical", "commune", "starts_on", "ends_on",
        "format", "organizing_body", "time_zone", "languages", "contact_email", "website",
        "hashtag", "default_licence", "version",
    ]  # fmt: skip

    def __init__(
        self, data: Any = None, *, operation: Operation, language: str, **options: Any
    ) -> None:
        super().__init__(data, initial=stored_values(operation, language), **options)
        is_source = language == operation.source_language
        for name in TEXTS:
            self.fields[name].widget.attrs["lang"] = language
        for name in ("presentation", "practical"):
            self.fields[name].help_text = _("Markdown: **bold**, lists, links, tables.")
        self.fields["title"].required = is_source
        if operation.status != Operation.Status.DRAFT:
            # Hours of shifts are read on these clocks, and its address names the commune.
            for name in ("commune", "time_zone"):
                del self.fields[name]

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS}

    def facts(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in (*TEXTS, "version")
        }


def stored_values(operation: Operation, language: str) -> dict[str, Any]:
    """What the form shows of the operation as it is stored."""
    facts = {
        name: getattr(operation, name) for name in OperationForm.base_fields if name not in TEXTS
    }
    return facts | texts_in(operation, language)
