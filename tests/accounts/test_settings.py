import pytest

from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db

SETTINGS = "/en/accounts/settings/"
GOOD = {"display_name": "Jeanne", "language": "fr", "time_zone": "America/Martinique"}


def test_settings_are_kept(client):
    user = UserFactory()
    client.force_login(user)

    response = client.post(SETTINGS, GOOD)

    user.refresh_from_db()
    assert response.headers["Location"] == SETTINGS
    assert {name: getattr(user, name) for name in GOOD} == GOOD


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "x" * 81),
        ("display_name", "two\nlines"),
        ("display_name", "turned\u202eround"),
        ("language", "xx"),
        ("language", ""),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", ""),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(client, field, value):
    user = UserFactory(display_name="Jeanne")
    client.force_login(user)

    response = client.post(SETTINGS, GOOD | {field: value})

    assert field in response.context["form"].errors
    user.refresh_from_db()
    assert (user.display_name, user.language, user.time_zone) == ("Jeanne", "en", "Europe/Paris")


def test_nobody_makes_themselves_staff_by_adding_fields(client):
    user = UserFactory()
    client.force_login(user)

    client.post(SETTINGS, GOOD | {"is_staff": "on", "is_superuser": "on", "email": "a@b.org"})

    fresh = type(user).objects.get(pk=user.pk)
    assert (fresh.is_staff, fresh.is_superuser, fresh.email) == (False, False, user.email)


def test_an_account_without_address_is_invited_to_add_one(client):
    client.force_login(UserFactory(email=None))

    assert "has no e-mail address" in client.get(SETTINGS).content.decode()


def test_visitors_sign_in_first(client):
    assert client.get(SETTINGS).headers["Location"] == f"/en/accounts/login/?next={SETTINGS}"
