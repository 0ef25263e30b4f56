"""The pages of zones: what the team sees, types and takes along."""

import json
from xml.dom import minidom

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communes.models import Commune
from core.models import AuditEntry
from missions.queries.history import entries_of
from missions.queries.history_rows import rows_of
from operations.models import Role
from tests.html import parsed, texts_of
from tests.missions.factories import MissionFactory, NeedFactory, PlaceFactory, ShiftFactory
from tests.operations.factories import MembershipFactory, OperationFactory, client_of, member_client
from tests.zones.factories import SectorFactory, ZoneFactory, box
from zones.files import geometry_of, read_sectors
from zones.models import Sector, Zone

pytestmark = pytest.mark.django_db

SQUARE = json.dumps(geometry_of(box(0, 0, 10, 8)))
KNOT = json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [3, 1], [3, 0], [0, 2]]]})


def address(operation, rest="zones/", language="en"):
    return f"/{language}/organize/{operation.slug}/{rest}"


def page_of(zone, rest=""):
    return address(zone.operation, f"zones/{zone.pk}/{rest}")


def placed(operation, latitude=47.0, longitude=-2.0):
    Commune.objects.filter(pk=operation.commune_id).update(
        latitude=latitude, longitude=longitude, coordinates_source="file"
    )


def lead_of(mission):
    user = MembershipFactory(operation=mission.operation, role=Role.MISSION_LEAD).user
    mission.lead = user
    mission.save()
    return client_of(user)


# Drawing


def test_a_pasted_outline_becomes_a_zone_of_a_mission():
    mission = MissionFactory(title_en="Field mapping")
    client = member_client(mission.operation)
    values = {"name": "Village", "mission": mission.pk, "outline": SQUARE}

    answer = client.post(address(mission.operation, "zones/new/"), values, follow=True)

    zone = Zone.objects.get()
    assert (zone.name, zone.mission, zone.outline) == ("Village", mission, json.loads(SQUARE))
    assert "The zone is saved. Now cut it into sectors." in answer.text
    assert "67.5 ha" in answer.text


def test_a_file_becomes_a_zone_and_one_that_is_none_is_refused_at_its_field():
    operation = OperationFactory()
    client = member_client(operation)

    def send(content, **values):
        file = SimpleUploadedFile("zone.geojson", content)
        values = {"name": "Village", "file": file, **values}
        return client.post(address(operation, "zones/new/"), values)

    for content, words in {
        b"": "This cannot be read as GeoJSON.",
        b"\xff\xfe\x00": "This cannot be read as GeoJSON.",
        b"[" * 100_000: "This cannot be read as GeoJSON.",
        KNOT.encode(): "A border crosses or touches itself.",
        b" " * 1_100_000: "This weighs more than 1 MB.",
    }.items():
        answer = send(content)
        assert answer.status_code == 422
        assert words in answer.text
    for values in ({"name": "Village"}, {"name": "Village", "outline": "{"}):
        assert client.post(address(operation, "zones/new/"), values).status_code == 422
    assert "one of the two" in send(SQUARE.encode(), outline=SQUARE).text
    assert not Zone.objects.exists()

    assert send(b"\xef\xbb\xbf" + SQUARE.encode()).status_code == 302
    assert Zone.objects.get().outline == json.loads(SQUARE)


def test_the_outline_of_the_commune_is_offered_where_it_is_known():
    operation = OperationFactory()
    client = member_client(operation)
    words = "Take the outline of the commune"
    new = address(operation, "zones/new/")
    assert words not in client.get(new).text

    Commune.objects.filter(pk=operation.commune_id).update(outline=json.loads(SQUARE))
    assert words in client.get(new).text
    client.post(new, {"name": "All of it", "takes_commune": "on"})

    assert Zone.objects.get().outline == json.loads(SQUARE)


def test_a_zone_far_from_the_commune_is_kept_with_a_warning():
    operation = OperationFactory()
    client = member_client(operation)
    swapped = [[[(y, x) for x, y in box(0, 0, 10, 8)[0][0]]]]
    warnings = {}
    for name, outline in {"here": SQUARE, "swapped": json.dumps(geometry_of(swapped))}.items():
        placed(operation)
        values = {"name": name, "outline": outline}
        warnings[name] = client.post(address(operation, "zones/new/"), values, follow=True).text

    assert "far away" not in warnings["here"]
    assert "Latitudes and longitudes seem to be swapped" in warnings["swapped"]
    assert Zone.objects.count() == 2


def test_the_map_for_drawing_gets_what_is_known_and_asks_nobody_else():
    operation = OperationFactory()
    placed(operation)
    PlaceFactory(operation=operation, name="Hall", latitude=47.01, longitude=-1.99)

    text = member_client(operation).get(address(operation, "zones/new/")).text

    assert 'data-target="id_outline"' in text
    assert '"centre": [47.0, -2.0]' in text
    assert '"name": "Hall"' in text
    assert 'data-tile-url=""' in text


def test_drawing_again_starts_from_the_outline_and_an_old_page_is_told():
    zone = ZoneFactory()
    client = member_client(zone.operation)
    other = json.dumps(geometry_of(box(0, 0, 5, 5)))
    assert "-1.99" in client.get(page_of(zone, "outline/")).text

    first = client.post(page_of(zone, "outline/"), {"version": 1, "outline": other})
    second = client.post(page_of(zone, "outline/"), {"version": 1, "outline": SQUARE})

    assert [first.status_code, second.status_code] == [302, 422]
    assert "Meanwhile somebody else changed this zone." in second.text
    assert Zone.objects.get().outline == json.loads(other)


# Cutting


def test_a_grid_and_then_sectors_from_a_file():
    zone = ZoneFactory()
    client = member_client(zone.operation)

    cut = client.post(page_of(zone, "cut/"), {"columns": 3, "rows": 2}, follow=True)
    assert "The zone has 6 sectors now." in cut.text
    assert "6 sectors that are there go" in client.get(page_of(zone, "sectors/")).text

    lane = {"type": "Feature", "properties": {"name": "Lane"}, "geometry": json.loads(SQUARE)}
    client.post(page_of(zone, "sectors/"), {"outline": json.dumps(lane)})
    assert list(zone.sectors.values_list("number", "name")) == [(1, "Lane")]


def test_a_zone_where_work_has_begun_says_why_it_cannot_be_cut():
    zone = SectorFactory(state="under_way").zone
    client = member_client(zone.operation)

    for rest in ("cut/", "sectors/", "outline/"):
        page = client.get(page_of(zone, rest))
        assert "Work has begun in this zone" in page.text
        assert "<textarea" not in page.text
    answer = client.post(page_of(zone, "cut/"), {"columns": 3, "rows": 2})
    assert (answer.status_code, zone.sectors.count()) == (422, 1)


# In the field


def test_the_zone_says_the_same_on_the_map_and_in_the_table():
    zone = ZoneFactory()
    SectorFactory(zone=zone, number=1, name="Wash-house", team="Team heron", state="under_way")
    SectorFactory(zone=zone, number=2)

    page = member_client(zone.operation).get(page_of(zone))

    assert 'href="#sector-1" aria-label="Sector 1. Wash-house: Under way"' in page.text
    words = " ".join(texts_of(parsed(page)))
    assert "1. Wash-house" in words
    assert "Team heron" in words
    assert "0 of 2 sectors done" in words


def test_the_lead_of_a_mission_marks_its_sectors_and_no_others():
    mission = MissionFactory()
    client = lead_of(mission)
    mine = SectorFactory(zone__operation=mission.operation, mission=mission)
    other = SectorFactory(zone=mine.zone)

    page = client.get(page_of(mine.zone)).text
    answers = [
        client.post(
            address(mission.operation, f"sectors/{one.pk}/mark/"),
            {"seen": "to_do", "state": "done"},
        )
        for one in (mine, other)
    ]

    assert page.count('name="seen"') == 1
    assert [answer.status_code for answer in answers] == [302, 403]
    assert answers[0].headers["Location"].endswith(f"/zones/{mine.zone_id}/#sector-{mine.number}")
    assert dict(Sector.objects.values_list("pk", "state")) == {mine.pk: "done", other.pk: "to_do"}


def test_the_history_tells_who_marked_which_sector():
    sector = SectorFactory(number=4)
    operation = sector.zone.operation
    member_client(operation).post(
        address(operation, f"sectors/{sector.pk}/mark/"), {"seen": "to_do", "state": "done"}
    )

    (row,) = rows_of(operation, entries_of(operation, kind="zone"))

    assert (row.what, row.about) == ("Noted how far a sector is", "Sector 4")
    assert [str(change) for change in row.changes] == ["State: To do → Done"]


def test_a_mark_that_came_too_late_is_told():
    sector = SectorFactory(state="under_way")
    mark = address(sector.zone.operation, f"sectors/{sector.pk}/mark/")

    answer = member_client(sector.zone.operation).post(
        mark, {"seen": "to_do", "state": "done"}, follow=True
    )

    assert "Meanwhile somebody marked this sector: Under way." in answer.text
    assert not AuditEntry.objects.exists()


# Editing


def test_an_effort_left_empty_is_the_proposed_one():
    mission = MissionFactory()
    sector = SectorFactory(zone__operation=mission.operation, area_m2=180_000, effort_minutes=77)
    edit = address(mission.operation, f"sectors/{sector.pk}/")
    client = member_client(mission.operation)
    typed = {"version": 1, "points": "30", "mission": mission.pk, "effort_minutes": ""}

    answer = client.post(edit, typed)

    sector.refresh_from_db()
    mission.refresh_from_db()
    assert answer.status_code == 302
    assert sector.effort_minutes == mission.effort_minutes == 350
    assert 'value="350"' not in client.get(edit).text


def test_two_organizers_edit_one_sector_and_both_texts_are_shown():
    mission = MissionFactory(title_en="Field mapping")
    sector = SectorFactory(zone__operation=mission.operation, team="Heron")
    client = member_client(mission.operation)
    edit = address(mission.operation, f"sectors/{sector.pk}/")
    typed = {"points": "0", "effort_minutes": "120"}
    client.post(edit, {"version": 1, "team": "Otter", **typed})

    answer = client.post(edit, {"version": 1, "team": "Frog", "mission": mission.pk, **typed})

    assert answer.status_code == 409
    assert all(word in answer.text for word in ("Otter", "Frog", "Field mapping"))
    sector.refresh_from_db()
    assert sector.team == "Otter"


def test_two_organizers_edit_one_zone_and_both_names_are_shown():
    zone = ZoneFactory()
    client = member_client(zone.operation)
    client.post(page_of(zone, "edit/"), {"version": 1, "name": "North"})

    answer = client.post(page_of(zone, "edit/"), {"version": 1, "name": "South"})

    assert answer.status_code == 409
    assert all(word in answer.text for word in ("North", "South"))


def test_missions_of_another_operation_and_cancelled_ones_are_no_choice():
    sector = SectorFactory()
    client = member_client(sector.zone.operation)
    edit = address(sector.zone.operation, f"sectors/{sector.pk}/")
    gone = MissionFactory(operation=sector.zone.operation, cancelled_at="2020-01-01T00:00Z")

    for mission in (MissionFactory(), gone):
        values = {"version": 1, "points": "0", "mission": mission.pk}
        assert client.post(edit, values).status_code == 422


def test_sectors_are_joined_and_given_up_by_hand():
    zone = ZoneFactory()
    first, second, third = SectorFactory.create_batch(3, zone=zone)
    client = member_client(zone.operation)

    join = client.post(address(zone.operation, f"sectors/{first.pk}/join/"), {"other": second.pk})
    drop = client.post(address(zone.operation, f"sectors/{third.pk}/delete/"))

    assert [join.status_code, drop.status_code] == [302, 302]
    assert list(zone.sectors.all()) == [first]


def test_a_zone_is_given_up_after_a_question():
    zone = SectorFactory().zone
    client = member_client(zone.operation)
    assert "Its 1 sector goes with it" in client.get(page_of(zone, "delete/")).text

    client.post(page_of(zone, "delete/"))

    assert not Zone.objects.exists()


# Taking along


def test_all_sectors_or_one_as_geojson_come_back_as_they_went():
    zone = ZoneFactory(name="Vieux bourg")
    SectorFactory.create_batch(2, zone=zone, name="Lane", team="Heron")
    client = member_client(zone.operation, Role.REVIEWER)

    every = client.get(page_of(zone, "geojson/"))
    one = client.get(page_of(zone, f"geojson/?sector={zone.sectors.last().number}"))

    assert every.headers["Content-Type"] == "application/geo+json"
    assert 'filename="vieux-bourg.geojson"' in every.headers["Content-Disposition"]
    shapes = read_sectors(every.text)
    assert [geometry_of(shape.area) for shape in shapes] == [s.outline for s in zone.sectors.all()]
    assert [shape.name for shape in shapes] == ["Lane", "Lane"]
    assert read_sectors(one.text) == shapes[1:]
    assert json.loads(one.text)["features"][0]["properties"]["team"] == "Heron"


def test_a_zone_without_sectors_and_one_sector_as_gpx():
    zone = ZoneFactory(name="Village")
    client = member_client(zone.operation)
    whole = minidom.parseString(client.get(page_of(zone, "gpx/")).content)
    SectorFactory(zone=zone, number=7, name="Lane", team="Heron")
    one = client.get(page_of(zone, "gpx/?sector=7"))

    assert len(whole.getElementsByTagName("trk")) == 1
    names = minidom.parseString(one.content).getElementsByTagName("name")
    assert [name.firstChild.data for name in names] == [
        "Village",
        "Sector 7. Lane",
        "Sector 7. Lane",
    ]
    assert "Heron · To do" in one.text
    assert 'filename="village-7.gpx"' in one.headers["Content-Disposition"]


@pytest.mark.parametrize("asked", ["8", "", "x", "0007", "-1"])
def test_a_sector_that_is_not_there_has_no_file(asked):
    zone = SectorFactory(number=7).zone

    assert (
        member_client(zone.operation).get(page_of(zone, f"gpx/?sector={asked}")).status_code == 404
    )


# Weight


@pytest.mark.parametrize("count", [1, 5])
def test_the_zone_asks_as_many_queries_for_any_number_of_sectors(count, django_assert_num_queries):
    zone = ZoneFactory()
    for _each in range(count):
        mission = MissionFactory(operation=zone.operation)
        NeedFactory(shift=ShiftFactory(mission=mission), taken=2)
        SectorFactory(zone=zone, mission=mission)
    client = member_client(zone.operation, Role.MISSION_LEAD)

    with django_assert_num_queries(11):
        page = client.get(page_of(zone))

    assert page.text.count('id="sector-') == count


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_as_many_queries_for_any_number_of_zones(count, django_assert_num_queries):
    operation = OperationFactory()
    for _each in range(count):
        mission = MissionFactory(operation=operation)
        NeedFactory(shift=ShiftFactory(mission=mission), taken=2)
        SectorFactory(zone=ZoneFactory(operation=operation, mission=mission), mission=mission)
    client = member_client(operation)

    with django_assert_num_queries(9):
        page = client.get(address(operation))

    assert page.text.count("0 of 1 sector done") == count
    assert (
        page.text.count("That is")
        + page.text.count("It has no shift")
        + page.text.count("Yes: the people")
        == count
    )


def test_an_operation_without_zones_says_what_they_are_for():
    operation = OperationFactory()

    assert "No zone yet" in member_client(operation, Role.DESK).get(address(operation)).text
