"""The demo shows proposals in each state, one mission to be decided and one that is sure."""

from datetime import timedelta

import pytest
from django.utils import timezone

from missions.models import Mission, Proposal
from missions.queries.decisions import chance_of
from notifications.models import Email
from operations.models import Operation
from pages.demo.loader import load_demo

pytestmark = pytest.mark.django_db


def test_the_demo_waits_accepts_declines_and_decides(demo_communes):
    now = timezone.now()
    load_demo(now=now)
    operation = Operation.objects.get(slug="chaumes-en-retz")

    states = operation.proposals.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["received", "accepted", "declined"]
    accepted = operation.proposals.get(state="accepted")
    assert accepted.mission.kind == Mission.Kind.FLORA
    waits = operation.missions.undecided().get()
    assert chance_of(waits).missing == 2
    assert now < waits.decides_at
    sure = operation.missions.get(decision="confirmed")
    assert chance_of(sure).is_enough
    assert not Email.objects.filter(kind__startswith="proposal.").exists()


def test_loaded_again_nothing_changes_and_later_the_decision_moves_along(demo_communes):
    now = timezone.now()
    load_demo(now=now)
    Proposal.objects.filter(state="received").delete()
    load_demo(now=now)
    assert Proposal.objects.count() == 2

    later = now + timedelta(weeks=7)
    load_demo(now=later)

    operation = Operation.objects.get(slug="chaumes-en-retz")
    waits = operation.missions.undecided().get()
    local = timezone.localtime(waits.decides_at, operation.zone)
    assert local.date() == operation.starts_on - timedelta(weeks=1)
