import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from missions.models import Mission, Need, Shift, Signup
from missions.services.recount import differences
from operations.models import Operation
from tests.communes.factories import CommuneFactory
from translations.texts import texts_in
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _communes_on_this_machine(settings):
    settings.IS_LOOPBACK = True
    CommuneFactory.create_batch(3)


def seed(operations, shifts, volunteers, *options):
    call_command(
        "seed_load",
        f"--operations={operations}",
        f"--shifts={shifts}",
        f"--volunteers={volunteers}",
        *options,
    )


def test_load_has_the_size_that_was_asked_for():
    seed(3, 25, 100)

    assert Operation.objects.filter(is_fictional=True, status="open").count() == 3
    assert {operation.missions.count() for operation in Operation.objects.all()} == {3}
    assert Shift.objects.count() == 75
    assert Need.objects.count() == 150
    assert Volunteer.objects.count() == 100
    assert Signup.objects.values("volunteer").distinct().count() == 100


@pytest.mark.parametrize("size", [(0, 0, 0), (2, 0, 5), (2, 3, 0), (5, 1, 2), (1, 11, 1)])
def test_load_may_be_small(size):
    seed(*size)

    operations, shifts, volunteers = size
    assert Operation.objects.count() == operations
    assert Shift.objects.count() == operations * shifts
    assert Volunteer.objects.count() == (volunteers if operations else 0)


def test_load_is_consistent():
    seed(2, 20, 200)

    assert list(differences()) == []
    states = set(Signup.objects.values_list("state", flat=True))
    assert states == {"confirmed", "held", "waiting"}
    for volunteer in Volunteer.objects.all():
        shifts = [s.need.shift for s in volunteer.signups.select_related("need__shift")]
        assert not [
            (one, other)
            for position, one in enumerate(shifts)
            for other in shifts[position + 1 :]
            if one.overlaps(other)
        ]
    for mission in Mission.objects.all():
        assert texts_in(mission, "fr")["title"]
        assert texts_in(mission, "en")["title"]


def test_same_load_is_the_same_again_and_another_run_adds_as_much():
    def drawn():
        return list(Need.objects.order_by("pk").values_list("role", "maximum", "taken"))

    seed(1, 10, 40)
    first = drawn()
    Operation.objects.all().delete()
    Volunteer.objects.all().delete()
    seed(1, 10, 40)
    again = drawn()
    seed(1, 10, 40)

    assert again == first
    assert Operation.objects.count() == 2
    assert Volunteer.objects.count() == 80


def test_guides_are_said_to_come_later(capsys):
    seed(1, 1, 1, "--guides=5")

    assert "No guides were made" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--operations=-1", "--shifts=x", "--volunteers=1.5"])
def test_numbers_that_are_none_are_refused(option):
    with pytest.raises(CommandError):
        call_command("seed_load", option)

    assert not Operation.objects.exists()


def test_load_is_refused_on_a_public_host(settings):
    settings.IS_LOOPBACK = False

    with pytest.raises(CommandError, match="Nothing was done"):
        seed(1, 1, 1)

    assert not Operation.objects.exists()
