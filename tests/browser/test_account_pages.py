"""Pages of signing in and of one's own account, in their states, looked at by axe."""

import pytest
from allauth.mfa.models import Authenticator

from tests.accounts.factories import PASSKEY, StaffFactory, UserFactory
from tests.browser.barriers import assert_no_axe_violations
from tests.browser.test_passkeys import enter_by_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
def test_entrance_has_no_barrier(new_page, language, scheme):
    page = new_page(language=language, size="phone", scheme=scheme)
    page.set_default_timeout(30_000)
    for path in (
        "signup/",
        "password/reset/",
        "login/code/",
        "3rdparty/login/cancelled/",
        "login/",
    ):
        page.goto(f"/{language}/accounts/{path}")
        assert_no_axe_violations(page)
    page.locator("[name=login]").fill("nobody@example.org")
    page.locator("main form button").first.click()
    page.locator("[name=code]").wait_for()
    assert_no_axe_violations(page)
    page.locator("[name=code]").fill("BBBB-BBBB")
    page.locator("main form button").first.click()
    page.locator(".error-summary").wait_for()
    assert_no_axe_violations(page)


@pytest.mark.parametrize(("language", "scheme"), [("fr", "dark"), ("en", "light")])
def test_my_account_has_no_barrier(new_page, language, scheme):
    user = UserFactory()
    key = Authenticator.objects.create(user=user, type="webauthn", data=PASSKEY)
    page = new_page(user=user, language=language, size="phone", scheme=scheme)
    page.set_default_timeout(30_000)
    for path in (
        "settings/",
        "email/",
        "password/set/",
        "2fa/",
        "2fa/webauthn/",
        f"2fa/webauthn/keys/{key.pk}/remove/",  # asks who one is first
        "3rdparty/",
        "sessions/",
        "logout/",
    ):
        page.goto(f"/{language}/accounts/{path}")
        assert_no_axe_violations(page)


def test_a_person_without_password_or_key_opens_every_page_about_keys(new_page):
    page = new_page(size="phone")
    page.set_default_timeout(30_000)
    enter_by_code(page, UserFactory())
    for path in ("2fa/webauthn/add/", "2fa/totp/activate/", "email/"):
        page.goto(f"/en/accounts/{path}")
        assert_no_axe_violations(page)


def test_the_admin_works_under_the_content_security_policy(new_page):
    """Whatever the policy refuses would be a complaint in the console, and fail."""
    person = UserFactory()
    page = new_page(user=StaffFactory())
    page.set_default_timeout(30_000)
    page.goto("/admin/accounts/user/?q=person")
    page.goto(f"/admin/accounts/user/{person.pk}/change/")
    page.locator("[name=display_name]").fill("Jeanne")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/admin/accounts/user/**")

    person.refresh_from_db()
    assert person.display_name == "Jeanne"
