"""Legal delays: data of the country, and days counted over its public holidays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from planning.models import LegalDelay, PublicHoliday
from planning.queries.legal import deadlines_of, holidays_of, working_days_before
from planning.services.loading import load_plans
from planning.services.plans import make_plan
from tests.communes.factories import CommuneFactory
from tests.operations.factories import OperationFactory, member_client

pytestmark = pytest.mark.django_db

# Easter Sunday is on 28 March in 2027.
GOOD_FRIDAY, EASTER_MONDAY = date(2027, 3, 26), date(2027, 3, 29)


def operation_on(day, **commune):
    return OperationFactory(starts_on=day, commune=CommuneFactory(**commune))


@pytest.mark.parametrize(
    ("day", "count", "closed", "expected"),
    [
        (date(2027, 3, 26), 5, set(), "2027-03-19"),
        (date(2027, 3, 27), 5, set(), "2027-03-22"),  # from a Saturday
        (date(2027, 4, 5), 5, {EASTER_MONDAY}, "2027-03-26"),  # the Monday after Easter
        (date(2027, 3, 30), 5, {EASTER_MONDAY}, "2027-03-22"),
        (date(2027, 3, 30), 5, {EASTER_MONDAY, GOOD_FRIDAY}, "2027-03-19"),
        (date(2027, 1, 4), 5, {date(2027, 1, 1), date(2026, 12, 25)}, "2026-12-24"),
        (date(2027, 3, 30), 0, set(), "2027-03-30"),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(day, count, closed, expected):
    assert str(working_days_before(day, count, closed)) == expected


@pytest.mark.parametrize(
    ("department", "expected"), [("44", "2027-03-22"), ("67", "2027-03-19"), ("", "2027-03-22")]
)
def test_five_working_days_before_the_tuesday_after_easter(department, expected):
    load_plans()
    operation = operation_on(date(2027, 3, 30), department_code=department)

    deadlines = {one.delay.code: one for one in deadlines_of(operation, date(2027, 3, 20))}

    assert str(deadlines["populated-area"].last_day) == expected
    assert deadlines["populated-area"].is_over is (department == "67")
    assert str(deadlines["aerial-photo"].last_day) == "2027-03-15"
    assert deadlines["aerial-photo"].is_over


def test_a_delay_of_working_days_reaches_into_the_year_before():
    load_plans()

    deadlines = {
        one.delay.code: str(one.last_day)
        for one in deadlines_of(operation_on(date(2028, 1, 3)), date(2027, 12, 1))
    }

    assert deadlines["populated-area"] == "2027-12-27"  # Christmas is a Saturday then


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("easter-monday", "2027-03-29"),
        ("ascension", "2027-05-06"),
        ("whit-monday", "2027-05-17"),
        ("national-day", "2027-07-14"),
    ],
)
def test_holidays_of_france(code, day):
    load_plans()

    found = holidays_of(operation_on(date(2027, 3, 30)), [2027])

    assert {str(on): holiday.code for on, holiday in found.items()}[day] == code
    assert len(found) == 11


def test_holidays_of_one_departement_are_kept_there_alone():
    load_plans()

    found = holidays_of(operation_on(date(2027, 3, 30), department_code="974"), [2027])

    assert {holiday.code for holiday in found.values() if holiday.departments} == {"abolition-974"}


def test_the_page_says_with_whom_to_check_from_which_source_of_which_day():
    load_plans()
    operation = OperationFactory()
    make_plan(operation=operation, by=None)
    LegalDelay.objects.filter(code="aerial-photo").update(
        days=21, source="A newer leaflet", noted_on=date(2027, 2, 1)
    )
    client = member_client(operation)

    page = client.get(f"/en/organize/{operation.slug}/plan/").text
    in_french = client.get(f"/fr/organize/{operation.slug}/plan/").text

    assert "Declaration of aerial photography (form 12546)" in page
    assert "21 days before" in page
    assert "5 working days before" in page
    assert "30 to 90 days before" in page
    assert "To be checked with: the prefecture and the civil aviation authority." in page
    assert "Source: A newer leaflet; noted on Feb. 1, 2027." in page
    assert "la préfecture et la direction de la sécurité de l’aviation civile" in in_french


def test_a_step_that_a_delay_applies_to_shows_its_last_day_and_that_it_has_passed():
    load_plans()
    operation = OperationFactory(starts_on=timezone.localdate() + timedelta(days=3))
    make_plan(operation=operation, by=None)
    step = operation.plan.steps.get(code="aerial-photo")

    page = member_client(operation).get(f"/en/organize/{operation.slug}/plan/{step.pk}/")

    assert page.context["deadline"].delay.code == "aerial-photo"
    assert page.context["deadline"].is_over
    assert "A legal delay applies" in page.text
    assert "Passed" in page.text


def test_delays_that_staff_no_longer_use_are_not_shown():
    load_plans()
    LegalDelay.objects.update(is_used=False)
    PublicHoliday.objects.update(is_used=False)

    operation = OperationFactory()

    assert deadlines_of(operation, date(2027, 1, 1)) == []
    assert holidays_of(operation, [2027]) == {}
