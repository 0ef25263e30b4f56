"""Portions by plate; who eats what is nobody's business."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from logistics.models import Kitchen, Meal, MealChoice
from logistics.queries.meals import portions_of
from logistics.services.meals import choose_meals, note_portions, set_kitchen
from operations.models import Role
from operations.services.versions import EditConflict
from tests.accounts.factories import UserFactory
from tests.logistics.factories import KitchenFactory, MealFactory
from tests.operations.factories import OperationFactory, member_client
from tests.volunteers.factories import VolunteerFactory
from volunteers.services import make_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def kitchen():
    return KitchenFactory()


def plates(operation):
    return [(row.total, row.plates) for row in portions_of(operation)]


def choose(kitchen, *meals, diets=()):
    volunteer = VolunteerFactory()
    choose_meals(
        volunteer=volunteer,
        operation=kitchen.operation,
        meals=[meal.pk for meal in meals],
        diets=diets,
    )
    return volunteer


def test_portions_are_counted_by_meal_and_plate(kitchen):
    dinner = MealFactory(operation=kitchen.operation, kind=Meal.Kind.DINNER)
    lunch = MealFactory(operation=kitchen.operation)
    choose(kitchen, lunch, dinner)
    choose(kitchen, lunch, diets=["vegetarian", "no_gluten"])
    choose(kitchen, lunch, diets=["no_gluten", "vegetarian"])
    note_portions(meal=lunch, diets=[], portions=4, by=None)

    assert plates(kitchen.operation) == [
        (7, [("", 5), ("no_gluten,vegetarian", 2)]),
        (1, [("", 1)]),
    ]


def test_choosing_again_replaces_what_was_chosen(kitchen):
    lunch = MealFactory(operation=kitchen.operation)
    volunteer = choose(kitchen, lunch, diets=["vegetarian"])

    choose_meals(volunteer=volunteer, operation=kitchen.operation, meals=[], diets=[])

    assert not MealChoice.objects.exists()


def test_meals_of_another_operation_are_not_eaten_here(kitchen):
    elsewhere = MealFactory()

    choose(kitchen, elsewhere)

    assert not MealChoice.objects.exists()


def test_after_the_last_day_the_cooks_have_their_numbers(kitchen):
    kitchen.closes_on = timezone.localdate() - timedelta(days=2)
    kitchen.save()

    with pytest.raises(Refusal, match="cooks have their numbers"):
        choose(kitchen, MealFactory(operation=kitchen.operation))


def test_noted_portions_are_replaced_not_added(kitchen):
    lunch = MealFactory(operation=kitchen.operation)
    for count in (4, 6):
        note_portions(meal=lunch, diets=["vegetarian"], portions=count, by=None)
    assert plates(kitchen.operation) == [(6, [("vegetarian", 6)])]

    note_portions(meal=lunch, diets=["vegetarian"], portions=0, by=None)
    assert plates(kitchen.operation) == [(0, [])]


def test_the_kitchen_is_set_and_two_edits_collide():
    operation, by = OperationFactory(), UserFactory()
    day = operation.starts_on
    new = {"operation": operation, "closes_on": None, "by": by, "diets": ["vegan"]}
    set_kitchen(version=0, meals=[(day, "lunch"), (day, "dinner")], **new)
    lunch = operation.meals.get(kind="lunch")

    with pytest.raises(EditConflict):
        set_kitchen(version=0, meals=[], **new)
    set_kitchen(version=1, meals=[(day, "lunch"), (day, "breakfast")], **new)

    assert sorted(operation.meals.values_list("kind", flat=True)) == ["breakfast", "lunch"]
    assert operation.meals.get(kind="lunch") == lunch
    assert Kitchen.objects.get().version == 2


def test_what_people_eat_leaves_no_trace(kitchen):
    choose(kitchen, MealFactory(operation=kitchen.operation), diets=["vegetarian"])

    assert not AuditEntry.objects.exists()


# Pages


def test_the_team_sees_numbers_and_no_names(kitchen):
    volunteer = choose(kitchen, MealFactory(operation=kitchen.operation), diets=["vegetarian"])

    page = member_client(kitchen.operation, Role.REVIEWER).get(
        reverse("logistics:organize-meals", args=[kitchen.operation.slug])
    )

    assert "Vegetarian: 1" in page.text
    assert volunteer.name not in page.text
    assert "Note portions" not in page.text


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number(
    kitchen, count, django_assert_max_num_queries
):
    lunches = [
        MealFactory(operation=kitchen.operation, on=kitchen.operation.starts_on + timedelta(days=n))
        for n in range(count)
    ]
    for _person in range(count):
        choose(kitchen, *lunches)
    client = member_client(kitchen.operation)
    address = reverse("logistics:organize-meals", args=[kitchen.operation.slug])

    with django_assert_max_num_queries(9):
        assert client.get(address).context["meals"][0].total == count


def test_the_whole_way_from_the_kitchen_to_the_plate(kitchen):
    operation = kitchen.operation
    client = member_client(operation)
    answer = client.post(
        reverse("logistics:organize-kitchen", args=[operation.slug]),
        {
            "version": 1,
            "meals": [f"{operation.starts_on}.lunch", f"{operation.starts_on}.dinner"],
            "diets": ["vegan"],
            "closes_on": "",
        },
    )
    assert answer.status_code == 302
    lunch = operation.meals.get(kind="lunch")
    me = reverse("logistics:me-link", args=[make_link(VolunteerFactory())])
    page = f"{me}?operation={operation.slug}"
    assert "Vegan" in client.get(page).text

    answer = client.post(
        page, {"action": "meals", "kitchen": kitchen.pk, "meals": lunch.pk, "diets": "vegan"}
    )

    assert answer.headers["Location"] == page
    assert plates(operation)[0] == (1, [("vegan", 1)])
    shown = client.get(page)
    [(_kitchen, form)] = shown.context["kitchens"]
    assert form.initial == {"meals": [lunch.pk], "diets": ["vegan"]}

    refused = client.post(
        page, {"action": "meals", "kitchen": kitchen.pk, "meals": lunch.pk, "diets": "kosher"}
    )
    assert refused.status_code == 422
    assert plates(operation)[0] == (1, [("vegan", 1)])


def test_portions_are_noted_on_their_page(kitchen):
    lunch = MealFactory(operation=kitchen.operation)
    client = member_client(kitchen.operation, Role.DESK)

    answer = client.post(
        reverse("logistics:organize-portions", args=[kitchen.operation.slug]),
        {"meal": lunch.pk, "diets": ["no_gluten"], "portions": "3"},
    )

    assert answer.status_code == 302
    assert plates(kitchen.operation) == [(3, [("no_gluten", 3)])]


def test_two_edits_of_the_kitchen_are_shown_side_by_side(kitchen):
    operation = kitchen.operation
    answer = member_client(operation).post(
        reverse("logistics:organize-kitchen", args=[operation.slug]),
        {"version": 0, "meals": [f"{operation.starts_on}.lunch"], "diets": ["vegan"]},
    )

    assert answer.status_code == 409
    assert "Two edits at the same time" in answer.text
    assert Kitchen.objects.get().diets == ["vegetarian", "no_gluten"]
