"""Who joins the team, and as what."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import MailField
from operations.models import Role


class InvitationForm(forms.Form):
    email = MailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.ORGANIZER)
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        help_text=_("People who have an account read it in their own language."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = dict(settings.LANGUAGES)
        self.fields["language"].choices = [
            (code, names[code]) for code in settings.RELEASED_LANGUAGES
        ]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class RoleForm(forms.Form):
    """One more role for a member; who the member is stands in the address."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
