"""The tags and filters of every template, and the frame of every page."""

import re
import types
from datetime import UTC, date, datetime

import pytest
from django.http import HttpResponse
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from core.icons import ICONS
from core.templatetags import site
from core.themes import Theme
from core.views import set_theme

PARIS = "Europe/Paris"


def request_of(path: str, **match):
    request = RequestFactory().get(path)
    request.resolver_match = types.SimpleNamespace(kwargs=match)
    return request


def span(starts_at: datetime, ends_at: datetime):
    return types.SimpleNamespace(starts_at=starts_at, ends_at=ends_at)


def render(source: str, request=None, **values) -> str:
    context = RequestContext(request, values) if request else Context(values)
    return Template(source).render(context)


def test_form_token_gives_each_form_its_own_key():
    one, other = (render("{% form_token %}", request=RequestFactory().get("/")) for _ in range(2))

    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', one)
    assert re.search(r'name="client_key" value="[0-9a-f-]{36}"', one)
    assert one != other


def test_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in site.icon("pin")
    assert 'role="img" aria-label="Place &lt;b&gt;"' in site.icon("pin", "Place <b>")


def test_every_theme_has_a_glyph_and_a_name():
    for theme in Theme:
        chip = site.theme_chip(theme)
        assert f"chip--{theme.value}" in chip
        assert str(theme.label) in chip
    assert set(Theme.values) <= ICONS.keys()
    assert len(ICONS) <= 20


@pytest.mark.parametrize(
    ("state", "tone"), [("confirmed", "ok"), ("waiting", "warn"), ("never seen", "plain")]
)
def test_state_badge_always_says_the_state(state, tone):
    badge = site.state_badge(state, "A <word>")

    assert badge == f'<span class="badge badge--{tone}">A &lt;word&gt;</span>'


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("jean-baptiste", "JB"),
        ("Zoé", "Z"),
        ("", ""),
        ("a b c", "AC"),
        ("Atelier (fictif)", "A"),
    ],
)
def test_initials(name, letters):
    assert site.initials(name) == letters


def test_period_is_told_on_the_clocks_of_the_place():
    morning = span(datetime(2013, 9, 28, 7, tzinfo=UTC), datetime(2013, 9, 28, 10, tzinfo=UTC))

    with translation.override("en"):
        assert site.period(morning, PARIS) == "Saturday 28 September 2013, 9:00–12:00"
        assert site.hours(morning, PARIS) == "9:00–12:00"
        assert site.local_time(morning.starts_at, PARIS) == "Saturday 28 September 2013, 9:00"
        assert site.local_day(morning.starts_at, "Pacific/Auckland") == "Saturday 28 September 2013"
        assert site.local_hour(morning.starts_at, "America/Toronto") == "3:00"
        assert site.zone_name("America/New_York") == "New York time"


def test_period_over_midnight_names_both_days():
    night = span(datetime(2013, 9, 28, 20, tzinfo=UTC), datetime(2013, 9, 28, 23, tzinfo=UTC))

    with translation.override("en"):
        assert site.period(night, PARIS) == (
            "Saturday 28 September 2013, 22:00 – Sunday 29 September 2013, 1:00"
        )


def test_days_of_this_year_go_without_their_year():
    today = timezone.localdate()

    with translation.override("en"):
        assert str(today.year) not in site.day_words(today)
        assert site.day_words(date(1999, 1, 2)) == "Saturday 2 January 1999"


def test_query_with_changes_one_value_and_keeps_the_rest():
    request = RequestFactory().get("/en/?q=a%26b&page=3&tag=x&tag=y")

    assert render("{% query_with page=4 %}", request) == "?q=a%26b&amp;page=4&amp;tag=x&amp;tag=y"
    assert render("{% query_with page=None q=None %}", request) == "?tag=x&amp;tag=y"


def test_language_links_keep_the_page_and_what_was_chosen_on_it():
    with translation.override("en"):
        links = site.language_links({"request": request_of("/en/communes/?q=aiglun&page=")})

    assert [(link.code, link.address, link.is_current) for link in links] == [
        ("fr", "/fr/communes/?q=aiglun", False),
        ("en", "/en/communes/?q=aiglun", True),
    ]
    assert [link.name for link in links] == ["Français", "English"]


def test_language_links_of_a_page_that_is_not_there_lead_home():
    request = RequestFactory().get("/en/no/such/page/")
    request.resolver_match = None

    assert [link.address for link in site.language_links({"request": request})] == ["/fr/", "/en/"]


def test_alternates_name_every_released_language():
    with translation.override("fr"):
        links = render("{% alternates %}", request_of("/fr/operations/?page=2"))

    assert re.findall(r'(?:hreflang="([^"]+)" )?href="([^"]+)"', links) == [
        ("", "http://testserver/fr/operations/"),
        ("fr", "http://testserver/fr/operations/"),
        ("en", "http://testserver/en/operations/"),
        ("x-default", "http://testserver/en/operations/"),
    ]


def test_alternates_never_tell_the_address_of_a_personal_page():
    secret = request_of("/fr/me/a-secret-token/", token="a-secret-token")

    assert render("{% alternates %}", secret) == ""
    assert site.language_links({"request": secret})[1].address == "/en/me/a-secret-token/"


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
)
def test_error_pages_need_neither_request_nor_database(template):
    with translation.override("en"):
        html = render_to_string(template)

    assert html.lstrip().startswith("<!doctype html>")
    assert "<h1>" in html
    assert 'href="/en/"' in html


@pytest.mark.parametrize(
    ("sent", "kept"), [("dark", "dark"), ("light", "light"), ("auto", ""), ("<b>", ""), ("", "")]
)
def test_theme_is_remembered_and_the_reader_stays_on_the_page(sent, kept):
    request = RequestFactory().post("/theme/", {"theme": sent, "next": "/fr/about/"})

    response = set_theme(request)

    assert (response.status_code, response.headers["Location"]) == (302, "/fr/about/")
    assert response.cookies["theme"].value == kept


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "", "\\\\x"]
)
def test_theme_never_sends_the_reader_elsewhere(address):
    response = set_theme(RequestFactory().post("/theme/", {"theme": "dark", "next": address}))

    assert response.headers["Location"] == "/"


def test_theme_is_not_changed_by_a_link():
    response = set_theme(RequestFactory().get("/theme/?theme=dark"))

    assert isinstance(response, HttpResponse)
    assert response.status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("x", None)])
def test_page_is_framed_in_the_language_and_colours_of_its_reader(client, cookie, theme):
    client.cookies["theme"] = cookie

    html = client.get("/fr/about/", {"page": "2"}).content.decode()

    opening = re.search(r"<html[^>]*>", html)[0]
    assert 'lang="fr" dir="ltr"' in opening
    assert re.findall(r'data-theme="(\w+)"', opening) == ([theme] if theme else [])
    assert html.index('href="#main"') < html.index("<header") < html.index('<main id="main"')
    assert 'href="/en/about/?page=2" lang="en"' in html
    assert '<input type="hidden" name="next" value="/fr/about/?page=2">' in html
    assert "csrfmiddlewaretoken" not in html
