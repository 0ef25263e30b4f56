"""A real Chromium before a real server.

    def test_home_has_no_barrier(open_page):
        page = open_page("/fr/", size="phone", scheme="dark")
        assert_no_axe_violations(page)

A test fails by itself when a page logs an error, breaks the content security policy, misses a
file or gets a 5xx.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, expect

from tests.conftest import CHROMIUM

# Playwright runs an event loop in the thread of the test; Django would refuse queries there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SIZES = {
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
# Milliseconds. Two processes share two cores: what is slow there is not yet wrong.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
# Chromium's own remark on a 4xx page, which a test may have asked for.
EXPECTED = "Failed to load resource"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",  # tests run as root in containers
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-quic",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture
def site(live_server, settings) -> str:
    """The address of a running site whose mails link to itself."""
    settings.PUBLIC_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages complain of while the test runs; the test may clear what it provokes."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def new_page(site, new_context, complaints) -> Callable[..., Page]:
    """A page of its own browser context, so that several people can act in one test."""

    def new_page(*, user=None, language="en", size="desktop", scheme="light", script=True) -> Page:
        context = new_context(
            base_url=site,
            locale=LOCALES.get(language, language),
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
            **SIZES[size],
        )
        context.set_default_timeout(PATIENCE)
        if user:
            sign_in(context, user, site)
        page = context.new_page()
        listen(page, complaints)
        return page

    return new_page


@pytest.fixture
def open_page(new_page) -> Callable[..., Page]:
    """A new page that stands at an address; takes what `new_page` takes."""

    def open_page(address: str, **options) -> Page:
        page = new_page(**options)
        page.goto(address)
        return page

    return open_page


def sign_in(context: BrowserContext, user, site: str) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def listen(page: Page, complaints: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            complaints.append(f"{page.url}: {message.text}")

    def on_response(response: Response) -> None:
        is_file = response.request.resource_type in {"font", "image", "script", "stylesheet"}
        if response.status >= 500 or (is_file and response.status >= 400):
            complaints.append(f"{page.url}: {response.url} answered {response.status}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("response", on_response)
