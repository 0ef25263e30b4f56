"""Every page, in both languages, light and dark, wide and narrow, as axe-core sees it."""

from functools import partial

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, Route

from tests.browser.barriers import OF_LOOKS, axe_violations, sideways
from tests.browser.conftest import SIZES
from tests.world import OPEN, World, build_world, settings_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = SIZES["desktop"]["viewport"], SIZES["phone"]["viewport"]


@pytest.fixture
def world(settings, tmp_path) -> World:
    for name, value in settings_of(tmp_path).items():
        setattr(settings, name, value)
    return build_world()


def let_in(page: Page, world: World, reader: str, site: str) -> None:
    """Give the browser what the reader's own browser holds."""
    page.context.clear_cookies()
    cookies = world.cookies_of(reader).items()
    page.context.add_cookies(
        [{"name": name, "value": value, "url": site} for name, value in cookies]
    )


def looks(page: Page) -> list[str]:
    """Light and wide, dark, then narrow: what is wrong with each look."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    found = [f"light: {one}" for one in axe_violations(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in axe_violations(page, OF_LOOKS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    found += [f"narrow: {one}" for one in axe_violations(page, OF_LOOKS)]
    return found + [f"360 px: {one}" for one in sideways(page)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_has_a_barrier(new_page, site, world, language):
    page = new_page(language=language)
    page.set_default_timeout(60_000)
    wrong, reader = {}, ""
    for address in sorted(world.addresses, key=lambda address: address.reader):
        if address.reader != reader:
            reader = address.reader
            let_in(page, world, reader, site)
        if address.status == 400:  # no browser asks for it; the page is shown below
            continue
        answer = page.goto(address.within(language))
        found = looks(page)
        if answer.status != address.status:
            found.append(f"answered {answer.status}")
        if found:
            wrong[f"{address.within(language)} ({reader})"] = found
    assert wrong == {}


def show(route: Route, *, body: str) -> None:
    route.fulfill(body=body, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_of_an_error_has_a_barrier(new_page, language):
    page = new_page(language=language)
    wrong = {}
    for name in ("400", "403", "403_csrf", "404", "429", "500", "503"):
        with translation.override(language):
            answer = partial(show, body=render_to_string(f"{name}.html"))
        page.route(f"**/{name}/", answer)
        page.goto(f"/{name}/")
        if found := looks(page):
            wrong[name] = found
    assert wrong == {}


def test_barriers_are_seen_in_every_look(new_page):
    """Else the tests above would prove nothing."""
    page = new_page()
    wide = '<p lang="en" class="nowrap">' + "wide " * 200
    bad = f'<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,">{wide}</p></main>'
    page.route("**/bad/", partial(show, body=f"{bad}<p><font color=#ddd>pale</font>"))
    page.route("**/data:,", partial(show, body=""))
    page.goto("/bad/")
    page.add_style_tag(content="p { white-space: nowrap } body { background: white }")
    found = "\n".join(looks(page))
    for seen in ("light: image-alt", "light: color-contrast", "dark: color", "narrow: color"):
        assert seen in found
    assert "360 px: wider" in found


@pytest.mark.parametrize("path", ["", f"operations/{OPEN}/", f"operations/{OPEN}/signup/"])
def test_pages_turn_to_be_read_from_the_right(new_page, world, settings, path):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]
    page = new_page(language="ar", size="phone")
    page.goto(f"/ar/{path}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
    assert axe_violations(page) == []
    assert sideways(page) == []


def test_text_of_twice_the_size_fits(new_page, world):
    page = new_page()
    wrong = {}
    for path in ("", "operations/", f"operations/{OPEN}/", f"operations/{OPEN}/signup/"):
        page.goto(f"/en/{path}")
        # As the reader's own setting does; an inline style would be refused.
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if found := sideways(page):
            wrong[path] = found
    assert wrong == {}
