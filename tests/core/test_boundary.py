"""What no browser sends, and what every answer carries."""

import pytest
from django.db import OperationalError

from core.middleware import BoundaryMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/en/%00/",
        "/en/operations/?q=%00",
        "/en/operations/?page=" + "9" * 500,
        "/en/operations/?page=-1",
        "/en/operations/?page=x",
        "/en/%ff%fe/",
        "/en/operations/%F0%9F%8C%BB/",
        "/xx/",
        "//evil.example/",
        "/en/operations/" + "x" * 3000 + "/",
    ],
)
def test_odd_addresses_are_refused_and_never_break(client, path):
    assert client.get(path).status_code in {200, 301, 302, 400, 404}


@pytest.mark.parametrize("host", ["evil.example", "testserver:x", "a b", "testserver@evil", ""])
def test_a_forged_host_is_refused(client, host):
    assert client.get("/en/", headers={"host": host}).status_code == 400


def test_every_page_says_what_a_browser_may_do(client):
    headers = client.get("/en/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_pages_of_a_signed_in_person_are_not_kept_by_anybody(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("maia@example.org"))

    assert "no-store" in client.get("/en/").headers["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_wrong_methods_are_refused(client, method):
    assert getattr(client, method)("/en/").status_code in {403, 405}


@pytest.mark.parametrize(
    ("words", "expected"), [("database is locked", 503), ("no such table: missions_need", None)]
)
def test_a_busy_database_asks_for_patience_and_a_broken_one_is_a_fault(rf, words, expected):
    request = rf.post("/en/")
    answer = BoundaryMiddleware(lambda request: None).process_exception(
        request, OperationalError(words)
    )

    assert getattr(answer, "status_code", None) == expected
    if answer:
        assert answer.headers["Retry-After"] == "10"
        assert "Nothing was done" in answer.content.decode()
