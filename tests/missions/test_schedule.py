"""The schedule: a day as a table and a list, shifts moved before anybody sees it."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from core.models import AuditEntry
from missions.models import Mission, Shift, ShiftDraft
from missions.services.signups import join
from notifications.models import Email
from operations.models import Operation, Role
from tests.accounts.factories import UserFactory
from tests.missions.factories import MissionFactory, NeedFactory, PlaceFactory, ShiftFactory
from tests.operations.factories import OperationFactory, client_of, member_client
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate().year + 1


def address(operation, rest=""):
    return f"/en/organize/{operation.slug}/programme/{rest}"


def at(operation, clock, day=0):
    """That hour on the clocks of the place, some days after the first one."""
    on = operation.starts_on + timedelta(days=day)
    return datetime.combine(on, time.fromisoformat(clock), operation.zone)


def shift_at(mission, start, end, **values):
    operation = mission.operation
    return ShiftFactory(
        mission=mission, starts_at=at(operation, start), ends_at=at(operation, end), **values
    )


def typed(shift, start="10:00", end="12:30", **values):
    return {
        "version": shift.version,
        "day": f"{shift.mission.operation.starts_on}",
        "hour": start,
        "ends": end,
        "place": "",
    } | values


def hours(shift, zone):
    return [f"{each.astimezone(zone):%H:%M}" for each in (shift.starts_at, shift.ends_at)]


def cells_of(page):
    """The cells of the table's body, row by row, as (rows that it takes, words)."""
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            (int(span), " ".join(re.sub(r"<[^>]+>", " ", inner).split()))
            for span, inner in re.findall(r'<td rowspan="(\d+)"[^>]*>(.*?)</td>', row, re.DOTALL)
        ]
        for row in body.split("<tr")[1:]
    ]


# The table


def test_shifts_stand_in_the_column_of_their_place_side_by_side_when_they_overlap():
    operation = OperationFactory()
    hall, school = (PlaceFactory(operation=operation, name=name) for name in ("Hall", "School"))
    walk = MissionFactory(operation=operation, title_en="Walk", place=hall)
    scan = MissionFactory(operation=operation, title_en="Scan")
    NeedFactory(shift=shift_at(walk, "09:00", "11:00"), maximum=6, taken=2)
    shift_at(walk, "10:00", "12:00")
    shift_at(scan, "09:30", "10:30", place=school)
    shift_at(scan, "14:00", "15:00")

    page = member_client(operation).get(address(operation), {"step": 60})

    heads = re.findall(r'colspan="(\d)" data-place="(\d*)"', page.text)
    assert heads == [("2", f"{hall.pk}"), ("1", f"{school.pk}"), ("1", "")]
    rows = cells_of(page)
    assert len(rows) == 12  # from 8:00 to 20:00
    assert [cell[0] for cell in rows[0]] == [1, 2, 1, 6]
    assert [(span, words.split(" ")[0]) for span, words in rows[1]] == [(2, "Walk"), (2, "Scan")]
    assert "9:00–11:00" in rows[1][0][1]
    assert "2 of 6 places taken" in rows[1][0][1]
    # Each row of the table is full: no cell is missing, none is too many.
    lanes = [0] * 4
    for number, row in enumerate(rows):
        for span, _words in row:
            lane = next(each for each in range(4) if lanes[each] == number)
            lanes[lane] += span
        assert min(lanes) > number
    assert lanes == [12] * 4


def test_rows_are_as_fine_as_asked_and_this_is_remembered():
    operation = OperationFactory()
    client = member_client(operation)

    assert len(cells_of(client.get(address(operation)))) == 24
    for step, rows in [("5", 144), ("15", 48), ("60", 12), ("7", 12), ("x", 12), ("", 12)]:
        assert len(cells_of(client.get(address(operation), {"step": step}))) == rows
    assert len(cells_of(client.get(address(operation)))) == 12


def test_early_and_late_shifts_make_the_day_longer_and_a_night_ends_at_midnight():
    mission = MissionFactory()
    operation = mission.operation
    shift_at(mission, "06:15", "07:00")
    night = ShiftFactory(
        mission=mission, starts_at=at(operation, "22:30"), ends_at=at(operation, "01:00", day=1)
    )

    page = member_client(operation).get(address(operation), {"step": 30})

    rows = cells_of(page)
    assert len(rows) == 36  # from 6:00 to 24:00
    assert rows[33][-1][0] == 3
    assert f'data-shift="{night.pk}" data-from="1350" data-to="1500"' in page.text


def test_as_a_list_every_shift_has_its_form_and_the_choice_is_remembered():
    mission = MissionFactory()
    shift = shift_at(mission, "09:00", "11:00")
    client = member_client(mission.operation)

    both = client.get(address(mission.operation))
    listed = client.get(address(mission.operation), {"view": "list"})
    again = client.get(address(mission.operation))

    for page in (both, listed):
        assert f'id="move-{shift.pk}"' in page.text
        assert 'name="hour"' in page.text
        assert 'value="11:00"' in page.text
    assert 'class="table table--grid schedule"' in both.text
    assert "<table" not in listed.text + again.text


def test_each_day_shows_its_own_shifts_where_the_team_wants_them():
    mission = MissionFactory()
    operation = mission.operation
    shift = shift_at(mission, "09:00", "11:00")
    ShiftDraft.objects.create(
        shift=shift, starts_at=at(operation, "14:00", day=1), ends_at=at(operation, "16:00", day=1)
    )
    client = member_client(operation)

    first = client.get(address(operation))
    second = client.get(address(operation), {"day": f"{operation.ends_on}"})

    assert [(tab.day, tab.shifts) for tab in first.context["tabs"]] == [
        (operation.starts_on, 0),
        (operation.ends_on, 1),
    ]
    assert "Nothing takes place on this day yet." in first.text
    assert "14:00–16:00" in second.text
    assert "Moved, not released" in second.text
    assert "9:00–11:00" in second.text  # what volunteers still see
    for odd in ("never", "2001-01-01", "9" * 400, ""):
        assert client.get(address(operation), {"day": odd}).context["day"] == operation.starts_on


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_a_day_asks_the_same_queries_for_any_number_of_shifts(
    django_assert_max_num_queries, count
):
    mission = MissionFactory()
    for number in range(count):
        shift = shift_at(mission, "09:00", "11:00", place=PlaceFactory(operation=mission.operation))
        NeedFactory(shift=shift)
        if number % 2:
            ShiftDraft.objects.create(
                shift=shift, starts_at=shift.ends_at, ends_at=shift.ends_at + timedelta(hours=1)
            )
    client = member_client(mission.operation)
    client.get(address(mission.operation))

    with django_assert_max_num_queries(13):
        client.get(address(mission.operation))


def test_five_thousand_shifts_are_shown_a_day_at_a_time(django_assert_max_num_queries):
    operation = OperationFactory(ends_on=timezone.localdate() + timedelta(days=36))
    missions = MissionFactory.create_batch(50, operation=operation)
    Shift.objects.bulk_create(
        Shift(
            mission=mission,
            starts_at=at(operation, f"{9 + number % 10:02}:00", day=number % 25),
            ends_at=at(operation, f"{10 + number % 10}:00", day=number % 25),
        )
        for mission in missions
        for number in range(100)
    )
    client = member_client(operation)
    client.get(address(operation), {"view": "list"})

    with django_assert_max_num_queries(13):
        page = client.get(address(operation), {"day": f"{operation.starts_on + timedelta(days=2)}"})

    assert len(page.context["blocks"]) == 50 * 4
    assert sum(tab.shifts for tab in page.context["tabs"]) == 5000


# Moving one shift


def test_in_a_draft_operation_a_move_holds_at_once():
    operation = OperationFactory(status=Operation.Status.DRAFT)
    shift = shift_at(MissionFactory(operation=operation), "09:00", "11:00")
    place = PlaceFactory(operation=operation)

    answer = member_client(operation).post(
        address(operation, f"{shift.pk}/"), typed(shift, place=place.pk)
    )

    assert answer.url == f"{address(operation)}?day={operation.starts_on}#shift-{shift.pk}"
    shift.refresh_from_db()
    assert (hours(shift, operation.zone), shift.place) == (["10:00", "12:30"], place)
    assert not ShiftDraft.objects.exists()


def test_in_a_public_operation_a_move_waits_and_nobody_is_told():
    mission = MissionFactory()
    operation = mission.operation
    need = NeedFactory(shift=shift_at(mission, "09:00", "11:00"))
    join(volunteer=VolunteerFactory(), needs=[need], is_proven=True)
    Email.objects.all().delete()
    client = member_client(operation)
    before = client.get(operation.get_absolute_url()).text

    client.post(address(operation, f"{need.shift.pk}/"), typed(need.shift))

    shift = Shift.objects.get()
    assert hours(shift, operation.zone) == ["09:00", "11:00"]
    assert hours(shift.draft, operation.zone) == ["10:00", "12:30"]
    assert (shift.sequence, shift.version) == (0, 2)
    assert not Email.objects.exists()
    assert "9:00–11:00" in before
    assert "10:00–12:30" not in client.get(operation.get_absolute_url()).text
    assert "1 change waits" in client.get(address(operation)).text
    entry = AuditEntry.objects.get(action="shift.change_planned")
    assert entry.operation_id == operation.pk


def test_a_shift_put_back_to_where_it_is_waits_no_more():
    shift = shift_at(MissionFactory(), "09:00", "11:00")
    page = address(shift.mission.operation, f"{shift.pk}/")
    client = member_client(shift.mission.operation)

    client.post(page, typed(shift))
    client.post(page, typed(shift, "09:00", "11:00", version=2))
    client.post(page, typed(shift, "09:00", "11:00", version=3))  # nothing to change: no trace

    assert not ShiftDraft.objects.exists()
    assert Shift.objects.get().version == 3


def test_an_end_before_the_beginning_is_on_the_next_day():
    shift = shift_at(MissionFactory(), "09:00", "11:00")
    operation = shift.mission.operation

    member_client(operation).post(
        address(operation, f"{shift.pk}/"), typed(shift, "22:00", "01:30")
    )

    draft = ShiftDraft.objects.get()
    assert draft.ends_at - draft.starts_at == timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends": "10:05"}, "from ten minutes to 24 hours"),
        ({"day": "2001-01-01"}, "far from those of the operation"),
        ({"day": "9999-12-31"}, "far from those of the operation"),
        ({"hour": "25:00"}, "valid time"),
        ({"ends": ""}, "required"),
        ({"place": "999999"}, "valid choice"),
        ({"version": "x"}, "whole number"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_kept_in_the_form(values, words):
    shift = shift_at(MissionFactory(), "09:00", "11:00")
    operation = shift.mission.operation

    answer = member_client(operation).post(
        address(operation, f"{shift.pk}/"), typed(shift, hour="10:00") | values
    )

    assert (answer.status_code, words in answer.text) == (422, True)
    assert (Shift.objects.get().version, ShiftDraft.objects.count()) == (1, 0)


def last_sunday_of(month):
    last = date(NEXT_YEAR, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def test_hours_that_the_clocks_jump_over_are_refused_and_those_that_come_twice_are_told():
    spring, autumn = last_sunday_of(3), last_sunday_of(10)
    answers = {}
    for night in (spring, autumn):
        operation = OperationFactory(starts_on=night)
        shift = shift_at(MissionFactory(operation=operation), "09:00", "11:00")
        client = member_client(operation)
        answers[night] = client.post(
            address(operation, f"{shift.pk}/"), typed(shift, "01:30", "02:30"), follow=True
        )

    assert "jump over 02:30" in answers[spring].text
    assert "the clocks show 02:30 twice" in answers[autumn].text
    draft = ShiftDraft.objects.get()
    assert draft.ends_at - draft.starts_at == timedelta(hours=1)


def test_an_hour_that_comes_twice_stays_the_second_one_when_only_the_place_changes():
    operation = OperationFactory(starts_on=last_sunday_of(10))
    second = at(operation, "02:30").replace(fold=1).astimezone(UTC)
    shift = ShiftFactory(
        mission=MissionFactory(operation=operation),
        starts_at=second,
        ends_at=second + timedelta(hours=1),
    )
    place = PlaceFactory(operation=operation)

    member_client(operation).post(
        address(operation, f"{shift.pk}/"), typed(shift, "02:30", "03:30", place=place.pk)
    )

    draft = ShiftDraft.objects.get()
    assert (draft.starts_at, draft.place) == (shift.starts_at, place)


def test_the_second_of_two_organizers_sees_both_wishes():
    shift = shift_at(MissionFactory(), "09:00", "11:00")
    operation = shift.mission.operation
    page = address(operation, f"{shift.pk}/")
    member_client(operation).post(page, typed(shift, "10:00", "12:00"))

    conflict = member_client(operation).post(page, typed(shift, "15:00", "17:00"))

    assert conflict.status_code == 409
    assert "10:00" in conflict.text
    kept = dict(conflict.context["typed"]) | {"version": conflict.context["version"]}
    member_client(operation).post(page, kept)
    assert hours(ShiftDraft.objects.get(), operation.zone) == ["15:00", "17:00"]


@pytest.mark.parametrize("state", ["begun", "cancelled"])
def test_what_has_begun_or_is_cancelled_stays(state):
    operation = OperationFactory(starts_on=timezone.localdate(), status="running")
    starts_at = timezone.now() + timedelta(hours=-1 if state == "begun" else 20)
    cancelled_at = timezone.now() if state == "cancelled" else None
    shift = ShiftFactory(
        mission=MissionFactory(operation=operation), starts_at=starts_at, cancelled_at=cancelled_at
    )
    client = member_client(operation)
    later = typed(shift, day=f"{timezone.localdate() + timedelta(days=2)}")

    answers = [
        client.post(address(operation, f"{shift.pk}/{rest}"), later).status_code
        for rest in ("", "cancel/")
    ]

    assert answers == ([422, 302] if state == "begun" else [404, 404])
    assert not ShiftDraft.objects.exists()


def test_a_planned_cancellation_can_be_taken_back():
    need = NeedFactory(shift=shift_at(MissionFactory(), "09:00", "11:00"))
    operation = need.shift.mission.operation
    client = member_client(operation)
    page = address(operation, f"{need.shift.pk}/")

    cancelled = client.post(page + "cancel/", follow=True)
    client.post(page + "cancel/")
    shown = client.get(operation.get_absolute_url()).text
    kept = client.post(page + "discard/", follow=True)
    twice = client.post(page + "discard/", follow=True)

    assert "Cancelled at the next release" in cancelled.text
    assert "shift--cancelled" not in shown
    assert "Cancelled at the next release" not in kept.text
    assert "Nothing of this shift waits" in twice.text
    assert (Shift.objects.get().cancelled_at, ShiftDraft.objects.count()) == (None, 0)


def test_the_page_of_one_shift_holds_at_once_and_drops_what_waited():
    shift = shift_at(MissionFactory(), "09:00", "11:00")
    operation = shift.mission.operation
    client = member_client(operation)
    client.post(address(operation, f"{shift.pk}/"), typed(shift, "15:00", "17:00"))
    page = f"/en/organize/{operation.slug}/shifts/{shift.pk}/"

    shown = client.get(page)
    saved = client.post(
        page,
        {
            "version": 2,
            "day": f"{operation.starts_on}",
            "hour": "10:00",
            "length": "2:00",
            "place": "",
        },
        follow=True,
    )

    assert "15:00–17:00" in shown.text
    assert "and drops it" in shown.text
    assert "What waited for a release of this shift is dropped." in saved.text
    assert hours(Shift.objects.get(), operation.zone) == ["10:00", "12:00"]
    assert not ShiftDraft.objects.exists()


# Who may


@pytest.mark.parametrize("rest", ["", "cancel/", "discard/"])
def test_shifts_of_another_operation_are_out_of_reach(rest):
    shift = shift_at(MissionFactory(), "09:00", "11:00")
    other = OperationFactory()

    for operation in (other, shift.mission.operation):
        page = address(operation, f"{shift.pk}/{rest}")
        assert member_client(other).post(page, typed(shift)).status_code == 404
    assert not ShiftDraft.objects.exists()


def test_a_lead_moves_the_shifts_of_their_own_mission_and_sees_the_others():
    lead = UserFactory()
    operation = OperationFactory()
    operation.memberships.create(user=lead, role=Role.MISSION_LEAD)
    own = shift_at(MissionFactory(operation=operation, lead=lead), "09:00", "11:00")
    other = shift_at(MissionFactory(operation=operation), "09:00", "11:00")
    client = client_of(lead)

    page = client.get(address(operation))
    answers = [
        client.post(address(operation, f"{shift.pk}/"), typed(shift)).status_code
        for shift in (own, other)
    ]

    assert page.context["changeable"] == {own.pk}
    assert f'id="move-{other.pk}"' not in page.text
    assert answers == [302, 403]
    assert client.get(address(operation, "release/")).status_code == 403


def test_warnings_stand_above_the_day_and_on_the_shifts():
    operation = OperationFactory()
    place = PlaceFactory(operation=operation, name="Hall", rooms=1)
    for title in ("Walk", "Scan"):
        mission = MissionFactory(operation=operation, title_en=title, place=place)
        shift_at(mission, "15:00", "17:00")
    client = member_client(operation)

    first = client.get(address(operation))
    second = client.get(address(operation), {"day": f"{operation.ends_on}"})

    assert "Hall has room for one mission at a time" in first.text
    assert first.text.count("Place over-full") == 4  # in the table and in the list
    assert "Hall has room" not in second.text
    assert Mission.objects.count() == 2
