from collections import Counter
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import CharField

from accounts.models import User
from communes.directory import communes_in_file
from communes.management.commands import import_communes
from communes.models import Commune
from missions.models import Mission, Need, Place, Shift, Signup
from missions.services.recount import differences
from operations.models import CommitteeMember, Figure, Indicator, Operation, Waiver
from operations.queries import charter_of
from operations.rules import charter_lines
from pages.demo.calendar import PARIS
from pages.demo.loader import COMMUNE_CODES, load_demo
from translations.texts import texts_in
from volunteers.models import Volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_communes")]

NOW = datetime(2026, 9, 1, 12, tzinfo=PARIS)
PAST = ["brocas-2013", "gerardmer-2014", "chemere-2015", "aiglun-2016"]
DRAFT = "saint-martin-de-londres-archives"
OURS = ["accounts", "communes", "missions", "operations", "volunteers", "notifications"]


def all_rows():
    models = [*[m for app in OURS for m in apps.get_app_config(app).get_models()], EmailAddress]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def the_operation(slug="chaumes-en-retz"):
    return Operation.objects.get(slug=slug)


def test_demo_holds_four_past_operations_two_open_ones_and_a_draft():
    load_demo(now=NOW)

    of_status = Operation.objects.values_list("slug", "status", "is_fictional", "commune__code")
    assert sorted(of_status) == [
        ("aiglun-2016", "reported", False, "04001"),
        ("brocas-2013", "reported", False, "40056"),
        ("chaumes-en-retz", "open", True, "44005"),
        ("chemere-2015", "reported", False, "44040"),
        ("gerardmer-2014", "reported", False, "88196"),
        ("saint-martin-de-londres", "open", True, "34274"),
        (DRAFT, "draft", True, "34274"),
    ]


def test_open_operation_has_twelve_missions_forty_shifts_and_sixty_volunteers():
    load_demo(now=NOW)

    operation = the_operation()
    signups = Signup.objects.filter(need__shift__mission__operation=operation)
    people = Volunteer.objects.filter(signups__in=signups, user=None).distinct()
    assert operation.missions.count() == 12
    assert Shift.objects.live().filter(mission__operation=operation).count() == 42
    assert people.count() == 60
    assert set(people.values_list("language", flat=True)) == {"fr", "en"}
    states = Counter(signups.values_list("state", flat=True))
    assert states["confirmed"] > 10 * states["held"] > 0
    assert set(Need.objects.of_operation(operation).values_list("role", flat=True)) == set(
        Need.Role.values
    )


def test_seven_of_ten_resident_guides_are_found():
    load_demo(now=NOW)

    guides = Need.objects.of_operation(the_operation()).filter(role=Need.Role.GUIDE)
    assert sum(need.taken for need in guides) == 7
    assert sum(need.maximum for need in guides) == 10


def test_one_shift_is_full_and_the_first_who_waits_reads_french():
    load_demo(now=NOW)

    full = [
        shift
        for shift in Shift.objects.filter(mission__operation=the_operation())
        if not any(need.places_left for need in shift.needs.all())
    ]
    [need] = Need.objects.filter(signups__state=Signup.State.WAITING).distinct()
    assert full == [need.shift]
    assert [signup.volunteer.language for signup in need.signups.waiting()] == ["fr", "en", "en"]
    assert all(signup.confirmed_at for signup in need.signups.waiting())


def test_the_open_operations_have_passed_the_charter_and_the_draft_shows_what_it_lacks():
    load_demo(now=NOW)

    in_the_way = {
        slug: {
            str(line.code)
            for line in charter_lines(charter_of(the_operation(slug)))
            if line.stands_in_the_way
        }
        for slug in ("chaumes-en-retz", "saint-martin-de-londres", DRAFT)
    }

    assert in_the_way == {
        "chaumes-en-retz": set(),
        "saint-martin-de-londres": set(),
        DRAFT: {"free_projects", "second_referent", "scouting_visit", "indicators"},
    }
    assert Waiver.objects.get().operation.slug == "saint-martin-de-londres"


def test_committees_of_past_operations_name_organisations_and_nobody():
    load_demo(now=NOW)

    past = CommitteeMember.objects.filter(operation__slug__in=PAST)
    assert past.filter(operation__slug="brocas-2013", kind="free_project").count() == 8
    assert not past.exclude(name="", email="", user=None).exists()


def test_counters_agree_with_the_places_given():
    load_demo(now=NOW)

    assert list(differences()) == []


def test_nobody_is_in_two_places_at_once():
    load_demo(now=NOW)

    for volunteer in Volunteer.objects.all():
        shifts = [s.need.shift for s in volunteer.signups.live().select_related("need__shift")]
        assert not [
            (one, other)
            for position, one in enumerate(shifts)
            for other in shifts[position + 1 :]
            if one.overlaps(other)
        ]


def test_places_of_unconfirmed_people_do_not_stand_on_shifts_that_fill_up():
    load_demo(now=NOW)

    for held in Signup.objects.filter(state=Signup.State.HELD):
        needs = held.need.shift.needs.all()
        assert sum(n.taken for n in needs) < 0.75 * sum(n.places for n in needs)
        assert not held.volunteer.has_confirmed_address
        assert held.held_since == NOW


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_operation_mission_and_figure_is_in_both_languages(language):
    load_demo(now=NOW)

    may_be_empty = {
        Operation: {"practical"},
        Mission: {"equipment"},
        Figure: set(),
        Indicator: {"label"},
        Waiver: set(),
    }
    for model, optional in may_be_empty.items():
        for obj in model.objects.all():
            texts = texts_in(obj, language)
            others = texts_in(obj, "en" if language == "fr" else "fr")
            for name, text in texts.items():
                assert text or (name in optional and not others[name]), (obj, name)


def test_texts_fit_their_columns():
    load_demo(now=NOW)

    for model in (Operation, Mission, Figure, Place, Volunteer, User):
        for obj in model.objects.all():
            for field in model._meta.get_fields():
                if isinstance(field, CharField) and field.max_length:
                    assert len(getattr(obj, field.attname) or "") <= field.max_length, field


def test_fictional_operations_say_so_and_past_ones_are_dated_as_they_were():
    load_demo(now=NOW)

    for operation in Operation.objects.filter(is_fictional=True):
        assert "fictive" in operation.presentation_fr
        assert "fictional" in operation.presentation_en
    assert [
        (str(operation.starts_on), str(operation.ends_on))
        for operation in Operation.objects.filter(slug__in=PAST).order_by("starts_on")
    ] == [
        ("2013-04-05", "2013-04-07"),
        ("2014-05-17", "2014-05-18"),
        ("2015-09-26", "2015-09-27"),
        ("2016-08-27", "2016-08-28"),
    ]


@pytest.mark.parametrize(
    ("slug", "subject", "values"),
    [
        ("brocas-2013", "residents", [50, 30]),
        ("chemere-2015", "participants", [50, 70]),
        ("chemere-2015", "population", [2472, 2400, 1500]),
        ("aiglun-2016", "population", [1356, 1386]),
    ],
)
def test_conflicting_figures_stand_side_by_side_each_with_its_source(slug, subject, values):
    load_demo(now=NOW)

    figures = Figure.objects.filter(operation__slug=slug, subject=subject)
    assert [figure.value for figure in figures] == values
    assert len({figure.source_en for figure in figures}) == len(values)
    assert len({figure.label_fr for figure in figures}) == 1


def test_figures_are_those_that_were_found():
    load_demo(now=NOW)

    values = {
        slug: dict(Figure.objects.filter(operation__slug=slug).values_list("subject", "value"))
        for slug in PAST
    }
    brocas, chemere = values["brocas-2013"], values["chemere-2015"]
    assert (brocas["map-improvements"], brocas["gigabytes"]) == (2000, 55)
    assert (brocas["datasets-listed"], brocas["datasets-online"]) == (50, 30)
    assert (chemere["articles"], chemere["pictures"], chemere["wikidata-items"]) == (4, 354, 17)
    assert (chemere["wikisource-sources"], chemere["maps"]) == (30, 4)
    assert values["gerardmer-2014"]["wikimedians"] == 7
    assert values["aiglun-2016"]["pictures"] == 400


def test_communes_get_the_coordinates_that_a_source_gives_and_no_others():
    Commune.objects.filter(code="40056").update(
        latitude=44.05, longitude=-0.53, coordinates_source="organizer"
    )

    load_demo(now=NOW)

    places = Commune.objects.values_list("code", "latitude", "longitude", "coordinates_source")
    assert sorted(places) == [
        ("04001", 44.0544, 6.1411, "demo"),
        ("34274", None, None, ""),
        ("40056", 44.05, -0.53, "organizer"),
        ("44005", 47.1275, -1.9253, "demo"),
        ("44040", 47.1228, -1.9136, "demo"),
        ("88196", 48.0731, 6.8794, "demo"),
    ]
    assert not Place.objects.exclude(latitude=None, longitude=None).exists()


def test_second_run_changes_nothing():
    load_demo(now=NOW)
    rows, accounts = all_rows(), (settings.DEMO_DIR / "accounts.json").stat().st_mtime_ns

    outcome = load_demo(now=NOW + timedelta(days=3))

    assert (outcome.added, outcome.moved) == (0, 0)
    assert all_rows() == rows
    assert (settings.DEMO_DIR / "accounts.json").stat().st_mtime_ns == accounts


def test_what_people_did_since_stays():
    load_demo(now=NOW)
    Operation.objects.filter(slug="brocas-2013").update(title_en="Corrected by staff")
    the_operation().missions.first().delete()

    load_demo(now=NOW)

    assert the_operation("brocas-2013").title_en == "Corrected by staff"
    assert the_operation().missions.count() == 11


def test_an_operation_that_was_removed_comes_back_with_the_same_people():
    load_demo(now=NOW)
    the_operation().delete()

    outcome = load_demo(now=NOW)

    assert outcome.added == 1
    assert Volunteer.objects.filter(email__endswith="@example.org").count() == 72
    assert list(differences()) == []


def test_command_says_what_it_did(capsys):
    call_command("seed_demo")
    call_command("seed_demo")

    assert capsys.readouterr().out.splitlines() == [
        "Demo: 7 operations added, 0 moved to a weekend ahead.",
        "Demo: 0 operations added, 0 moved to a weekend ahead.",
    ]


def test_command_brings_the_communes_when_they_lack(monkeypatch):
    Commune.objects.all().delete()
    listed = [row for row in communes_in_file("FR") if row.facts["code"] in COMMUNE_CODES]
    monkeypatch.setattr(import_communes, "communes_in_file", lambda *_arguments: listed)

    call_command("seed_demo")

    assert the_operation("chemere-2015").commune.successor == the_operation().commune


def test_demo_is_refused_on_a_public_host(settings):
    settings.IS_LOOPBACK = False
    settings.PUBLIC_BASE_URL = "https://free-mission.example"

    with pytest.raises(CommandError, match="Nothing was done"):
        call_command("seed_demo")

    assert not Operation.objects.exists()
    assert not User.objects.exists()
    assert not settings.DEMO_DIR.exists()


def test_demo_loads_on_a_public_host_when_that_is_said_on_purpose(settings):
    settings.IS_LOOPBACK = False

    call_command("seed_demo", "--on-a-public-host")

    assert Operation.objects.count() == 7
