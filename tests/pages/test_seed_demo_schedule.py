"""The demo shows what a team prepared and did not release yet."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from missions.models import Need, ShiftDraft
from missions.queries.schedule import waiting_changes
from missions.services.schedule import release
from operations.models import Operation
from pages.demo.calendar import PARIS
from pages.demo.loader import load_demo
from tests.missions.test_release import seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_communes")]

NOW = datetime(2026, 9, 1, 12, tzinfo=PARIS)


def waiting():
    return waiting_changes(Operation.objects.get(slug="chaumes-en-retz"))


def test_a_shift_moved_and_a_new_one_wait_for_the_release_once():
    for _each in range(2):
        load_demo(now=NOW)

    marks = {block.mark: block for block in waiting()}
    assert sorted(marks) == ["moved", "new"]
    assert len(waiting()) == 2
    assert marks["moved"].starts_at - marks["moved"].shift.starts_at == timedelta(hours=1)
    assert Need.objects.filter(shift=marks["new"].shift).count() == 2


def test_what_was_released_is_not_prepared_again():
    load_demo(now=timezone.now())
    operation = Operation.objects.get(slug="chaumes-en-retz")
    release(operation=operation, seen=seen(operation), by=None)

    load_demo(now=timezone.now())

    assert waiting() == []


def test_what_waits_moves_with_the_days_of_the_demo():
    load_demo(now=NOW)
    before = ShiftDraft.objects.get().starts_at

    load_demo(now=NOW + timedelta(weeks=8))

    draft = ShiftDraft.objects.get()
    assert draft.starts_at > before
    assert draft.ends_at - draft.starts_at == draft.shift.length
