import time

import pytest
from django.test import Client

from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/en/accounts/login/"
CONFIRM = "/en/accounts/login/code/confirm/"


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_an_address_and_its_code_sign_in(client, sign_in_by_code, mails_to):
    user = UserFactory()

    response = sign_in_by_code(user.email)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    (mail,) = mails_to(user.email)
    assert mail.is_secret
    assert "15 minutes" in mail.text


def test_the_code_page_takes_the_code_in_any_spelling(client, code_for):
    user = UserFactory()
    client.post(LOGIN, {"login": user.email.upper()})

    client.post(CONFIRM, {"code": f" {code_for(user.email).replace('-', ' ').lower()} "})

    assert is_signed_in(client)


def test_three_wrong_codes_kill_the_right_one(client, code_for):
    user = UserFactory()
    client.post(LOGIN, {"login": user.email})
    code = code_for(user.email)
    answers = [client.post(CONFIRM, {"code": "BBBB-BBBB"}).status_code for _try in range(3)]

    response = client.post(CONFIRM, {"code": code})

    assert answers == [200, 200, 302]
    assert response.headers["Location"] == "/en/accounts/login/code/"
    assert not is_signed_in(client)


def test_a_code_is_dead_after_15_minutes(client, code_for, monkeypatch):
    user = UserFactory()
    client.post(LOGIN, {"login": user.email})
    later = time.time() + 15 * 60 + 5
    monkeypatch.setattr("time.time", lambda: later)

    client.post(CONFIRM, {"code": code_for(user.email)})

    assert not is_signed_in(client)


def test_a_code_works_only_in_the_browser_that_asked_for_it(client, code_for):
    user = UserFactory()
    client.post(LOGIN, {"login": user.email})

    other = Client()
    other.post(CONFIRM, {"code": code_for(user.email)})

    assert not is_signed_in(other)


def test_a_new_code_replaces_the_one_before(client, code_for, mails_to):
    user = UserFactory()
    client.post(LOGIN, {"login": user.email})
    first = code_for(user.email)
    client.post(CONFIRM, {"action": "resend"})

    client.post(CONFIRM, {"code": first})
    assert not is_signed_in(client)
    client.post(CONFIRM, {"code": code_for(user.email)})

    assert is_signed_in(client)
    assert len(mails_to(user.email)) == 2


def test_a_password_can_be_set_later_and_then_signs_in(client, sign_in_by_code, mails_to):
    user = UserFactory()
    sign_in_by_code(user.email)

    response = client.post(
        "/en/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD}
    )
    assert response.headers["Location"] == "/en/accounts/settings/"
    assert is_signed_in(client)
    other = Client()
    other.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert is_signed_in(other)
    assert mails_to(user.email)[-1].subject == "Your account has a password now"


def test_a_wrong_password_is_refused_in_words_that_help(client):
    user = UserFactory(password=PASSWORD)

    response = client.post(LOGIN, {"login": user.email, "password": "no"})

    assert "do not go together" in response.content.decode()
    assert user.email in response.content.decode()
    assert not is_signed_in(client)


def test_an_account_with_a_password_can_still_use_a_code(client, sign_in_by_code):
    user = UserFactory(password=PASSWORD)

    sign_in_by_code(user.email)

    assert is_signed_in(client)


def test_a_forgotten_password_is_replaced_with_a_code(client, code_for):
    user = UserFactory(password=PASSWORD)
    client.post("/en/accounts/password/reset/", {"email": user.email})
    client.post("/en/accounts/password/reset/confirm/", {"code": code_for(user.email)})

    client.post(
        "/en/accounts/password/reset/complete/",
        {"password1": "another village 12", "password2": "another village 12"},
    )

    other = Client()
    other.post(LOGIN, {"login": user.email, "password": "another village 12"})
    assert is_signed_in(other)


@pytest.mark.parametrize("password", ["short", "password1234", "1234567890"])
def test_a_password_that_protects_nothing_is_refused(client, password):
    user = UserFactory()
    client.force_login(user)

    response = client.post(
        "/en/accounts/password/set/", {"password1": password, "password2": password}
    )

    assert response.status_code == 200
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_a_closed_account_gets_no_code(client, mails_to):
    user = UserFactory(is_active=False)

    client.post(LOGIN, {"login": user.email})

    (mail,) = mails_to(user.email)
    assert mail.subject == "There is no account with this address"


def test_signing_out_takes_a_post(client):
    client.force_login(UserFactory())

    assert client.get("/en/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    client.post("/en/accounts/logout/")

    assert not is_signed_in(client)


def test_the_session_has_a_new_key_once_signed_in(client, sign_in_by_code):
    user = UserFactory()
    client.post(LOGIN, {"login": user.email})
    before = client.session.session_key

    sign_in_by_code(user.email)

    assert client.session.session_key != before


def test_the_login_page_is_never_kept_by_a_cache(client):
    assert "no-store" in client.get(LOGIN).headers["Cache-Control"]
