import os
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.github.provider import GitHubProvider
from allauth.socialaccount.providers.mediawiki.provider import MediaWikiProvider
from django.test import Client

from accounts.models import User
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.provider import asked_of, running_provider

pytestmark = pytest.mark.django_db

LOGIN = "/fr/accounts/oidc/openstreetmap/login/"
CALLBACK = "/accounts/callback/oidc/openstreetmap/"
CONNECTIONS = "/fr/accounts/3rdparty/"


@pytest.fixture(scope="module")
def server():
    with running_provider() as server:
        yield server


@pytest.fixture
def provider(server, settings):
    server.person = {"sub": "4711", "preferred_username": "Jeanne des champs"}
    app = {
        "client_id": "us",
        "secret": "ours",
        "provider_id": "openstreetmap",
        "name": "OpenStreetMap",
        "settings": {
            "server_url": f"{server.url}/.well-known/oauth-authorization-server",
            "scope": ["openid", "read_prefs"],
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = settings.SOCIALACCOUNT_PROVIDERS | {
        "openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
    }
    return server


def go(client, provider, **query):
    """Press the button, be the person at the provider, come back."""
    response = client.post(LOGIN, query_params={"process": "login", "next": "/fr/me/"} | query)
    asked = asked_of(response.headers["Location"])
    provider.challenge = asked["code_challenge"]
    return client.get(CALLBACK, {"code": "a-code", "state": asked["state"]})


def test_the_request_asks_for_little_and_is_bound_to_this_browser(client, provider):
    response = client.post(LOGIN)

    assert response.headers["Location"].startswith(f"{provider.url}/oauth2/authorize?")
    asked = asked_of(response.headers["Location"])
    assert asked["redirect_uri"] == f"http://testserver{CALLBACK}"
    assert set(asked["scope"].split()) == {"openid", "read_prefs"}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 16


def test_a_person_comes_through_openstreetmap_without_any_address(client, provider):
    response = go(client, provider)

    user = User.objects.get()
    assert response.headers["Location"] == "/fr/me/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.display_name, user.language, user.time_zone) == (
        None,
        "Jeanne des champs",
        "fr",
        "Europe/Paris",
    )
    assert not user.has_usable_password()
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid) == ("openstreetmap", "4711")
    assert account.extra_data == {"username": "Jeanne des champs"}
    assert SocialToken.objects.count() == 0


def test_several_people_without_address_have_each_their_account(provider):
    go(Client(), provider)
    provider.person = {"sub": "4712", "preferred_username": "Paul"}
    go(Client(), provider)

    assert sorted(User.objects.values_list("display_name", "email")) == [
        ("Jeanne des champs", None),
        ("Paul", None),
    ]


def test_the_number_counts_not_the_name(provider):
    go(Client(), provider)
    provider.person = {"sub": "4711", "preferred_username": "Renamed"}
    same, other = Client(), Client()
    go(same, provider)
    provider.person = {"sub": "9999", "preferred_username": "Jeanne des champs"}
    go(other, provider)

    jeanne = SocialAccount.objects.get(uid="4711").user
    assert same.session["_auth_user_id"] == str(jeanne.pk)
    assert other.session["_auth_user_id"] != str(jeanne.pk)


@pytest.mark.parametrize("verified", [True, False])
def test_the_provider_s_word_on_an_address_opens_no_account(client, provider, verified):
    victim = UserFactory(email="victim@example.org", password=PASSWORD)
    provider.person |= {"email": "victim@example.org", "email_verified": verified}

    go(client, provider)

    newcomer = User.objects.exclude(pk=victim.pk).get()
    assert client.session["_auth_user_id"] == str(newcomer.pk)
    assert newcomer.email is None
    assert list(EmailAddress.objects.values_list("user", flat=True)) == [victim.pk]


def test_an_address_told_by_the_provider_stays_free_for_its_owner(client, provider, code_for):
    provider.person |= {"email": "victim@example.org", "email_verified": True}
    go(Client(), provider)

    client.post("/en/accounts/signup/", {"email": "victim@example.org"})
    client.post("/en/accounts/confirm-email/", {"code": code_for("victim@example.org")})

    victim = User.objects.get(email="victim@example.org")
    assert client.session["_auth_user_id"] == str(victim.pk)
    assert not SocialAccount.objects.filter(user=victim).exists()


def test_an_address_is_added_later_with_a_code(client, provider, code_for):
    go(client, provider)

    client.post("/fr/accounts/email/", {"action_add": "", "email": "jeanne@example.org"})
    client.post("/fr/accounts/confirm-email/", {"code": code_for("jeanne@example.org")})

    assert User.objects.get().email == "jeanne@example.org"


def test_a_name_with_hidden_characters_is_not_taken(client, provider):
    provider.person["preferred_username"] = "nom\u202eeman"

    go(client, provider)

    assert User.objects.get().display_name == ""


def test_who_is_signed_in_adds_openstreetmap_and_takes_it_away(client, provider, sign_in_by_code):
    user = UserFactory()
    sign_in_by_code(user.email)
    go(client, provider, process="connect", next=CONNECTIONS)

    through_osm = Client()
    go(through_osm, provider)
    assert through_osm.session["_auth_user_id"] == str(user.pk)
    assert "Jeanne des champs" in client.get(CONNECTIONS).content.decode()
    client.post(CONNECTIONS, {"account": SocialAccount.objects.get().pk})

    assert SocialAccount.objects.count() == 0


def test_the_only_way_in_cannot_be_taken_away(client, provider):
    go(client, provider)

    response = client.post(CONNECTIONS, {"account": SocialAccount.objects.get().pk})

    assert SocialAccount.objects.count() == 1
    assert response.status_code == 200


def test_an_answer_nobody_asked_for_signs_nobody_in(client, provider):
    response = Client().post(LOGIN)
    state = asked_of(response.headers["Location"])["state"]

    for query in ({"code": "a-code", "state": state}, {"code": "a-code"}, {}):
        assert client.get(CALLBACK, query).status_code == 401

    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 0


def test_a_code_with_the_wrong_verifier_is_refused(client, provider):
    response = client.post(LOGIN)
    provider.challenge = "somebody else's"

    response = client.get(
        CALLBACK, {"code": "a-code", "state": asked_of(response.headers["Location"])["state"]}
    )

    assert response.status_code == 401
    assert User.objects.count() == 0


def test_going_back_at_the_provider_is_no_error(client, provider):
    state = asked_of(client.post(LOGIN).headers["Location"])["state"]

    response = client.get(CALLBACK, {"error": "access_denied", "state": state}, follow=True)

    assert response.status_code == 200
    assert "Nothing has changed" in response.content.decode()


def test_opening_the_address_of_the_button_goes_nowhere(client, provider):
    assert client.get(LOGIN).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/en/accounts/oidc/openstreetmap/login/",
        "/en/accounts/oidc/nobody/login/",
        "/en/accounts/github/login/",
        "/en/accounts/mediawiki/login/",
        CALLBACK,
        "/accounts/callback/github/",
    ],
)
def test_a_provider_that_is_not_set_up_does_not_exist(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_the_login_page_offers_what_is_set_up_only(client, provider):
    page = client.get("/en/accounts/login/").content.decode()

    assert "Continue with OpenStreetMap" in page
    assert "Wikimedia" not in page
    assert "GitHub" not in page


def test_the_key_is_the_number_at_wikimedia_and_github_too(rf):
    assert MediaWikiProvider.extract_uid(None, {"sub": 12, "username": "Jeanne"}) == "12"
    assert GitHubProvider.extract_uid(None, {"id": 34, "login": "jeanne"}) == "34"


def test_providers_appear_with_their_keys_in_the_environment():
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from config.settings_accounts import *\n"
            "print([kind for kind, entry in SOCIALACCOUNT_PROVIDERS.items() if entry['APPS']])\n"
            "print(SIGN_IN_ORIGINS)",
        ],
        env=os.environ
        | {"OSM_CLIENT_ID": "a", "OSM_CLIENT_SECRET": "b", "GITHUB_CLIENT_ID": "no secret"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines() == [
        "['openid_connect']",
        "['https://www.openstreetmap.org']",
    ]
