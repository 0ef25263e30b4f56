"""How long we know who sat in a committee."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from operations.models import CommitteeMember
from operations.services.retention import erase_committee_names
from tests.accounts.factories import UserFactory
from tests.operations.factories import CommitteeMemberFactory, OperationFactory

pytestmark = pytest.mark.django_db

CANARY = "canary-d41d8cd9"


def member_of_an_operation_that_ended(days_ago):
    ended = timezone.localdate() - timedelta(days=days_ago)
    return CommitteeMemberFactory(
        operation=OperationFactory(starts_on=ended, ends_on=ended, status="reported"),
        name=CANARY,
        email=f"{CANARY}@example.org",
        organisation="Les Cartographes",
        user=UserFactory(),
        is_public=True,
    )


def test_names_and_addresses_go_90_days_after_the_operation_and_the_organisation_stays(client):
    member = member_of_an_operation_that_ended(91)
    assert CANARY in client.get(member.operation.get_absolute_url()).text

    assert erase_committee_names() == 1

    assert CANARY not in repr(list(CommitteeMember.objects.values()))
    member.refresh_from_db()
    assert (member.user, member.organisation) == (None, "Les Cartographes")
    page = client.get(member.operation.get_absolute_url()).text
    assert "Les Cartographes" in page
    assert CANARY not in page
    assert erase_committee_names() == 0


def test_they_are_kept_until_then():
    member_of_an_operation_that_ended(90)

    assert erase_committee_names() == 0
    assert CommitteeMember.objects.get().name == CANARY


def test_the_nightly_command_does_it_and_the_privacy_page_says_so(client, capsys):
    member_of_an_operation_that_ended(100)

    call_command("purge_personal_data")

    assert "committee members: 1 erased" in capsys.readouterr().out
    assert "their organisation stays" in client.get("/en/privacy/").text
