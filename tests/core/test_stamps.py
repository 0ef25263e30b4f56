"""A stamp changes with anything that its rows hold, and with nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.stamps import columns, stamp
from missions.models import Mission, Shift
from tests.missions.factories import MissionFactory, ShiftFactory

pytestmark = pytest.mark.django_db


@stamp
def missions_stamp(pk):
    return [
        Mission.objects.filter(operation=pk).order_by("pk").values_list(*columns(Mission)),
        Mission.objects.filter(operation=pk, theme="data").order_by("pk").values_list("pk"),
    ]


@stamp
def begun_stamp(slug, now):
    shifts = Shift.objects.filter(mission__operation__slug=slug, starts_at__lte=now)
    return [shifts.order_by("pk").values_list("pk")]


def test_all_sources_are_one_question(django_assert_num_queries):
    mission = MissionFactory(theme="data")

    with django_assert_num_queries(1):
        found = missions_stamp(pk=mission.operation_id)

    assert len(found) == 2
    assert all(found)
    assert missions_stamp(pk=-1) == (None, None)
    assert missions_stamp(pk=10**30) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"title_fr": "Autre"},
        {"title_en": ""},
        {"title_en": None},
        {"title_en": "'"},
        {"title_en": '","'},
        {"place": None, "meeting_point": "None"},
        {"cancelled_at": timezone.now()},
        {"version": 2},
    ],
)
def test_any_column_that_changes_shows(change):
    mission = MissionFactory(title_fr="Carte", title_en="Map")
    before = missions_stamp(pk=mission.operation_id)

    Mission.objects.filter(pk=mission.pk).update(**change)

    assert missions_stamp(pk=mission.operation_id) != before


def test_rows_that_come_and_go_show_and_those_of_others_do_not():
    mission = MissionFactory()
    before = missions_stamp(pk=mission.operation_id)

    MissionFactory()
    assert missions_stamp(pk=mission.operation_id) == before
    other = MissionFactory(operation=mission.operation)
    assert missions_stamp(pk=mission.operation_id) != before
    other.delete()
    assert missions_stamp(pk=mission.operation_id) == before


def test_two_columns_cannot_swap_their_ends():
    mission = MissionFactory(title_en="ab", summary_en="c")
    before = missions_stamp(pk=mission.operation_id)

    Mission.objects.update(title_en="a", summary_en="bc")

    assert missions_stamp(pk=mission.operation_id) != before


def test_moments_are_asked_each_time():
    shift = ShiftFactory()
    slug = shift.mission.operation.slug

    assert begun_stamp(slug=slug, now=shift.starts_at - timedelta(seconds=1)) == (None,)
    assert begun_stamp(slug=slug, now=shift.starts_at) != (None,)
    assert begun_stamp(slug="stand-in", now=shift.starts_at) == (None,)
