"""The same operation once more: what comes along, at which hours, and what stays behind."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from hypothesis import example, given
from hypothesis import strategies as st

from core.models import AuditEntry
from missions.models import Mission, Need, Place, Shift, Signup
from missions.services.cloning import Clocks, at_same_clocks, clone_operation
from operations.models import Membership, Operation, Partner, Role
from operations.services.editing import MOST_DRAFTS
from tests.accounts.factories import StaffFactory, UserFactory
from tests.communes.factories import CommuneFactory
from tests.missions.factories import (
    MissionFactory,
    NeedFactory,
    PlaceFactory,
    ShiftFactory,
    SignupFactory,
)
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    member_client,
)

PARIS = "Europe/Paris"
NEXT_YEAR = timezone.localdate().year + 1


def last_saturday(year: int, month: int) -> date:
    """Before the last Sunday of a month of 31 days, whose night changes the clocks of Paris."""
    end = date(year, month, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7 + 1)


SPRING, AUTUMN = last_saturday(NEXT_YEAR, 3), last_saturday(NEXT_YEAR, 10)
SUMMER = date(NEXT_YEAR, 6, 5)
A_DAY = timedelta(days=1)


def clocks(day: date, hour: str, zone: str = PARIS) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def shown(moment: datetime, zone: str = PARIS) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def shift_of(operation, starts, ends, *, days=0, until=0, **values):
    """A shift so many days after the first one, at these hours on the clocks of the place."""
    first = operation.starts_on
    return ShiftFactory(
        starts_at=clocks(first + timedelta(days=days), starts, operation.time_zone),
        ends_at=clocks(first + timedelta(days=days + until), ends, operation.time_zone),
        **values,
    )


def copy_of(source, starts_on=SUMMER, **values):
    facts = {"commune": source.commune, "time_zone": source.time_zone, "title": "Once more"}
    facts["by"] = values.pop("by", None) or UserFactory()
    return clone_operation(source=source, starts_on=starts_on, **facts | values)


def on_days(starts_on=date(NEXT_YEAR, 5, 8), **values):
    return OperationFactory(starts_on=starts_on, **values)


# Clocks


LENGTHS = st.integers(min_value=10, max_value=36 * 60)
ZONES = st.sampled_from(["Europe/Paris", "America/Montreal", "Pacific/Noumea"])
NIGHTS_OF_CHANGE = [
    SPRING,
    AUTUMN,
    date(2027, 3, 13),  # of Montreal
    date(2027, 11, 6),
    date(2028, 3, 25),
]
DAYS = st.one_of(
    st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 1)),
    st.builds(
        lambda night, days: night + timedelta(days=days),
        st.sampled_from(NIGHTS_OF_CHANGE),
        st.integers(min_value=-2, max_value=2),
    ),
)


@given(day=DAYS, minute=st.integers(0, 24 * 60 - 1), offset=st.integers(-21, 21), length=LENGTHS,
       old_zone=ZONES, new_zone=ZONES, new_day=DAYS)  # fmt: skip
@example(SUMMER, 150, 1, 60, PARIS, PARIS, SPRING)  # an hour that does not exist
@example(SUMMER, 150, 1, 45, PARIS, PARIS, SPRING)  # its end exists, before the moved beginning
@example(SUMMER, 150, 1, 60, PARIS, PARIS, AUTUMN)  # an hour that exists twice
@example(SUMMER, 22 * 60, 0, 6 * 60, PARIS, PARIS, SPRING)  # over the night of the change
@example(AUTUMN, 90, 1, 60, PARIS, PARIS, SUMMER)
def test_hours_and_distances_in_days_are_kept_or_moved_forward(
    day, minute, offset, length, old_zone, new_zone, new_day
):
    starts_at = clocks(day + timedelta(days=offset), "00:00", old_zone) + timedelta(minutes=minute)
    ends_at = starts_at + timedelta(minutes=length)
    before, after = Clocks(day, old_zone), Clocks(new_day, new_zone)

    start, end, moved = at_same_clocks(starts_at, ends_at, before, after)

    assert start < end
    wanted = [moment.astimezone(ZoneInfo(old_zone)).replace(tzinfo=None, fold=0)
              + (new_day - day) for moment in (starts_at, ends_at)]  # fmt: skip
    found = [moment.astimezone(ZoneInfo(new_zone)).replace(tzinfo=None, fold=0)
             for moment in (start, end)]  # fmt: skip
    assert moved == [pair for pair in zip(wanted, found, strict=True) if pair[0] != pair[1]]
    assert all(hour < later for hour, later in moved)
    # The beginning moves only when its hour does not exist; the end also when it would come first.
    assert found[0] == wanted[0] or not exists(wanted[0], new_zone)
    if wanted[0] < wanted[1] and exists(wanted[0], new_zone) and exists(wanted[1], new_zone):
        assert found == wanted
    # Of an hour that exists twice, the first.
    assert all(moment.astimezone(ZoneInfo(new_zone)).fold == 0
               for moment, hour in zip((start, end), wanted, strict=True)
               if shown(moment, new_zone) == f"{hour:%Y-%m-%d %H:%M}")  # fmt: skip


def exists(on_clock: datetime, zone: str) -> bool:
    moment = on_clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == on_clock


@pytest.mark.django_db
def test_nine_stays_nine_and_a_night_stays_a_night_when_clocks_change():
    source = on_days(SUMMER)
    mission = MissionFactory(operation=source)
    shift_of(source, "09:00", "12:00", mission=mission)
    shift_of(source, "09:00", "12:00", days=1, mission=mission)
    shift_of(source, "22:00", "04:30", until=1, mission=mission)
    shift_of(source, "18:00", "20:00", days=-10, mission=mission)

    clone = copy_of(source, SPRING)

    copies = Shift.objects.filter(mission__operation=clone.operation).order_by("pk")
    assert [(shown(each.starts_at), shown(each.ends_at)) for each in copies] == [
        (f"{SPRING} 09:00", f"{SPRING} 12:00"),
        (f"{SPRING + A_DAY} 09:00", f"{SPRING + A_DAY} 12:00"),
        (f"{SPRING} 22:00", f"{SPRING + A_DAY} 04:30"),
        (f"{SPRING - 10 * A_DAY} 18:00", f"{SPRING - 10 * A_DAY} 20:00"),
    ]
    assert copies[2].length == timedelta(hours=5, minutes=30)
    assert clone.moved == []


@pytest.mark.django_db
def test_the_hours_are_those_of_the_new_place():
    source = on_days(SUMMER)
    shift_of(source, "09:00", "12:00", mission=MissionFactory(operation=source))

    clone = copy_of(source, AUTUMN, commune=CommuneFactory(), time_zone="Pacific/Noumea")

    copy = Shift.objects.get(mission__operation=clone.operation)
    assert clone.operation.time_zone == "Pacific/Noumea"
    assert shown(copy.starts_at, "Pacific/Noumea") == f"{AUTUMN} 09:00"


@pytest.mark.django_db
def test_an_hour_that_does_not_exist_moves_forward_and_the_page_says_so():
    source = on_days(SUMMER)
    mission = MissionFactory(operation=source, title_en="Bats")
    shift_of(source, "02:30", "03:15", days=1, mission=mission)
    client = member_client(source)

    page = client.post(address(source), typed(source, starts_on=f"{SPRING}"), follow=True)

    copy = Shift.objects.latest("pk")
    night = SPRING + A_DAY
    assert (shown(copy.starts_at), shown(copy.ends_at)) == (f"{night} 03:30", f"{night} 04:15")
    day = date_format(night, "DATE_FORMAT")
    assert [str(message) for message in page.context["messages"]][1:] == [
        f"Bats, {day}: 02:30 cannot be kept on these clocks; it is 03:30 now.",
        f"Bats, {day}: 03:15 cannot be kept on these clocks; it is 04:15 now.",
    ]


@pytest.mark.django_db
def test_many_moved_hours_are_counted():
    source = on_days(SUMMER)
    mission = MissionFactory(operation=source)
    for _number in range(8):
        shift_of(source, "02:30", "06:00", days=1, mission=mission)

    page = member_client(source).post(
        address(source), typed(source, starts_on=f"{SPRING}"), follow=True
    )

    assert [str(message) for message in page.context["messages"]][-1] == (
        "3 more hours were moved in the same way."
    )


# What comes along


@pytest.mark.django_db
def test_texts_missions_shifts_needs_places_and_partners_come_along():
    source = on_days(
        title_fr="Ville ouverte", title_en="Open town", summary_fr="Deux jours.",
        practical_fr="En train.", format="fair", languages=["fr", "br"], hashtag="Ville",
    )  # fmt: skip
    hall = PlaceFactory(operation=source, name="Hall", address="1 street", latitude=1, longitude=2)
    Partner.objects.create(operation=source, name="Library", website="https://example.org/")
    mission = MissionFactory(
        operation=source, title_fr="Balade", title_en="Walk", outputs_fr="Carte", place=hall,
        meeting_point="Church", kind="photo_walk", theme="botany", target_platform="Commons",
    )  # fmt: skip
    need = NeedFactory(
        shift=shift_of(source, "09:00", "12:00", mission=mission, place=hall),
        role="guide", minimum=1, wished=2, maximum=4, places=6, taken=5,
    )  # fmt: skip
    by = UserFactory()

    operation = copy_of(source, title="Open town", by=by).operation

    fresh = Operation.objects.get(pk=operation.pk)
    assert fresh.status == "draft"
    assert fresh.created_by == by
    assert [(one.user, one.role) for one in fresh.memberships.all()] == [(by, Role.COORDINATOR)]
    assert (fresh.starts_on, fresh.ends_on) == (SUMMER, SUMMER + timedelta(days=1))
    texts = ("title_fr", "title_en", "summary_fr", "summary_en", "practical_fr", "source_language",
             "organizing_body", "format", "languages", "hashtag", "default_licence")  # fmt: skip
    assert all(getattr(fresh, name) == getattr(source, name) for name in texts)
    place = Place.objects.get(operation=fresh)
    assert (place.name, place.address, place.latitude) == ("Hall", "1 street", 1)
    copy = Mission.objects.get(operation=fresh)
    facts = ("title_fr", "title_en", "outputs_fr", "meeting_point", "kind", "theme", "licence",
             "target_platform", "source_language")  # fmt: skip
    assert all(getattr(copy, name) == getattr(mission, name) for name in facts)
    assert (copy.place, copy.shifts.get().place, copy.version) == (place, place, 1)
    people = Need.objects.get(shift__mission=copy)
    numbers = [people.role, people.minimum, people.wished, people.maximum, people.places]
    assert [*numbers, people.taken] == ["guide", 1, 2, 4, 4, 0]
    assert [(one.name, one.website) for one in fresh.partners.all()] == [
        ("Library", "https://example.org/")
    ]
    assert Need.objects.get(pk=need.pk).taken == 5


@pytest.mark.django_db
def test_no_person_no_picture_and_nothing_of_their_past_comes_along():
    lead = UserFactory()
    source = on_days(
        contact_email="maia@example.org", website="https://example.org/", cover="covers/a.webp",
        cover_credit="Maïa",
    )  # fmt: skip
    MembershipFactory(operation=source, user=lead, role=Role.MISSION_LEAD)
    Partner.objects.create(operation=source, name="Library", logo="logos/a.webp")
    mission = MissionFactory(operation=source, lead=lead)
    shift = shift_of(source, "09:00", "12:00", mission=mission)
    SignupFactory(need=NeedFactory(shift=shift))
    before = Signup.objects.count()

    operation = copy_of(source).operation

    fresh = Operation.objects.get(pk=operation.pk)
    assert [fresh.contact_email, fresh.website, fresh.cover.name, fresh.cover_credit] == [""] * 4
    assert Partner.objects.get(operation=fresh).logo.name == ""
    assert Mission.objects.get(operation=fresh).lead is None
    assert Signup.objects.count() == before
    assert not Membership.objects.filter(operation=fresh, user=lead).exists()
    entries = AuditEntry.objects.filter(operation_id=fresh.pk).order_by("pk")
    assert [entry.action for entry in entries] == ["operation.created", "operation.cloned"]
    assert entries[1].details == {"source": source.pk, "missions": 1, "shifts": 1}


@pytest.mark.django_db
def test_in_another_commune_there_are_other_places():
    source = on_days(hashtag="Ville")
    hall = PlaceFactory(operation=source)
    mission = MissionFactory(operation=source, place=hall, meeting_point="Church")
    shift_of(source, "09:00", "12:00", mission=mission, place=hall)
    commune = CommuneFactory()

    operation = copy_of(source, commune=commune).operation

    copy = Mission.objects.get(operation=operation)
    assert (operation.commune, operation.hashtag) == (commune, "")
    assert (copy.place, copy.meeting_point, copy.shifts.get().place) == (None, "", None)
    assert not operation.places.exists()


@pytest.mark.django_db
def test_what_was_cancelled_stays_behind():
    source = on_days(status=Operation.Status.CANCELLED)
    now = timezone.now()
    kept = MissionFactory(operation=source, title_en="Kept")
    NeedFactory(shift=shift_of(source, "09:00", "12:00", mission=kept))
    NeedFactory(shift=shift_of(source, "14:00", "16:00", mission=kept, cancelled_at=now))
    gone = MissionFactory(operation=source, cancelled_at=now)
    NeedFactory(shift=shift_of(source, "09:00", "12:00", mission=gone))

    operation = copy_of(source).operation

    assert [mission.title_en for mission in operation.missions.all()] == ["Kept"]
    assert Shift.objects.filter(mission__operation=operation).count() == 1
    assert Need.objects.of_operation(operation).count() == 1


@pytest.mark.django_db
def test_another_title_leaves_those_of_other_languages_to_be_written():
    source = on_days(title_fr="Ville ouverte", title_en="Open town")

    operation = copy_of(source, title="Open village").operation

    fresh = Operation.objects.get(pk=operation.pk)
    assert (fresh.title_en, fresh.title_fr or "") == ("Open village", "")
    assert fresh.slug == f"open-village-{NEXT_YEAR}"


@pytest.mark.django_db
def test_a_big_operation_is_copied_by_a_handful_of_queries():
    source = on_days()
    missions = MissionFactory.create_batch(60, operation=source)
    start = clocks(source.starts_on, "09:00")
    shifts = Shift.objects.bulk_create(
        Shift(mission=mission, starts_at=start + timedelta(hours=number),
              ends_at=start + timedelta(hours=number + 1))
        for mission in missions for number in range(10)
    )  # fmt: skip
    Need.objects.bulk_create(Need(shift=shift, wished=1, maximum=2, places=2) for shift in shifts)
    by = UserFactory()
    small = on_days()
    NeedFactory(shift=shift_of(small, "09:00", "12:00", mission=MissionFactory(operation=small)))
    copy_of(small, by=by)  # content types are read once

    with CaptureQueriesContext(connection) as of_one:
        copy_of(small, by=by, title="Twice")
    with CaptureQueriesContext(connection) as of_many:
        clone = copy_of(source, by=by)

    # Reads are the same; a bulk insert is cut where a database takes no more values at once.
    reads = [sum(each["sql"].startswith("SELECT") for each in one) for one in (of_one, of_many)]
    writes = [sum(each["sql"].startswith("INSERT") for each in one) for one in (of_one, of_many)]
    assert reads[0] == reads[1]
    per_insert = connection.features.max_query_params or 10**6
    assert writes[1] - writes[0] <= 3 + (60 * 30 + 600 * 9 + 600 * 8) // (per_insert // 2)
    assert Shift.objects.filter(mission__operation=clone.operation).count() == 600
    assert Need.objects.of_operation(clone.operation).count() == 600


# The page


def address(operation):
    return f"/en/organize/{operation.slug}/clone/"


def typed(source, **values):
    return {
        "commune": f"{source.commune.country}-{source.commune.code}",
        "title": "Once more",
        "starts_on": f"{SUMMER}",
        "time_zone": PARIS,
    } | values


@pytest.mark.django_db
def test_the_page_says_what_will_be_copied_and_the_button_leads_to_the_new_workspace():
    source = on_days()
    mission = MissionFactory(operation=source)
    for hour in ("09:00", "14:00"):
        NeedFactory(shift=shift_of(source, hour, "18:00", mission=mission))
    shift_of(source, "19:00", "20:00", mission=mission, cancelled_at=timezone.now())
    client = member_client(source, Role.ORGANIZER)

    page = client.get(address(source))
    count = Operation.objects.count()
    answer = client.post(address(source), typed(source), follow=True)

    for words in (
        "1 mission<",
        "2 shifts<",
        "2 needs for people",
        "0 places",
        "1 cancelled shift<",
    ):
        assert words in page.text
    assert source.title_en in page.text
    clone = Operation.objects.latest("pk")
    assert Operation.objects.count() == count + 1
    assert answer.redirect_chain == [(f"/en/organize/{clone.slug}/", 302)]
    assert "The copy is ready" in answer.text


@pytest.mark.django_db
def test_the_overview_leads_to_the_copy_only_for_those_who_may():
    source = on_days()

    seen = [
        "/clone/" in member_client(source, role).get(f"/en/organize/{source.slug}/").text
        for role in Role.values
    ]

    assert dict(zip(Role.values, seen, strict=True)) == {
        "coordinator": True, "organizer": True, "mission_lead": False, "reviewer": False,
        "desk": False,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.COORDINATOR, 302),
        (Role.ORGANIZER, 302),
        (Role.MISSION_LEAD, 403),
        (Role.REVIEWER, 403),
        (Role.DESK, 403),
        ("staff", 302),
        ("stranger", 404),
    ],
)
def test_only_organizers_copy_an_operation(role, code):
    source = on_days()
    others = {"staff": StaffFactory, "stranger": UserFactory}
    client = client_of(others[role]()) if role in others else member_client(source, role)
    count = Operation.objects.count()

    answer = client.post(address(source), typed(source))

    assert answer.status_code == code
    assert Operation.objects.count() == count + (code == 302)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts_on": "2020-01-01"}, "This day has passed."),
        ({"starts_on": "2999-01-01"}, "This day is more than five years away."),
        ({"starts_on": f"{NEXT_YEAR}-02-30"}, "Enter a valid date."),
        ({"starts_on": ""}, "This field is required."),
        ({"title": "a\u202eb"}, "characters that cannot be seen"),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"time_zone": "Mars/Base"}, "Select a valid choice."),
        ({"commune": "nowhere at all"}, "No commune was found."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_made(values, words):
    source = on_days()
    count = Operation.objects.count()

    page = member_client(source).post(address(source), typed(source, **values))

    assert page.status_code == 422
    assert words in page.text
    assert Operation.objects.count() == count


@pytest.mark.django_db
def test_who_has_many_drafts_opens_one_first():
    source = on_days()
    user = MembershipFactory(operation=source, role=Role.COORDINATOR).user
    OperationFactory.create_batch(MOST_DRAFTS, status="draft", created_by=user)
    count = Operation.objects.count()

    page = client_of(user).post(address(source), typed(source))

    assert page.status_code == 422
    assert "You have 20 drafts already." in page.text
    assert Operation.objects.count() == count


@pytest.mark.django_db
@pytest.mark.parametrize("shift_count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number_of_shifts(
    django_assert_num_queries, shift_count
):
    source = on_days()
    ShiftFactory.create_batch(shift_count, mission=MissionFactory(operation=source))
    client = member_client(source)
    client.get(address(source))

    with django_assert_num_queries(11):
        client.get(address(source))
