"""Adding a person to a shift, and moving one."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.dates import period_in_words
from core.forms import LineField, MailField
from missions.models import Need
from translations.texts import text_of


class PersonForm(forms.Form):
    """Somebody who told the organizers, by telephone or at the town hall."""

    name = LineField(label=_("Name"), max_length=80)
    email = MailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Without it the person gets no mail; you tell them about changes."),
    )
    language = forms.ChoiceField(label=_("Language they read"))
    lives_here = forms.BooleanField(
        required=False, help_text=_("They may then have a place kept for residents.")
    )

    def __init__(self, *args: Any, need: Need, **options: Any) -> None:
        super().__init__(*args, **options)
        commune = need.shift.mission.operation.commune.name
        self.fields["lives_here"].label = _("Lives in %(commune)s") % {"commune": commune}
        if not need.residents_reserve:
            del self.fields["lives_here"]
        names = dict(settings.LANGUAGES)
        self.fields["language"].choices = [
            (code, names[code]) for code in settings.RELEASED_LANGUAGES
        ]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class NeedField(forms.ModelChoiceField):
    """A place on a shift, named by mission, time and role."""

    def label_from_instance(self, need: Need) -> str:
        shift = need.shift
        zone = shift.mission.operation.time_zone
        parts = [
            period_in_words(shift.starts_at, shift.ends_at, zone),
            text_of(shift.mission, "title").text,
            need.get_role_display(),
        ]
        return " · ".join(str(part) for part in parts)


class MoveForm(forms.Form):
    """Where to move a person; only what its giver may fill is offered."""

    need = NeedField(label=_("Move to"), queryset=Need.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, *, needs: Any) -> None:
        super().__init__(data)
        self.fields["need"].queryset = needs
