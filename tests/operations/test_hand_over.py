"""Handing over the coordination, and the warning while everything rests on one person."""

import pytest

from core.models import AuditEntry
from core.refusal import Refusal
from notifications.models import Email
from operations.models import Membership, Role
from operations.services.team import hand_over_coordination
from tests.accounts.factories import StaffFactory, UserFactory
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    member_client,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation():
    return OperationFactory(title_fr="Libre à Brocas", title_en="Open Brocas")


@pytest.fixture
def camille(operation):
    user = UserFactory(display_name="Camille", language="fr")
    return MembershipFactory(operation=operation, role=Role.COORDINATOR, user=user).user


@pytest.fixture
def alix(operation):
    user = UserFactory(display_name="Alix", language="en")
    return MembershipFactory(operation=operation, role=Role.DESK, user=user).user


def hand_over_page(operation):
    return f"/en/organize/{operation.slug}/team/hand-over/"


def roles(operation, user):
    held = Membership.objects.filter(operation=operation, user=user)
    return set(held.values_list("role", flat=True))


def test_the_new_coordinator_has_the_role_the_old_one_organizes_and_both_are_told(
    operation, camille, alix
):
    client = client_of(camille)

    page = client.get(hand_over_page(operation))
    answer = client.post(hand_over_page(operation), {"incoming": alix.pk}, follow=True)

    assert "outgoing" not in page.context["form"].fields
    assert "The coordination is handed over." in answer.text
    assert roles(operation, alix) == {Role.COORDINATOR, Role.DESK}
    assert roles(operation, camille) == {Role.ORGANIZER}
    mails = {mail.recipient: mail for mail in Email.objects.filter(kind="team.hand_over")}
    assert set(mails) == {camille.email, alix.email}
    assert "You now coordinate Open Brocas" in mails[alix.email].subject
    assert "Camille has handed the coordination" in mails[alix.email].text
    assert f"/en/organize/{operation.slug}/charter/" in mails[alix.email].text
    assert "Libre à Brocas" in mails[camille.email].subject
    assert mails[camille.email].language == "fr"
    assert f"/fr/organize/{operation.slug}/" in mails[camille.email].text
    entry = AuditEntry.objects.get(action="team.coordination_handed_over")
    assert (entry.actor, entry.details) == (camille, {"before": camille.pk, "after": alix.pk})


def test_who_handed_over_can_no_longer_do_it(operation, camille, alix):
    client = client_of(camille)
    client.post(hand_over_page(operation), {"incoming": alix.pk})

    assert client.post(hand_over_page(operation), {"incoming": camille.pk}).status_code == 403
    assert client.get(f"/en/organize/{operation.slug}/team/").status_code == 200


def test_it_can_be_handed_back_and_both_are_told_again(operation, camille, alix):
    for outgoing, incoming in ((camille, alix), (alix, camille)):
        hand_over_coordination(
            operation=operation, outgoing=outgoing, incoming=incoming, by=outgoing
        )

    assert roles(operation, camille) == {Role.COORDINATOR, Role.ORGANIZER}
    assert roles(operation, alix) == {Role.DESK, Role.ORGANIZER}
    assert Email.objects.filter(kind="team.hand_over").count() == 4


def test_site_staff_say_who_hands_over(operation, camille, alix):
    client = client_of(StaffFactory())

    lacking = client.post(hand_over_page(operation), {"incoming": alix.pk})
    client.post(hand_over_page(operation), {"incoming": alix.pk, "outgoing": camille.pk})

    assert lacking.status_code == 422
    assert roles(operation, alix) == {Role.COORDINATOR, Role.DESK}


def test_only_coordinators_hand_over(operation, camille, alix):
    client = member_client(operation, Role.ORGANIZER)

    assert client.post(hand_over_page(operation), {"incoming": alix.pk}).status_code == 403
    assert roles(operation, alix) == {Role.DESK}


def test_strangers_other_teams_and_coordinators_are_no_choice(operation, camille, alix):
    second = MembershipFactory(operation=operation, role=Role.COORDINATOR).user
    elsewhere = MembershipFactory(role=Role.ORGANIZER).user
    client = client_of(camille)

    answers = [
        client.post(hand_over_page(operation), {"incoming": user.pk}).status_code
        for user in (UserFactory(), elsewhere, second, camille)
    ]

    assert answers == [422] * 4
    assert not Email.objects.exists()


def test_the_service_refuses_what_changed_in_the_meantime(operation, camille, alix):
    for outgoing, incoming in ((alix, camille), (camille, camille), (camille, UserFactory())):
        with pytest.raises(Refusal):
            hand_over_coordination(
                operation=operation, outgoing=outgoing, incoming=incoming, by=camille
            )

    assert roles(operation, camille) == {Role.COORDINATOR}


def test_with_nobody_else_in_the_team_the_page_says_to_invite_first(operation, camille):
    page = client_of(camille).get(hand_over_page(operation))

    assert "Nobody else is in the team" in page.text


@pytest.mark.parametrize("status", ["draft", "open", "running", "reported", "cancelled"])
def test_the_team_is_warned_while_everything_rests_on_one_person(status):
    operation = OperationFactory(status=status)
    client = member_client(operation)
    pages = [f"/en/organize/{operation.slug}/", f"/en/organize/{operation.slug}/team/"]
    words, is_alive = "Everything rests on one person", status in {"draft", "open", "running"}

    assert [words in client.get(page).text for page in pages] == [is_alive] * 2
    MembershipFactory(operation=operation, role=Role.ORGANIZER)
    assert [words in client.get(page).text for page in pages] == [False] * 2
