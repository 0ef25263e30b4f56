import time

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.queries import confirmed_addresses
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_account_takes_an_address_and_the_code_sent_to_it(client, code_for, mails_to):
    response = client.post("/fr/accounts/signup/", {"email": "Jeanne@Example.org"})
    assert response.headers["Location"] == "/fr/accounts/confirm-email/"
    assert not client.get("/fr/accounts/settings/").wsgi_request.user.is_authenticated

    response = client.post(
        "/fr/accounts/confirm-email/", {"code": code_for("jeanne@example.org").lower()}
    )

    user = User.objects.get()
    assert response.headers["Location"] == reverse("missions:me").replace("/en/", "/fr/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.language, user.time_zone) == (
        "jeanne@example.org",
        "fr",
        "Europe/Paris",
    )
    assert not user.has_usable_password()
    assert confirmed_addresses(user) == {"jeanne@example.org"}
    assert [mail.language for mail in mails_to("jeanne@example.org")] == ["fr"]


def test_an_account_is_not_open_before_the_code_is_typed(client):
    client.post("/en/accounts/signup/", {"email": "jeanne@example.org"})

    user = User.objects.get()
    assert confirmed_addresses(user) == set()
    assert "_auth_user_id" not in client.session


def test_three_wrong_codes_end_the_sign_up(client, code_for):
    client.post("/en/accounts/signup/", {"email": "jeanne@example.org"})
    code = code_for("jeanne@example.org")
    for _try in range(3):
        client.post("/en/accounts/confirm-email/", {"code": "BBBB-BBBB"})

    client.post("/en/accounts/confirm-email/", {"code": code})

    assert "_auth_user_id" not in client.session


def test_a_code_can_be_sent_again(client, mails_to, monkeypatch, code_for):
    client.post("/en/accounts/signup/", {"email": "jeanne@example.org"})
    later = time.time() + 60
    monkeypatch.setattr("time.time", lambda: later)

    client.post("/en/accounts/confirm-email/", {"action": "resend"})
    client.post("/en/accounts/confirm-email/", {"code": code_for("jeanne@example.org")})

    assert len(mails_to("jeanne@example.org")) == 2
    assert "_auth_user_id" in client.session


def test_an_unconfirmed_account_opens_to_whoever_holds_the_address(client, sign_in_by_code):
    """Somebody typed my address; they have no way in, and I am not shut out."""
    client.post("/en/accounts/signup/", {"email": "jeanne@example.org"})
    client.cookies.clear()

    sign_in_by_code("jeanne@example.org")

    assert confirmed_addresses(User.objects.get()) == {"jeanne@example.org"}
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "address", ["", "jeanne", "jeanne@", "a" * 250 + "@example.org", "j\x00@e.org"]
)
def test_what_is_no_address_is_refused_and_kept(client, address):
    response = client.post("/en/accounts/signup/", {"email": address})

    assert response.status_code == 200
    assert "email" in response.context["form"].errors
    assert User.objects.count() == 0


def test_a_person_with_an_account_who_signs_up_again_is_told_by_mail(client, mails_to):
    user = UserFactory()

    client.post("/en/accounts/signup/", {"email": user.email})

    (mail,) = mails_to(user.email)
    assert mail.subject == "You already have an account"
    assert "http://testserver/en/accounts/login/" in mail.text
    assert User.objects.count() == 1
