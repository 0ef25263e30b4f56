from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.models import ClientKey
from missions.models import Signup
from missions.services.retention import erase_past_volunteers
from missions.services.signups import join
from notifications.models import Email
from operations.models import Operation
from tests.accounts.factories import UserFactory
from tests.missions.factories import NeedFactory
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import PersonalLink, Volunteer

pytestmark = pytest.mark.django_db

CANARY = "canary-d41d8cd9"


def volunteer_of_an_operation_that_ended(days_ago, **values):
    volunteer = VolunteerFactory(
        created_at=timezone.now() - timedelta(days=days_ago + 20),
        name=CANARY,
        email=f"{CANARY}@example.org",
        **values,
    )
    join(volunteer=volunteer, needs=[NeedFactory()], is_proven=True)
    ended = timezone.localdate() - timedelta(days=days_ago)
    Operation.objects.update(starts_on=ended, ends_on=ended)
    return volunteer


def test_contacts_are_erased_90_days_after_the_operation_and_places_stay_counted():
    volunteer_of_an_operation_that_ended(92)

    assert erase_past_volunteers() == 1

    assert CANARY not in repr([*Volunteer.objects.values(), *Email.objects.values()])
    assert (PersonalLink.objects.count(), Signup.objects.count()) == (0, 1)
    assert erase_past_volunteers() == 0


def test_contacts_are_kept_until_then():
    volunteer_of_an_operation_that_ended(88)

    assert erase_past_volunteers() == 0
    assert Volunteer.objects.get().name == CANARY


def test_people_with_an_account_decide_themselves():
    volunteer_of_an_operation_that_ended(92, user=UserFactory())

    assert erase_past_volunteers() == 0


def test_those_who_never_finished_are_forgotten_too():
    VolunteerFactory(created_at=timezone.now() - timedelta(days=91))
    VolunteerFactory()

    assert erase_past_volunteers() == 1


def test_the_command_applies_every_rule_and_says_how_many(capsys):
    volunteer_of_an_operation_that_ended(92)
    ClientKey.objects.create(key_hash="old", created_at=timezone.now() - timedelta(days=2))
    ClientKey.objects.create(key_hash="new")

    call_command("purge_personal_data")

    assert "volunteers: 1 erased" in capsys.readouterr().out
    assert list(ClientKey.objects.values_list("key_hash", flat=True)) == ["new"]
