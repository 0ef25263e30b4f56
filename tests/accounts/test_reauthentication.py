import pytest
from allauth.account.models import EmailAddress

from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ADD_PASSKEY = "/en/accounts/2fa/webauthn/add/"
BY_CODE = "/en/accounts/reauthenticate/code/"


def test_who_signed_in_by_code_just_now_is_not_asked_again(client, sign_in_by_code):
    sign_in_by_code(UserFactory().email)

    assert client.get(ADD_PASSKEY).status_code == 200


def test_an_hour_later_a_new_code_is_asked_for(client, sign_in_by_code, code_for, an_hour_later):
    user = UserFactory()
    sign_in_by_code(user.email)
    an_hour_later()

    response = client.get(ADD_PASSKEY)
    page = response.headers["Location"]
    assert page == f"{BY_CODE}?next={ADD_PASSKEY.replace('/', '%2F')}"
    assert client.post(page, {"send": "1"}).headers["Location"].startswith(BY_CODE)
    response = client.post(page, {"code": code_for(user.email)})

    assert response.headers["Location"] == ADD_PASSKEY
    assert client.get(ADD_PASSKEY).status_code == 200


def test_opening_the_page_sends_nothing(client, sign_in_by_code, mails_to):
    user = UserFactory()
    sign_in_by_code(user.email)

    client.get(BY_CODE)

    assert len(mails_to(user.email)) == 1


def test_three_wrong_codes_ask_for_a_new_one(client, sign_in_by_code, code_for, an_hour_later):
    user = UserFactory()
    sign_in_by_code(user.email)
    an_hour_later()
    client.post(BY_CODE, {"send": "1"})
    code = code_for(user.email)
    for _try in range(3):
        client.post(BY_CODE, {"code": "BBBB-BBBB"})

    client.post(BY_CODE, {"code": code})

    assert client.get(ADD_PASSKEY).status_code == 302


def test_no_code_was_sent_and_an_empty_one_does_not_fit(client, sign_in_by_code, an_hour_later):
    sign_in_by_code(UserFactory().email)
    an_hour_later()

    for code in ("", "-", "BBBB-BBBB"):
        client.post(BY_CODE, {"code": code})

    assert client.get(ADD_PASSKEY).status_code == 302


def test_an_address_added_from_a_forgotten_session_waits_for_the_code(
    client, sign_in_by_code, mails_to, an_hour_later
):
    user = UserFactory()
    sign_in_by_code(user.email)
    an_hour_later()

    response = client.post("/en/accounts/email/", {"action_add": "", "email": "thief@example.org"})

    assert response.headers["Location"].startswith(BY_CODE)
    assert mails_to("thief@example.org") == []
    assert EmailAddress.objects.filter(user=user).count() == 1


def test_who_has_a_password_is_asked_for_it(client, an_hour_later):
    user = UserFactory(password=PASSWORD)
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.get(ADD_PASSKEY).status_code == 200
    an_hour_later()

    response = client.get(ADD_PASSKEY)
    assert response.headers["Location"].startswith("/en/accounts/reauthenticate/?")
    client.post(response.headers["Location"], {"password": "no"})
    assert client.get(ADD_PASSKEY).status_code == 302
    client.post(response.headers["Location"], {"password": PASSWORD})

    assert client.get(ADD_PASSKEY).status_code == 200


def test_a_second_address_is_added_with_its_own_code(client, sign_in_by_code, code_for, mails_to):
    user = UserFactory()
    sign_in_by_code(user.email)

    client.post("/en/accounts/email/", {"action_add": "", "email": "Second@example.org"})
    assert EmailAddress.objects.filter(user=user).count() == 1
    client.post("/en/accounts/confirm-email/", {"code": code_for("second@example.org")})
    client.post("/en/accounts/email/", {"action_primary": "", "email": "second@example.org"})

    user.refresh_from_db()
    assert user.email == "second@example.org"
    old = EmailAddress.objects.get(user=user, primary=False).email
    assert mails_to(old)[-1].subject == "Your main address has changed"


def test_the_last_address_cannot_be_removed(client, sign_in_by_code):
    user = UserFactory()
    sign_in_by_code(user.email)

    client.post("/en/accounts/email/", {"action_remove": "", "email": user.email})

    assert EmailAddress.objects.filter(user=user).count() == 1
