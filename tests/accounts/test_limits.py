import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/en/accounts/login/"


def test_a_class_behind_one_address_opens_its_accounts(code_for):
    """Forty pupils, one school, the same five minutes."""
    for number in range(40):
        pupil = Client(REMOTE_ADDR="192.0.2.7")
        pupil.post("/en/accounts/signup/", {"email": f"pupil{number}@example.org"})
        pupil.post("/en/accounts/confirm-email/", {"code": code_for(f"pupil{number}@example.org")})
        assert "_auth_user_id" in pupil.session

    assert User.objects.filter(emailaddress__verified=True).count() == 40


def test_a_class_behind_one_address_signs_in_and_mistypes(code_for):
    for user in UserFactory.create_batch(40):
        pupil = Client(REMOTE_ADDR="192.0.2.7")
        pupil.post(LOGIN, {"login": user.email})
        pupil.post("/en/accounts/login/code/confirm/", {"code": "BBBB-BBBB"})
        pupil.post("/en/accounts/login/code/confirm/", {"code": code_for(user.email)})
        assert "_auth_user_id" in pupil.session


def test_a_machine_that_opens_accounts_is_stopped(mails_to):
    machine = Client(REMOTE_ADDR="192.0.2.66")

    answers = [
        machine.post("/en/accounts/signup/", {"email": f"robot{number}@example.org"}).status_code
        for number in range(130)
    ]

    assert answers.count(429) >= 10
    page = machine.post("/en/accounts/signup/", {"email": "robot@example.org"})
    assert "wait a few minutes" in page.content.decode()
    assert mails_to("robot@example.org") == []


def test_guessing_one_password_is_stopped_from_anywhere():
    user = UserFactory(password=PASSWORD)
    for number in range(5):
        thief = Client(REMOTE_ADDR=f"198.51.100.{number}")
        thief.post(LOGIN, {"login": user.email, "password": f"guess {number}"})

    thief = Client(REMOTE_ADDR="198.51.100.99")
    response = thief.post(LOGIN, {"login": user.email, "password": PASSWORD})

    # allauth answers 200 here: what counts is that nobody is signed in.
    assert "_auth_user_id" not in thief.session
    assert "That was a lot of tries" in response.content.decode()


def test_whose_password_is_guessed_at_still_enters_by_code(client, sign_in_by_code):
    user = UserFactory(password=PASSWORD)
    thief = Client(REMOTE_ADDR="198.51.100.1")
    for number in range(8):
        thief.post(LOGIN, {"login": user.email, "password": f"guess {number}"})

    sign_in_by_code(user.email)

    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("has_account", [True, False])
def test_nobody_floods_a_mailbox(mails_to, has_account):
    address = UserFactory().email if has_account else "nobody@example.org"
    for number in range(30):
        sender = Client(REMOTE_ADDR=f"198.51.100.{number}")
        sender.post(LOGIN, {"login": address})
        sender.post("/en/accounts/signup/", {"email": address})
        sender.post("/en/accounts/password/reset/", {"email": address})

    assert 0 < len(mails_to(address)) <= 10


def test_without_a_trusted_proxy_a_forged_address_counts_for_nothing():
    for number in range(121):
        machine = Client(REMOTE_ADDR="192.0.2.66", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        response = machine.post("/en/accounts/signup/", {"email": f"robot{number}@example.org"})

    assert response.status_code == 429


def test_behind_a_proxy_each_visitor_is_counted_apart(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(121):
        visitor = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        response = visitor.post("/en/accounts/signup/", {"email": f"person{number}@example.org"})

    assert response.status_code == 302
