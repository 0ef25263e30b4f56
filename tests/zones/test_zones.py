"""Zones and sectors: cut, given, joined, marked on the spot; who signed up to cover them."""

from datetime import UTC, datetime, time, timedelta

import pytest

from core.models import AuditEntry
from core.refusal import Refusal
from missions.models import Mission
from operations.services.versions import EditConflict
from tests.accounts.factories import UserFactory
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory
from tests.operations.factories import OperationFactory
from tests.zones.factories import SectorFactory, ZoneFactory, box
from zones.files import Shape, area_of
from zones.models import Sector, Zone
from zones.queries import coverage_of
from zones.rules import is_far, is_swapped, proposed_minutes
from zones.services.retention import erase_teams
from zones.services.sectors import delete_sector, edit_sector, join_sectors, mark_sector
from zones.services.zones import (
    create_zone,
    cut_into_grid,
    cut_zone,
    delete_zone,
    edit_zone,
    redraw_zone,
)

pytestmark = pytest.mark.django_db


def now(row):
    return type(row).objects.get(pk=row.pk)


def effort(mission):
    return Mission.objects.get(pk=mission.pk).effort_minutes


def traces():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "operation_id"))


def facts(sector, **values):
    names = ("name", "mission", "team", "points", "effort_minutes", "note")
    return {name: getattr(sector, name) for name in names} | values


# Zones


def test_a_zone_knows_its_surface_and_leaves_a_trace():
    operation, by = OperationFactory(), UserFactory()

    zone = create_zone(
        operation=operation, name="Village", mission=None, area=box(0, 0, 10, 8), by=by
    )

    assert zone.area_m2 == pytest.approx(760 * 890, rel=0.01)  # metres, at 47 degrees north
    assert traces() == [("zone.created", operation.pk)]


def test_an_operation_has_at_most_twenty_zones():
    operation = OperationFactory()
    ZoneFactory.create_batch(20, operation=operation)

    with pytest.raises(Refusal, match="at most 20 zones"):
        create_zone(operation=operation, name="X", mission=None, area=box(0, 0, 1, 1), by=None)


def test_a_grid_has_sectors_of_the_same_surface_numbered_as_one_reads():
    mission = MissionFactory()
    zone = ZoneFactory(operation=mission.operation, mission=mission)

    assert cut_into_grid(zone=zone, columns=3, rows=2, by=None) == 6

    sectors = list(zone.sectors.all())
    assert [sector.number for sector in sectors] == [1, 2, 3, 4, 5, 6]
    assert sum(sector.area_m2 for sector in sectors) == pytest.approx(zone.area_m2, rel=1e-5)
    assert max(s.area_m2 for s in sectors) <= 1.01 * min(s.area_m2 for s in sectors)
    corners = [area_of(sector.outline)[0][0] for sector in sectors]
    west = [min(x for x, _y in ring) for ring in corners]
    north = [max(y for _x, y in ring) for ring in corners]
    assert west[0] < west[1] < west[2]
    assert west[3] < west[4] < west[5]
    assert min(north[:3]) > max(north[3:])
    assert {sector.mission for sector in sectors} == {mission}
    assert effort(mission) == sum(sector.effort_minutes for sector in sectors)


def test_cutting_again_replaces_sectors_and_the_effort_of_their_missions():
    first, second = MissionFactory(), MissionFactory()
    zone = ZoneFactory(operation=first.operation, mission=first)
    cut_into_grid(zone=zone, columns=2, rows=1, by=None)
    edit_zone(zone=zone, version=1, name="Village", mission=second, by=None)
    assert [effort(first), effort(second)] == [None, sum_of(zone)]

    cut_zone(zone=zone, shapes=[Shape(box(0, 0, 1, 1), "Lane")], by=None)

    assert list(zone.sectors.values_list("number", "name")) == [(1, "Lane")]
    assert effort(second) == sum_of(zone)


def sum_of(zone):
    return sum(sector.effort_minutes for sector in zone.sectors.all())


def test_a_zone_in_which_work_has_begun_is_neither_cut_nor_drawn_again():
    zone = SectorFactory(state="under_way").zone

    for again in (
        lambda: cut_into_grid(zone=zone, columns=2, rows=2, by=None),
        lambda: redraw_zone(zone=zone, version=1, area=box(0, 0, 1, 1), by=None),
    ):
        with pytest.raises(Refusal, match="Work has begun"):
            again()
    assert zone.sectors.count() == 1
    assert now(zone).outline == zone.outline


def test_more_than_a_hundred_sectors_are_refused():
    with pytest.raises(Refusal, match="at most 100 sectors"):
        cut_zone(zone=ZoneFactory(), shapes=[Shape(box(0, 0, 1, 1))] * 101, by=None)


def test_drawing_again_takes_the_sectors_of_the_old_outline_away():
    mission = MissionFactory()
    zone = ZoneFactory(operation=mission.operation, mission=mission)
    cut_into_grid(zone=zone, columns=2, rows=2, by=None)

    redraw_zone(zone=zone, version=1, area=box(0, 0, 20, 8), by=None)

    assert not zone.sectors.exists()
    assert effort(mission) is None
    assert now(zone).area_m2 == pytest.approx(2 * ZoneFactory().area_m2, rel=0.01)


def test_two_edits_of_a_zone_overwrite_nothing():
    zone = ZoneFactory()
    edit_zone(zone=now(zone), version=1, name="Mine", mission=None, by=None)

    with pytest.raises(EditConflict):
        edit_zone(zone=now(zone), version=1, name="Theirs", mission=None, by=None)
    with pytest.raises(EditConflict):
        redraw_zone(zone=now(zone), version=1, area=box(0, 0, 1, 1), by=None)
    assert now(zone).name == "Mine"


def test_a_zone_that_is_given_up_leaves_no_effort_behind():
    mission = MissionFactory()
    zone = ZoneFactory(operation=mission.operation, mission=mission)
    cut_into_grid(zone=zone, columns=2, rows=2, by=None)
    stale = now(zone)

    delete_zone(zone=zone, by=None)

    assert not Zone.objects.exists()
    assert effort(mission) is None
    with pytest.raises(Refusal, match="no longer there"):
        cut_into_grid(zone=stale, columns=1, rows=1, by=None)


# Sectors


def test_a_sector_goes_to_another_mission_with_its_effort():
    first, second = MissionFactory(), MissionFactory()
    sector = SectorFactory(zone__operation=first.operation, mission=first, effort_minutes=100)
    SectorFactory(zone=sector.zone, mission=first, effort_minutes=30)

    edit_sector(
        sector=sector,
        version=1,
        facts=facts(sector, mission=second, effort_minutes=90, team="Team heron"),
        by=None,
    )

    assert (now(sector).mission, now(sector).team) == (second, "Team heron")
    assert [effort(first), effort(second)] == [30, 90]
    entry = AuditEntry.objects.get(action="sector.edited")
    assert entry.details["changed"] == {
        "mission": None,
        "team": None,
        "effort_minutes": [100, 90],
    }


def test_two_edits_of_a_sector_overwrite_nothing():
    sector = SectorFactory()
    edit_sector(sector=now(sector), version=1, facts=facts(sector, team="Heron"), by=None)

    with pytest.raises(EditConflict):
        edit_sector(sector=now(sector), version=1, facts=facts(sector, team="Otter"), by=None)
    assert now(sector).team == "Heron"


def test_a_mark_is_noted_once_with_who_and_when():
    sector, by = SectorFactory(), UserFactory()

    mark_sector(sector=now(sector), seen="to_do", state="done", by=by)
    mark_sector(sector=now(sector), seen="to_do", state="done", by=UserFactory())

    assert now(sector).state == Sector.State.DONE
    assert now(sector).done_at is not None
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.operation_id) == (
        "sector.marked",
        by,
        sector.zone.operation_id,
    )
    assert entry.details == {"number": sector.number, "changed": {"state": ["to_do", "done"]}}


def test_an_old_page_does_not_take_a_mark_back():
    sector = SectorFactory()
    mark_sector(sector=now(sector), seen="to_do", state="done", by=None)

    with pytest.raises(Refusal, match="Meanwhile somebody marked this sector: Done"):
        mark_sector(sector=now(sector), seen="to_do", state="under_way", by=None)

    mark_sector(sector=now(sector), seen="done", state="under_way", by=None)
    assert (now(sector).state, now(sector).done_at) == ("under_way", None)


def test_a_sector_that_is_gone_cannot_be_marked():
    sector = SectorFactory()
    stale = now(sector)
    sector.delete()

    for late in (
        lambda: mark_sector(sector=stale, seen="to_do", state="done", by=None),
        lambda: delete_sector(sector=stale, by=None),
    ):
        with pytest.raises(Refusal, match="no longer there"):
            late()


def test_joined_sectors_have_one_border_and_both_efforts():
    first, second = MissionFactory(), MissionFactory()
    zone = ZoneFactory(operation=first.operation)
    sector = SectorFactory(zone=zone, mission=first, points=3, team="Heron")
    other = SectorFactory(zone=zone, mission=second, points=4)

    join_sectors(sector=sector, other=other, by=None)

    (only,) = zone.sectors.all()
    ((outer,),) = area_of(only.outline)
    assert len(outer) == 4  # two strips side by side are a rectangle
    assert only.area_m2 == pytest.approx(sector.area_m2 + other.area_m2, abs=2)
    assert (only.number, only.team, only.points) == (sector.number, "Heron", 7)
    assert [effort(first), effort(second)] == [240, None]


@pytest.mark.parametrize("which", ["itself", "of another zone", "further on"])
def test_sectors_that_do_not_go_together_stay_apart(which):
    sector = SectorFactory()
    other = {
        "itself": lambda: sector,
        "of another zone": SectorFactory,
        "further on": lambda: SectorFactory(zone=sector.zone, state="under_way"),
    }[which]()
    before = list(Sector.objects.values())

    with pytest.raises(Refusal):
        join_sectors(sector=sector, other=other, by=None)

    assert list(Sector.objects.values()) == before


def test_a_sector_is_given_up_unless_work_has_begun():
    mission = MissionFactory()
    sector = SectorFactory(zone__operation=mission.operation, mission=mission)
    begun = SectorFactory(zone=sector.zone, mission=mission, state="under_way", effort_minutes=7)

    delete_sector(sector=sector, by=None)
    with pytest.raises(Refusal, match="Work has begun"):
        delete_sector(sector=begun, by=None)

    assert list(Sector.objects.all()) == [begun]
    assert effort(mission) == 7


def test_names_of_teams_and_notes_are_forgotten_ninety_days_after_the_operation():
    today = datetime.now(UTC).date()
    old, fresh = (
        SectorFactory(
            zone__operation=OperationFactory(starts_on=today - timedelta(days=ago)),
            team="Heron",
            note="A dog.",
        )
        for ago in (95, 60)
    )

    assert [erase_teams(), erase_teams()] == [1, 0]
    assert [(now(one).team, now(one).note) for one in (old, fresh)] == [
        ("", ""),
        ("Heron", "A dog."),
    ]


# Effort and people


@pytest.mark.parametrize(
    ("hectares", "points", "minutes"),
    [(0, 0, 5), (10, 0, 60), (0, 30, 240), (18, 45, 470), (2_000_000, 50_000, 600_000)],
)
def test_effort_is_proposed_from_the_ground_and_the_things_to_find(hectares, points, minutes):
    assert proposed_minutes(hectares * 10_000, points) == minutes


def mission_with_sector(minutes, **values):
    mission = MissionFactory(**values)
    zone = ZoneFactory(operation=mission.operation)
    SectorFactory(zone=zone, mission=mission, effort_minutes=minutes)
    return mission


def shift(mission, days=0, hours=9, length=3, taken=1, **values):
    first = datetime.combine(mission.operation.starts_on, time(), mission.operation.zone)
    starts_at = (first + timedelta(days=days, hours=hours)).astimezone(UTC)
    one = ShiftFactory(
        mission=mission, starts_at=starts_at, ends_at=starts_at + timedelta(hours=length), **values
    )
    NeedFactory(shift=one, taken=taken)
    return one


def test_hours_signed_up_for_are_held_against_the_hours_of_the_sectors():
    mission = mission_with_sector(minutes=2000)
    NeedFactory(shift=shift(mission, taken=4), role="helper", taken=1)  # 5 × 3 hours
    shift(mission, days=1, length=2, taken=3)
    done = {"state": "done", "done_at": datetime.now(UTC), "effort_minutes": 100}
    SectorFactory(zone__operation=mission.operation, mission=mission, **done)

    (row,) = coverage_of(mission.operation)

    assert (row.mission, row.needed, row.done) == (mission, 2100, 100)
    assert (row.signed, row.otherwise) == (15 * 60 + 6 * 60, 0)
    assert (row.missing, row.percent, row.places_missing) == (840, 60, 6)  # shifts of 150 minutes


def test_only_live_shifts_within_48_hours_cover_the_ground():
    mission = mission_with_sector(minutes=60)
    shift(mission, cancelled_at=datetime.now(UTC))
    shift(mission, is_released=False)
    shift(mission, days=-10)
    shift(mission, days=2, hours=0)
    shift(mission, days=1, hours=23, taken=0)

    (row,) = coverage_of(mission.operation)

    assert (row.signed, row.otherwise) == (0, 6 * 60)
    assert row.places_missing == 1


def test_a_mission_without_shifts_and_sectors_without_a_mission_are_named():
    mission = mission_with_sector(minutes=60)
    zone = SectorFactory(zone__operation=mission.operation, effort_minutes=45).zone

    rows = coverage_of(mission.operation)

    assert [(row.mission, row.needed, row.places_missing) for row in rows] == [
        (mission, 60, 0),
        (None, 45, 0),
    ]
    assert [row.mission for row in coverage_of(mission.operation, zone)] == [None]


def test_enough_people_cover_it():
    mission = mission_with_sector(minutes=360)
    shift(mission, taken=2)

    (row,) = coverage_of(mission.operation)

    assert (row.missing, row.percent, row.places_missing) == (0, 100, 0)


def test_a_zone_elsewhere_is_noticed_and_swapped_coordinates_too():
    here = {"latitude": 47.0, "longitude": -2.0}
    swapped = [[[(y, x) for x, y in box(0, 0, 1, 1)[0][0]]]]

    assert not is_far(box(0, 0, 1, 1), **here)
    assert is_far(swapped, **here)
    assert is_swapped(swapped, **here)
    assert is_far(box(900, 0, 901, 1), **here)
    assert not is_swapped(box(900, 0, 901, 1), **here)
