"""The paper round: codes from the papers, typed line by line."""

import itertools
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.models import AuditEntry
from core.short_codes import SIGNS, code_of_number, is_right, new_code, number_of_code, with_check
from missions.models import Need, PersonCode, Signup
from missions.queries.attendance import sheet_code_of
from missions.services.codes import codes_of
from operations.models import Role
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory, SignupFactory
from tests.operations.factories import OperationFactory, member_client
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation():
    today = timezone.localdate()
    return OperationFactory(starts_on=today, ends_on=today, time_zone="UTC")


@pytest.fixture
def shift(operation):
    """Two hours that began an hour ago."""
    start = timezone.now() - timedelta(hours=1)
    return ShiftFactory(
        mission__operation=operation, starts_at=start, ends_at=start + timedelta(hours=2)
    )


@pytest.fixture
def need(shift):
    return NeedFactory(shift=shift, maximum=2, taken=1)


@pytest.fixture
def signup(need):
    return SignupFactory(need=need, volunteer__name="Léa Martin")


@pytest.fixture
def desk(operation):
    return member_client(operation, Role.DESK)


def code_of(signup):
    operation = signup.need.shift.mission.operation
    return codes_of(operation=operation, volunteers=[signup.volunteer])[signup.volunteer_id]


def address(shift, *, name="organize-paper-round"):
    slug = shift.mission.operation.slug
    return f"{reverse(f'missions:{name}', args=[slug])}?shift={shift.pk}"


def state(signup):
    signup.refresh_from_db()
    return signup.was_present, signup.minutes


# Codes


@given(signs=st.text(SIGNS, min_size=3, max_size=6))
def test_one_sign_misread_or_two_that_changed_places_are_never_a_right_code(signs):
    code = with_check(signs)
    misread = [
        code[:place] + sign + code[place + 1 :]
        for place in range(len(code))
        for sign in SIGNS
        if sign != code[place]
    ]
    swapped = []
    for first, second in itertools.combinations(range(len(code)), 2):
        parts = list(code)
        parts[first], parts[second] = parts[second], parts[first]
        swapped.append("".join(parts))

    assert is_right(code)
    assert not any(is_right(one) for one in misread)
    assert not any(is_right(one) for one in swapped if one != code)


@given(number=st.integers(0, 2**63))
def test_a_number_comes_back_from_its_code(number):
    assert number_of_code(code_of_number(number)) == number


def test_codes_have_no_signs_that_look_alike():
    assert not set("0OQI1LS5Z2B8GVU") & set(SIGNS.replace("Q", "").replace("U", ""))
    assert len(set(SIGNS)) == len(SIGNS) == 23
    assert len(new_code(3)) == 4


def test_a_person_keeps_their_code_within_an_operation(operation):
    people = VolunteerFactory.create_batch(3)

    first = codes_of(operation=operation, volunteers=people[:2])
    again = codes_of(operation=operation, volunteers=people)
    elsewhere = codes_of(operation=OperationFactory(), volunteers=people)

    assert {pk: again[pk] for pk in first} == first
    assert len(set(again.values())) == len(set(elsewhere.values())) == 3
    assert PersonCode.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_two_prints_at_once_give_each_person_one_code():
    operation, people = OperationFactory(), VolunteerFactory.create_batch(40)
    gate, found = threading.Barrier(4), []

    def run():
        gate.wait()
        found.append(codes_of(operation=operation, volunteers=people))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert all(one == found[0] for one in found)
    assert PersonCode.objects.count() == 40


# Noting


def test_a_code_notes_the_person_for_the_whole_shift(desk, shift, signup):
    answer = desk.post(address(shift), {"code": code_of(signup)}, follow=True)

    assert state(signup) == (True, 120)
    assert signup.noted_at is not None
    assert signup.noted_by_id == int(desk.session["_auth_user_id"])
    assert "Léa Martin: present, 2 h 00." in answer.text
    assert answer.redirect_chain[0][0] == address(shift)
    assert "autofocus" in answer.text
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.operation_id) == ("signup.noted", shift.mission.operation_id)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("1", 60), ("1.5", 90), ("1,5", 90), ("1:30", 90), ("1h30", 90), ("45 min", 45), ("", 120)],
)
def test_hours_are_read_as_people_write_them(desk, shift, signup, typed, minutes):
    desk.post(address(shift), {"code": code_of(signup), "minutes": typed})

    assert state(signup) == (True, minutes)


@pytest.mark.parametrize("typed", ["0", "25", "1:75:00", "-1", "x", "9999 min"])
def test_hours_that_are_none_are_refused_and_kept(desk, shift, signup, typed):
    answer = desk.post(address(shift), {"code": code_of(signup), "minutes": typed})

    assert answer.status_code == 422
    assert state(signup) == (None, None)
    assert f'value="{typed}"' in answer.text


def test_small_letters_and_spaces_are_the_same_code(desk, shift, signup):
    code = code_of(signup).lower()

    desk.post(address(shift), {"code": f" {code[:2]} {code[2:]} "})

    assert state(signup) == (True, 120)


def test_somebody_who_did_not_come_is_noted_too(desk, shift, signup):
    answer = desk.post(address(shift), {"code": code_of(signup), "is_absent": "on"}, follow=True)

    assert state(signup) == (False, 0)
    assert "Léa Martin: did not come." in answer.text


def test_a_misread_sign_is_refused_and_what_was_typed_stays(desk, shift, signup):
    code = code_of(signup)
    wrong = code[:-1] + SIGNS[(SIGNS.index(code[-1]) + 1) % 23]

    answer = desk.post(address(shift), {"code": wrong, "minutes": "1"})

    assert answer.status_code == 422
    assert "a sign was misread or left out" in answer.text
    assert f'value="{wrong}"' in answer.text
    assert 'value="1"' in answer.text
    assert state(signup) == (None, None)


def test_a_sign_that_no_code_has_is_named(desk, shift):
    answer = desk.post(address(shift), {"code": "O123"})

    assert "No code has the sign" in answer.text


def test_a_right_code_of_nobody_is_said(desk, shift, signup):
    used = code_of(signup)
    free = next(one for one in map(code_of_number, range(50)) if one != used)

    answer = desk.post(address(shift), {"code": free})

    assert answer.status_code == 422
    assert "Nobody has this code in this operation." in answer.text


def test_a_code_of_another_operation_names_nobody_here(desk, shift, signup):
    stranger = SignupFactory()
    code = code_of(stranger)
    answer = desk.post(address(shift), {"code": code})

    assert "Nobody has this code in this operation." in answer.text
    assert stranger.volunteer.name not in answer.text


def test_the_code_of_a_sheet_opens_its_shift(desk, shift, signup):
    day = f"{reverse('missions:organize-paper-round', args=[shift.mission.operation.slug])}"

    answer = desk.post(day, {"code": sheet_code_of(shift)})

    assert answer.headers["Location"] == address(shift)


def test_the_sheet_of_another_operation_opens_nothing(desk, shift):
    other = ShiftFactory(starts_at=shift.starts_at, ends_at=shift.ends_at)

    answer = desk.post(address(shift), {"code": sheet_code_of(other)})

    assert answer.status_code == 422
    assert "No shift that has begun here has this sheet." in answer.text


def test_a_code_typed_for_a_day_notes_all_shifts_of_the_person(desk, operation, shift, signup):
    later = ShiftFactory(mission=shift.mission, starts_at=shift.starts_at, ends_at=shift.ends_at)
    second = SignupFactory(need__shift=later, volunteer=signup.volunteer)
    day = reverse("missions:organize-paper-round", args=[operation.slug])

    refused = desk.post(day, {"code": code_of(signup), "minutes": "1"})
    desk.post(day, {"code": code_of(signup)})

    assert "several shifts that day" in refused.text
    assert state(signup)[0] is state(second)[0] is True


def test_nothing_is_noted_before_the_doors_open(desk, operation):
    signup = SignupFactory(need__shift__mission__operation=operation)

    answer = desk.post(address(signup.need.shift), {"code": code_of(signup)})

    assert answer.status_code == 422
    assert "No shift has begun yet" in answer.text
    assert state(signup) == (None, None)


# People who were not on the list


def test_a_known_person_without_a_place_is_put_on_the_shift(desk, shift, need, signup):
    other = SignupFactory(need__shift__mission=shift.mission, volunteer__name="Noé Weber")
    code = code_of(other)

    offer = desk.post(address(shift), {"code": code, "minutes": "1"})
    values = {"code": code, "need": need.pk, "minutes": "1"}
    answer = desk.post(address(shift, name="organize-paper-round-known"), values, follow=True)

    assert offer.status_code == 409
    assert "Noé Weber has no place here" in offer.text
    assert f'value="{code}"' in offer.text
    assert "Noé Weber: present, 1 h 00." in answer.text
    created = Signup.objects.get(need=need, volunteer=other.volunteer)
    assert (created.state, created.was_present, created.minutes) == ("confirmed", True, 60)
    need.refresh_from_db()
    assert (need.taken, need.places) == (2, 2)


def test_a_full_shift_lets_in_who_was_there_and_its_counter_stays_right(desk, shift, need, signup):
    Need.objects.filter(pk=need.pk).update(taken=2)
    SignupFactory(need=need)
    values = {"name": "Zoé", "need": need.pk}

    desk.post(address(shift, name="organize-paper-round-new"), values)

    need.refresh_from_db()
    assert (need.taken, need.places, need.maximum) == (3, 3, 2)
    assert Signup.objects.placed().filter(need=need).count() == 3
    assert Signup.objects.get(volunteer__name="Zoé").was_present


def test_who_waited_and_came_leaves_the_waiting_list(desk, shift, need, signup):
    waiting = SignupFactory(
        need=need, state="waiting", waiting_since=timezone.now(), is_resident=True
    )
    code = code_of(waiting)

    desk.post(
        address(shift, name="organize-paper-round-known"),
        {"code": code, "need": need.pk},
    )

    assert state(waiting) == (True, 120)
    assert waiting.state == "confirmed"
    need.refresh_from_db()
    assert (need.taken, need.residents) == (2, 1)
    assert Signup.objects.filter(volunteer=waiting.volunteer).count() == 1


def test_a_person_is_put_on_a_shift_once(desk, shift, need, signup):
    values = {"code": code_of(signup), "need": need.pk}
    for _ in range(2):
        desk.post(address(shift, name="organize-paper-round-known"), values)

    need.refresh_from_db()
    assert need.taken == 1
    assert Signup.objects.count() == 1


def test_a_name_without_its_need_is_kept_in_the_form(desk, shift, need):
    answer = desk.post(address(shift, name="organize-paper-round-new"), {"name": "Zoé"})

    assert answer.status_code == 422
    assert 'value="Zoé"' in answer.text
    assert not Signup.objects.exists()


def test_a_need_of_another_shift_is_no_choice(desk, shift, need):
    other = NeedFactory(shift__mission=shift.mission)
    values = {"name": "Zoé", "need": other.pk}

    answer = desk.post(address(shift, name="organize-paper-round-new"), values)

    assert answer.status_code == 422
    assert not Signup.objects.exists()


# The rest, and taking back


def test_the_rest_did_not_come_but_who_is_noted_stays_noted(desk, shift, need, signup):
    missing = SignupFactory.create_batch(2, need=need)
    elsewhere = SignupFactory(need__shift__mission=shift.mission)
    desk.post(address(shift), {"code": code_of(signup)})

    answer = desk.post(address(shift, name="organize-paper-round-rest"), follow=True)

    assert "2 people are noted as not come." in answer.text
    assert [state(one) for one in (signup, *missing, elsewhere)] == [
        (True, 120),
        (False, 0),
        (False, 0),
        (None, None),
    ]


def test_the_last_press_is_taken_back_and_then_the_one_before(desk, shift, need, signup):
    SignupFactory.create_batch(2, need=need)
    desk.post(address(shift), {"code": code_of(signup)})
    desk.post(address(shift, name="organize-paper-round-rest"))

    undo = address(shift, name="organize-paper-round-undo")
    first = desk.post(undo, follow=True)
    after_first = list(Signup.objects.exclude(was_present=None))
    desk.post(undo)

    assert "2 lines are taken back." in first.text
    assert after_first == [signup]
    assert not Signup.objects.exclude(was_present=None).exists()


def test_taking_back_a_person_who_was_put_on_the_shift_takes_them_off(desk, shift, need, signup):
    desk.post(address(shift, name="organize-paper-round-new"), {"name": "Zoé", "need": need.pk})
    desk.post(address(shift, name="organize-paper-round-undo"))

    need.refresh_from_db()
    assert need.taken == 1
    assert Signup.objects.get(volunteer__name="Zoé").state == "cancelled"


def test_nobody_takes_back_what_somebody_else_noted(desk, operation, shift, signup):
    desk.post(address(shift), {"code": code_of(signup)})

    member_client(operation, Role.ORGANIZER).post(address(shift, name="organize-paper-round-undo"))

    assert state(signup) == (True, 120)


# Who may


def test_a_lead_notes_only_their_own_missions(operation, shift, signup):
    lead = member_client(operation, Role.MISSION_LEAD)
    own = SignupFactory(
        need__shift__mission=MissionFactory(
            operation=operation, lead_id=int(lead.session["_auth_user_id"])
        ),
        need__shift__starts_at=shift.starts_at,
        need__shift__ends_at=shift.ends_at,
    )

    page = lead.get(reverse("missions:organize-paper-round", args=[operation.slug]))
    refused = lead.post(address(shift), {"code": code_of(signup)})
    lead.post(address(own.need.shift), {"code": code_of(own)})

    assert own.volunteer.name in page.text
    assert signup.volunteer.name not in page.text
    assert signup.volunteer.name not in refused.text
    assert state(signup) == (None, None)
    assert state(own)[0] is True


def test_the_page_says_when_no_shift_has_begun(desk, operation):
    ShiftFactory(mission__operation=operation)

    page = desk.get(reverse("missions:organize-paper-round", args=[operation.slug]))

    assert "No shift has begun yet" in page.text


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number_of_people(
    desk, shift, need, django_assert_num_queries, count
):
    for signup in SignupFactory.create_batch(count, need=need):
        code_of(signup)
    desk.get(address(shift))

    with django_assert_num_queries(11):
        desk.get(address(shift))
