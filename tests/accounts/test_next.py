import pytest

from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

FOREIGN = [
    "//evil.example",
    "///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https://evil.example/fr/",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver.evil.example/",
    "http://localhost:9999/",
    "http://testserver@evil.example/",
    "\tjavascript:alert(1)",
    " //evil.example",
]


@pytest.fixture
def user():
    return UserFactory(password=PASSWORD)


def where_from(client, user, address):
    data = {"login": user.email, "password": PASSWORD, "next": address}
    return client.post("/en/accounts/login/", data).headers["Location"]


def test_signing_in_leads_back_to_the_page(client, user):
    assert where_from(client, user, "/en/private/?day=2") == "/en/private/?day=2"


@pytest.mark.parametrize("address", FOREIGN)
def test_signing_in_never_leads_elsewhere(client, user, address):
    assert where_from(client, user, address) == "/en/me/"


@pytest.mark.parametrize("address", FOREIGN)
def test_signing_in_by_code_never_leads_elsewhere(client, user, code_for, address):
    client.post("/en/accounts/login/", {"login": user.email, "next": address})
    response = client.post(
        "/en/accounts/login/code/confirm/", {"code": code_for(user.email), "next": address}
    )

    assert response.headers["Location"] == "/en/me/"


@pytest.mark.parametrize("address", FOREIGN)
def test_signing_out_never_leads_elsewhere(client, user, address):
    client.force_login(user)

    assert client.post("/en/accounts/logout/", {"next": address}).headers["Location"] == "/en/"


@pytest.mark.parametrize("address", FOREIGN)
def test_a_signed_in_person_who_opens_the_login_page_stays_here(client, user, address):
    client.force_login(user)

    response = client.get("/en/accounts/login/", {"next": address})

    assert response.headers["Location"] == "/en/me/"
