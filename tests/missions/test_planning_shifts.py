"""Shifts: several at once, changed, cancelled; and the numbers of people they need."""

import base64
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from missions.forms.needs import Numbers
from missions.models import Need, Shift, Signup
from missions.services.shifts import cancel_shift, set_needs, tell_late_comers
from missions.services.signups import join
from notifications.models import Email
from operations.models import Operation, Role
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

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate().year + 1


def address(operation, rest=""):
    return f"/en/organize/{operation.slug}/{rest}"


def typed_shifts(*days, **values):
    return {
        "days": [str(day) for day in days],
        "hours": "9:00, 14h",
        "length": "3:00",
        "place": "",
        "needs-contributor_minimum": "2",
        "needs-contributor_wished": "4",
        "needs-contributor_maximum": "6",
        "needs-guide_maximum": "1",
    } | values


def shifts_page(mission):
    return address(mission.operation, f"missions/{mission.pk}/shifts/")


def typed_shift(shift, **values):
    zone = shift.mission.operation.zone
    starts_at = shift.starts_at.astimezone(zone)
    return {
        "version": shift.version,
        "day": f"{starts_at:%Y-%m-%d}",
        "hour": f"{starts_at:%H:%M}",
        "length": "3:00",
        "place": "",
    } | values


def shift_page(shift, rest=""):
    return address(shift.mission.operation, f"shifts/{shift.pk}/{rest}")


def last_sunday_of(month):
    last = date(NEXT_YEAR, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def calendar_of(mail):
    return base64.b64decode(mail.attachments[0]["content"]).decode()


# Several at once


def test_days_times_hours_are_counted_first_and_then_added_with_their_needs():
    mission = MissionFactory()
    days = [mission.operation.starts_on, mission.operation.ends_on]
    client = member_client(mission.operation)

    preview = client.post(shifts_page(mission), typed_shifts(*days, action="preview"))
    assert "4 shifts would be added" in preview.text
    assert "28 places" in preview.text
    assert not Shift.objects.exists()
    answer = client.post(shifts_page(mission), typed_shifts(*days), follow=True)

    zone = mission.operation.zone
    assert "4 shifts were added." in answer.text
    assert [
        (shift.starts_at.astimezone(zone).date(), shift.starts_at.astimezone(zone).hour)
        for shift in Shift.objects.all()
    ] == [(day, hour) for day in days for hour in (9, 14)]
    assert {shift.length for shift in Shift.objects.all()} == {timedelta(hours=3)}
    numbers = Need.objects.filter(shift=Shift.objects.first()).order_by("role")
    assert list(numbers.values_list("role", "minimum", "wished", "maximum", "places")) == [
        ("contributor", 2, 4, 6, 6),
        ("guide", 0, 1, 1, 1),
    ]


def test_shifts_that_are_there_already_are_not_added_twice():
    mission = MissionFactory()
    client = member_client(mission.operation)
    day = mission.operation.starts_on

    client.post(shifts_page(mission), typed_shifts(day))
    answer = client.post(shifts_page(mission), typed_shifts(day, hours="14:00, 16"), follow=True)

    assert "1 shift was added. The others were there already." in answer.text
    assert Shift.objects.count() == 3


def test_a_day_that_is_sent_twice_is_one_day():
    mission = MissionFactory()
    day = mission.operation.starts_on

    member_client(mission.operation).post(shifts_page(mission), typed_shifts(day, day, day))

    assert Shift.objects.count() == 2


@pytest.mark.parametrize(("month", "hour", "utc"), [(3, "1:00", 0), (10, "2:30", 0), (10, "1", 23)])
def test_three_hours_are_three_hours_on_the_nights_when_clocks_change(month, hour, utc):
    night = last_sunday_of(month)
    mission = MissionFactory(operation=OperationFactory(starts_on=night))

    member_client(mission.operation).post(shifts_page(mission), typed_shifts(night, hours=hour))

    shift = Shift.objects.get()
    assert (shift.starts_at.hour, shift.length) == (utc, timedelta(hours=3))


def test_an_hour_that_the_clocks_jump_over_is_refused_in_words():
    night = last_sunday_of(3)
    mission = MissionFactory(operation=OperationFactory(starts_on=night))

    answer = member_client(mission.operation).post(
        shifts_page(mission), typed_shifts(night, hours="1:30, 2:30")
    )

    assert (answer.status_code, "jump over 02:30" in answer.text) == (422, True)
    assert not Shift.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"days": []},
        {"days": ["2001-01-01"]},
        {"days": ["nonsense"]},
        {"hours": ""},
        {"hours": "25:00"},
        {"hours": "9:75"},
        {"hours": "nine"},
        {"hours": ", ,"},
        {"hours": "9:00\x00"},
        {"length": "0:05"},
        {"length": "25:00"},
        {"length": "long"},
        {"place": "999999"},
        {"needs-contributor_maximum": "1"},
        {"needs-contributor_maximum": "-1"},
        {"needs-contributor_maximum": "501"},
        {"needs-contributor_maximum": "9" * 400},
        {"needs-contributor_minimum": "many"},
    ],
)
def test_shifts_are_refused_with_a_sentence_and_what_was_typed_is_kept(values):
    mission = MissionFactory()

    answer = member_client(mission.operation).post(
        shifts_page(mission),
        typed_shifts(mission.operation.starts_on, **{"needs-host_maximum": "77"}) | values,
    )

    assert (answer.status_code, 'value="77"' in answer.text) == (422, True)
    assert not Shift.objects.exists()


def test_a_shift_needs_somebody():
    mission = MissionFactory()
    empty = {name: "" for name in typed_shifts() if name.startswith("needs-")}

    answer = member_client(mission.operation).post(
        shifts_page(mission), typed_shifts(mission.operation.starts_on) | empty
    )

    assert (answer.status_code, "at least one person" in answer.text) == (422, True)


def test_too_many_shifts_at_once_are_refused():
    operation = OperationFactory(ends_on=timezone.localdate() + timedelta(days=50))
    mission = MissionFactory(operation=operation)
    days = [operation.starts_on + timedelta(days=number) for number in range(20)]

    answer = member_client(operation).post(
        shifts_page(mission), typed_shifts(*days, hours=",".join(map(str, range(11))))
    )

    assert (answer.status_code, "more than 200 shifts" in answer.text) == (422, True)


def test_a_place_of_another_operation_cannot_be_chosen():
    mission, place = MissionFactory(), PlaceFactory()
    client = member_client(mission.operation)
    shift = ShiftFactory(mission=mission)

    answers = [
        client.post(
            shifts_page(mission), typed_shifts(mission.operation.starts_on, place=place.pk)
        ),
        client.post(shift_page(shift), typed_shift(shift, place=place.pk)),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number_of_shifts(
    django_assert_max_num_queries, count
):
    mission = MissionFactory()
    for shift in ShiftFactory.create_batch(count, mission=mission):
        NeedFactory(shift=shift)
    client = member_client(mission.operation)

    with django_assert_max_num_queries(8):
        client.get(shifts_page(mission))


# One shift


def test_a_moved_shift_tells_its_people_once_on_their_own_clocks_and_moves_their_calendar():
    operation = OperationFactory(title_en="Libre", title_fr="Libre")
    mission = MissionFactory(operation=operation, title_fr="Balade", title_en="Walk")
    place = PlaceFactory(operation=operation, name="School")
    starts_at = datetime.combine(operation.starts_on, datetime.min.time(), UTC).replace(hour=12)
    need = NeedFactory(shift=ShiftFactory(mission=mission, starts_at=starts_at), maximum=1)
    far = VolunteerFactory(language="fr", time_zone="America/Cayenne")
    waiting, silent = VolunteerFactory(), VolunteerFactory(email=None)
    for person in (far, waiting, silent):
        join(volunteer=person, needs=[need], is_proven=True)
    Email.objects.all().delete()
    client = member_client(operation)
    typed = typed_shift(need.shift, hour="18:00", place=place.pk)

    client.post(shift_page(need.shift), typed)
    client.post(shift_page(need.shift), typed | {"version": 2})  # nothing changed: nobody is told

    shift = Shift.objects.get()
    assert (shift.sequence, shift.version, shift.place) == (1, 2, place)
    mails = {mail.recipient: mail for mail in Email.objects.all()}
    assert set(mails) == {far.email, waiting.email}
    assert (mails[far.email].language, "Balade" in mails[far.email].text) == ("fr", True)
    assert "School" in mails[far.email].text
    assert "Cayenne" in mails[far.email].text
    assert "SEQUENCE:1" in calendar_of(mails[far.email])
    assert "STATUS:CONFIRMED" in calendar_of(mails[far.email])
    assert mails[waiting.email].attachments == []
    assert "waiting list" in mails[waiting.email].text
    assert AuditEntry.objects.filter(action="shift.changed").count() == 1


def test_the_second_of_two_changes_of_a_shift_sees_both():
    shift = ShiftFactory()
    client = member_client(shift.mission.operation)
    client.post(shift_page(shift), typed_shift(shift, hour="10:00"))

    conflict = client.post(shift_page(shift), typed_shift(shift, hour="11:00"))

    assert conflict.status_code == 409
    kept = dict(conflict.context["typed"]) | {"version": conflict.context["version"]}
    client.post(shift_page(shift), kept)
    changed = Shift.objects.get().starts_at.astimezone(shift.mission.operation.zone)
    assert (changed.hour, Shift.objects.get().version) == (11, 3)


@pytest.mark.parametrize(
    "values",
    [
        {"day": "2001-01-01"},
        {"day": "9999-12-31"},
        {"day": "never"},
        {"hour": "25:00"},
        {"length": "-3"},
        {"version": "x"},
    ],
)
def test_an_impossible_change_is_refused_with_a_sentence(values):
    shift = ShiftFactory()

    answer = member_client(shift.mission.operation).post(
        shift_page(shift), typed_shift(shift) | values
    )

    assert answer.status_code == 422
    assert Shift.objects.get().version == 1


@pytest.mark.parametrize("state", ["begun", "cancelled"])
def test_a_shift_that_has_begun_or_is_cancelled_stays_as_it_is(state):
    starts_at = timezone.now() + timedelta(hours=-1 if state == "begun" else 20)
    operation = OperationFactory(starts_on=timezone.localdate(), status="running")
    cancelled_at = timezone.now() if state == "cancelled" else None
    shift = ShiftFactory(
        mission=MissionFactory(operation=operation), starts_at=starts_at, cancelled_at=cancelled_at
    )
    client = member_client(operation)
    tomorrow = timezone.localdate() + timedelta(days=2)

    moved = client.post(shift_page(shift), typed_shift(shift, day=str(tomorrow)))
    with pytest.raises(Refusal):
        cancel_shift(shift=shift, by=UserFactory())

    assert moved.status_code == 422
    assert Shift.objects.get().starts_at == shift.starts_at


def test_a_cancelled_shift_tells_its_people_and_leaves_their_calendar():
    need = NeedFactory()
    person = VolunteerFactory()
    join(volunteer=person, needs=[need], is_proven=True)
    Email.objects.all().delete()
    client = member_client(need.shift.mission.operation)

    assert "1 sign-up ends" in client.get(shift_page(need.shift, "cancel/")).text
    assert Shift.objects.get().cancelled_at is None
    client.post(shift_page(need.shift, "cancel/"))
    client.post(shift_page(need.shift, "cancel/"))

    mail = Email.objects.get()
    assert (mail.kind, mail.recipient) == ("shift.cancelled", person.email)
    assert "STATUS:CANCELLED" in calendar_of(mail)
    assert "SEQUENCE:1" in calendar_of(mail)
    assert Signup.objects.get().state == "cancelled"


def test_who_signed_up_at_the_very_moment_of_a_cancellation_is_told_too():
    late = SignupFactory(need__shift__cancelled_at=timezone.now())

    assert (tell_late_comers(), tell_late_comers()) == (1, 0)

    assert Signup.objects.get().state == "cancelled"
    assert Email.objects.get().recipient == late.volunteer.email


def test_a_mail_to_an_address_that_nobody_confirmed_says_nothing_that_a_stranger_typed():
    need = NeedFactory()
    victim = VolunteerFactory(name="Buy cheap pills")
    join(volunteer=victim, needs=[need], is_proven=False)
    Email.objects.all().delete()

    cancel_shift(shift=need.shift, by=UserFactory())

    mail = Email.objects.get()
    assert "pills" not in mail.text + mail.subject + mail.recipient_name


@pytest.mark.parametrize("rest", ["", "needs/", "cancel/"])
def test_shifts_of_another_operation_are_out_of_reach(rest):
    operation, theirs = OperationFactory(), NeedFactory().shift
    client = member_client(operation)

    for page in [
        address(operation, f"shifts/{theirs.pk}/{rest}"),
        address(theirs.mission.operation, f"shifts/{theirs.pk}/{rest}"),
    ]:
        assert client.post(page, typed_shift(theirs, hour="11:00")).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.version, theirs.cancelled_at) == (1, None)


@pytest.mark.parametrize("role", [Role.DESK, Role.REVIEWER, Role.MISSION_LEAD])
def test_shifts_are_changed_by_organizers_and_by_the_lead_of_their_mission(role):
    lead = UserFactory()
    shift = ShiftFactory(mission__lead=lead)
    shift.mission.operation.memberships.create(user=lead, role=Role.MISSION_LEAD)

    other = member_client(shift.mission.operation, role).get(shift_page(shift))
    own = client_of(lead).get(shift_page(shift))

    assert (other.status_code, own.status_code) == (403, 200)


# Numbers


def numbers_of(need):
    need.refresh_from_db()
    return need.minimum, need.wished, need.maximum, need.places, need.taken


def test_lowering_the_maximum_expels_nobody_and_stops_new_places():
    need = NeedFactory(maximum=5)
    people = VolunteerFactory.create_batch(4)
    for person in people[:3]:
        join(volunteer=person, needs=[need], is_proven=True)

    answer = member_client(need.shift.mission.operation).post(
        shift_page(need.shift, "needs/"), {"needs-contributor_maximum": "2"}
    )
    late = join(volunteer=people[3], needs=[need], is_proven=True)[0]

    assert answer.status_code == 302
    assert numbers_of(need) == (0, 2, 2, 3, 3)
    assert (late.state, need.signups.placed().count()) == ("waiting", 3)


def test_raising_the_maximum_gives_places_to_those_who_wait_in_their_order():
    need = NeedFactory(maximum=1)
    people = VolunteerFactory.create_batch(4)
    for person in people:
        join(volunteer=person, needs=[need], is_proven=True)
    Email.objects.all().delete()

    set_needs(shift=need.shift, numbers=[Numbers("contributor", 0, 3, 3)], by=UserFactory())

    states = dict(need.signups.values_list("volunteer_id", "state"))
    assert [states[person.pk] for person in people] == ["confirmed"] * 3 + ["waiting"]
    assert numbers_of(need)[2:] == (3, 3, 3)
    assert list(Email.objects.values_list("recipient", flat=True)) == [
        person.email for person in people[1:3]
    ]


def test_a_row_left_empty_closes_a_role_and_a_new_one_opens():
    need = NeedFactory(maximum=5)
    join(volunteer=VolunteerFactory(), needs=[need], is_proven=True)

    set_needs(shift=need.shift, numbers=[Numbers("host", 0, 1, 1)], by=UserFactory())

    assert numbers_of(need) == (0, 0, 0, 1, 1)
    assert need.shift.needs.get(role="host").places == 1


def test_a_role_that_nobody_can_have_taken_yet_goes_without_a_trace():
    need = NeedFactory(shift__mission__operation__status=Operation.Status.DRAFT)

    set_needs(shift=need.shift, numbers=[Numbers("host", 0, 1, 1)], by=UserFactory())

    assert list(need.shift.needs.values_list("role", flat=True)) == ["host"]


def test_numbers_out_of_order_are_refused_and_kept():
    need = NeedFactory(maximum=5)

    answer = member_client(need.shift.mission.operation).post(
        shift_page(need.shift, "needs/"),
        {"needs-contributor_minimum": "7", "needs-contributor_wished": "3"},
    )

    assert (answer.status_code, "must be in this order" in answer.text) == (422, True)
    assert numbers_of(need)[2] == 5
