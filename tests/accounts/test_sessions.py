import pytest
from django.test import Client

from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SESSIONS = "/en/accounts/sessions/"


def enter(client, user, browser="Firefox"):
    client.defaults["HTTP_USER_AGENT"] = browser
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})


def test_the_others_of_my_sessions_are_listed_and_ended(client):
    user, somebody = UserFactory(password=PASSWORD), UserFactory(password=PASSWORD)
    phone, stranger = Client(), Client()
    enter(client, user)
    enter(phone, user, "Village phone")
    enter(stranger, somebody, "Not mine")

    page = client.get(SESSIONS).content.decode()
    assert "Village phone" in page
    assert "Not mine" not in page
    client.post(SESSIONS)

    assert phone.get(SESSIONS).status_code == 302
    assert client.get(SESSIONS).status_code == 200
    assert stranger.get(SESSIONS).status_code == 200


def test_a_new_password_ends_the_other_sessions(client):
    user = UserFactory(password=PASSWORD)
    phone = Client()
    enter(client, user)
    enter(phone, user)

    new = "another village 12"
    client.post(
        "/en/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert client.get(SESSIONS).status_code == 200
    assert phone.get(SESSIONS).status_code == 302


def test_what_a_signed_in_person_sees_is_kept_by_no_cache(client):
    client.force_login(UserFactory())

    cache_control = client.get("/en/accounts/settings/").headers["Cache-Control"]

    assert "no-store" in cache_control
    assert "private" in cache_control
