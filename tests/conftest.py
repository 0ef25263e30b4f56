"""What every test starts from."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from core.management.commands.prepare import Command as Prepare

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")

MISSING = {
    name: reason
    for name, reason, is_here in [
        ("postgres", "PostgreSQL (DATABASE_URL)", settings.IS_POSTGRES),
        ("redis", "Redis (REDIS_URL)", bool(settings.REDIS_URL)),
        ("browser", "Chromium", bool(CHROMIUM)),
    ]
    if not is_here
}


def pytest_configure():
    """Texts of today, in the process that starts the others."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        for source in Path(settings.BASE_DIR).glob("locale/*/LC_MESSAGES/*.po"):
            Prepare().compile_texts(source)


def pytest_collection_modifyitems(items):
    """Skip what this machine cannot run, and keep the one browser to one process."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
        for name in MISSING:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=f"needs {MISSING[name]}"))
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
    # The quick ones tell first; among several processes the long one starts first.
    is_split = bool(os.environ.get("PYTEST_XDIST_WORKER"))
    items.sort(key=lambda item: bool(item.get_closest_marker("browser")) != is_split)


@pytest.fixture(autouse=True)
def _empty_caches():
    """Counted attempts of one test are not held against the next."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True)
def _english():
    """A page asked for in French leaves its language to the thread: each test starts anew."""
    with translation.override("en"):
        yield
