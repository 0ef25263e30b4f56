import re

import pytest
from allauth.mfa.models import Authenticator

from notifications.models import Email
from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_passkey_is_added_and_then_signs_in(new_page):
    user = UserFactory()
    page = new_page()
    page.set_default_timeout(30_000)
    authenticator(page)
    enter_by_code(page, user)

    page.goto("/en/accounts/2fa/webauthn/add/")
    page.get_by_label("Name of this passkey").fill("My phone")
    page.get_by_role("button", name="Add this device").click()
    page.wait_for_url("**/2fa/recovery-codes/**")
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1

    page.goto("/en/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/en/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/me/")
    page.goto("/en/accounts/2fa/webauthn/")
    assert page.get_by_role("heading", name="My phone").is_visible()


def enter_by_code(page, user) -> None:
    page.goto("/en/accounts/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/login/code/confirm/")
    mail = Email.objects.filter(recipient=user.email).latest("pk")
    page.get_by_label("Code").fill(re.search(r"\b[B-Z]{4}-[B-Z]{4}\b", mail.text).group())
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/me/")


def authenticator(page) -> None:
    """A phone that is always unlocked, inside the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
