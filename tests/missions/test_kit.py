"""The assistant: what fits the place, a programme without collisions, all of it at once."""

from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from guides.models import Guide, SheetRole, SheetStep
from missions.models import Kit, Mission, Need, Place, Shift
from missions.proposal import presentations_of, propose, sessions_of
from missions.services.kit import accept_proposal
from operations.models import Role
from planning.models import Plan
from planning.services.plans import make_plan
from tests.accounts.factories import UserFactory
from tests.missions.factories import MissionFactory, PlaceFactory
from tests.operations.factories import MembershipFactory, OperationFactory

PARIS = "Europe/Paris"
SATURDAY, SUNDAY = date(2031, 6, 21), date(2031, 6, 22)


def sheet(**facts) -> Guide:
    number = facts.pop("number", 1)
    defaults = {
        "pk": number,
        "slug": f"sheet-{number}",
        "number": number,
        "theme": "geography",
        "source_language": "fr",
        "title_fr": f"Carte {number}",
        "title_en": f"Map {number}",
        "place": "hall",
        "minutes": 120,
        "shifts": 1,
    }
    return Guide(**defaults | facts)


def stored(**facts) -> Guide:
    roles = facts.pop("roles", [("contributor", 2, 4, 6)])
    one = sheet(**facts)
    one.save()
    for role, minimum, wished, maximum in roles:
        SheetRole.objects.create(
            guide=one, role=role, minimum=minimum, wished=wished, maximum=maximum
        )
    return one


def proposed(*sheets, days=(SATURDAY, SUNDAY), place=None):
    return propose(sheets, days=days, zone=PARIS, main_place=place)


def local(moment):
    return moment.astimezone(ZoneInfo(PARIS))


class TestProposal:
    def test_the_last_day_ends_early_and_has_no_evening(self):
        assert [(one.day, one.part, one.closes) for one in sessions_of([SATURDAY, SUNDAY])] == [
            (SATURDAY, "morning", time(12, 30)),
            (SATURDAY, "afternoon", time(18)),
            (SATURDAY, "evening", time(22)),
            (SUNDAY, "morning", time(12, 30)),
            (SUNDAY, "afternoon", time(15, 30)),
        ]

    def test_results_are_shown_at_the_end_of_each_day(self):
        shows = presentations_of([SATURDAY, SUNDAY])

        assert [(one.day, one.opens, one.closes) for one in shows] == [
            (SATURDAY, time(18, 30), time(19, 30)),
            (SUNDAY, time(15, 30), time(16, 30)),
        ]

    def test_trainings_come_after_the_first_presentation(self):
        one = sheet(mission_kind="training", shifts=1)

        (planned,) = proposed(one).missions

        assert local(planned.shifts[0].starts_at).date() == SUNDAY

    def test_missions_spread_over_the_sessions(self):
        planned = proposed(*(sheet(number=number) for number in range(1, 5))).missions

        assert len({one.shifts[0].starts_at for one in planned}) == 4

    def test_what_is_done_from_afar_or_before_has_no_hours(self):
        planned = proposed(sheet(mode="remote"), sheet(number=2, phase="before")).missions

        assert [one.shifts for one in planned] == [[], []]

    def test_a_shift_is_never_longer_than_its_session(self):
        (planned,) = proposed(sheet(minutes=600, shifts=4)).missions

        assert len(planned.shifts) == 4
        assert all(one.ends_at - one.starts_at <= timedelta(hours=4) for one in planned.shifts)

    def test_a_full_or_closed_room_is_said(self):
        room = Place(name="Hall", rooms=1, opens_at=time(9), closes_at=time(13))

        found = proposed(*(sheet(number=number) for number in (1, 2, 3)), place=room)

        # It is free on two mornings only: the third mission has no room.
        assert [one.number for one in found.without_room] == [3]
        assert [one.place for one in found.missions] == [room, room, None]
        assert found.missions[2].shifts

    def test_places_that_only_people_there_know_are_named(self):
        found = proposed(sheet(place="museum"), sheet(number=2, place="outdoors"))

        assert [one.number for one in found.without_place] == [1]

    @given(
        st.lists(
            st.fixed_dictionaries(
                {
                    "place": st.sampled_from(["hall", "room", "outdoors", "museum"]),
                    "minutes": st.integers(30, 600),
                    "shifts": st.integers(1, 6),
                    "part_of_day": st.sampled_from(["any", "morning", "afternoon", "evening"]),
                    "mission_kind": st.sampled_from(["other", "training", "results"]),
                }
            ),
            max_size=32,
        ),
        st.integers(1, 4),
        st.integers(1, 4),
        st.sampled_from([None, time(9), time(13)]),
    )
    def test_nothing_ever_collides(self, facts, length, rooms, opens_at):
        days = [SATURDAY + timedelta(days=number) for number in range(length)]
        closes_at = time(19) if opens_at else None
        room = Place(name="Hall", rooms=rooms, opens_at=opens_at, closes_at=closes_at)
        sheets = [sheet(number=number, **each) for number, each in enumerate(facts, 1)]

        found = proposed(*sheets, days=days, place=room)

        assert [one.sheet for one in found.missions] == sheets
        inside = []
        for planned in found.missions:
            times = [(one.starts_at, one.ends_at) for one in planned.shifts]
            assert times == sorted(set(times))
            assert all(one[1] <= other[0] for one, other in pairwise(times))
            inside += [one for one in planned.shifts if one.place]
        for one in inside:
            beside = [other for other in inside if other.starts_at <= one.starts_at < other.ends_at]
            assert len(beside) <= rooms
            assert opens_at is None or opens_at <= local(one.starts_at).time()
            assert closes_at is None or local(one.ends_at).time() <= closes_at


@pytest.fixture
def operation(db):
    start = timezone.localdate() + timedelta(days=60)
    return OperationFactory(
        status="draft", starts_on=start, ends_on=start + timedelta(days=1), source_language="fr"
    )


@pytest.fixture
def organizer(client, operation):
    user = MembershipFactory(operation=operation, role=Role.COORDINATOR).user
    client.force_login(user)
    return user


def page(operation, part=""):
    return f"/en/organize/{operation.slug}/kit/{part}"


def test_the_assistant_makes_missions_shifts_and_needs_in_three_forms(client, operation, organizer):
    stored(number=1, is_essential=True, mission_kind="welcome", shifts=2)
    roles = [("contributor", 2, 4, 8), ("lead", 1, 1, 1)]
    scan = stored(number=2, assets=["archives"], roles=roles, documents=["rights-form"])
    SheetStep.objects.create(
        guide=scan, position=1, days_before=42, owner_role="mission_lead", title_fr="Trouver"
    )
    stored(number=3, assets=["vineyard"])

    first = client.post(
        page(operation),
        {
            "assets": ["archives"],
            "room": "Village hall",
            "opens_at": "08:30",
            "closes_at": "22:00",
            "rooms": "4",
        },
        follow=True,
    )
    text = first.content.decode()
    assert first.redirect_chain == [(page(operation, "missions/"), 302)]
    assert "Because there is: Archives and registers." in text
    assert "Map 3" not in text

    second = client.post(
        page(operation, "missions/"), {"sheets": ["sheet-1", "sheet-2"]}, follow=True
    )
    assert "Map 2" in second.content.decode()
    assert "1 step more in the plan" in second.content.decode()
    assert "Rights form for lent photographs and papers" in second.content.decode()
    assert not Mission.objects.exists()

    client.post(page(operation, "proposal/"))

    assert list(Mission.objects.values_list("sheet", "title_fr", "title_en")) == [
        ("sheet-1", "Carte 1", "Map 1"),
        ("sheet-2", "Carte 2", "Map 2"),
    ]
    mission = Mission.objects.get(sheet=scan.slug)
    assert mission.place.name == "Village hall"
    assert Shift.objects.count() == 3
    assert sorted(
        Need.objects.filter(shift__mission=mission).values_list("role", "maximum", "places")
    ) == [("contributor", 8, 8), ("lead", 1, 1)]
    step = Plan.objects.get().steps.get(code="sheet-2-1")
    assert (step.title_fr, step.days_before, step.owner_role) == ("Trouver", 42, "mission_lead")


def test_the_assistant_goes_on_where_it_was_left(client, operation, organizer):
    stored(number=1)
    stored(number=2)
    Kit.objects.create(operation=operation, assets=["archives"], sheets=["sheet-2"])

    assets = client.get(page(operation)).content.decode()
    missions = client.get(page(operation, "missions/")).content.decode()

    assert 'value="archives"' in assets
    assert assets.count("checked") == 1
    assert 'value="sheet-2" checked' in missions
    assert 'value="sheet-1" checked' not in missions


def test_pressed_twice_it_makes_one_programme(client, operation, organizer):
    stored(number=1)
    Kit.objects.create(operation=operation, sheets=["sheet-1"])

    client.post(page(operation, "proposal/"))
    again = client.post(page(operation, "proposal/"), follow=True)

    assert Mission.objects.count() == 1
    assert "Everything you chose is among the missions already." in again.content.decode()


def test_missions_that_are_there_are_offered_no_more_until_they_are_cancelled(
    client, operation, organizer
):
    stored(number=1)
    mission = MissionFactory(operation=operation, sheet="sheet-1")
    assert "sheet-1" not in client.get(page(operation, "missions/")).content.decode()

    Mission.objects.filter(pk=mission.pk).update(cancelled_at=timezone.now())
    assert "sheet-1" in client.get(page(operation, "missions/")).content.decode()


def test_days_that_are_over_get_no_programme(client, operation, organizer):
    stored(number=1)
    Kit.objects.create(operation=operation, sheets=["sheet-1"])
    past = timezone.localdate() - timedelta(days=9)
    type(operation).objects.update(starts_on=past, ends_on=past)

    shown = client.get(page(operation, "proposal/")).content.decode()
    answer = client.post(page(operation, "proposal/"), follow=True).content.decode()

    assert "Create all this" not in shown
    assert "The days of this operation are over." in answer
    assert not Mission.objects.exists()


def test_a_failure_half_way_leaves_nothing(operation, monkeypatch):
    stored(number=1)
    stored(number=2)
    Kit.objects.create(operation=operation, sheets=["sheet-1", "sheet-2"])
    monkeypatch.setattr(Need.objects, "bulk_create", lambda rows: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        accept_proposal(operation=operation, by=UserFactory())

    assert not Mission.objects.exists()
    assert not Shift.objects.exists()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"room": ""}, "This field is required."),
        ({"opens_at": "22:00", "closes_at": "08:00"}, "It has to close after it opens"),
        ({"opens_at": "25:99"}, "Enter a valid time."),
        ({"rooms": "0"}, "greater than or equal to 1"),
        ({"rooms": "9" * 40}, "less than or equal to 20"),
        ({"assets": ["castle"]}, "castle is not one of the available choices"),
        ({"room": "x" * 5000}, "at most 120 characters"),
        ({"room": "Hall\u202e"}, "characters that cannot be seen"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(client, operation, organizer, form, sentence):
    usual = {"room": "Hall", "opens_at": "08:30", "closes_at": "22:00", "rooms": "4"}

    answer = client.post(page(operation), usual | form)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Kit.objects.exists()
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [([], "Choose at least one mission."), (["nothing"], "is not offered any more")],
)
def test_missions_that_are_not_offered_cannot_be_chosen(
    client, operation, organizer, sheets, sentence
):
    stored(number=1)

    answer = client.post(page(operation, "missions/"), {"sheets": sheets})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_the_programme_is_made_by_the_same_queries(operation, django_assert_max_num_queries, count):
    PlaceFactory(operation=operation, rooms=4)
    for number in range(1, count + 1):
        stored(number=number, shifts=3)
    Kit.objects.create(
        operation=operation, sheets=[f"sheet-{number}" for number in range(1, count + 1)]
    )
    user = UserFactory()
    make_plan(operation=operation, by=user)

    # Two for each mission: the row, and what happened to it.
    with django_assert_max_num_queries(22 + 2 * count):
        accept_proposal(operation=operation, by=user)

    assert Shift.objects.count() == 3 * count
