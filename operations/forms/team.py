"""Who joins the team, and as what."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.text import has_hidden_characters
from operations.models import Role


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
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
        address = self.cleaned_data["email"].lower()
        if has_hidden_characters(address):
            raise forms.ValidationError(_("This address holds characters that cannot be seen."))
        return address


class RoleForm(forms.Form):
    """One more role for a member; who the member is stands in the address."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
