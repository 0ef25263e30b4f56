"""What django-allauth asks of us. The outbox's adapter adds how mails leave."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import main_address
from accounts.rules import signed_in_lately
from core.text import has_hidden_characters

TOO_MANY = _(
    "That was a lot of tries. Nothing is lost: please wait a few minutes, then try again. "
    "If you typed a password, a code by e-mail works too."
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail. `notifications.adapter.AccountAdapter` builds on it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail address and this password do not go together. "
            "You can leave the password empty to get a code by e-mail."
        ),
        "incorrect_code": _("This is not the code we sent. Please look at the latest mail."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "duplicate_email": _("This address is already one of yours."),
        "max_email_addresses": _("An account has at most %d addresses. Remove one first."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": _("A mail has just left. Please wait a moment before asking for another."),
    }

    def new_user(self, request: HttpRequest) -> User:
        return User(language=translation.get_language() or settings.LANGUAGE_CODE)

    def is_safe_url(self, url: str | None) -> bool:
        """Only pages of this very site; allauth's own check trusts each allowed host and port."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:settings")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account_email")

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    # Who signed in just now is not asked again. Later, people who have neither password nor second
    # factor, whom allauth would let pass, confirm with a code as they sign in.

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        request = context.request
        if signed_in_lately(get_authentication_records(request, request.user)):
            return False
        if not get_reauthentication_flows(request.user) and main_address(request.user):
            raise ReauthenticationRequired
        return super().is_reauthentication_required(app=app, **options)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        if methods or not main_address(user):
            return methods
        url = reverse("accounts:confirm-by-code")
        return [{"id": "code", "description": _("Use a code by e-mail"), "url": url}]


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts through OpenStreetMap, Wikimedia or GitHub: a name and a numeric id, no address."""

    def list_apps(
        self, request: HttpRequest, provider: Any = None, client_id: Any = None
    ) -> list[SocialApp]:
        """Providers stand in the environment; the table of allauth stays empty and unread."""
        return [
            SocialApp(provider=kind, **app)
            for kind, entry in settings.SOCIALACCOUNT_PROVIDERS.items()
            for app in entry["APPS"]
            if provider in (None, kind, app.get("provider_id"))
            and client_id in (None, app["client_id"])
        ]

    def get_app(self, request: HttpRequest, provider: Any, client_id: Any = None) -> SocialApp:
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """Keep the name and drop the rest, above all addresses: they may be somebody else's."""
        name = str(data.get("username") or data.get("name") or "")[:80].strip()
        sociallogin.account.extra_data = {"username": name}
        sociallogin.email_addresses = []
        sociallogin.user.email = None
        sociallogin.user.display_name = "" if has_hidden_characters(name) else name
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Providers answer to one address for all languages: `next` remembers the reader's."""
        language = translation.get_language_from_path(sociallogin.state.get("next") or "")
        if language:
            translation.activate(language)
            if not sociallogin.is_existing:
                sociallogin.user.language = language


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Codes change every 30 seconds: try the next."),
    }
