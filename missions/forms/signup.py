"""What a volunteer types."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LineField, MailField
from missions.models import Need
from operations.forms.fields import SPOKEN
from operations.models import Operation
from translations.languages import endonym_of
from volunteers.models import Equipment, Level, Volunteer

MOST_AT_ONCE = 30


class ChoiceForm(forms.Form):
    """The shifts that were ticked; and, where places are kept for residents, who is one."""

    lives_here = forms.BooleanField(
        required=False,
        help_text=_("Some places are kept for those who do. We take your word for it."),
    )

    def __init__(self, *args: Any, operation: Operation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.operation = operation
        self.needs: list[Need] = []
        commune = operation.commune.name
        self.fields["lives_here"].label = _("I live in %(commune)s") % {"commune": commune}

    def clean(self) -> dict[str, Any]:
        ticked = [text for text in self.data.getlist("need") if text.isdecimal() and len(text) < 18]
        if not ticked:
            raise ValidationError(_("Choose at least one shift."), code="none_chosen")
        if len(ticked) > MOST_AT_ONCE:
            raise ValidationError(
                _("Choose at most 30 shifts at once. You can come back for more."), code="too_many"
            )
        wanted = {int(text) for text in ticked}
        offered = Need.objects.of_operation(self.operation).filter(shift__is_released=True)
        self.needs = list(offered.filter(pk__in=wanted))
        if len(self.needs) < len(wanted):
            raise ValidationError(
                _("A shift that you chose is no longer there. Please look at your choice again."),
                code="unknown_shift",
            )
        return self.cleaned_data


class SignupForm(ChoiceForm):
    """The shifts, and the two things that we have to know of somebody without an account."""

    name = LineField(
        label=_("Your name"),
        help_text=_("As the team should call you. Only the organizers see it."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = MailField(
        label=_("Your e-mail address"),
        help_text=_("For the link to your page. It is never shown or given to anyone."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Left empty by people, who do not see it, and filled in by robots.
    nickname = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_nickname(self) -> str:
        if self.cleaned_data.get("nickname"):
            raise ValidationError(_("This form seems to have been filled in by a robot."))
        return ""


class AddressForm(forms.Form):
    """ "Send me my links"."""

    email = MailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ReadingForm(forms.Form):
    """How a volunteer wants to be written to."""

    language = forms.ChoiceField(label=_("Language of our mails"))
    time_zone = LineField(
        label=_("Your time zone"),
        help_text=_("For example Europe/Paris or America/Montreal."),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = [
            (code, endonym_of(code)) for code in settings.RELEASED_LANGUAGES
        ]

    def clean_time_zone(self) -> str:
        name = self.cleaned_data["time_zone"]
        if name not in zoneinfo.available_timezones():
            raise ValidationError(_("This time zone is not known. Europe/Paris is one."))
        return name


class OfferingForm(forms.Form):
    """What a volunteer speaks, knows and can bring; nothing of it has to be said."""

    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("So that each group has somebody who understands the people it meets."),
    )
    level = forms.ChoiceField(
        label=_("Your experience with free projects"),
        choices=[("", _("I would rather not say")), *Level.choices],
        required=False,
        help_text=_("So that beginners find somebody beside them who knows the way."),
    )
    equipment = forms.MultipleChoiceField(
        label=_("What you can bring"),
        choices=Equipment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("So that the team borrows only what is missing."),
    )

    def __init__(self, data: Any = None, *, volunteer: Volunteer) -> None:
        super().__init__(
            data, initial={name: getattr(volunteer, name) for name in self.base_fields}
        )
        self.fields["languages"].choices = [(code, endonym_of(code)) for code in SPOKEN]
