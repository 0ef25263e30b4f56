import pytest
from django.core.management import call_command

from missions.models import Need, Signup
from missions.services.recount import Difference, differences
from tests.missions.factories import NeedFactory, SignupFactory

pytestmark = pytest.mark.django_db


def need_with(*states, **fields):
    need = NeedFactory(**fields)
    for state in states:
        SignupFactory(need=need, state=state)
    return need


def test_places_agree_when_held_and_confirmed_ones_are_counted(capsys):
    need_with("confirmed", "held", "waiting", "cancelled", "expired", taken=2)
    need_with()

    call_command("check_places")

    assert capsys.readouterr().out == "All places are counted right.\n"


@pytest.mark.parametrize(("states", "taken"), [(["confirmed"], 0), (["waiting"], 1), ([], 3)])
def test_differences_are_told_and_nothing_is_changed(capsys, states, taken):
    need = need_with(*states, taken=taken)
    placed = states.count("confirmed")

    with pytest.raises(SystemExit) as ended:
        call_command("check_places")

    assert ended.value.code == 1
    assert capsys.readouterr().out == f"Need {need.pk}: {taken} counted, {placed} placed\n"
    need.refresh_from_db()
    assert need.taken == taken


def test_repair_sets_counters_right_and_keeps_the_others(capsys):
    wrong = need_with("confirmed", "held", taken=5)
    right = need_with("confirmed", taken=1)

    call_command("check_places", "--repair")

    assert "1 repaired." in capsys.readouterr().out
    assert list(differences()) == []
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.taken, right.taken) == (2, 1)


def test_repair_takes_nobodys_place_away():
    crowded = need_with("confirmed", "confirmed", "confirmed", taken=1, maximum=2)

    call_command("check_places", "--repair")

    crowded.refresh_from_db()
    assert (crowded.taken, crowded.places, crowded.maximum) == (3, 3, 2)
    assert crowded.signups.filter(state=Signup.State.CONFIRMED).count() == 3


def test_repair_lowers_places_again_to_the_maximum():
    lowered = need_with("confirmed", taken=4, places=4, maximum=2)

    call_command("check_places", "--repair")

    lowered.refresh_from_db()
    assert (lowered.taken, lowered.places) == (1, 2)


def test_differences_name_the_needs_in_order():
    first, second = need_with(taken=1), need_with("held")

    assert list(differences()) == [Difference(first.pk, 1, 0), Difference(second.pk, 0, 1)]
    assert Need.objects.get(pk=first.pk).taken == 1
