"""Plan B: twins, the switch, who is told, and who has seen it."""

import threading
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from missions.models import RainPlan, Receipt, Shift, ShiftDraft
from missions.queries.rain import switchable
from missions.services.rain import forget_rain, plan_rain, switch_back, switch_to_rain
from notifications.models import Email
from operations.models import Role
from tests.missions.factories import (
    MissionFactory,
    NeedFactory,
    PlaceFactory,
    ShiftFactory,
    SignupFactory,
)
from tests.missions.test_races import at_once
from tests.operations.factories import MembershipFactory, OperationFactory, member_client
from tests.volunteers.factories import VolunteerFactory
from volunteers.services import make_link

PARIS = ZoneInfo("Europe/Paris")


class Weekend:
    """A walk and a photo round outdoors on one day, a hall, and three people; Ana is on both."""

    def __init__(self) -> None:
        self.operation = OperationFactory(time_zone="Europe/Paris")
        self.lane = PlaceFactory(operation=self.operation, name="The lane", is_outdoors=True)
        self.hall = PlaceFactory(operation=self.operation, name="The hall")
        self.day = timezone.localdate() + timedelta(days=20)
        self.walk, self.photos = self.shift(10), self.shift(14)
        self.ana, self.ben, self.cyd = (
            VolunteerFactory(name=name, language="en") for name in ("Ana", "Ben", "Cyd")
        )
        self.signups = {
            ("ana", "walk"): self.sign_up(self.walk, self.ana),
            ("ana", "photos"): self.sign_up(self.photos, self.ana),
            ("ben", "walk"): self.sign_up(self.walk, self.ben),
            ("cyd", "photos"): self.sign_up(self.photos, self.cyd),
        }

    def at(self, hour):
        return datetime.combine(self.day, time(hour), PARIS)

    def shift(self, hour, **columns):
        mission = MissionFactory(operation=self.operation, place=self.lane)
        return ShiftFactory(
            mission=mission,
            starts_at=self.at(hour),
            ends_at=self.at(hour) + timedelta(hours=2),
            **columns,
        )

    def sign_up(self, shift, volunteer):
        need = shift.needs.first() or NeedFactory(shift=shift)
        return SignupFactory(need=need, volunteer=volunteer)

    def plan_both(self):
        for shift in (self.walk, self.photos):
            RainPlan.objects.create(shift=shift, place=self.hall)

    def switch(self, *shifts):
        pks = [shift.pk for shift in shifts or (self.walk, self.photos)]
        return switch_to_rain(operation=self.operation, shifts=pks, by=None)


@pytest.fixture
def weekend(db):
    return Weekend()


def page(weekend, rest="plan-b/"):
    return f"/en/organize/{weekend.operation.slug}/{rest}"


def mails():
    return {(mail.recipient, mail.kind) for mail in Email.objects.all()}


def test_the_switch_moves_the_shifts_and_tells_each_person_once(weekend):
    weekend.plan_both()
    waits_elsewhere = weekend.sign_up(weekend.shift(17), VolunteerFactory())

    done = weekend.switch()

    for shift in (weekend.walk, weekend.photos):
        before = shift.starts_at
        shift.refresh_from_db()
        assert (shift.place, shift.starts_at, shift.sequence) == (weekend.hall, before, 1)
    people = (weekend.ana, weekend.ben, weekend.cyd)
    assert (done.shifts, done.people) == (2, 3)
    assert mails() == {(one.email, "shift.weather") for one in people}
    assert Receipt.objects.count() == 4
    assert not Receipt.objects.filter(signup=waits_elsewhere).exists()
    to_ana = Email.objects.get(recipient=weekend.ana.email)
    assert to_ana.text.count("The hall") == 2
    assert to_ana.text.count("The lane") == 2
    assert "10:00–12:00" in to_ana.text
    assert to_ana.attachments


def test_the_twin_may_be_at_another_hour_and_keeps_the_length(weekend):
    starts_at = weekend.at(16)
    RainPlan.objects.create(shift=weekend.walk, place=weekend.hall, starts_at=starts_at)

    weekend.switch(weekend.walk)

    weekend.walk.refresh_from_db()
    assert weekend.walk.starts_at == starts_at
    assert weekend.walk.length == timedelta(hours=2)


def test_the_sky_clears_and_everybody_is_told_where_it_was(weekend):
    weekend.plan_both()
    weekend.switch()
    Email.objects.all().delete()

    done = switch_back(
        operation=weekend.operation, shifts=[weekend.walk.pk, weekend.photos.pk], by=None
    )

    weekend.walk.refresh_from_db()
    assert done.people == 3
    assert weekend.walk.place is None
    assert weekend.walk.sequence == 2
    assert len(mails()) == 3
    assert not RainPlan.objects.exclude(switched_at=None).exists()
    assert Receipt.objects.filter(sequence=2).count() == 4


def test_what_has_begun_was_cancelled_or_has_no_twin_stays_where_it_is(weekend):
    weekend.plan_both()
    Shift.objects.filter(pk=weekend.walk.pk).update(
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=1)
    )
    Shift.objects.filter(pk=weekend.photos.pk).update(cancelled_at=timezone.now())
    without_twin = weekend.shift(17)

    with pytest.raises(Refusal, match="None of these shifts"):
        weekend.switch(weekend.walk, weekend.photos, without_twin)

    assert not Email.objects.exists()
    assert not RainPlan.objects.exclude(switched_at=None).exists()


def test_a_rain_hour_that_is_past_is_refused_and_nothing_moves(weekend):
    weekend.plan_both()
    RainPlan.objects.filter(shift=weekend.photos).update(
        starts_at=timezone.now() - timedelta(minutes=5)
    )

    with pytest.raises(Refusal, match="is past"):
        weekend.switch()

    weekend.walk.refresh_from_db()
    assert weekend.walk.place is None
    assert not Email.objects.exists()


def test_wishes_that_waited_for_a_release_fall_away(weekend):
    weekend.plan_both()
    ShiftDraft.objects.create(
        shift=weekend.walk, starts_at=weekend.at(11), ends_at=weekend.at(13), place=weekend.lane
    )

    assert weekend.switch().drafts == 1
    assert not ShiftDraft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_organizers_press_at_once_and_each_shift_moves_once():
    weekend = Weekend()
    weekend.plan_both()

    ends = at_once([weekend.switch, weekend.switch])

    assert ends == {"done": 1, "Refusal": 1}
    assert Email.objects.count() == 3
    assert AuditEntry.objects.filter(action="rain.switched").count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_looking_again_under_the_lock_both_would_move_them():
    weekend = Weekend()
    weekend.plan_both()
    gate = threading.Barrier(2)

    def careless():
        moved = switchable(weekend.operation, [weekend.walk.pk], back=False)
        gate.wait()
        RainPlan.objects.filter(shift__in=[shift.pk for shift in moved]).update(
            switched_at=timezone.now()
        )
        if not moved:
            raise Refusal("too late")

    assert at_once([careless, careless]) == {"done": 2}


def test_a_twin_cannot_be_changed_while_it_rains(weekend):
    weekend.plan_both()
    weekend.switch()

    for change in (
        lambda: plan_rain(shift=weekend.walk, place=weekend.lane, starts_at=None, by=None),
        lambda: forget_rain(shift=weekend.walk, by=None),
    ):
        with pytest.raises(Refusal, match="Bring it back first"):
            change()

    assert RainPlan.objects.get(shift=weekend.walk).place == weekend.hall


# The pages


def test_an_organizer_chooses_twins_sees_who_is_told_and_switches(weekend):
    client = member_client(weekend.operation)
    for shift in (weekend.walk, weekend.photos):
        client.post(page(weekend, f"shifts/{shift.pk}/rain/"), {"place": weekend.hall.pk})
    day = {"day": f"{weekend.day}", "shifts": [weekend.walk.pk, weekend.photos.pk], "way": "rain"}

    shown = client.get(page(weekend))
    preview = client.post(page(weekend), day | {"action": "preview"})
    nothing_yet = Email.objects.count()
    done = client.post(page(weekend), day | {"action": "switch"}, follow=True)

    assert "→ The hall" in shown.text
    assert "3 people get one mail each, and nobody else." in preview.text
    assert nothing_yet == 0
    assert "2 shifts are moved. 3 people are told" in done.text
    assert "2 have not seen it yet" in done.text
    assert Email.objects.count() == 3


def test_a_person_says_on_their_page_that_they_have_seen_it(weekend):
    weekend.plan_both()
    weekend.switch()
    token, client = make_link(weekend.ana), member_client(weekend.operation)

    looked = client.get(f"/en/me/{token}/")
    after_looking = Receipt.objects.filter(seen_at=None).count()
    receipts = [f"{one.pk}" for one in Receipt.objects.filter(signup__volunteer=weekend.ana)]
    said = client.post(f"/en/me/{token}/", {"action": "seen", "receipt": receipts}, follow=True)
    board = client.get(page(weekend))

    assert "I have seen it" in looked.text
    assert after_looking == 4
    assert "The organizers know that you have seen it." in said.text
    assert "I have seen it" not in said.text
    assert set(
        Receipt.objects.filter(seen_at=None).values_list("signup__volunteer__name", flat=True)
    ) == {
        "Ben",
        "Cyd",
    }
    assert "1 has seen it" in board.text


def test_a_change_that_came_after_the_page_was_opened_is_not_seen_with_it(weekend):
    weekend.plan_both()
    weekend.switch(weekend.walk)
    token, client = make_link(weekend.ana), member_client(weekend.operation)
    shown = Receipt.objects.get(signup=weekend.signups["ana", "walk"])
    weekend.switch(weekend.photos)

    client.post(f"/en/me/{token}/", {"action": "seen", "receipt": shown.pk})

    unseen = Receipt.objects.filter(signup__volunteer=weekend.ana, seen_at=None)
    assert [one.signup for one in unseen] == [weekend.signups["ana", "photos"]]


def test_nobody_says_it_for_somebody_else(weekend):
    weekend.plan_both()
    weekend.switch()
    of_ben = Receipt.objects.get(signup__volunteer=weekend.ben)

    member_client(weekend.operation).post(
        f"/en/me/{make_link(weekend.ana)}/", {"action": "seen", "receipt": of_ben.pk}
    )

    of_ben.refresh_from_db()
    assert of_ben.seen_at is None


def test_those_who_have_not_seen_it_are_asked_again_once_an_hour(weekend):
    weekend.plan_both()
    weekend.switch()
    Receipt.objects.filter(signup__volunteer=weekend.ana).update(seen_at=timezone.now())
    Email.objects.all().delete()
    client = member_client(weekend.operation)

    for _time in range(2):
        client.post(page(weekend), {"action": "remind", "day": f"{weekend.day}"})

    assert mails() == {(one.email, "shift.weather_again") for one in (weekend.ben, weekend.cyd)}
    assert Email.objects.count() == 2


def test_the_page_says_when_the_sun_rises_and_which_shift_is_in_the_dark(weekend):
    weekend.operation.commune.latitude = 47.12
    weekend.operation.commune.longitude = -1.91
    weekend.operation.commune.coordinates_source = "demo"
    weekend.operation.commune.save()
    weekend.shift(4)

    text = member_client(weekend.operation).get(page(weekend)).text

    assert "The sun rises at" in text
    assert text.count("before sunrise or after sunset") == 1


def test_choosing_nothing_or_a_shift_of_another_day_is_said_in_words(weekend):
    weekend.plan_both()
    client = member_client(weekend.operation)
    day = {"day": f"{weekend.day}", "way": "rain", "action": "switch"}

    nothing = client.post(page(weekend), day)
    foreign = client.post(page(weekend), day | {"shifts": ShiftFactory().pk})
    nonsense = client.post(page(weekend), day | {"shifts": "x", "day": "never"})

    assert nothing.status_code == foreign.status_code == nonsense.status_code == 422
    assert "Choose at least one shift." in nothing.text
    assert "can no longer be moved" in foreign.text
    assert not Email.objects.exists()


def last_sunday_of_march(year):
    """One in the morning, an hour before clocks jump from two to three."""
    last = datetime(year, 3, 31, 1, tzinfo=PARIS)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def test_an_hour_that_the_clocks_jump_over_is_refused(weekend):
    night = last_sunday_of_march(timezone.now().year + 1)
    shift = weekend.shift(10)
    Shift.objects.filter(pk=shift.pk).update(starts_at=night, ends_at=night + timedelta(hours=1))

    answer = member_client(weekend.operation).post(
        page(weekend, f"shifts/{shift.pk}/rain/"), {"place": weekend.hall.pk, "hour": "02:30"}
    )

    assert answer.status_code == 422
    assert "the clocks jump over 02:30" in answer.text
    assert not RainPlan.objects.filter(shift=shift).exists()


def test_a_mission_lead_chooses_the_rain_place_of_their_own_mission_only(weekend):
    lead = MembershipFactory(operation=weekend.operation, role=Role.MISSION_LEAD).user
    weekend.walk.mission.lead = lead
    weekend.walk.mission.save()
    client = member_client(weekend.operation)
    client.force_login(lead)

    own = client.post(page(weekend, f"shifts/{weekend.walk.pk}/rain/"), {"place": weekend.hall.pk})
    other = client.post(
        page(weekend, f"shifts/{weekend.photos.pk}/rain/"), {"place": weekend.hall.pk}
    )

    assert (own.status_code, other.status_code) == (302, 403)
    assert [plan.shift for plan in RainPlan.objects.all()] == [weekend.walk]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number_of_shifts(count, django_assert_num_queries):
    weekend = Weekend()
    weekend.plan_both()
    weekend.switch(weekend.walk)
    for number in range(count - 1):
        shift = weekend.shift(8 + number)
        RainPlan.objects.create(shift=shift, place=weekend.hall)
        weekend.sign_up(shift, VolunteerFactory())
    client = member_client(weekend.operation)
    client.get(page(weekend))

    with django_assert_num_queries(8):
        client.get(page(weekend))
