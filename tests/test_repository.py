"""What must hold of the repository itself, whatever the site does."""

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
AXE = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
# Written so that this file does not hold what it looks for.
REGISTRIES = [f"{name}.org" for name in ("pypi", "pythonhosted", "npmjs", "deb.debian")]
ONE_MACHINE = re.compile(r"(?<![\w./~-])/(home|root|work|Users)/\w")
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a file": re.compile(
        r"<script\b(?![^>]*\b(src=|type=\"application/(ld\+)?json\"))", re.IGNORECASE
    ),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


def files(*patterns: str) -> list[Path]:
    """The files of the repository, those not committed yet included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts(*patterns: str) -> dict[str, str]:
    read = {}
    for path in files(*patterns):
        try:
            read[str(path.relative_to(ROOT))] = path.read_text()
        except UnicodeDecodeError:
            continue  # a picture, a font, a compressed file
    return read


def templates() -> dict[str, str]:
    """Templates of pages; mails carry their styles with them."""
    found = {**texts("templates/*.html"), **texts("*/templates/*.html")}
    return {name: text for name, text in found.items() if not re.search(r"/emails?/", name)}


def contract(start: str) -> dict:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["name"].startswith(start))


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine():
    found = [
        (name, word)
        for name, text in texts().items()
        for word in [
            *(host for host in REGISTRIES if host in text),
            *(match.group() for match in ONE_MACHINE.finditer(text)),
        ]
    ]

    assert found == []


def test_every_app_has_its_place_in_the_order_of_apps():
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    ours = [name for name in settings.INSTALLED_APPS if (ROOT / name / "apps.py").exists()]
    order = " ".join(contract("An app")["layers"]).replace("|", " ").split()

    assert set(ours) == apps
    assert order == ["config", *ours]
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == set(order)
    # The tool box `core` is the one app without the usual files.
    assert set(contract("A file")["containers"]) == apps - {"core"}


def test_templates_are_short_and_hold_no_inline_style_or_script():
    found = [(name, "is too long") for name, text in templates().items() if text.count("\n") > 150]
    found += [
        (name, what)
        for name, text in templates().items()
        for what, pattern in INLINE.items()
        if pattern.search(re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL))
    ]

    assert found == []


def test_every_setting_from_the_environment_is_explained():
    source = "".join(texts("config/*.py", "core/*.py", "scripts/run.py").values())
    read = set(re.findall(r"env(?:iron)?(?:\.\w+)?[(\[]\s*f?\"([A-Z_]+)\"", source))
    read |= {
        f"{name}_{end}"
        for name in re.findall(r"_apps\(\s*\"([A-Z]+)\"", source)
        for end in ("CLIENT_ID", "CLIENT_SECRET")
    }
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read - {"DJANGO_SETTINGS_MODULE"} == explained


def test_links_between_documents_lead_somewhere():
    found = [
        (name, link)
        for name, text in texts("*.md").items()
        for link in re.findall(r"\]\(([^)#\s]+)", text)
        if "://" not in link and not (ROOT / name).parent.joinpath(link).exists()
    ]

    assert found == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_pinned_packages_are_those_that_were_asked_for(name):
    def names(text):
        lines = re.findall(r"^([A-Za-z0-9][\w.-]*)", text, re.MULTILINE)
        return {re.sub(r"[-_.]+", "-", each).lower() for each in lines}

    pinned = (ROOT / f"{name}.txt").read_text()

    assert names((ROOT / f"{name}.in").read_text()) <= names(pinned)
    assert len(re.findall(r"^\S+==", pinned, re.MULTILINE)) == len(names(pinned))
    assert all("--hash=sha256:" in each for each in re.split(r"\n(?=\S+==)", pinned))


def test_axe_is_the_file_that_was_published():
    axe = ROOT / "tests" / "browser" / "vendor" / "axe.min.js"

    assert hashlib.sha256(axe.read_bytes()).hexdigest() == AXE


def test_no_sentence_hides_in_an_f_string():
    """The collector of sentences does not look into them, so they would stay untranslated."""
    pattern = re.compile(r"""f['"].*\{(?:_|n?gettext|pgettext)\(""")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in files("*.py")
        for line in path.read_text().splitlines()
        if pattern.search(line)
    ]

    assert found == []
