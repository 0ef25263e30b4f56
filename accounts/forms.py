"""Forms of accounts: ours, and allauth's in our words."""

import zoneinfo
from functools import cache
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import LineField


def _as_address(field: forms.Field) -> None:
    field.label = _("E-mail address")
    field.widget.attrs.pop("placeholder", None)


class LoginForm(account_forms.LoginForm):
    """An address is enough: without a password, a code is sent to it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _as_address(self.fields["login"])

    def _setup_password_field(self) -> None:
        field = self.fields["password"]
        field.required = field.widget.is_required = False
        field.label = _("Password, if you have set one")
        field.widget.attrs.pop("placeholder", None)


class SignupForm(account_forms.SignupForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _as_address(self.fields["email"])


class AddEmailForm(account_forms.AddEmailForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _as_address(self.fields["email"])


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    name = LineField(
        label=_("Name of this passkey"),
        max_length=60,
        required=False,
        help_text=_("So that you recognise it: “My phone”, “Blue key”."),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        required=False,
        initial=True,
        help_text=_(
            "Your device then asks for your finger, your face or its PIN. "
            "Without this, the passkey is only asked for after your code or password."
        ),
    )


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):
    name = LineField(label=_("Name of this passkey"), max_length=60)


@cache
def time_zones() -> list[tuple[str, str]]:
    """Zones named after a place, as people look for them."""
    names = zoneinfo.available_timezones()
    places = {name for name in names if "/" in name and not name.startswith("Etc/")}
    return [(name, name.replace("_", " ")) for name in sorted(places | {"UTC"})]


class SettingsForm(forms.ModelForm):
    display_name = LineField(
        label=_("Name shown to others"),
        max_length=80,
        required=False,
        help_text=_("A first name or a nickname is enough. Empty, you are shown as a number."),
    )
    language = forms.ChoiceField(
        label=_("Language of your mails"), choices=lambda: list(settings.LANGUAGES)
    )
    time_zone = forms.ChoiceField(label=_("Time zone of your mails"), choices=time_zones)

    class Meta:
        model = User
        fields = ["display_name", "language", "time_zone"]
