"""Forms of accounts: ours, and allauth's in our words."""

import uuid
import zoneinfo
from functools import cache
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.webauthn import forms as passkey_forms
from allauth.socialaccount import forms as social_forms
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import main_address
from core.forms import LineField, refuse_hidden_characters

ADDRESS_LENGTH = 254  # of the columns; longer addresses cannot exist (RFC 5321)


class AddressForm:
    """Forms of allauth that ask for an address, in our words and no longer than we can keep."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["login" if "login" in self.fields else "email"]
        field.label = _("E-mail address")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["maxlength"] = ADDRESS_LENGTH
        field.validators += [MaxLengthValidator(ADDRESS_LENGTH), refuse_hidden_characters]


class LoginForm(AddressForm, account_forms.LoginForm):
    """An address is enough: without a password, a code is sent to it."""

    def _setup_password_field(self) -> None:
        field = self.fields["password"]
        field.required = field.widget.is_required = False
        field.label = _("Password, if you have set one")
        field.widget.attrs.pop("placeholder", None)


class RequestLoginCodeForm(AddressForm, account_forms.RequestLoginCodeForm):
    pass


class SignupForm(AddressForm, account_forms.SignupForm):
    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            self._do_as_much_for_nothing(request)
        return super().try_save(request)

    def _do_as_much_for_nothing(self, request: HttpRequest) -> None:
        """Open an account and undo it: the clock does not tell who has one already."""
        with transaction.atomic():
            twin = type(self)({"email": f"{uuid.uuid4().hex}@example.invalid"})
            if twin.is_valid():
                twin.save(request)
            transaction.set_rollback(True)


class AddEmailForm(AddressForm, account_forms.AddEmailForm):
    pass


class ResetPasswordForm(AddressForm, account_forms.ResetPasswordForm):
    pass


class DisconnectForm(social_forms.DisconnectForm):
    """allauth wants a password to stay; here a confirmed address is enough to come back."""

    def clean(self) -> dict[str, Any]:
        account = self.cleaned_data.get("account")
        others = self.accounts.exclude(pk=account.pk) if account else self.accounts
        if account and not others.exists() and not main_address(self.request.user):
            raise forms.ValidationError(
                _("Add an e-mail address first: this is your only way in for now.")
            )
        return self.cleaned_data


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
