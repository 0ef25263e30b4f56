"""What is known about people ends 30 days after the operation."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from logistics.models import KINDS, MealChoice, Piece
from logistics.services.equipment import promise_pieces
from logistics.services.matches import accept, ask_both
from logistics.services.meals import choose_meals
from logistics.services.retention import erase_logistics
from missions.services.retention import erase_past_volunteers
from operations.models import Operation
from tests.logistics.factories import (
    BedOfferFactory,
    BedRequestFactory,
    EquipmentNeedFactory,
    KitchenFactory,
    MealFactory,
    SeatOfferFactory,
    SeatRequestFactory,
)
from tests.operations.factories import OperationFactory
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db

CANARY = "canary-d41d8cd9"


def weekend():
    """An operation in which everything that names people was typed."""
    operation = OperationFactory()
    personal = {"operation": operation, "notes": CANARY, "phone": "0240000000"}
    match = ask_both(
        kind=KINDS["lodging"],
        request=BedRequestFactory(**personal),
        offer=BedOfferFactory(address=CANARY, **personal),
        by=None,
    )
    for side in ("offer", "request"):
        accept(match=match, side=side, by=None)
    SeatOfferFactory(place=CANARY, **personal)
    SeatRequestFactory(place=CANARY, **personal)
    kitchen = KitchenFactory(operation=operation)
    meal = MealFactory(operation=operation)
    eater = match.offer.volunteer
    choose_meals(volunteer=eater, operation=operation, meals=[meal.pk], diets=[kitchen.diets[0]])
    need = EquipmentNeedFactory(operation=operation)
    promise_pieces(need=need, count=1, owner=CANARY, by=None)
    promise_pieces(need=need, count=1, volunteer=eater, by=None)
    return operation


def ended(operation, days_ago):
    day = timezone.localdate() - timedelta(days=days_ago)
    Operation.objects.filter(pk=operation.pk).update(starts_on=day, ends_on=day)


def everything():
    models = apps.get_app_config("logistics").get_models()
    return repr([list(model.objects.values()) for model in models])


def test_30_days_after_the_operation_nobody_is_known_any_more():
    operation = weekend()
    ended(operation, 31)
    assert CANARY in everything()

    assert erase_logistics() == 7  # two beds, two rides, a meal, two lenders

    assert CANARY not in everything()
    assert "0240000000" not in everything()
    assert not MealChoice.objects.exists()
    assert list(Piece.objects.values_list("volunteer", "owner")) == [(None, "")] * 2
    assert erase_logistics() == 0


def test_until_then_and_elsewhere_everything_stays():
    past, other = weekend(), weekend()
    ended(past, 30)
    before = everything()

    assert erase_logistics() == 0

    assert everything() == before
    ended(past, 31)
    erase_logistics()
    assert other.bedoffers.count() == other.seatrequests.count() == 1


def test_what_nobody_confirmed_goes_after_two_weeks():
    typed = timezone.now() - timedelta(days=15)
    BedOfferFactory(confirmed_at=None, created_at=typed, notes=CANARY)
    BedOfferFactory(confirmed_at=None)
    BedOfferFactory(created_at=typed)

    assert erase_logistics() == 1

    assert CANARY not in everything()


def test_a_host_is_known_as_long_as_their_beds_are():
    host = VolunteerFactory(created_at=timezone.now() - timedelta(days=200), name=CANARY)
    operation = BedOfferFactory(volunteer=host).operation

    assert erase_past_volunteers() == 0
    assert Volunteer.objects.get(pk=host.pk).name == CANARY

    ended(operation, 31)
    erase_logistics()
    erase_past_volunteers()
    assert Volunteer.objects.get(pk=host.pk).name == ""


def test_the_nightly_purge_does_it(capsys):
    ended(weekend(), 31)

    call_command("purge_personal_data")

    assert CANARY not in everything()
    assert "beds, rides, meals and lenders: 7 erased" in capsys.readouterr().out
