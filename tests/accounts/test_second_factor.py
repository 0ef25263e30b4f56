import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db

AUTHENTICATE = "/en/accounts/2fa/authenticate/"


def code_of_app(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def locked():
    """Somebody with an authenticator app: the person, and the app's secret."""
    user, secret = UserFactory(), generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return user, secret


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_an_app_is_set_up_with_the_code_it_shows(
    client, sign_in_by_code, mails_to, django_capture_on_commit_callbacks
):
    user = UserFactory()
    sign_in_by_code(user.email)
    page = client.get("/en/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/en/accounts/2fa/totp/activate/", {"code": code_of_app(secret)})

    assert response.status_code == 302
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    subjects = [mail.subject for mail in mails_to(user.email)]
    assert "Your authenticator app is in use" in subjects


def test_an_app_is_asked_for_after_the_code_by_mail(client, sign_in_by_code, locked):
    user, secret = locked

    response = sign_in_by_code(user.email)
    assert response.headers["Location"] == AUTHENTICATE
    assert not is_signed_in(client)
    client.post(AUTHENTICATE, {"code": "000000"})
    assert not is_signed_in(client)
    client.post(AUTHENTICATE, {"code": code_of_app(secret)})

    assert is_signed_in(client)


def test_a_recovery_code_opens_once(client, code_for, locked):
    user, _secret = locked
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]

    outcomes = []
    for browser in (client, Client()):
        browser.post("/en/accounts/login/", {"login": user.email})
        browser.post("/en/accounts/login/code/confirm/", {"code": code_for(user.email)})
        browser.post(AUTHENTICATE, {"code": code})
        outcomes.append(is_signed_in(browser))

    assert outcomes == [True, False]


def test_guessing_the_app_is_stopped(client, sign_in_by_code, locked):
    user, secret = locked
    sign_in_by_code(user.email)
    for _try in range(5):
        client.post(AUTHENTICATE, {"code": "000000"})

    response = client.post(AUTHENTICATE, {"code": code_of_app(secret)})

    assert "That was a lot of tries" in response.content.decode()
    assert not is_signed_in(client)


def test_recovery_codes_are_shown_after_showing_who_one_is(
    client, sign_in_by_code, locked, an_hour_later
):
    user, secret = locked
    sign_in_by_code(user.email)
    client.post(AUTHENTICATE, {"code": code_of_app(secret)})
    an_hour_later()
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()

    response = client.get("/en/accounts/2fa/recovery-codes/")
    assert "/2fa/reauthenticate/" in response.headers["Location"]
    client.post(response.headers["Location"], {"code": codes[0]})
    page = client.get("/en/accounts/2fa/recovery-codes/").content.decode()

    assert codes[1] in page
    assert codes[0] not in page
