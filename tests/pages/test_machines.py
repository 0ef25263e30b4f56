"""What crawlers, browsers and monitoring ask for."""

from xml.etree import ElementTree

import pytest
from django.db import OperationalError, connection

from core import heartbeat
from operations.models import Operation
from tests.accounts.factories import StaffFactory, UserFactory
from tests.missions.factories import MissionFactory
from tests.notifications.factories import EmailFactory
from tests.operations.factories import OperationFactory

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def test_healthz_asks_nothing_of_anybody(client):
    # Without the database mark, a query would fail.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_is_ready_once_a_worker_was_seen(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "checks": {"database": "ok", "broker": "ok", "worker": "failing"},
    }

    heartbeat.show()
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ready")


@pytest.mark.django_db
def test_readyz_says_which_part_fails_and_nothing_more(client, monkeypatch):
    def broken():
        raise OperationalError("secret words")

    heartbeat.show()
    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "failing"
    assert b"secret" not in response.content


@pytest.mark.django_db
def test_readyz_fails_when_the_broker_does_not_answer(client, settings):
    from celery import current_app

    heartbeat.show()
    before = current_app.conf.broker_url
    current_app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        response = client.get("/readyz")
    finally:
        current_app.conf.broker_url = before
    assert response.status_code == 503
    assert response.json()["checks"]["broker"] == "failing"


@pytest.mark.django_db
def test_metrics_count_mails_and_operations_for_this_machine(client):
    EmailFactory()
    OperationFactory()
    lines = client.get("/metrics").content.decode().splitlines()
    assert 'free_mission_mails{state="due"} 1' in lines
    assert 'free_mission_mails{state="parked"} 0' in lines
    assert 'free_mission_operations{status="open"} 1' in lines
    assert all(len(line.split(" ")) == 2 for line in lines)


@pytest.mark.django_db
def test_metrics_do_not_exist_for_others_but_staff(client, settings):
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics", **elsewhere).status_code == 404
    client.force_login(UserFactory())
    assert client.get("/metrics", **elsewhere).status_code == 404
    client.force_login(StaffFactory())
    assert client.get("/metrics", **elsewhere).status_code == 200


@pytest.mark.django_db
def test_a_proxy_does_not_make_the_world_local(client, settings):
    through = {"x-forwarded-for": "203.0.113.7"}
    assert client.get("/metrics", headers=through).status_code == 404
    settings.TRUSTED_PROXY_COUNT = 1
    assert client.get("/metrics", headers=through).status_code == 404
    assert client.get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 200
    assert client.get("/metrics", headers={"x-forwarded-for": "garbage"}).status_code == 404


def test_robots_keep_out_of_what_is_personal(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /*/me/", "Disallow: /*/organize/", "Disallow: /admin/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"


def test_manifest_names_the_site_and_icons_that_exist(client):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["name"] == "FREE-MISSION"
    from django.contrib.staticfiles import finders

    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


@pytest.mark.django_db
def test_sitemap_lists_public_pages_in_every_language_with_their_alternates(client):
    mission = MissionFactory()
    slug = mission.operation.slug
    draft = MissionFactory(operation__status=Operation.Status.DRAFT).operation

    response = client.get("/sitemap.xml")

    urls = list(ElementTree.fromstring(response.content).iter(f"{SITEMAP}url"))
    locations = {url.findtext(f"{SITEMAP}loc"): url for url in urls}
    for path in [
        "",
        "about/",
        f"operations/{slug}/",
        f"operations/{slug}/missions/{mission.pk}/",
        f"communes/FR/{mission.operation.commune.code}/",
    ]:
        english = locations[f"http://testserver/en/{path}"]
        assert f"http://testserver/fr/{path}" in locations
        assert {link.get("hreflang"): link.get("href") for link in english.iter(LINK)} == {
            "en": f"http://testserver/en/{path}",
            "fr": f"http://testserver/fr/{path}",
        }
    assert draft.slug not in response.content.decode()
    assert draft.commune.code not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["0", "-1", "999", "abc", "9" * 5000])
def test_sitemap_has_no_other_pages(client, page):
    assert client.get(f"/sitemap.xml?p={page}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/healthz", "/metrics", "/robots.txt", "/manifest.webmanifest"]
)
def test_machine_addresses_refuse_to_be_written_to(client, address):
    assert client.post(address).status_code == 405
