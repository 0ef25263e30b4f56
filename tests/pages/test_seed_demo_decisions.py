"""What the committee of the demo was asked."""

from datetime import datetime

import pytest
from django.utils import timezone

from operations.models import Motion, Operation
from operations.services.decisions import close_due_motions
from pages.demo.calendar import PARIS
from pages.demo.loader import load_demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_communes")]

NOW = datetime(2026, 9, 1, 12, tzinfo=PARIS)


def test_the_committee_has_decided_twice_once_for_everybody_and_is_asked_once(client):
    load_demo(now=NOW)

    motions = Operation.objects.get(slug="chaumes-en-retz").motions.order_by("opened_at")
    assert [(motion.result, motion.is_public, motion.voters) for motion in motions] == [
        ("carried", True, 5),
        ("carried", False, 5),
        ("", True, 0),
    ]
    assert [motion.votes.count() for motion in motions] == [4, 4, 2]
    for motion in motions.over():
        assert motion.votes_cast == motion.votes.count()
    text = client.get("/en/operations/chaumes-en-retz/decisions/").text
    assert "Keep these two days" in text
    assert "travel" not in text
    assert "Hervé" not in text


def test_the_clock_never_ends_the_demos_open_vote_and_a_second_loading_asks_nothing():
    load_demo(now=timezone.now())
    before = list(Motion.objects.values())

    assert close_due_motions() == 0
    load_demo(now=timezone.now())

    assert list(Motion.objects.values()) == before
