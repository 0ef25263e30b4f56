import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from tests.accounts.factories import PASSWORD, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_admin_has_no_door_of_its_own(client):
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    response = client.post("/admin/login/", {"username": "a@b.org", "password": "x"})
    assert response.headers["Location"].startswith("/en/accounts/login/?next=")


def test_people_who_are_not_staff_stay_out(client):
    client.force_login(UserFactory())

    assert client.get("/admin/login/").status_code == 403
    assert client.get("/admin/accounts/user/").status_code == 302


def test_staff_finds_a_person_by_address_and_sees_no_hash(client):
    person = UserFactory(email="jeanne@example.org", password=PASSWORD)
    UserFactory(email="paul@example.org")
    client.force_login(StaffFactory())

    found = client.get("/admin/accounts/user/", {"q": "jeanne@"}).content.decode()
    page = client.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()

    assert "jeanne@example.org" in found
    assert "paul@example.org" not in found
    assert "jeanne@example.org" in page
    assert person.password not in page
    assert "md5$" not in page


def test_staff_can_close_an_account(client):
    person = UserFactory()
    client.force_login(StaffFactory())
    data = {"display_name": "Jeanne", "language": "en", "time_zone": "UTC"}
    for inline in ("emailaddress_set", "socialaccount_set"):
        data |= {f"{inline}-TOTAL_FORMS": "0", f"{inline}-INITIAL_FORMS": "0"}

    client.post(f"/admin/accounts/user/{person.pk}/change/", data)

    person.refresh_from_db()
    assert not person.is_active
    assert person.email


def test_staff_without_all_rights_cannot_take_them(client):
    staff = StaffFactory(is_superuser=False)
    staff.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    client.force_login(staff)
    data = {
        "display_name": "Jeanne",
        "language": "en",
        "time_zone": "UTC",
        "is_active": "on",
        "is_superuser": "on",
    }
    for inline in ("emailaddress_set", "socialaccount_set"):
        data |= {f"{inline}-TOTAL_FORMS": "0", f"{inline}-INITIAL_FORMS": "0"}

    client.post(f"/admin/accounts/user/{staff.pk}/change/", data)

    fresh = User.objects.get(pk=staff.pk)
    assert fresh.display_name == "Jeanne"
    assert not fresh.is_superuser


@pytest.mark.parametrize(
    "table",
    [
        "mfa/authenticator",
        "usersessions/usersession",
        "socialaccount/socialtoken",
        "account/emailaddress",
    ],
)
def test_secrets_have_no_page(client, table):
    client.force_login(StaffFactory())

    assert client.get(f"/admin/{table}/").status_code == 404
