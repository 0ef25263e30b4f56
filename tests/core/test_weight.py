"""What a reader's connection has to carry, and whether the colours can be read."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
STYLES = ["css/site.css", "css/components.css"]
LOADED = re.compile(r'(?:<script[^>]+src|<link[^>]+href)="{% static "([^"]+)" %}"')


def compressed(path: str) -> int:
    return len(gzip.compress(Path(finders.find(path)).read_bytes(), 9))


def loaded_by(*templates: str) -> list[str]:
    return [
        file
        for template in templates
        for file in LOADED.findall((TEMPLATES / template).read_text())
    ]


def test_style_sheets_weigh_at_most_14_kib():
    assert sum(map(compressed, STYLES)) <= 14 * 1024


def test_page_with_everything_on_it_weighs_at_most_40_kib_in_8_requests():
    files = loaded_by(
        "base.html", "components/head.html", "components/map.html", "components/footer.html"
    )
    files.append("django_htmx/htmx-2.min.js")
    code = [file for file in files if file.endswith((".css", ".js"))]
    # Of the icons a browser takes one; the style sheet asks for the fields in the footer.
    icons = [file for file in files if file.startswith("img/")]
    requests = 1 + len(files) - len(icons) + 1 + 1

    assert sorted(code) == [
        "css/components.css",
        "css/site.css",
        "django_htmx/htmx-2.min.js",
        "js/site.js",
    ]
    assert sum(map(compressed, code)) <= 40 * 1024
    assert requests <= 8


def test_vendored_files_are_the_ones_that_were_fetched():
    entries = json.loads((STATIC / "vendor/vendor.json").read_text())
    hashes = {path: digest for entry in entries for path, digest in entry["sha256"].items()}
    kept = {
        str(path.relative_to(STATIC))
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }

    assert kept == hashes.keys()
    for path, digest in hashes.items():
        assert hashlib.sha256((STATIC / path).read_bytes()).hexdigest() == digest, path
    assert all(entry["licence"] and entry["version"] for entry in entries)


def test_no_static_file_asks_for_a_file_that_is_not_there():
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]:
        text = path.read_text()
        assert "sourceMappingURL" not in text, path
        for address in re.findall(r"url\(['\"]?([^'\")#]+)['\"]?\)", text):
            assert (path.parent / address).exists(), f"{path}: {address}"


def test_nothing_comes_from_elsewhere_and_nothing_is_inline():
    for path in TEMPLATES.rglob("*.html"):
        if "emails" in path.parts or "email" in path.parts:
            continue
        text = path.read_text()
        assert not re.search(
            r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//", text
        ), path
        assert not re.search(r"\s(?:style|on[a-z]+)=\"", text), path
        assert not re.search(r"<style|<script>", text), path
        assert text.count("\n") <= 150, path


def test_style_sheets_know_no_left_or_right():
    for style in STYLES:
        text = re.sub(r"/\*.*?\*/", "", (STATIC / style).read_text(), flags=re.DOTALL)
        assert not re.search(
            r"(?:margin|padding|border|inset)-(?:left|right)|[;{ ](?:left|right):", text
        )
        assert not re.search(r"text-align: (?:left|right)", text)


def tokens(theme: str) -> dict[str, str]:
    text = (STATIC / "css/site.css").read_text()
    selector = {
        "light": ":root {",
        "dark": ':root[data-theme="dark"] {',
        "system dark": ':root:not([data-theme="light"]) {',
    }[theme]
    block = text.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


THEMES = ["geography", "history", "botany", "photography", "citizenship", "tools", "data"]
STATES = ["ok", "warn", "bad", "info"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(theme):
    colour = {name: rgb(value) for name, value in tokens(theme).items()}

    for name in ["ink", "muted", "brand", "brand-strong", "accent", *STATES, *THEMES]:
        for ground in ["paper", "surface", "field"]:
            assert contrast(colour[name], colour[ground]) >= 4.5, (name, ground)
        # A chip stands on 11 % of its own colour.
        tint = tuple(
            0.11 * a + 0.89 * b for a, b in zip(colour[name], colour["surface"], strict=True)
        )
        assert contrast(colour[name], tint) >= 4.5, name
    for name in ["ink", "muted"]:
        assert contrast(colour[name], colour["field-deep"]) >= 4.5, name
    for ground in ["brand", "brand-strong"]:
        assert contrast(colour["on-brand"], colour[ground]) >= 4.5, ground
    assert contrast(colour["paper"], colour["bad"]) >= 4.5


def test_dark_is_the_same_whether_the_system_or_the_reader_asks_for_it():
    assert tokens("dark") == tokens("system dark")
    assert tokens("dark").keys() == tokens("light").keys()
