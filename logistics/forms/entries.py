"""What somebody offers or asks for, as a visitor types it and as the team writes it down."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import date_in_words, moment_at
from core.forms import LineField, MailField, ProseField
from logistics.models.entries import MOST_PEOPLE
from logistics.models.seats import Direction
from logistics.queries.entries import nights_of
from operations.forms.fields import SPOKEN, DayField
from operations.models import Operation
from translations.languages import name_of

DAYS_AROUND = timedelta(days=7)
COMMON = 8  # languages that are offered to tick beside those of the operation
_PHONE = re.compile(r"\+?[0-9 ()./-]{4,29}\Z")
_ONLY_THE_TWO = gettext_lazy("Shown to the other person once both of you have said yes.")


class PhoneField(LineField):
    """A telephone number as people write it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        super().__init__(max_length=30, widget=widget, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not (_PHONE.match(text) and any(sign.isdecimal() for sign in text)):
            raise ValidationError(
                _("A telephone number is made of digits, such as +33 2 40 00 00 00."), code="phone"
            )
        return text


class VisitorForm(forms.Form):
    """Who it is, for somebody without an account."""

    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=80,
        help_text=gettext_lazy(
            "The organizers see it, and the person they bring you together with."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = MailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send a link there to confirm, answer and take back."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Left empty by people, who do not see it, and filled in by robots.
    nickname = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_nickname(self) -> str:
        if self.cleaned_data.get("nickname"):
            raise ValidationError(_("This form seems to have been filled in by a robot."))
        return ""


class TeamForm(forms.Form):
    """Who told the team."""

    name = LineField(label=gettext_lazy("Name"), max_length=80)
    email = MailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Without it the person gets no mail; you tell them about changes."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language they read"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = dict(settings.LANGUAGES)
        self.fields["language"].choices = [
            (code, names[code]) for code in settings.RELEASED_LANGUAGES
        ]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class EntryForm(forms.Form):
    """What all four have in common. `facts()` are the columns of the entry."""

    phone = PhoneField(label=gettext_lazy("Telephone"), required=False, help_text=_ONLY_THE_TWO)
    notes = ProseField(
        label=gettext_lazy("What else the other should know"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_ONLY_THE_TWO,
    )

    field_order: Iterable[str] = ()

    def __init__(self, data: Any = None, *, operation: Operation, **options: Any) -> None:
        super().__init__(data, **options)
        self.operation = operation
        if "nights" in self.fields:
            self.fields["nights"].choices = [
                (night.isoformat(), date_in_words(night)) for night in nights_of(operation)
            ]
        if "languages" in self.fields:
            codes = dict.fromkeys([*operation.languages, *SPOKEN[:COMMON]])
            self.fields["languages"].choices = [(code, name_of(code)) for code in codes]

    def facts(self) -> dict[str, Any]:
        who = {"name", "email", "nickname", "language", "day", "hour"}
        return {name: value for name, value in self.cleaned_data.items() if name not in who}


class NightsField(forms.MultipleChoiceField):
    """Nights of the operation, named by the day on which they begin."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value: Any) -> list[str]:
        nights = sorted(set(super().clean(value)))
        if nights and nights[-1] < timezone.localdate().isoformat():
            raise ValidationError(_("These nights are over."), code="past")
        return nights


class LanguagesField(forms.MultipleChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Languages you speak"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


def _how_many(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_PEOPLE)


class BedOfferForm(EntryForm):
    beds = _how_many(gettext_lazy("How many people can sleep there"))
    nights = NightsField(
        label=gettext_lazy("In which nights"),
        help_text=gettext_lazy("Each is the night that begins on that day."),
    )
    address = LineField(
        label=gettext_lazy("Address"),
        max_length=200,
        help_text=_ONLY_THE_TWO,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    takes_pets = forms.BooleanField(label=gettext_lazy("A guest’s pet is welcome"), required=False)
    has_animals = forms.BooleanField(
        label=gettext_lazy("There are animals in the house"), required=False
    )
    is_step_free = forms.BooleanField(
        label=gettext_lazy("Bed and bathroom are reached without steps"), required=False
    )
    languages = LanguagesField()

    field_order = ["name", "email", "language", "beds", "nights", "address", "takes_pets",
                   "has_animals", "is_step_free", "languages"]  # fmt: skip

    def clean_nights(self) -> list[date]:
        return [date.fromisoformat(night) for night in self.cleaned_data["nights"]]


class BedRequestForm(EntryForm):
    people = _how_many(gettext_lazy("How many people come together"))
    nights = NightsField(
        label=gettext_lazy("In which nights"),
        help_text=gettext_lazy("Each is the night that begins on that day."),
    )
    brings_pet = forms.BooleanField(label=gettext_lazy("A pet comes too"), required=False)
    avoids_animals = forms.BooleanField(
        label=gettext_lazy("A house without animals, please"), required=False
    )
    needs_step_free = forms.BooleanField(
        label=gettext_lazy("Without steps, please"), required=False
    )
    languages = LanguagesField()

    field_order = ["name", "email", "language", "people", "nights", "brings_pet",
                   "avoids_animals", "needs_step_free", "languages"]  # fmt: skip


class RideForm(EntryForm):
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"), choices=Direction.choices, widget=forms.RadioSelect
    )
    place = LineField(
        label=gettext_lazy("From which town, or back to which"),
        max_length=80,
        help_text=gettext_lazy("Such as Nantes. No address."),
    )
    day = DayField(label=gettext_lazy("Day"))
    hour = forms.TimeField(
        label=gettext_lazy("Leaving at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("On the clocks of the commune."),
    )

    def clean_day(self) -> date:
        day, operation = self.cleaned_data["day"], self.operation
        if not operation.starts_on - DAYS_AROUND <= day <= operation.ends_on + DAYS_AROUND:
            raise ValidationError(_("This day is more than a week from the operation."), "far")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("hour"):
            moment = moment_at(cleaned["day"], cleaned["hour"], self.operation.time_zone)
            if moment is None:
                self.add_error("hour", _("The clocks jump over this hour. Choose another one."))
            elif moment <= timezone.now():
                self.add_error("day", _("This is in the past."))
            cleaned["leaves_at"] = moment
        return cleaned


class SeatOfferForm(RideForm):
    seats = _how_many(gettext_lazy("Free seats"))

    field_order = ["name", "email", "language", "direction", "place", "day", "hour", "seats"]


class SeatRequestForm(RideForm):
    people = _how_many(gettext_lazy("How many people come together"))

    field_order = ["name", "email", "language", "direction", "place", "day", "hour", "people"]


class VisitorBedOfferForm(BedOfferForm, VisitorForm):
    pass


class VisitorBedRequestForm(BedRequestForm, VisitorForm):
    pass


class VisitorSeatOfferForm(SeatOfferForm, VisitorForm):
    pass


class VisitorSeatRequestForm(SeatRequestForm, VisitorForm):
    pass


class TeamBedOfferForm(BedOfferForm, TeamForm):
    pass


class TeamBedRequestForm(BedRequestForm, TeamForm):
    pass


class TeamSeatOfferForm(SeatOfferForm, TeamForm):
    pass


class TeamSeatRequestForm(SeatRequestForm, TeamForm):
    pass


# By the words in addresses: of somebody signed in, of a visitor, of the team.
FORMS: dict[tuple[str, str], tuple[type[EntryForm], type[EntryForm], type[EntryForm]]] = {
    ("lodging", "offer"): (BedOfferForm, VisitorBedOfferForm, TeamBedOfferForm),
    ("lodging", "request"): (BedRequestForm, VisitorBedRequestForm, TeamBedRequestForm),
    ("rides", "offer"): (SeatOfferForm, VisitorSeatOfferForm, TeamSeatOfferForm),
    ("rides", "request"): (SeatRequestForm, VisitorSeatRequestForm, TeamSeatRequestForm),
}
