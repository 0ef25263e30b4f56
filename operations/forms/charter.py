"""The committee, the meetings, the indicators and the waivers of an operation."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import LineField, MailField, ProseField
from operations.forms.fields import DayField
from operations.models import CommitteeMember, Indicator, Meeting, Operation, Waiver
from operations.rules import SHORTEST_REASON
from translations.texts import texts_in

LONGEST_AGO = timedelta(days=5 * 366)


class RowForm(forms.Form):
    """Something new, or a row that somebody else may be editing too."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: dict[str, Any], **options: Any) -> None:
        super().__init__(data, initial=initial, **options)
        if "version" not in initial:
            del self.fields["version"]

    @property
    def version_read(self) -> int:
        return self.cleaned_data.get("version", 0)


class CommitteeMemberForm(RowForm):
    name = LineField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Speaks for"), choices=CommitteeMember.Kind.choices)
    organisation = LineField(
        label=_("Organisation"),
        max_length=120,
        help_text=_("Such as OpenStreetMap, Wikimedia, or the town hall. A project counts once."),
    )
    referent = forms.ChoiceField(
        label=_("Referent"),
        required=False,
        choices=[
            ("", _("No")),
            ("is_referent", _("Referent of the commune")),
            ("is_second_referent", _("Second referent of the commune")),
        ],
        help_text=_("Whom to call in the commune, and who stands in."),
    )
    email = MailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Seen by the coordinators and the organizers only."),
    )
    user = forms.ModelChoiceField(
        label=_("Account"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("When this person is also in the team of the operation."),
    )
    is_public = forms.BooleanField(
        label=_("They agreed to be named on the public page"), required=False
    )

    def __init__(
        self, data: Any = None, *, operation: Operation, member: CommitteeMember | None = None
    ) -> None:
        super().__init__(data, initial=values_of_member(member) if member else {})
        team = operation.memberships.values("user_id")
        self.fields["user"].queryset = User.objects.filter(pk__in=team).order_by(
            "display_name", "pk"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_of_commune = cleaned.get("kind") == CommitteeMember.Kind.COMMUNE
        if cleaned.get("referent") and cleaned.get("kind") and not is_of_commune:
            self.add_error("referent", _("A referent speaks for the commune, not for a project."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        facts = {name: self.cleaned_data[name] for name in self.fields if name != "version"}
        referent = facts.pop("referent")
        return facts | {name: name == referent for name in ("is_referent", "is_second_referent")}


def values_of_member(member: CommitteeMember) -> dict[str, Any]:
    """What the form shows of the member as it is stored."""
    names = ("version", "name", "kind", "organisation", "email", "user", "is_public")
    referent = next(
        (name for name in ("is_referent", "is_second_referent") if getattr(member, name)), ""
    )
    return {name: getattr(member, name) for name in names} | {"referent": referent}


class MeetingForm(RowForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind.choices)
    held_on = DayField(label=_("Day"))
    place = LineField(label=_("Place"), max_length=160, required=False)
    notes = ProseField(
        label=_("Notes"),
        max_length=5000,
        required=False,
        help_text=_("What was seen and decided. Only the team reads it."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        operation: Operation,
        meeting: Meeting | None = None,
        kind: str = "",
    ) -> None:
        super().__init__(data, initial=values_of_meeting(meeting) if meeting else {"kind": kind})
        self.today = timezone.localdate(timezone=operation.zone)

    def clean_held_on(self) -> date:
        day = self.cleaned_data["held_on"]
        if day > self.today:
            raise ValidationError(_("This day has not come yet: record it afterwards."), "future")
        if day != self.initial.get("held_on") and day < self.today - LONGEST_AGO:
            raise ValidationError(_("This day is more than five years ago."), "far")
        return day

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}


def values_of_meeting(meeting: Meeting) -> dict[str, Any]:
    """What the form shows of the meeting as it is stored."""
    return {name: getattr(meeting, name) for name in MeetingForm.base_fields}


class IndicatorForm(RowForm):
    """What will be counted, with its words in one language."""

    code = forms.ChoiceField(label=_("What is counted"), choices=Indicator.Code.choices)
    label = LineField(
        label=_("In your own words"),
        max_length=120,
        required=False,
        help_text=_("Such as “photos of the wash house”. Needed for something else."),
    )
    method = LineField(
        label=_("How it will be counted"),
        max_length=240,
        help_text=_("By whom, when, in which tool: then others can trust the number."),
    )

    def __init__(
        self, data: Any = None, *, language: str, indicator: Indicator | None = None
    ) -> None:
        initial = values_of_indicator(indicator, language) if indicator else {}
        super().__init__(data, initial=initial)
        self.is_source = indicator is None or language == indicator.source_language
        self.fields["method"].required = self.is_source
        for name in ("label", "method"):
            self.fields[name].widget.attrs["lang"] = language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needs_words = self.is_source and cleaned.get("code") == Indicator.Code.OTHER
        if needs_words and "label" in cleaned and not cleaned["label"]:
            self.add_error("label", _("Say in your own words what is counted."))
        return cleaned

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("label", "method")}


def values_of_indicator(indicator: Indicator, language: str) -> dict[str, Any]:
    """What the form shows of the indicator as it is stored."""
    facts = {"version": indicator.version, "code": indicator.code}
    return facts | texts_in(indicator, language)


class WaiverForm(forms.Form):
    reason = LineField(
        label=_("Reason"),
        min_length=SHORTEST_REASON,
        max_length=240,
        help_text=_("Everybody can read it on the page of the operation."),
    )

    def __init__(self, data: Any = None, *, language: str, waiver: Waiver | None = None) -> None:
        super().__init__(data, initial=texts_in(waiver, language) if waiver else {})
        self.fields["reason"].widget.attrs["lang"] = language
