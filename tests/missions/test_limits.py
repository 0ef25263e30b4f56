"""An operation as large as anybody could make it: every page of the team still opens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from missions.models import Mission, Need, Place, Shift
from operations.models import Licence
from tests.operations.factories import OperationFactory, member_client

pytestmark = pytest.mark.django_db

MISSIONS, SHIFTS = 500, 5000
LONG = "é" * 119 + "!"
ARABIC = "مهمة في القرية"
MOST_QUERIES = 20


@pytest.fixture
def large():
    """500 missions and 5,000 shifts over two days, with the longest titles there can be."""
    operation = OperationFactory()
    place = Place.objects.create(operation=operation, name="p" * 120, is_outdoors=True)
    missions = Mission.objects.bulk_create(
        Mission(
            operation=operation,
            source_language="en",
            title_en=LONG if number % 2 else ARABIC,
            theme="botany",
            licence=Licence.CC0,
            place=place,
        )
        for number in range(MISSIONS)
    )
    begin = timezone.now() + timedelta(days=30)
    shifts = Shift.objects.bulk_create(
        Shift(
            mission=missions[number % MISSIONS],
            starts_at=begin + timedelta(minutes=number % 2000),
            ends_at=begin + timedelta(minutes=number % 2000 + 90),
        )
        for number in range(SHIFTS)
    )
    Need.objects.bulk_create(
        Need(shift=shift, minimum=1, wished=2, maximum=3, places=3) for shift in shifts
    )
    return operation


PAGES = [
    "", "missions/", "places/", "programme/?view=list&step=60", "programme/release/",
    "needs/?lack=all", "plan-b/", "zones/", "proposals/", "roster/", "announcements/new/",
    "prints/", "documents/", "registers/", "lodging/", "equipment/", "charter/", "exports/",
    "history/", "paper-round/",
]  # fmt: skip


def test_every_page_opens_with_few_queries(client, large):
    organizer, wrong = member_client(large), []
    for path in PAGES:
        with CaptureQueriesContext(connection) as captured:
            answer = organizer.get(f"/en/organize/{large.slug}/{path}")
        if answer.status_code != 200 or len(captured) > MOST_QUERIES:
            wrong.append((path, answer.status_code, len(captured)))
    for path in ("", "signup/", "decisions/", "programme.pdf"):
        answer = client.get(f"/en/operations/{large.slug}/{path}")
        if answer.status_code != 200:
            wrong.append((path, answer.status_code, 0))

    assert wrong == []
    table = organizer.post(f"/en/organize/{large.slug}/exports/needs/", {"format": "xlsx"})
    assert table.status_code == 200
    assert len(table.content) > 50_000
