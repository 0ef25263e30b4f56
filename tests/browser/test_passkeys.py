import pytest
from allauth.mfa.models import Authenticator

from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_passkey_is_added_and_then_signs_in(new_page, site, code_for_page):
    user = UserFactory()
    page = new_page()
    authenticator(page)
    page.goto("/en/accounts/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").fill(code_for_page(user.email))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/me/")

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
