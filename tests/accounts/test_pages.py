"""Every page of accounts, for everybody, in both languages."""

import itertools
import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from django.template.loader import get_template
from django.urls import URLResolver, reverse

from accounts import urls
from tests.accounts.factories import PASSKEY, UserFactory

pytestmark = pytest.mark.django_db

ARGUMENTS = {"pk": 1, "provider_id": "openstreetmap"}


def names_in(patterns, namespace="", outer=()):
    for pattern in patterns:
        parameters = (*outer, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            yield from names_in(pattern.url_patterns, inner, parameters)
        else:
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name, parameters


def all_names():
    patterns = [*urls.urlpatterns, *urls.machine_urlpatterns]
    return sorted(set(names_in(patterns)))


class Outline(HTMLParser):
    """Headings, landmarks, and whatever a strict policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.mains = 0
        self.inline: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.mains += tag == "main"
        if tag == "style" or any(name == "style" or name.startswith("on") for name in given):
            self.inline.append(self.get_starttag_text())
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.inline.append(self.get_starttag_text())


def assert_well_built(response):
    outline = Outline()
    outline.feed(response.content.decode())
    assert outline.inline == []
    assert outline.mains == 1
    assert outline.headings.count(1) == 1
    assert [(a, b) for a, b in itertools.pairwise(outline.headings) if b > a + 1] == []


def people():
    somebody = UserFactory()
    Authenticator.objects.create(pk=1, user=somebody, type="webauthn", data=PASSKEY)
    return {"visitor": None, "somebody": somebody, "no address": UserFactory(email=None)}


@pytest.mark.parametrize(("name", "parameters"), all_names())
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("who", ["visitor", "somebody", "no address"])
def test_every_page_answers_everybody(client, name, parameters, language, who):
    if user := people()[who]:
        client.force_login(user)
    address = reverse(name, kwargs={key: ARGUMENTS[key] for key in parameters})
    address = address.replace("/en/", f"/{language}/")

    for response in (client.get(address), client.post(address), client.post(address, {"x": "y"})):
        assert response.status_code < 500
        if response.status_code == 200 and "text/html" in response.headers["Content-Type"]:
            assert f'lang="{language}"' in response.content.decode()
            assert_well_built(response)
    assert client.put(address).status_code < 500


# Reached through allauth's view functions only in special moments; all must render in our dress.
RARE = [
    "account/account_inactive.html",
    "account/password_reset_from_key_done.html",
    "account/signup_closed.html",
    "account/verification_sent.html",
    "account/verified_email_required.html",
    "socialaccount/authentication_error.html",
    "socialaccount/login_cancelled.html",
]


@pytest.mark.parametrize("template", RARE)
def test_rare_pages_are_ours_too(rf, template):
    request = rf.get("/en/accounts/")
    request.user = UserFactory()

    page = get_template(template).render({"user": request.user}, request)

    assert "site-header" in page
    assert "site-footer" in page


def test_pages_of_accounts_are_kept_from_search_engines(client):
    assert (
        '<meta name="robots" content="noindex">'
        in client.get("/en/accounts/login/").content.decode()
    )
