"""What a team is told about its programme, beside what it is not told."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from missions.models import Mission, Need, ShiftDraft
from missions.rules.programme import warnings_of
from operations.models import Role as TeamRole
from tests.accounts.factories import UserFactory
from tests.missions.factories import MissionFactory, NeedFactory, PlaceFactory, ShiftFactory
from tests.operations.factories import OperationFactory, member_client

pytestmark = pytest.mark.django_db

Kind, Role = Mission.Kind, Need.Role


@pytest.fixture
def operation():
    return OperationFactory()


def at(operation, clock, day=0):
    on_day = operation.starts_on + timedelta(days=day)
    return datetime.combine(
        on_day, time.fromisoformat(clock.zfill(5)), ZoneInfo(operation.time_zone)
    )


def shift_of(mission, start, end, *, day=0, needs=(), **fields):
    """A shift, with (role, wished, taken) for each need."""
    operation = mission.operation
    moments = {"starts_at": at(operation, start, day), "ends_at": at(operation, end, day)}
    shift = ShiftFactory(mission=mission, **(moments | fields))
    for role, wished, taken in needs:
        NeedFactory(shift=shift, role=role, wished=wished, maximum=max(wished, taken), taken=taken)
    return shift


def kinds_of(operation):
    return [warning.kind for warning in warnings_of(operation)]


def only_warning(operation):
    (warning,) = warnings_of(operation)
    return warning


# A lead in two places at once


def test_a_lead_in_two_places_at_once_is_named_with_the_shifts(operation):
    lead = UserFactory(display_name="Maïa")
    walk, scan = (
        MissionFactory(
            operation=operation, title_en=title, lead=lead, place=PlaceFactory(operation=operation)
        )
        for title in ("Walk", "Scan")
    )
    one = shift_of(walk, "9:00", "11:00")
    other = shift_of(scan, "10:00", "11:30")
    shift_of(scan, "15:00", "16:00")

    warning = only_warning(operation)

    assert (warning.kind, warning.shifts) == ("lead", (one.pk, other.pk))
    assert warning.missions == (walk.pk, scan.pk)
    assert warning.words.startswith("Maïa leads in several places at the same time: Walk · Hall ")
    assert warning.address == f"/en/organize/{operation.slug}/shifts/{one.pk}/"


@pytest.mark.parametrize(
    ("start", "is_same_place"), [("10:50", False), ("11:00", False), ("9:30", True)]
)
def test_a_lead_may_walk_over_or_have_two_groups_in_one_place(operation, start, is_same_place):
    lead = UserFactory()
    hall = PlaceFactory(operation=operation, rooms=2)
    there = hall if is_same_place else PlaceFactory(operation=operation)
    shift_of(MissionFactory(operation=operation, lead=lead, place=hall), "9:00", "11:00")
    shift_of(MissionFactory(operation=operation, lead=lead, place=there), start, "11:15")

    assert warnings_of(operation) == []


# Places


@pytest.mark.parametrize(("rooms", "expected"), [(1, ["rooms"]), (2, ["rooms"]), (3, [])])
def test_more_missions_at_once_than_a_place_has_room_for(operation, rooms, expected):
    hall = PlaceFactory(operation=operation, name="Hall", rooms=rooms)
    for start in ("9:00", "9:30", "9:30"):
        shift_of(MissionFactory(operation=operation, place=hall), start, "11:00")

    assert kinds_of(operation) == expected


def test_one_mission_after_the_other_fills_no_place_twice(operation):
    hall = PlaceFactory(operation=operation)
    for start, end in (("8:00", "9:00"), ("9:00", "10:00"), ("9:50", "11:00")):
        shift_of(MissionFactory(operation=operation, place=hall), start, end)

    assert warnings_of(operation) == []


def test_there_is_room_for_everybody_outdoors_and_online(operation):
    lane = PlaceFactory(operation=operation, is_outdoors=True)
    line = PlaceFactory(operation=operation)
    for _number in range(3):
        shift_of(MissionFactory(operation=operation, place=lane), "9:00", "11:00")
        remote = MissionFactory(operation=operation, place=line, mode=Mission.Mode.REMOTE)
        shift_of(remote, "9:00", "11:00")

    assert warnings_of(operation) == []


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("9:00", "11:00", []),
        ("8:30", "10:00", ["closed"]),
        ("17:00", "18:30", ["closed"]),
        ("16:00", "18:00", []),
    ],
)
def test_a_place_that_is_closed_at_that_hour(operation, start, end, expected):
    hall = PlaceFactory(operation=operation, opens_at=time(9), closes_at=time(18))
    shift_of(MissionFactory(operation=operation, place=hall), start, end)

    assert kinds_of(operation) == expected


def test_a_place_with_a_key_wants_somebody_placed_with_it_each_day(operation):
    hall = PlaceFactory(operation=operation, name="Hall", needs_key=True)
    mission = MissionFactory(operation=operation, place=hall)
    shift_of(mission, "9:00", "11:00", needs=[(Role.KEY_HOLDER, 1, 1)])
    shift_of(mission, "15:00", "17:00")
    sunday = shift_of(mission, "9:00", "11:00", day=1, needs=[(Role.KEY_HOLDER, 1, 0)])

    warning = only_warning(operation)

    assert (warning.kind, warning.shifts) == ("key", (sunday.pk,))
    assert "the key of Hall" in warning.words


# What Brocas taught


def test_no_initiation_after_the_first_presentation(operation):
    results = MissionFactory(operation=operation, kind=Kind.RESULTS)
    shown = shift_of(results, "18:00", "19:00")
    shift_of(results, "15:00", "16:00", day=1)
    training = MissionFactory(operation=operation, kind=Kind.TRAINING)
    shift_of(training, "9:00", "11:00")

    warning = only_warning(operation)
    assert (warning.kind, warning.shifts) == ("initiation", (shown.pk,))

    shift_of(training, "9:00", "11:00", day=1)
    assert warnings_of(operation) == []


def test_a_programme_without_presentation_or_training_is_told_nothing_of_them(operation):
    shift_of(MissionFactory(operation=operation, kind=Kind.TRAINING), "9:00", "11:00")

    assert warnings_of(operation) == []


# Helpers


@pytest.mark.parametrize(
    ("contributors", "helpers", "expected"),
    [
        ((8, 0), (2, 0), []),
        ((9, 0), (2, 0), ["helpers"]),
        ((8, 5), (2, 1), ["helpers"]),
        ((8, 4), (2, 1), []),
        ((8, 0), None, ["helpers"]),
    ],
)
def test_more_beginners_than_helpers_can_look_after(operation, contributors, helpers, expected):
    mission = MissionFactory(operation=operation, beginners_per_helper=4)
    needs = [(Role.CONTRIBUTOR, *contributors)] + ([(Role.HELPER, *helpers)] if helpers else [])
    shift_of(mission, "9:00", "11:00", needs=needs)
    shift_of(MissionFactory(operation=operation), "9:00", "11:00", needs=needs)

    assert kinds_of(operation) == expected


# Lunch


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("11:00", "13:30", []),
        ("12:15", "15:00", []),
        ("11:00", "14:00", ["lunch"]),
        ("12:00", "14:00", ["lunch"]),
        ("8:00", "20:00", ["lunch"]),
    ],
)
def test_a_shift_that_leaves_no_time_to_eat(operation, start, end, expected):
    shift_of(MissionFactory(operation=operation), start, end)

    assert kinds_of(operation) == expected


def test_who_serves_the_meal_eats_there(operation):
    shift_of(MissionFactory(operation=operation, kind=Kind.WELCOME), "12:00", "14:00")

    assert warnings_of(operation) == []


def test_a_lead_whose_missions_follow_each_other_over_noon(operation):
    lead = UserFactory(display_name="Noé")
    shifts = [
        shift_of(MissionFactory(operation=operation, lead=lead), start, end)
        for start, end in (("10:00", "12:00"), ("12:30", "14:00"))
    ]
    shift_of(MissionFactory(operation=operation, lead=UserFactory()), "10:00", "12:00")

    warning = only_warning(operation)

    assert (warning.kind, warning.shifts) == ("lunch", tuple(one.pk for one in shifts))
    assert "Noé leads without 45 free minutes" in warning.words


# Ground


@pytest.mark.parametrize(("minutes", "expected"), [(600, []), (601, ["ground"])])
def test_more_ground_than_the_people_wished_can_cover(operation, minutes, expected):
    mission = MissionFactory(operation=operation, effort_minutes=minutes)
    shift_of(mission, "9:00", "11:00", needs=[(Role.CONTRIBUTOR, 4, 1), (Role.GUIDE, 1, 1)])

    assert kinds_of(operation) == expected


def test_ground_without_any_shift_leads_to_the_mission(operation):
    mission = MissionFactory(operation=operation, effort_minutes=90, title_en="Survey")

    warning = only_warning(operation)

    assert warning.words.startswith("Survey: its sectors take about 2 h of work")
    assert warning.address == f"/en/organize/{operation.slug}/missions/{mission.pk}/edit/"


# What is looked at


def test_a_shift_counts_where_the_team_wants_it(operation):
    hall, school = (PlaceFactory(operation=operation) for _number in range(2))
    first, second, third = (
        shift_of(MissionFactory(operation=operation, place=hall), start, "11:00")
        for start in ("9:00", "9:00", "9:00")
    )
    assert kinds_of(operation) == ["rooms"]

    times = {"starts_at": first.starts_at, "ends_at": first.ends_at}
    ShiftDraft.objects.create(shift=first, place=school, **times)
    ShiftDraft.objects.create(shift=second, place=hall, is_cancelled=True, **times)
    assert warnings_of(operation) == []

    third.is_released = False
    third.save()
    ShiftFactory(mission=third.mission, **times)
    assert kinds_of(operation) == ["rooms"]


def test_what_was_cancelled_is_not_looked_at(operation):
    hall = PlaceFactory(operation=operation)
    shift_of(MissionFactory(operation=operation, place=hall), "9:00", "11:00")
    shift_of(MissionFactory(operation=operation, place=hall), "9:00", "11:00",
             cancelled_at=timezone.now())  # fmt: skip
    gone = MissionFactory(operation=operation, place=hall, cancelled_at=timezone.now())
    shift_of(gone, "9:00", "11:00")

    assert warnings_of(operation) == []


@pytest.mark.parametrize("count", [1, 5])
def test_warnings_ask_the_same_queries_for_any_number_of_shifts(
    operation, count, django_assert_num_queries
):
    hall = PlaceFactory(operation=operation, needs_key=True, opens_at=time(9), closes_at=time(10))
    lead = UserFactory()
    for _number in range(count):
        mission = MissionFactory(operation=operation, place=hall, lead=lead, effort_minutes=9000)
        shift_of(mission, "10:00", "15:00", needs=[(Role.CONTRIBUTOR, 4, 1)])

    with django_assert_num_queries(3):
        assert warnings_of(operation)


def test_the_page_of_missions_shows_them_with_a_way_to_put_them_right(operation):
    shift = shift_of(MissionFactory(operation=operation, title_en="Talk"), "11:00", "15:00")
    address = f"/en/organize/{operation.slug}/missions/"

    html = member_client(operation, TeamRole.COORDINATOR).get(address).content.decode()
    assert "1 thing to look at in the programme" in html
    assert "No 45 free minutes to eat" in html
    link = f'<a href="/en/organize/{operation.slug}/shifts/{shift.pk}/">Look at it'
    assert link in html

    html = member_client(operation, TeamRole.REVIEWER).get(address).content.decode()
    assert "No 45 free minutes to eat" in html
    assert "Look at it" not in html
    shift.delete()
    html = member_client(operation, TeamRole.COORDINATOR).get(address).content.decode()
    assert "look at in the programme" not in html
