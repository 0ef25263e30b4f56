"""The public pages of operations and missions."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core.themes import Theme
from missions.models import Mission, Need, Shift, Signup
from operations.models import Figure, Operation, Partner, Role
from tests.accounts.factories import StaffFactory, UserFactory
from tests.communes.factories import CommuneFactory
from tests.html import HTML, ids_of, parsed, texts_of
from tests.missions.factories import (
    MissionFactory,
    NeedFactory,
    PlaceFactory,
    ShiftFactory,
    SignupFactory,
)
from tests.operations.factories import MembershipFactory, OperationFactory
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db


def address_of(operation):
    return f"/en/operations/{operation.slug}/"


def mission_address(mission):
    return f"/en/operations/{mission.operation.slug}/missions/{mission.pk}/"


def words(response):
    return " ".join(response.content.decode().split())


def rows(response):
    """The texts of each shift row."""
    return [
        texts_of(element)
        for element in parsed(response).iter(f"{HTML}article")
        if "shift" in element.get("class", "").split()
    ]


def add_figure(operation, **fields):
    return Figure.objects.create(
        **{"operation": operation, "subject": "x", "source_language": "en", "value": 1} | fields
    )


# Operation page


def test_operation_page_says_what_when_where_and_with_whom(client):
    operation = OperationFactory(
        title_en="Chaumes Opération Libre",
        summary_en="Two days to map the lanes.",
        presentation_en="Come *all*",
        practical_en="Bus 301",
        starts_on=date(2017, 9, 23),
        ends_on=date(2017, 9, 24),
        commune=CommuneFactory(name="Chaumes-en-Retz"),
        languages=["fr"],
        contact_email="hello@example.org",
        is_fictional=True,
    )
    Partner.objects.create(operation=operation, name="OpenStreetMap France")
    MissionFactory(operation=operation, theme=Theme.BOTANY)

    page = words(client.get(address_of(operation)))

    for text in [
        "<h1>Chaumes Opération Libre</h1>",
        "Saturday 23 and Sunday 24 September 2017",
        "Two days to map the lanes.",
        "Come <em>all</em>",
        "Bus 301",
        "Chaumes-en-Retz",
        "French",
        "mailto:hello@example.org",
        "OpenStreetMap France",
        "Fictional operation",
        "1 mission asks for no experience",
        "chip--botany",
    ]:
        assert text in page


def test_operation_page_counts_the_days_left(client):
    starts_on = timezone.localdate() + timedelta(days=35)
    operation = OperationFactory(starts_on=starts_on)
    assert "in 5 weeks" in words(client.get(address_of(operation)))


def test_programme_shows_shifts_by_day_on_the_clocks_of_the_place(client):
    operation = OperationFactory(time_zone="Europe/Paris")
    place = PlaceFactory(operation=operation, name="Church")
    mission = MissionFactory(operation=operation, title_en="Walk", place=place)
    for day in (4, 3):
        starts_at = datetime(2099, 10, day, 9, tzinfo=ZoneInfo("Europe/Paris"))
        shift = ShiftFactory(
            mission=mission, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3)
        )
        NeedFactory(shift=shift, maximum=4, taken=day - 2)

    response = client.get(address_of(operation))

    facts = ["Church", "Geography", "No experience needed"]
    assert rows(response) == [
        ["9:00–12:00", "Walk", *facts, "3 places left", "Take a place"],
        ["9:00–12:00", "Walk", *facts, "2 places left", "Take a place"],
    ]
    assert "Hours are Paris time." in words(response)
    days = [
        "".join(heading.itertext())
        for heading in parsed(response).iter(f"{HTML}h3")
        if heading.get("class") == "day"
    ]
    assert days == ["Saturday 3 October 2099", "Sunday 4 October 2099"]


def test_a_three_hour_shift_says_so_on_the_night_the_clocks_change(client):
    shift = ShiftFactory(
        starts_at=datetime(2099, 3, 29, 0, 30, tzinfo=UTC),
        ends_at=datetime(2099, 3, 29, 3, 30, tzinfo=UTC),
    )
    assert rows(client.get(address_of(shift.mission.operation)))[0][0] == "1:30–5:30"


def test_row_says_full_cancelled_begun_or_role_by_role(client):
    operation = OperationFactory()
    full = NeedFactory(shift__mission__operation=operation, maximum=1, taken=1).shift
    cancelled = NeedFactory(
        shift__mission__operation=operation, shift__cancelled_at=timezone.now()
    ).shift
    begun = NeedFactory(
        shift__mission__operation=operation,
        shift__starts_at=timezone.now() - timedelta(minutes=5),
    ).shift
    two_roles = NeedFactory(shift__mission__operation=operation, maximum=2).shift
    NeedFactory(shift=two_roles, role=Need.Role.GUIDE, maximum=1)

    by_mission = {row[1]: row for row in rows(client.get(address_of(operation)))}

    assert by_mission[full.mission.title_en][-2:] == ["Full: waiting list", "Join the waiting list"]
    assert by_mission[cancelled.mission.title_en][-1] == "Cancelled"
    assert by_mission[begun.mission.title_en][-1] == "No experience needed"
    assert by_mission[two_roles.mission.title_en][-2:] == [
        "Contributor: 2 places left · Resident guide: 1 place left",
        "Take a place",
    ]


def test_row_leads_to_the_sign_up_of_its_shift(client):
    need = NeedFactory()
    page = words(client.get(address_of(need.shift.mission.operation)))
    assert f'href="signup/?shift={need.shift_id}"' in page


def test_kept_rows_change_with_the_places_the_texts_and_the_language(client):
    need = NeedFactory(maximum=2, shift__mission__title_en="Before")
    mission = need.shift.mission
    address = address_of(mission.operation)
    assert rows(client.get(address))[0][-2] == "2 places left"
    Need.objects.filter(pk=need.pk).take_place()
    assert rows(client.get(address))[0][-2] == "1 place left"
    Mission.objects.filter(pk=mission.pk).update(title_en="After", title_fr="Après")
    assert rows(client.get(address))[0][1] == "After"
    assert rows(client.get(address.replace("/en/", "/fr/")))[0][1] == "Après"


def test_kept_rows_close_when_the_shift_begins(client, monkeypatch):
    need = NeedFactory()
    address = address_of(need.shift.mission.operation)
    assert rows(client.get(address))[0][-1] == "Take a place"
    later = need.shift.starts_at + timedelta(minutes=1)
    monkeypatch.setattr("missions.queries.programme.timezone.now", lambda: later)
    assert rows(client.get(address))[0][-1] == "No experience needed"


def test_nobody_else_sees_the_state_of_ones_own_sign_up(client):
    user = UserFactory()
    signup = SignupFactory(volunteer=VolunteerFactory(user=user), state=Signup.State.CONFIRMED)
    address = address_of(signup.need.shift.mission.operation)
    client.force_login(user)
    assert rows(client.get(address))[0][-2:] == ["Confirmed", "My commitments"]
    client.force_login(UserFactory())
    assert rows(client.get(address))[0][-1] == "Take a place"


def test_title_in_another_language_is_marked_and_escaped(client):
    need = NeedFactory(
        shift__mission__source_language="fr",
        shift__mission__title_en="",
        shift__mission__title_fr="<b>Balade</b> & cartes",
    )
    page = words(client.get(address_of(need.shift.mission.operation)))
    assert '<span lang="fr" dir="ltr">&lt;b&gt;Balade&lt;/b&gt; &amp; cartes</span>' in page
    assert "<b>Balade" not in page


def test_mission_without_hours_is_shown_at_ones_own_pace(client):
    mission = MissionFactory(title_en="Trace roofs", mode=Mission.Mode.REMOTE)
    page = words(client.get(address_of(mission.operation)))
    assert "At your own pace" in page
    assert "Trace roofs" in page


def test_figures_of_one_subject_that_differ_stand_side_by_side(client):
    operation = OperationFactory(status=Operation.Status.REPORTED)
    common = {"subject": "people", "label_en": "people who took part"}
    add_figure(operation, value=50, source_en="The newspaper", method_en="a guess", **common)
    add_figure(operation, value=70, source_en="The commune", is_about=True, **common)
    add_figure(operation, value=2000, subject="osm", label_en="objects", position=1)

    response = client.get(address_of(operation))

    parsed(response)
    page = words(response)
    for text in [
        "The sources differ.",
        ">50</dt>",
        "70</dt>",
        "Source: The newspaper",
        "How it was counted: a guess",
        "Source: The commune",
        ">2,000</span>",
    ]:
        assert text in page
    assert page.index("objects") < page.index("people who took part")


def test_published_results_colour_the_cover_and_missions_to_come_tint_it(client):
    operation = OperationFactory()
    MissionFactory(operation=operation, theme=Theme.BOTANY)
    page = words(client.get(address_of(operation)))
    assert "hero__cover sown" in page
    assert page.count("parcel parcel--botany") == 2

    add_figure(operation, value=354, theme=Theme.PHOTOGRAPHY)
    page = words(client.get(address_of(operation)))
    assert "hero__cover sown" not in page
    assert page.count("parcel parcel--photography") == 6


def test_cancelled_operation_says_so_and_takes_nobody(client):
    need = NeedFactory(shift__mission__operation__status=Operation.Status.CANCELLED)
    response = client.get(address_of(need.shift.mission.operation))
    page = words(response)
    assert "This operation does not take place." in page
    assert "signup/" not in page
    assert "EventCancelled" in page


def test_draft_is_seen_by_its_team_and_staff_alone(client):
    draft = OperationFactory(status=Operation.Status.DRAFT)
    mission = MissionFactory(operation=draft)
    addresses = [address_of(draft), mission_address(mission)]

    def statuses():
        return [client.get(address).status_code for address in addresses]

    assert statuses() == [404, 404]
    client.force_login(MembershipFactory(role=Role.COORDINATOR).user)
    assert statuses() == [404, 404]
    for user in [
        StaffFactory(),
        *(MembershipFactory(operation=draft, role=role).user for role in Role.values),
    ]:
        client.force_login(user)
        assert statuses() == [200, 200]
    assert "Only the team of this operation can see this page." in words(client.get(addresses[0]))


def test_the_way_to_the_workspace_is_shown_to_the_team_alone(client):
    operation = OperationFactory()
    client.force_login(UserFactory())
    assert "Prepare this operation" not in words(client.get(address_of(operation)))
    client.force_login(MembershipFactory(operation=operation).user)
    assert "Prepare this operation" in words(client.get(address_of(operation)))


def test_search_engines_get_the_event_as_data_that_cannot_end_its_element(client):
    operation = OperationFactory(title_en="</script><script>alert(1)</script> & more")
    response = client.get(address_of(operation))
    [block] = [
        "".join(element.itertext())
        for element in parsed(response).iter(f"{HTML}script")
        if element.get("type") == "application/ld+json"
    ]
    event = json.loads(block)
    assert event["@type"] == "Event"
    assert event["name"] == operation.title_en
    assert event["startDate"] == operation.starts_on.isoformat()
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 5, 60])
def test_operation_page_asks_the_same_queries_for_any_number_of_shifts(
    client, django_assert_num_queries, count
):
    operation = OperationFactory()
    for _ in range(count):
        NeedFactory(
            shift__mission=MissionFactory(
                operation=operation, place=PlaceFactory(operation=operation)
            )
        )
        add_figure(operation)

    with django_assert_num_queries(6):
        response = client.get(address_of(operation))

    assert len(rows(response)) == count


def test_six_hundred_shifts_are_light_on_the_wire(client):
    operation = OperationFactory()
    missions = MissionFactory.create_batch(12, operation=operation)
    start = timezone.now() + timedelta(days=9)
    shifts = Shift.objects.bulk_create(
        Shift(
            mission=missions[number % 12],
            starts_at=start + timedelta(hours=number % 30),
            ends_at=start + timedelta(hours=number % 30 + 2),
        )
        for number in range(600)
    )
    Need.objects.bulk_create(
        Need(shift=shift, wished=9, maximum=9, places=9, taken=shift.pk % 10) for shift in shifts
    )

    response = client.get(address_of(operation), headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 15 * 1024


# Mission page


def test_mission_page_gives_every_fact_of_the_sheet(client):
    operation = OperationFactory()
    place = PlaceFactory(
        operation=operation,
        name="Old school",
        address="1 rue de l'École",
        directions="The blue door.",
        latitude=47.1,
        longitude=-1.9,
    )
    lead = UserFactory(display_name="Maëlle K.")
    mission = MissionFactory(
        operation=operation,
        title_en="Walk the lanes",
        summary_en="In small teams.",
        description_en="We *walk*.",
        equipment_en="Good shoes",
        outputs_en="Lanes on the map",
        target_platform="OpenStreetMap",
        meeting_point="Under the lime tree",
        place=place,
        lead=lead,
    )
    NeedFactory(shift__mission=mission, maximum=3)

    response = client.get(mission_address(mission))

    page = words(response)
    for text in [
        "<h1>Walk the lanes</h1>",
        "In small teams.",
        "We <em>walk</em>.",
        "Good shoes",
        "Lanes on the map",
        "OpenStreetMap",
        "Under the lime tree",
        "Old school",
        "1 rue de l&#x27;École",
        "The blue door.",
        "Maëlle K.",
        "ODbL 1.0",
        "No experience needed",
        "3 places left",
    ]:
        assert text in page
    assert lead.email not in page
    ids = ids_of(parsed(response))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("count", [1, 5])
def test_mission_page_asks_the_same_queries_for_any_number_of_shifts(
    client, django_assert_num_queries, count
):
    mission = MissionFactory()
    for _ in range(count):
        NeedFactory(shift__mission=mission)

    with django_assert_num_queries(2):
        response = client.get(mission_address(mission))
    assert len(rows(response)) == count


def test_mission_of_another_operation_is_not_found(client):
    mission, other = MissionFactory(), OperationFactory()
    for pk in [mission.pk, 0, 10**30]:
        assert client.get(f"/en/operations/{other.slug}/missions/{pk}/").status_code == 404


def test_only_the_shifts_of_the_mission_are_on_its_page(client):
    need = NeedFactory()
    NeedFactory(shift__mission__operation=need.shift.mission.operation)
    assert len(rows(client.get(mission_address(need.shift.mission)))) == 1


def test_lead_without_a_name_is_not_shown(client):
    mission = MissionFactory(lead=UserFactory(display_name=""))
    page = words(client.get(mission_address(mission)))
    assert "Lead" not in page


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_refuse_to_be_written_to(client, method):
    mission = MissionFactory()
    for address in [address_of(mission.operation), mission_address(mission)]:
        assert getattr(client, method)(address).status_code == 405
        assert client.head(address).status_code == 200


@pytest.mark.parametrize("slug", ["nothing", "x" * 300, "a%2Fb"])
def test_unknown_operation_is_not_found(client, slug):
    assert client.get(f"/en/operations/{slug}/").status_code == 404
