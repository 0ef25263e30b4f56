"""Calendars, news and the map layer of operations."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from icalendar import Calendar

from operations.models import Operation
from tests.communes.factories import CommuneFactory
from tests.missions.factories import ShiftFactory
from tests.operations.factories import OperationFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = ["/api/v1/operations.geojson", "/feeds/operations.ics", "/feeds/operations.atom"]


def placed_operation(**fields):
    commune = CommuneFactory(latitude=47.12, longitude=-1.92, coordinates_source="demo")
    return OperationFactory(**{"commune": commune} | fields)


def events(response):
    return Calendar.from_ical(response.content).events


def test_map_layer_holds_the_public_operations_with_coordinates(client):
    operation = placed_operation(title_en="Seen", is_fictional=True)
    placed_operation(status=Operation.Status.DRAFT)
    OperationFactory()

    response = client.get("/api/v1/operations.geojson")

    assert response["Content-Type"] == "application/geo+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    layer = response.json()
    assert layer["type"] == "FeatureCollection"
    assert layer["features"] == [
        {
            "type": "Feature",
            "id": operation.slug,
            "geometry": {"type": "Point", "coordinates": [-1.92, 47.12]},
            "properties": {
                "title": "Seen",
                "url": f"http://testserver/en/operations/{operation.slug}/",
                "status": "open",
                "starts_on": operation.starts_on.isoformat(),
                "ends_on": operation.ends_on.isoformat(),
                "is_fictional": True,
                "commune": operation.commune.name,
                "commune_code": operation.commune.code,
                "country": "FR",
            },
        }
    ]


def test_map_layer_is_not_sent_again_as_long_as_it_is_the_same(client):
    operation = placed_operation()
    first = client.get("/api/v1/operations.geojson")
    again = {"if-none-match": first["ETag"]}
    assert client.get("/api/v1/operations.geojson", headers=again).status_code == 304

    operation.title_en = "Other"
    operation.save()
    assert client.get("/api/v1/operations.geojson", headers=again).status_code == 200


def test_calendar_holds_the_public_operations_with_their_whole_days(client):
    OperationFactory(
        title_en="Open one",
        starts_on=date(2099, 7, 4),
        ends_on=date(2099, 7, 5),
        time_zone="Europe/Paris",
    )
    OperationFactory(title_en="Called off", status=Operation.Status.CANCELLED)
    OperationFactory(title_en="Secret", status=Operation.Status.DRAFT)

    entries = {str(event["summary"]): event for event in events(client.get(ADDRESSES[1]))}

    assert set(entries) == {"Open one", "Called off"}
    assert entries["Called off"]["status"] == "CANCELLED"
    assert entries["Open one"].start == datetime(2099, 7, 3, 22, tzinfo=UTC)
    assert entries["Open one"].end == datetime(2099, 7, 5, 22, tzinfo=UTC)


def test_calendar_of_an_operation_holds_its_programme(client):
    operation = OperationFactory(title_en="The weekend")
    shift = ShiftFactory(mission__operation=operation, mission__title_en="Walk")
    ShiftFactory(
        mission__operation=operation, mission__title_en="Gone", cancelled_at=timezone.now()
    )
    ShiftFactory(mission__title_en="Elsewhere")

    response = client.get(f"/feeds/operations/{operation.slug}.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    states = {str(event["summary"]): str(event["status"]) for event in events(response)}
    assert states == {"The weekend": "CONFIRMED", "Walk": "CONFIRMED", "Gone": "CANCELLED"}
    [walk] = [event for event in events(response) if event["summary"] == "Walk"]
    assert walk.end - walk.start == shift.ends_at - shift.starts_at == timedelta(hours=3)


@pytest.mark.parametrize("count", [1, 5])
def test_calendar_of_an_operation_asks_the_same_queries_for_any_number_of_shifts(
    client, django_assert_num_queries, count
):
    operation = OperationFactory()
    for _ in range(count):
        ShiftFactory(mission__operation=operation)
    with django_assert_num_queries(2):
        client.get(f"/feeds/operations/{operation.slug}.ics")


def test_calendar_of_a_draft_does_not_exist(client):
    draft = OperationFactory(status=Operation.Status.DRAFT)
    assert client.get(f"/feeds/operations/{draft.slug}.ics").status_code == 404


def test_news_hold_the_public_operations_latest_first(client):
    OperationFactory(title_en="Older", created_at=timezone.now() - timedelta(days=2))
    newer = OperationFactory(title_en="<Newer> & more")
    OperationFactory(title_en="Secret", status=Operation.Status.DRAFT)

    response = client.get("/feeds/operations.atom")

    feed = ElementTree.fromstring(response.content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [
        "<Newer> & more",
        "Older",
    ]
    link = feed.find(f"{ATOM}entry/{ATOM}link").get("href")
    assert link == f"http://testserver/en/operations/{newer.slug}/"


@pytest.mark.parametrize("address", ADDRESSES)
def test_feeds_speak_the_language_they_are_asked_for(client, address):
    placed_operation(title_en="In English", title_fr="En français")
    assert "En français" in client.get(f"{address}?lang=fr").content.decode()
    english = {"accept-language": "en"}
    for asked in ["", "?lang=xx", "?lang=", "?lang=%00", "?lang=en"]:
        response = client.get(address + asked, headers=english)
        if response.status_code != 400:
            assert "In English" in response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_feeds_answer_head_and_refuse_to_be_written_to(client, address):
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_feeds_are_well_formed_without_any_operation(client, address):
    assert client.get(address).status_code == 200
