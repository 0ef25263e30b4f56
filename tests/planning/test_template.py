"""What comes with the site for a country, and what the staff make of it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from core.management.commands.prepare import Command as Prepare
from operations.models import Role
from planning.countries import countries, sheet_of
from planning.models import Document, LegalDelay, PlanTemplateStep, PublicHoliday
from planning.services.loading import load_plans
from tests.accounts.factories import StaffFactory, UserFactory
from tests.operations.factories import client_of
from translations.texts import texts_in, translated_fields

pytestmark = pytest.mark.django_db

MODELS = (PlanTemplateStep, LegalDelay, PublicHoliday)


def rows():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def number_of_rows():
    return sum(model.objects.count() for model in MODELS)


def test_a_second_loading_changes_nothing():
    first = load_plans()
    before = rows()

    second = load_plans()

    assert (first.added, bool(second)) == (number_of_rows(), False)
    assert rows() == before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_text_is_there_in_both_languages(language):
    load_plans()

    missing = [
        (row.code, field)
        for model in MODELS
        for row in model.objects.all()
        for field in translated_fields(model)
        if not texts_in(row, language)[field] and not is_rightly_empty(row, field)
    ]
    assert missing == []


def is_rightly_empty(row, field):
    return field == "lost" and row.compressed_days_before is not None


@pytest.mark.parametrize("country", countries())
def test_the_steps_of_a_country_hold_together(country):
    steps = {step["code"]: step for step in sheet_of(country)["steps"]}
    delays = {delay["code"] for delay in sheet_of(country)["delays"]}

    assert len(steps) == len(sheet_of(country)["steps"])
    for code, step in steps.items():
        assert step["owner"] in Role.values, code
        assert step.get("document", "") in ["", *Document.values], code
        assert step.get("legal_delay", "") in {"", *delays}, code
        assert ("compressed_days_before" in step) != ("lost" in step), code
        assert len(step["title"]["fr"]) <= 120 >= len(step["title"]["en"]), code
        assert len(step.get("source", "")) <= 200, code
        for need in step.get("needs", []):
            assert_comes_first(steps[need], step)


def assert_comes_first(need, step):
    """In both plans: nothing waits for what is due later."""
    assert need["days_before"] >= step["days_before"], (need["code"], step["code"])
    near = "compressed_days_before"
    if near in need and near in step:
        assert need[near] >= step[near], (need["code"], step["code"])


def test_the_timeline_reaches_from_six_months_before_to_a_year_after():
    days = [step["days_before"] for step in sheet_of("FR")["steps"]]
    near = [step.get("compressed_days_before", 0) for step in sheet_of("FR")["steps"]]

    assert (max(days), min(days), max(near)) == (26 * 7, -365, 10 * 7)
    assert 45 <= len(days) <= 55


def test_rows_that_staff_edited_or_added_stay_and_others_follow_the_file():
    load_plans()
    LegalDelay.objects.filter(code="aerial-photo").update(days=20, is_edited=True)
    LegalDelay.objects.filter(code="music-rights").update(days=99)
    PublicHoliday.objects.create(
        country="FR", code="fair", title_en="Fair", month=9, day=9, is_edited=True
    )
    PublicHoliday.objects.create(country="FR", code="gone", title_en="Gone", month=9, day=8)

    outcome = load_plans()

    days = dict(LegalDelay.objects.values_list("code", "days"))
    assert (days["aerial-photo"], days["music-rights"]) == (20, 10)
    assert set(PublicHoliday.objects.filter(month=9).values_list("code", flat=True)) == {"fair"}
    assert (outcome.added, outcome.changed, outcome.removed) == (0, 1, 1)


def test_the_command_says_what_it_did_and_nothing_when_it_did_nothing(capsys):
    call_command("load_plans")
    call_command("load_plans")

    said = capsys.readouterr().out
    assert said == f"Plans: {number_of_rows()} added, 0 changed, 0 removed.\n"


def test_an_installation_that_is_made_ready_has_its_template(monkeypatch):
    for name in ("compile_texts", "prepare_database", "collect_static_files"):
        monkeypatch.setattr(Prepare, name, lambda *_arguments: None)

    call_command("prepare", verbosity=0)

    assert PlanTemplateStep.objects.filter(country="FR").exists()


@pytest.mark.parametrize(
    "values",
    [
        {"month": 2, "day": 30},
        {"month": 13, "day": 1},
        {"month": None, "day": None},
        {"month": 3, "day": None},
        {"month": 3, "day": 1, "after_easter": 1},
    ],
)
def test_a_holiday_that_cannot_be_is_refused(values):
    with pytest.raises(ValidationError):
        PublicHoliday(country="FR", code="odd", **values).clean()


def test_the_29th_of_february_is_a_holiday_in_leap_years_only():
    holiday = PublicHoliday(month=2, day=29)

    assert str(holiday.in_year(2028)) == "2028-02-29"
    assert holiday.in_year(2027) is None


def test_staff_change_a_delay_and_the_next_loading_leaves_it():
    load_plans()
    delay = LegalDelay.objects.get(code="populated-area")
    client = client_of(StaffFactory(is_superuser=False))
    address = reverse("admin:planning_legaldelay_change", args=[delay.pk])

    typed = client.get(address).context["adminform"].form.initial
    answer = client.post(address, typed | {"days": 8, "shortest_days": ""})
    load_plans()

    assert answer.status_code == 302
    delay.refresh_from_db()
    assert (delay.days, delay.is_edited) == (8, True)
    assert delay.check_with_fr == "la préfecture du département"


def test_the_rows_of_countries_are_for_staff_and_are_not_deleted():
    load_plans()
    step = PlanTemplateStep.objects.first()
    staff = client_of(StaffFactory(is_superuser=False))
    address = reverse("admin:planning_plantemplatestep_changelist")

    assert staff.get(address).status_code == 200
    assert client_of(UserFactory()).get(address).status_code == 302
    gone = reverse("admin:planning_plantemplatestep_delete", args=[step.pk])
    assert staff.post(gone, {"post": "yes"}).status_code == 403
