"""What shifts ask for beyond numbers: on their form, on the page of needs, from volunteers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from missions.models import Mission, Need, Place
from missions.queries.cover import cover_of
from missions.services.cloning import clone_operation
from missions.services.signups import join
from operations.models import Role
from tests.accounts.factories import UserFactory
from tests.missions.factories import (
    MissionFactory,
    NeedFactory,
    PlaceFactory,
    ShiftFactory,
    SignupFactory,
)
from tests.operations.factories import OperationFactory, client_of, member_client
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


def needs_page(operation, query=""):
    return f"/en/organize/{operation.slug}/needs/{query}"


def words(response):
    return " ".join(response.content.decode().split())


# The form of a shift


def typed_needs(**values):
    numbers = {f"needs-contributor_{name}": "6" for name in ("minimum", "wished", "maximum")}
    return numbers | {f"needs-contributor_{name}": value for name, value in values.items()}


def post_needs(need, **values):
    operation = need.shift.mission.operation
    address = f"/en/organize/{operation.slug}/shifts/{need.shift_id}/needs/"
    return member_client(operation).post(address, typed_needs(**values))


def test_details_of_a_need_are_saved_shown_again_and_stay_when_only_numbers_change():
    operation = OperationFactory(languages=["fr", "br"])
    need = NeedFactory(shift=ShiftFactory(mission=MissionFactory(operation=operation)))
    last = operation.starts_on - timedelta(days=10)

    answer = post_needs(need, reserve="2", until=f"{last}", languages=["br"], level="often",
                        gps="3", camera="")  # fmt: skip
    assert answer.status_code == 302

    need.refresh_from_db()
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), operation.zone)
    assert (need.residents_reserve, need.languages, need.level) == (2, ["br"], "often")
    assert (need.reserve_ends_at, need.equipment) == (midnight.astimezone(UTC), {"gps": 3})
    html = member_client(operation).get(answer.url).content.decode()
    assert f'value="{last}"' in html
    assert '<details class="disclosure" open>' in html
    assert html.count('<details class="disclosure" open>') == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("reserve", "7", "Not more can be kept than there are places."),
        ("until", "2001-01-01", "This day is far from those of the operation."),
        ("until", "9999-12-31", "This day is far from those of the operation."),
        ("languages", ["eu"], "Select a valid choice"),
        ("level", "genius", "Select a valid choice"),
        ("gps", "-1", "greater than or equal to 0"),
        ("gps", "9" * 40, "less than or equal to 500"),
    ],
)
def test_details_that_cannot_be_are_refused_in_words_and_change_nothing(field, value, sentence):
    need = NeedFactory()

    answer = post_needs(need, **{field: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    need.refresh_from_db()
    assert (need.maximum, need.residents_reserve, need.equipment) == (10, 0, {})


def test_a_simple_shift_shows_its_details_closed():
    need = NeedFactory()
    operation = need.shift.mission.operation
    html = member_client(operation).get(
        f"/en/organize/{operation.slug}/shifts/{need.shift_id}/"
    ).content.decode()  # fmt: skip

    assert "Contributor: residents, languages, experience, equipment" in html
    assert '<details class="disclosure" open>' not in html


def test_places_and_missions_say_what_the_warnings_need_to_know():
    operation = OperationFactory()
    mission, place = MissionFactory(operation=operation), PlaceFactory(operation=operation)
    client = member_client(operation)

    client.post(
        f"/en/organize/{operation.slug}/places/{place.pk}/",
        {"name": "Barn", "is_outdoors": "on", "needs_key": "on"},
    )
    stored = Place.objects.get(pk=place.pk)
    assert (stored.is_outdoors, stored.needs_key) == (True, True)

    typed = {
        "version": 1, "title": "Walk", "kind": "photo_walk", "theme": "photography",
        "mode": "on_site", "phase": "during", "level": "beginner", "licence": "CC-BY-SA-4.0",
    }  # fmt: skip
    address = f"/en/organize/{operation.slug}/missions/{mission.pk}/edit/"
    refused = client.post(address, typed | {"beginners_per_helper": "0"})
    assert refused.status_code == 422
    client.post(address, typed | {"beginners_per_helper": "4"})
    assert Mission.objects.get(pk=mission.pk).beginners_per_helper == 4


def test_a_copy_of_an_operation_asks_for_the_same_on_its_own_days():
    source = OperationFactory()
    until = timezone.now() + timedelta(days=20)
    NeedFactory(
        shift=ShiftFactory(mission=MissionFactory(operation=source)),
        residents_reserve=2,
        reserve_ends_at=until,
        residents=0,
        languages=["br"],
        level="often",
        equipment={"gps": 2},
    )

    clone = clone_operation(
        source=source, commune=source.commune, starts_on=source.starts_on + timedelta(days=364),
        time_zone="Europe/Paris", title="Again", by=UserFactory(),
    )  # fmt: skip

    need = Need.objects.of_operation(clone.operation).get()
    assert (need.residents_reserve, need.residents) == (2, 0)
    assert (need.languages, need.level, need.equipment) == (["br"], "often", {"gps": 2})
    assert (need.reserve_ends_at - until).days in {363, 364}


# The page of needs


@pytest.fixture
def operation():
    return OperationFactory(languages=["fr", "br", "eu"])


def need_of(operation, *, days=5, **fields):
    shift = ShiftFactory(
        mission=MissionFactory(operation=operation), starts_at=timezone.now() + timedelta(days=days)
    )
    return NeedFactory(shift=shift, **fields)


def placed(need, **fields):
    join(volunteer=VolunteerFactory(**fields), needs=[need], is_proven=True)


def test_languages_are_spoken_by_anybody_on_the_shift_and_levels_by_the_role(operation):
    guide = need_of(operation, role="guide", wished=2, maximum=2, languages=["br", "eu", "en"],
                    level="sometimes", equipment={"gps": 2, "camera": 1})  # fmt: skip
    helper = NeedFactory(shift=guide.shift, role="helper", wished=1, maximum=1)
    placed(guide, languages=["br"], level="often", equipment=["gps"])
    placed(helper, languages=["br"], level="often", equipment=["gps", "camera"])

    (shift,) = cover_of(operation)
    cover = {each.need.role: each for each in shift.needs}

    assert [tuple(one) for one in cover["guide"].languages] == [
        ("br", 1, 2), ("eu", 1, 0), ("en", 1, 2),
    ]  # fmt: skip
    assert tuple(cover["guide"].level) == ("sometimes", 2, 1)
    assert [tuple(one) for one in cover["guide"].equipment] == [("gps", 2, 2), ("camera", 1, 1)]
    assert cover["guide"].lacks == {"people", "language", "level"}
    assert cover["helper"].lacks == set()


def test_people_who_wait_or_left_bring_nothing(operation):
    need = need_of(operation, wished=1, maximum=1, languages=["eu"])
    for state in ("waiting", "cancelled", "expired"):
        SignupFactory(need=need, state=state, volunteer__languages=["eu"])

    (shift,) = cover_of(operation)

    assert shift.needs[0].languages[0].there == 0


def test_the_page_says_in_words_what_is_short_and_names_nobody(operation):
    need = need_of(operation, role="guide", wished=3, maximum=3, languages=["br", "eu"],
                   equipment={"gps": 3}, level="often")  # fmt: skip
    placed(need, name="Solenn Secret", languages=["br"], equipment=["gps"], level="often")
    full = need_of(operation, wished=1, maximum=1)
    placed(full)

    answer = member_client(operation, Role.REVIEWER).get(needs_page(operation))
    text = words(answer)

    assert "<dt>Resident guide</dt> <dd>1 of 3</dd>" in text
    assert "<dt>Contributor</dt> <dd>1 of 1</dd>" in text
    assert "2 missing" in text
    assert "Basque: nobody yet" in text
    assert "Breton: 1 person" in text
    assert "GPS receiver: 3 needed, 1 coming" in text
    assert "Contributes often: 1 of 3" in text
    assert f"shifts/{full.shift_id}/" not in text
    assert "Solenn" not in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "guide helper host"),
        ("?lack=people", "guide"),
        ("?lack=language", "helper"),
        ("?lack=equipment", "host"),
        ("?lack=level", ""),
        ("?lack=all", "guide helper host lead"),
        ("?role=host", "host"),
        ("?role=host&lack=people", ""),
        ("?day=2001-01-01&role=zz&lack=zz", "guide helper host"),
    ],
)
def test_the_page_shows_what_is_asked_for(operation, query, shown):
    needs = {
        "guide": need_of(operation, role="guide", wished=1, maximum=1),
        "helper": need_of(operation, role="helper", wished=0, maximum=1, languages=["eu"]),
        "host": need_of(operation, role="host", wished=0, maximum=1, equipment={"laptop": 1}),
        "lead": need_of(operation, role="lead", wished=0, maximum=1),
    }

    text = words(member_client(operation).get(needs_page(operation, query)))

    found = [role for role, need in needs.items() if f"shifts/{need.shift_id}/" in text]
    assert found == shown.split()


def test_the_page_shows_one_day(operation):
    first, second = (need_of(operation, days=days) for days in (5, 6))
    day = first.shift.starts_at.astimezone(operation.zone).date()

    text = words(member_client(operation).get(needs_page(operation, f"?day={day}")))

    assert f"shifts/{first.shift_id}/" in text
    assert f"shifts/{second.shift_id}/" not in text


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number(operation, count, django_assert_num_queries):
    for _number in range(count):
        need = need_of(operation, languages=["br"], level="often", equipment={"gps": 1})
        placed(need, languages=["br"])

    with django_assert_num_queries(2):
        assert len(cover_of(operation)) == count


def test_an_operation_without_shifts_says_how_to_begin(operation):
    assert "No shift yet" in words(member_client(operation).get(needs_page(operation)))


def test_the_dashboard_counts_the_resident_guides(operation):
    need = need_of(operation, role="guide", wished=10, maximum=10)
    for _number in range(7):
        placed(need)
    need_of(operation, role="contributor")

    text = words(member_client(operation).get(f"/en/organize/{operation.slug}/"))

    assert "Resident guides" in text
    assert "7 of 10</a>" in text


# What volunteers say of themselves


def test_a_volunteer_says_what_they_bring_and_takes_it_back():
    user = UserFactory()
    client = client_of(user)
    typed = {"languages": ["br", "fr"], "level": "sometimes", "equipment": ["gps", "laptop"]}

    page = client.get("/en/me/").content.decode()
    assert "So that the team borrows only what is missing." in page
    client.post("/en/me/", {"action": "offering", **typed})

    volunteer = Volunteer.objects.get(user=user)
    assert {name: getattr(volunteer, name) for name in typed} == typed
    client.post("/en/me/", {"action": "offering"})
    volunteer.refresh_from_db()
    assert (volunteer.languages, volunteer.level, volunteer.equipment) == ([], "", [])


@pytest.mark.parametrize(
    "typed", [{"languages": ["klingon"]}, {"level": "x"}, {"equipment": ["tank"]}]
)
def test_what_is_not_on_offer_changes_nothing(typed):
    user = UserFactory()
    volunteer = VolunteerFactory(user=user, languages=["fr"])

    answer = client_of(user).post("/en/me/", {"action": "offering", **typed})

    assert answer.status_code == 422
    assert "Select a valid choice" in answer.content.decode()
    volunteer.refresh_from_db()
    assert (volunteer.languages, volunteer.level, volunteer.equipment) == (["fr"], "", [])
